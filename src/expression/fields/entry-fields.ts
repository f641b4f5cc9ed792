import type { LogIndex, NodeId } from '../../base/flavor.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { commandLabel } from '../../etcd/command-label.ts';
import { decodeCommand } from '../../etcd/command.ts';
import type { EntryView } from '../../node/report/view.ts';
import type { Entry, EntryType } from '../../raft/entry.ts';
import type { Scope } from '../step-view.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, NUMBER, TEXT, wordOf } from '../value-type.ts';
import { tableOf, type Field, type Fields } from './field.ts';

/** An entry of a node's log, or in a message. */
export interface EntryThing extends Pick<Entry, 'term' | 'index' | 'type' | 'data'> {
  /** Not there: in a message, where it is nobody's. */
  readonly node?: NodeId;
  /** As that node would call it; not there: in a message. */
  readonly view?: EntryView;
}

/** Undefined: the log does not have it, or not any more. */
export function entryAt(scope: Scope, node: NodeId, index: LogIndex): EntryThing | undefined {
  const image = scope.world.machines.get(node)?.image;
  const view = image?.view();
  if (image === undefined || view === undefined || index < view.first || index > view.last) return undefined;
  const found = image.entry(index);
  return found && { ...found.view, data: found.data, view: found.view, node };
}

/** Those that the log has, from the first on; undefined: no member lives there. */
export function entriesOf(scope: Scope, node: NodeId): readonly EntryThing[] | undefined {
  const view = scope.view(node);
  if (view === undefined) return undefined;
  const entries: EntryThing[] = [];
  for (let index = view.first; index <= view.last; index++) {
    const entry = entryAt(scope, node, index);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** What becomes of an entry at the node whose log it is in. */
function upTo(part: 'commit' | 'applied' | 'stable'): Field<EntryThing> {
  return {
    type: BOOLEAN,
    parts: [part],
    read: ({ node, index }, scope) => {
      const view = node === undefined ? undefined : scope.view(node);
      return view && index <= view[part];
    },
  };
}

/** A change of members in a message is nobody's yet, and has no name for whom it means. */
function describe({ type, data, view }: EntryThing): Pick<EntryView, 'kind' | 'label'> {
  if (view !== undefined) return view;
  if (type !== ('EntryNormal' satisfies EntryType)) return { kind: 'conf', label: '' };
  if (data === undefined || data.length === 0) return { kind: 'empty', label: '' };
  return commandLabel(decodeCommand(data).op);
}

export const entryFields = {
  index: { type: NUMBER, sure: true, read: ({ index }) => index },
  term: { type: NUMBER, sure: true, read: ({ term }) => term },
  type: { type: wordOf('entryType'), sure: true, read: ({ type }) => type },
  kind: { type: wordOf('entryKind'), sure: true, read: (entry) => describe(entry).kind },
  label: { type: TEXT, sure: true, read: (entry) => describe(entry).label },
  data: { type: TEXT, read: ({ data }): Value => data && decodeUtf8(data) },
  size: { type: NUMBER, sure: true, read: ({ data }) => data?.length ?? 0 },
  committed: upTo('commit'),
  applied: upTo('applied'),
  stable: upTo('stable'),
} satisfies Fields<EntryThing>;

export const entryTable = tableOf<EntryThing>(
  'entry',
  entryFields,
  ({ node, index, term }) => `${node ?? ''}/${index}/${term}`,
);
