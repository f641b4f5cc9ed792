import { assert, unreachable } from '../../base/assert.ts';
import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { etcdRulesWith } from '../../etcd/rules.ts';
import { memberRulesWith } from './rules.ts';
import { joinPieces } from '../../base/large-bytes.ts';
import type { Snapshot } from '../../raft/entry.ts';
import { EtcdState } from '../../etcd/etcd-state.ts';
import type { Message, MsgSnap, MsgStorageAppend } from '../../raft/message.ts';
import type { PiecedSnapshot } from '../../storage/snapshot-file.ts';
import type { SnapshotName } from '../../storage/wal-name.ts';
import { hardStateOf, queuePurge, queueSnapshot, takeDone, type SnapshotOfStore } from './disk-queue.ts';
import type { MemberConfig } from '../io.ts';
import { etcdOptions, type MemberState, type ReplicatedState } from './member-state.ts';
import { membersAtStart } from './membership.ts';
import { idMapOf } from './id-map.ts';
import { decodeMemberSnapshot, encodeMemberSnapshot } from './node-ids.ts';
import type { OutputBuilder } from './output-builder.ts';

/** A write is on disk: only now does raft's storage show it, and only now may be said what it vouches for. */
export function finishWrite(state: MemberState, id: number, out: OutputBuilder): readonly Message[] {
  const done = takeDone(state.disk, id);
  switch (done.type) {
    case 'append':
      keep(state, done.message, out);
      return done.message.responses;
    case 'snapshot':
      compactTo(state, done.snapshot, out);
      return [];
    case 'upkeep':
      return [];
    default:
      return unreachable(done);
  }
}

/**
 * Writes a snapshot of the store at the applied index when more than --snapshot-count entries have been applied since the
 * last one, so at every one beyond that number (etcd: triggerSnapshot), or when forced. Not while another one is on its
 * way to the disk, own or received.
 */
export function maybeTakeSnapshot(state: MemberState, force: boolean, out: OutputBuilder): void {
  const { applied, config, disk, storage, raft } = state;
  const last = storage.snapshot();
  const since = applied - (typeof last === 'string' ? 0 : last.index);
  if (since <= (force ? 0 : config.snapshotCount)) return;
  const isUnderWay = disk.waiting.some(
    (write) => write.type === 'snapshot' || (write.type === 'append' && write.message.snapshot !== undefined),
  );
  if (isUnderWay || raft.status().pendingSnapshotIndex !== 0) return;
  const index = savedIndexOf(state, since - 1);
  const snapshot = snapshotNow(state);
  const named = index === applied ? snapshot : { ...snapshot, index, term: termOf(state, index) };
  out.writes.push(queueSnapshot(disk, named, idMapOf(config, state)));
}

/** Where the snapshot says that it ends: the entry applied last, or what a broken rule makes of it, as far as that is on the disk. */
function savedIndexOf({ applied, raft, storage, config }: MemberState, back: number): LogIndex {
  const stable = Math.min(raft.commit, storage.lastIndex());
  const index = memberRulesWith(config.brokenRules).savedIndex(applied, Math.max(applied, stable));
  return Math.max(index, applied - back);
}

function termOf({ raft, appliedTerm }: MemberState, index: LogIndex): Term {
  return raft.logEntry(index)?.term ?? appliedTerm;
}

/**
 * The message with what has been applied by now in the place of raft's choice, which is the last snapshot on disk
 * (etcd: createMergedSnapshotMessage). A new member needs one whose configuration it is in. Raft's storage knows where
 * that snapshot stands and not its data, which is the store's: one that comes with data is not installed yet.
 */
export function withNewestSnapshot(state: MemberState, message: MsgSnap): MsgSnap {
  const { snapshot } = message;
  if (state.applied > snapshot.index) {
    const { pieces, ...mark } = snapshotNow(state);
    return { ...message, snapshot: { ...mark, data: joinPieces(pieces) } };
  }
  if (snapshot.data !== undefined) return message;
  assert(state.applied === snapshot.index, `the store has come to ${state.applied}, not ${snapshot.index}`);
  return { ...message, snapshot: { ...snapshot, data: joinPieces(snapshotNow(state).pieces) } };
}

/** The store at the applied index. */
export function snapshotNow(state: MemberState): PiecedSnapshot<NodeId> {
  const { applied, appliedTerm, raft, etcd } = state;
  const { savesLeases } = etcdRulesWith(state.config.brokenRules);
  const pieces = encodeMemberSnapshot({ ...state, etcd: etcd.savePieces(savesLeases()) });
  return { index: applied, term: appliedTerm, confState: raft.status().confState, pieces };
}

function keep(state: MemberState, message: MsgStorageAppend, out: OutputBuilder): void {
  const { storage } = state;
  if (message.snapshot !== undefined) install(state, message.snapshot, out);
  const hardState = hardStateOf(message);
  if (hardState !== undefined) storage.setHardState(hardState);
  storage.append(message.entries);
}

/** The store becomes the leader's: wholly, nothing of the old one stays. */
function install(state: MemberState, snapshot: Snapshot, out: OutputBuilder): void {
  const { index, term } = snapshot;
  if (state.storage.applySnapshot({ ...snapshot, data: undefined }) === 'snapOutOfDate') return;
  if (index <= state.applied) return;
  const { etcd, nodeIds, removedIds, formerIds, consistentIndex } = restoreSnapshot(state.config, snapshot);
  if (etcdRulesWith(state.config.brokenRules).leavesOldKeys()) etcd.kv.leaveKeysOf(state.etcd.kv);
  state.etcd = etcd;
  state.nodeIds = nodeIds;
  state.removedIds = removedIds;
  state.formerIds = formerIds;
  state.consistentIndex = consistentIndex;
  state.watch.reset(etcd.kv);
  state.tokens.recovered(etcd.auth.enabled);
  state.lacksRights = !memberRulesWith(state.config.brokenRules).knowsRights();
  state.applied = index;
  state.appliedTerm = term;
  out.note({ type: 'snapshotInstalled', index, revision: etcd.kv.revision });
  purge(state, snapshot, out);
}

/** The state machine that a snapshot holds; the one before the first entry if it holds none. */
export function restoreSnapshot(config: MemberConfig, { data }: Snapshot): ReplicatedState {
  if (data === undefined) {
    const fresh = EtcdState.create(etcdOptions(config));
    const nodeIds = membersAtStart(config, fresh);
    return { etcd: fresh, nodeIds, removedIds: new Map(), formerIds: new Map(), consistentIndex: 0 };
  }
  const { etcd, ...ids } = decodeMemberSnapshot(data);
  const restored = EtcdState.restore(etcd, etcdOptions(config));
  restored.kv.setRestored(etcdRulesWith(config.brokenRules).restoredRevision);
  return { etcd: restored, ...ids };
}

/** Our own snapshot is safe: the log before it may go, but for what slow followers may still ask for. */
function compactTo(state: MemberState, snapshot: SnapshotOfStore, out: OutputBuilder): void {
  const { storage, config } = state;
  const { index, term, confState, bytes } = snapshot;
  if (storage.createSnapshot(index, confState, undefined) === 'snapOutOfDate') return;
  out.note({ type: 'snapshotTaken', index, term, bytes });
  purge(state, snapshot, out);
  const to = index - config.snapshotCatchUpEntries;
  if (to < storage.firstIndex()) return;
  storage.compact(to);
  out.note({ type: 'logCompacted', index: to });
}

function purge(state: MemberState, synced: SnapshotName, out: OutputBuilder): void {
  const write = queuePurge(state.disk, { index: synced.index, term: synced.term });
  if (write !== undefined) out.writes.push(write);
}
