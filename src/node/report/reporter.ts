import type { LogIndex, Revision } from '../../base/flavor.ts';
import type { EtcdState } from '../../etcd/etcd-state.ts';
import type { AlarmMember, LeaseId } from '../../etcd/request.ts';
import type { HardState, Snapshot } from '../../raft/entry.ts';
import { entryHash } from '../../raft/entry-hash.ts';
import { nothingReported } from '../../raft/status-changes.ts';
import { Gathered } from '../core/gathered.ts';
import { keepsTombstones, type MemberState } from '../core/member-state.ts';
import type { FormerIds, NodeIds } from '../core/node-ids.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import type { WaitingRead } from '../core/reads.ts';
import { mayTakeReady } from '../core/may-take-ready.ts';
import type { ChangesDraft, LeaseChange, MemberChanges, WatchChange } from './changes.ts';
import { viewReads } from './member-view.ts';
import { knownIds, listenerOf, viewAlarms, viewAuth, viewMembers } from './store-view.ts';

/** What an input has touched: marked where it happens. */
type Touched = Pick<OutputBuilder, 'records' | 'leases' | 'allLeases'>;

const NOTHING_TOUCHED: Touched = { records: new Gathered(), leases: new Set(), allLeases: false };

const NO_READS: readonly WaitingRead[] = [];

/**
 * Says after every input what it has changed in the member, by comparison with what was said before. What is one number
 * is compared itself; what is large is marked where it is touched, or replaced when it changes, so that an untouched
 * part costs a comparison. Nothing here grows with the log, the store or the watches.
 */
export class Reporter {
  readonly #status = nothingReported();
  #isFresh = true;
  #applied: LogIndex = 0;
  #snapshot: Snapshot | undefined;
  #hardState: HardState | undefined;
  #pendingProposals = 0;
  #queuedReads = NO_READS;
  #askedReads = NO_READS;
  #confirmedReads = NO_READS;
  #hasReady = false;
  #appendQueue = 0;
  #applyQueue = 0;
  #etcd: EtcdState | undefined;
  #revision: Revision = 0;
  #compacted: Revision = -1;
  #keyCount = 0;
  #consistentIndex: LogIndex = 0;
  #sizeBytes = 0;
  #sizeInUseBytes = 0;
  #isCompacting = false;
  #countsLeases = false;
  #toldRevision: Revision = 0;
  #cluster: object | undefined;
  #nodeIds: NodeIds | undefined;
  #formerIds: FormerIds | undefined;
  #alarms: readonly AlarmMember[] | undefined;
  #auth: object | undefined;

  private constructor() {}

  /** For a life that begins: its first report says everything. */
  static ofNothing(): Reporter {
    return new Reporter();
  }

  /** For a member in the middle of its life: what it is now has been said. */
  static ofAll(state: MemberState): Reporter {
    const reporter = new Reporter();
    reporter.#etcd = state.etcd;
    reporter.report(state, NOTHING_TOUCHED);
    return reporter;
  }

  report(state: MemberState, touched: Touched): MemberChanges {
    const changes: ChangesDraft = {};
    if (this.#isFresh) this.#reportBoot(state, changes);
    state.raft.reportStatus(this.#status, changes);
    if (changes.appended !== undefined) changes.hashes = changes.appended.map(entryHash);
    this.#reportWork(state, changes);
    const isReplaced = this.#etcd !== state.etcd;
    this.#reportStore(state, touched, isReplaced, changes);
    this.#reportLeases(state, touched, isReplaced, changes);
    this.#reportWatches(state, changes);
    this.#reportMembers(state, changes);
    this.#etcd = state.etcd;
    return changes;
  }

  #reportBoot({ config }: MemberState, changes: ChangesDraft): void {
    this.#isFresh = false;
    changes.boot = {
      id: config.id,
      electionTimeout: config.electionTicks,
      quotaBytes: config.quotaBytes,
      keepsTombstones: keepsTombstones(config),
      owesTombstones: config.keepsTombstones,
      addresses: config.addresses,
      heartbeatTicks: config.heartbeatTicks,
      tickMs: config.tickMs,
      checkQuorum: config.checkQuorum,
      preVote: config.preVote,
      leaseBasedReads: config.readOnly === 'leaseBased',
      maxInflightMsgs: config.maxInflightMsgs,
    };
  }

  /** What is applied and stored, what is on its way to the disk and the apply thread, and who waits. */
  #reportWork(state: MemberState, changes: ChangesDraft): void {
    const { storage, disk, applying, proposals, reads } = state;
    if (state.applied !== this.#applied) changes.applied = this.#applied = state.applied;
    const snapshot = storage.snapshot();
    if (typeof snapshot !== 'string' && snapshot !== this.#snapshot) {
      changes.snapshotIndex = snapshot.index;
      changes.snapshotTerm = snapshot.term;
      this.#snapshot = snapshot;
    }
    const { hardState } = storage.initialState();
    if (hardState !== this.#hardState) changes.hardState = this.#hardState = hardState;
    if (proposals.size !== this.#pendingProposals)
      changes.pendingProposals = this.#pendingProposals = proposals.size;
    if (disk.waiting.length !== this.#appendQueue)
      changes.appendQueue = this.#appendQueue = disk.waiting.length;
    if (applying.waiting.length !== this.#applyQueue)
      changes.applyQueue = this.#applyQueue = applying.waiting.length;
    const hasReady = mayTakeReady(state);
    if (hasReady !== this.#hasReady) changes.hasReady = this.#hasReady = hasReady;
    const asked = reads.round === undefined ? NO_READS : reads.round.reads;
    if (
      reads.queue === this.#queuedReads &&
      asked === this.#askedReads &&
      reads.confirmed === this.#confirmedReads
    )
      return;
    changes.pendingReads = viewReads(state);
    this.#queuedReads = reads.queue;
    this.#askedReads = asked;
    this.#confirmedReads = reads.confirmed;
  }

  #reportStore(state: MemberState, touched: Touched, isReplaced: boolean, changes: ChangesDraft): void {
    const { kv } = state.etcd;
    const { revision, lastCompaction } = kv;
    if (isReplaced) changes.replaced = true;
    if (isReplaced || revision !== this.#revision || lastCompaction !== this.#compacted) {
      changes.revision = this.#revision = revision;
      changes.kvHash = kv.hash();
      if (isReplaced || lastCompaction !== this.#compacted) {
        changes.compactRevision = kv.compactRevision;
        if (lastCompaction >= 0) changes.compacted = lastCompaction;
        this.#compacted = lastCompaction;
      }
      const records = isReplaced ? allRecords(state.etcd) : touched.records.take();
      if (records.length > 0) changes.records = records;
    }
    const { keyCount, isCompacting, sizeBytes, sizeInUseBytes } = kv;
    if (keyCount !== this.#keyCount) changes.keyCount = this.#keyCount = keyCount;
    if (isCompacting !== this.#isCompacting) changes.isCompacting = this.#isCompacting = isCompacting;
    if (sizeBytes !== this.#sizeBytes) changes.sizeBytes = this.#sizeBytes = sizeBytes;
    if (sizeInUseBytes !== this.#sizeInUseBytes)
      changes.sizeInUseBytes = this.#sizeInUseBytes = sizeInUseBytes;
    if (state.consistentIndex !== this.#consistentIndex)
      changes.consistentIndex = this.#consistentIndex = state.consistentIndex;
  }

  #reportLeases(state: MemberState, touched: Touched, isReplaced: boolean, changes: ChangesDraft): void {
    const { leaseClock, etcd } = state;
    const { isPrimary } = leaseClock;
    if (isPrimary !== this.#countsLeases) changes.countsLeases = this.#countsLeases = isPrimary;
    const isAll = isReplaced || touched.allLeases;
    if (!isAll && touched.leases.size === 0) return;
    const ids = isAll ? etcd.leases.leases().map(({ id }) => id) : [...touched.leases];
    if (ids.length > 0) changes.leases = ids.map((id) => leaseChange(state, id));
  }

  #reportWatches(state: MemberState, changes: ChangesDraft): void {
    const { toldRevision } = state.watch;
    if (toldRevision !== this.#toldRevision) changes.toldRevision = this.#toldRevision = toldRevision;
    const moved = state.watch.takeTouched();
    if (moved.length === 0) return;
    changes.watches = moved.map(({ stream, id: watchId, watcher }): WatchChange => {
      if (watcher === undefined) return { stream, watchId, watch: undefined };
      const { key, rangeEnd, state: at, nextRevision, filters, prevKv, progressNotify } = watcher;
      const listener = listenerOf(state, stream);
      const watch = { key, rangeEnd, state: at, nextRevision, filters, prevKv, progressNotify, listener };
      return { stream, watchId, watch };
    });
  }

  #reportMembers(state: MemberState, changes: ChangesDraft): void {
    const { etcd, nodeIds, formerIds } = state;
    const { cluster, alarms, auth } = etcd;
    const isOtherIds = nodeIds !== this.#nodeIds;
    if (isOtherIds) {
      changes.memberIds = [...knownIds(state)];
      this.#nodeIds = nodeIds;
    }
    if (formerIds !== this.#formerIds) {
      changes.formerIds = [...formerIds];
      this.#formerIds = formerIds;
    }
    if (isOtherIds || cluster.mark !== this.#cluster) {
      changes.members = viewMembers(state);
      this.#cluster = cluster.mark;
    }
    const raised = alarms.alarms();
    if (isOtherIds || raised !== this.#alarms) {
      changes.alarms = viewAlarms(state);
      this.#alarms = raised;
    }
    if (auth.mark !== this.#auth) {
      changes.auth = viewAuth(auth);
      this.#auth = auth.mark;
    }
  }
}

function leaseChange({ etcd, leaseClock }: MemberState, id: LeaseId): LeaseChange {
  const lease = etcd.leases.lookup(id);
  if (lease === undefined) return { id, lease: undefined };
  const { ttl, remainingTtl } = lease;
  return { id, lease: { ttl, checkpoint: remainingTtl, endsAtMs: leaseClock.endsAtMs(id) } };
}

function allRecords({ kv }: EtcdState): ChangesDraft['records'] & object {
  const records: NonNullable<ChangesDraft['records']>[number][] = [];
  kv.visitChanges(0, (record) => void records.push(record));
  return records;
}
