import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { EntryView } from '../../node/report/view.ts';
import type { Entry } from '../../raft/entry.ts';
import type { Scope } from '../step-view.ts';
import { NUMBER } from '../value-type.ts';
import { tableOf, type Fields } from './field.ts';

/** An entry of a node's log (with the view of it), or in a message. */
export interface EntryThing {
  readonly entry: Pick<Entry, 'term' | 'index' | 'type'>;
  readonly data: Uint8Array | undefined;
  readonly view: EntryView | undefined;
  readonly node: NodeId | undefined;
}

/** Undefined: the log does not have it, or not any more. */
export function entryAt(scope: Scope, node: NodeId, index: LogIndex): EntryThing | undefined {
  const image = scope.world.machines.get(node)?.image;
  const view = image?.view();
  if (image === undefined || view === undefined || index < view.first || index > view.last) return undefined;
  const found = image.entry(index);
  return found && { entry: found.view, data: found.data, view: found.view, node };
}

export function entryOfMessage(entry: Entry): EntryThing {
  return { entry, data: entry.data, view: undefined, node: undefined };
}

const entryFields = {
  index: { type: NUMBER, sure: true, read: ({ entry }) => entry.index },
  term: { type: NUMBER, sure: true, read: ({ entry }) => entry.term },
} satisfies Fields<EntryThing>;

export const entryTable = tableOf<EntryThing>(
  'entry',
  entryFields,
  ({ node, entry: { index } }) => `${node ?? ''}/${index}`,
);
