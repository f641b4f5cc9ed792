import type { LogIndex, Revision } from '../../base/flavor.ts';
import { decodeCommand, type LoggedOperation } from '../../etcd/command.ts';
import { compareKeys, isBeyondRange, type KeyRange } from '../../etcd/mvcc/key-range.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { TxnOperation } from '../../etcd/request.ts';
import type { EntryType } from '../../raft/entry.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { decisionIn } from '../known-event.ts';
import type { Trail } from './trail.ts';

/** An entry that was applied in an event; without an operation: an empty one, or a change of members. */
export interface AppliedEntry {
  readonly index: LogIndex;
  readonly type: EntryType;
  readonly op: LoggedOperation | undefined;
}

/** The entries that a member applied in an event, in order. */
export async function entriesOf(trail: Trail, event: WorldEvent): Promise<readonly AppliedEntry[]> {
  const applied = decisionIn(event, 'applied');
  if (applied === undefined) return [];
  return entriesIn(trail, event, applied.first, applied.last);
}

async function entriesIn(
  trail: Trail,
  { node, number }: WorldEvent,
  first: LogIndex,
  last: LogIndex,
): Promise<readonly AppliedEntry[]> {
  const life = trail.past.timeline.spans.lives(node, number).at(-1);
  let image: MemberImage | undefined;
  const entries: AppliedEntry[] = [];
  for (let index = first; index <= last; index++) {
    const known = life && trail.entryAt(node, index, life, number);
    if (known === undefined) image ??= (await trail.world(number - 1)).machines.get(node)?.image;
    const entry = known ?? image?.entry(index);
    if (entry === undefined) continue;
    const { type } = entry.view;
    const { data } = entry;
    const isCommand = type === 'EntryNormal' && data !== undefined && data.length > 0;
    entries.push({ index, type, op: isCommand ? decodeCommand(data).op : undefined });
  }
  return entries;
}

/** The entry that made a revision, of those that a member applied in an event; undefined: none of them did. */
export async function entryOfRevision(
  trail: Trail,
  event: WorldEvent,
  revision: Revision,
): Promise<LogIndex | undefined> {
  const applied = decisionIn(event, 'applied');
  // Of one entry it is that one.
  if (applied !== undefined && applied.first === applied.last) return applied.first;
  const entries = await entriesOf(trail, event);
  const records = event.output?.changes.records ?? [];
  const wrote = revisionsOf(records);
  let place = 0;
  for (const { index, op } of entries) {
    const next = wrote[place];
    if (next === undefined) return undefined;
    if (op === undefined || !mayHaveMade(op, next)) continue;
    if (next[0]?.main === revision) return index;
    place++;
  }
  return undefined;
}

/** The changes of each revision, in order. */
function revisionsOf(records: readonly KeyRecord[]): readonly (readonly KeyRecord[])[] {
  const revisions: KeyRecord[][] = [];
  for (const each of records) {
    const last = revisions.at(-1);
    if (last?.[0]?.main === each.main) last.push(each);
    else revisions.push([each]);
  }
  return revisions;
}

/** Whether an operation can have made these changes. One that changes nothing makes no revision. */
function mayHaveMade(op: LoggedOperation, records: readonly KeyRecord[]): boolean {
  switch (op.type) {
    case 'put':
    case 'deleteRange':
      return records.every((record) => mayBeOf(op, record));
    case 'txn':
      return [op.success, op.failure].some((branch) =>
        records.every((record) => branch.some((each) => mayBeOf(each, record))),
      );
    case 'leaseRevoke':
      return records.every(({ deleted }) => deleted);
    default:
      return false;
  }
}

function mayBeOf(op: TxnOperation, record: KeyRecord): boolean {
  switch (op.type) {
    case 'put':
      return !record.deleted && compareKeys(record.key, op.key) === 0;
    case 'deleteRange':
      return record.deleted && isWithin(record.key, op);
    case 'txn':
      return [...op.success, ...op.failure].some((each) => mayBeOf(each, record));
    default:
      return false;
  }
}

function isWithin(key: Uint8Array, range: KeyRange): boolean {
  return compareKeys(key, range.key) >= 0 && !isBeyondRange(range, key);
}
