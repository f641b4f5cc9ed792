import { commandLabel, LABEL_MAX } from '../../etcd/command-label.ts';
import { decodeCommand } from '../../etcd/command.ts';
import type { ConfChangeSingle, ConfChangeType, ConfChangeV2, Entry } from '../../raft/entry.ts';
import { asV2, decodeConfChange } from '../../raft/raftpb/conf-change.ts';
import type { EntryView } from '../report/view.ts';

/** What entries look like never changes, nor do entries: decoded once, shared by all members that have them. */
const known = new WeakMap<Entry, EntryView>();

/** An entry as a cell of the log. */
export function viewEntry(entry: Entry): EntryView {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const { index, term, type } = entry;
  const view: EntryView = { index, term, type, ...describe(entry) };
  known.set(entry, view);
  return view;
}

function describe(entry: Entry): Pick<EntryView, 'kind' | 'label'> {
  if (entry.type !== 'EntryNormal') {
    return { kind: 'conf', label: describeChange(asV2(decodeConfChange(entry.type, entry.data))) };
  }
  if (entry.data === undefined || entry.data.length === 0) return { kind: 'empty', label: '' };
  return commandLabel(decodeCommand(entry.data).op);
}

/** `+4`, `-4`, `+4L` for a learner, several with a space between; `leave` for the end of a joint configuration. */
function describeChange({ changes }: ConfChangeV2): string {
  if (changes.length === 0) return 'leave';
  const label = changes.map(describeSingle).join(' ');
  return label.length <= LABEL_MAX ? label : `${label.slice(0, LABEL_MAX - 1)}…`;
}

const forms: Readonly<Record<ConfChangeType, (id: number) => string>> = {
  ConfChangeAddNode: (id) => `+${id}`,
  ConfChangeAddLearnerNode: (id) => `+${id}L`,
  ConfChangeRemoveNode: (id) => `-${id}`,
  ConfChangeUpdateNode: (id) => `~${id}`,
};

function describeSingle({ type, nodeId }: ConfChangeSingle): string {
  return forms[type](nodeId);
}
