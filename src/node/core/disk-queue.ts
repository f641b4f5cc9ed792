import { assert, present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { lengthOf } from '../../base/large-bytes.ts';
import type { HardState, Snapshot } from '../../raft/entry.ts';
import type { Message, MsgStorageAppend } from '../../raft/message.ts';
import type { DiskOperation } from '../../storage/disk.ts';
import { operationBytes } from '../../storage/disk-image.ts';
import {
  pieced,
  purgeSnapshots,
  snapshotFileOperation,
  type PiecedSnapshot,
} from '../../storage/snapshot-file.ts';
import type { StorageRules } from '../../storage/rules.ts';
import type { SnapshotName } from '../../storage/wal-name.ts';
import { purgeWal, writeWal, type WalPosition } from '../../storage/wal-writer.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import { confStateOnWire, hardStateOnWire, type IdMap } from '../../raft/raftpb/id-map.ts';
import type { DiskWrite } from '../io.ts';
import { wireIdOf } from './id-map.ts';
import { decodeMemberSnapshot } from './node-ids.ts';

/** The append thread: writes on their way to the disk, and where the next one goes. */
export interface DiskQueue {
  nextId: number;
  /** Oldest first; they are done in this order. */
  readonly waiting: PendingWrite[];
  position: WalPosition;
  /** Snapshots on disk, ascending by index: those of done writes. */
  snapshots: readonly SnapshotName[];
}

/** Where the store was when a snapshot of it was taken, and how many bytes that is: they are on the disk. */
export interface SnapshotOfStore extends Omit<Snapshot, 'data'> {
  readonly bytes: number;
}

export type PendingWrite =
  | { readonly type: 'append'; readonly id: number; readonly message: MsgStorageAppend }
  | { readonly type: 'snapshot'; readonly id: number; readonly snapshot: SnapshotOfStore }
  /** Repairs and purges: nobody waits for them. */
  | { readonly type: 'upkeep'; readonly id: number };

export function cloneDiskQueue(queue: DiskQueue): DiskQueue {
  return { ...queue, waiting: queue.waiting.slice() };
}

/** The hard state that a MsgStorageAppend carries, if it does. */
export function hardStateOf({ term, vote, commit }: MsgStorageAppend): HardState | undefined {
  return term === 0 && vote === 0 && commit === 0 ? undefined : { term, vote, commit };
}

/**
 * Queues what raft asks to be stored. It is synced when a promise depends on it: entries, a snapshot, a new term or
 * vote, or whatever else others are told of. A new commit index alone may be lost. `answersCount`: the responses are such
 * promises; what raft sends along with a Ready of synchronous storage need not be. `ids`: on disk members have etcd's.
 */
export function queueAppend(
  queue: DiskQueue,
  message: MsgStorageAppend,
  ids: IdMap,
  rules: StorageRules,
  answersCount: (response: Message) => boolean = isPromise,
): DiskWrite {
  const { entries } = message;
  const before = queue.position.hardState;
  const raftState = hardStateOf(message);
  const hardState = raftState && rules.writtenState(hardStateOnWire(raftState, ids), before);
  const snapshot = message.snapshot && snapshotOnWire(message.snapshot, ids);
  const operations: DiskOperation[] = snapshot === undefined ? [] : [snapshotFileOperation(pieced(snapshot))];
  const wal = writeWal(queue.position, { snapshot, entries, hardState });
  operations.push(...wal.operations);
  queue.position = wal.position;
  const isNewTerm =
    hardState !== undefined && (hardState.term !== before?.term || hardState.vote !== before.vote);
  const isAwaited = operations.length > 0 && message.responses.some(answersCount);
  const id = queue.nextId++;
  queue.waiting.push({ type: 'append', id, message });
  return {
    id,
    operations,
    bytes: operationBytes(operations),
    sync: entries.length > 0 || snapshot !== undefined || isNewTerm || isAwaited,
    entries: entries.length,
    hardState: hardState !== undefined,
    snapshot: snapshot !== undefined,
  };
}

/** Queues a snapshot of the member's own store: its file, then its mark in the log. */
export function queueSnapshot(queue: DiskQueue, snapshot: PiecedSnapshot<NodeId>, ids: IdMap): DiskWrite {
  const onWire = { ...snapshot, confState: confStateOnWire(snapshot.confState, ids) };
  const wal = writeWal(queue.position, { snapshot: onWire, entries: [] });
  queue.position = wal.position;
  const id = queue.nextId++;
  const file = snapshotFileOperation(onWire);
  const { pieces, ...mark } = snapshot;
  queue.waiting.push({ type: 'snapshot', id, snapshot: { ...mark, bytes: lengthOf(pieces) } });
  const operations = [file, ...wal.operations];
  return { ...describe(id, operations), sync: true, entries: 0, hardState: false, snapshot: true };
}

/** Its members have the ids that it says itself: the one it comes to may never have heard of them. */
function snapshotOnWire(snapshot: Snapshot, ids: IdMap): Snapshot<RaftId> {
  const { data, confState } = snapshot;
  const own = data === undefined || data.length === 0 ? undefined : decodeMemberSnapshot(data).nodeIds;
  const toWire = (node: NodeId): RaftId => {
    const member = own?.get(node);
    return member === undefined ? ids.toWire(node) : wireIdOf(member);
  };
  return { ...snapshot, confState: confStateOnWire(confState, { ...ids, toWire }) };
}

/** Queues operations that nothing depends on but what is written after them. */
export function queueUpkeep(
  queue: DiskQueue,
  operations: readonly DiskOperation[],
  sync: boolean,
): DiskWrite {
  const id = queue.nextId++;
  queue.waiting.push({ type: 'upkeep', id });
  return { ...describe(id, operations), sync, entries: 0, hardState: false, snapshot: false };
}

/** A snapshot is on disk: older ones, and segments that none of those left needs, may go. */
export function queuePurge(queue: DiskQueue, synced: SnapshotName): DiskWrite | undefined {
  const { kept, operations: files } = purgeSnapshots([...queue.snapshots, synced]);
  const wal = purgeWal(queue.position, kept[0]?.index ?? 0);
  queue.snapshots = kept;
  queue.position = wal.position;
  const operations = [...files, ...wal.operations];
  return operations.length === 0 ? undefined : queueUpkeep(queue, operations, false);
}

/** The write with this id is done: it is the oldest. */
export function takeDone(queue: DiskQueue, id: number): PendingWrite {
  const done = present(queue.waiting.shift(), 'a write that is done was under way');
  assert(done.id === id, 'writes are done in the order they were asked for');
  return done;
}

/** Whether the response tells somebody what is stored; MsgStorageAppendResp repeats what earlier writes have synced. */
function isPromise(response: Message): boolean {
  return response.type !== 'MsgStorageAppendResp';
}

function describe(
  id: number,
  operations: readonly DiskOperation[],
): Pick<DiskWrite, 'bytes' | 'id' | 'operations'> {
  return { id, operations, bytes: operationBytes(operations) };
}
