import { commandLabel, LABEL_MAX } from '../../etcd/command-label.ts';
import { decodeCommand } from '../../etcd/command.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { ConfChangeType, Entry } from '../../raft/entry.ts';
import { asV2, decodeWireChange } from '../../raft/raftpb/conf-change.ts';
import type { MemberAddress } from '../io.ts';
import type { EntryView } from '../report/view.ts';
import { numberedChange, type KnownIds, type WireChange } from './id-map.ts';

/** What commands look like never changes, nor do entries: decoded once, shared by all members that have them. */
const known = new WeakMap<Entry, EntryView>();

/** An entry as a cell of the log. `who`: changes of members name machines, as far as it is known who is who. */
export function viewEntry(entry: Entry, who: Who): EntryView {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const { index, term, type } = entry;
  const view: EntryView = { index, term, type, ...describe(entry, who) };
  if (type === 'EntryNormal') known.set(entry, view);
  return view;
}

export interface Who extends KnownIds {
  readonly addresses: readonly MemberAddress[];
}

function describe({ type, data }: Entry, who: Who): Pick<EntryView, 'kind' | 'label'> {
  if (type !== 'EntryNormal')
    return { kind: 'conf', label: describeChange(decodeWireChange(type, data), who) };
  if (data === undefined || data.length === 0) return { kind: 'empty', label: '' };
  return commandLabel(decodeCommand(data).op);
}

/** `+4`, `-4`, `+4L` for a learner, several with a space between; `leave` for the end of a joint configuration. */
function describeChange(wire: WireChange, who: Who): string {
  const { changes } = asV2(numberedChange(wire, who, who.addresses).change);
  const ids = asV2(wire).changes;
  if (changes.length === 0) return 'leave';
  const label = changes
    .map(({ type, nodeId }, i) => forms[type](nameOf(nodeId, ids[i]?.nodeId ?? 0)))
    .join(' ');
  return label.length <= LABEL_MAX ? label : `${label.slice(0, LABEL_MAX - 1)}…`;
}

/** By its machine, or by its id where that is nobody's. */
function nameOf(node: NodeId, id: RaftId): string {
  return node === 0 ? BigInt(id).toString(16) : String(node);
}

const forms: Readonly<Record<ConfChangeType, (name: string) => string>> = {
  ConfChangeAddNode: (name) => `+${name}`,
  ConfChangeAddLearnerNode: (name) => `+${name}L`,
  ConfChangeRemoveNode: (name) => `-${name}`,
  ConfChangeUpdateNode: (name) => `~${name}`,
};
