import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { LeaseId, MemberId } from '../../etcd/request.ts';
import type { Watcher } from '../../etcd/watch/watcher.ts';
import type { HardState } from '../../raft/entry.ts';
import type { StatusChanges } from '../../raft/status-changes.ts';
import type { AlarmView, AuthView, StoreView, WatchListener } from './store-view.ts';
import type { MemberAddress } from '../io.ts';
import type { MemberView } from './view.ts';

/**
 * Everything that one input has changed in a member: a field that is there has this value now, one that is absent is as
 * it was. A follower that takes over one entry, for example, says
 *
 *     { commit: 4, last: 5, appended: [entry 5], hashes: [its hash], electionElapsed: 0, appendQueue: 1 }
 *
 * and when the entry is on its disk { stable: 5, hardState: { .., commit: 4 }, appendQueue: 0 }. The first record of a
 * life says it all against a member of which nothing is known (`boot`). Folding the records of a life gives what a look
 * into the member would show (image.ts). Plain data.
 */
export type MemberChanges = Readonly<ChangesDraft>;

/** The same in the making. */
export interface ChangesDraft extends StatusChanges {
  /** A life begins, and this is what never changes in it: what was known before is void. */
  boot?: MemberConstants;
  /** A hash of each entry of `appended`: of its term, type and data (raft/entry-hash.ts). */
  hashes?: readonly number[];
  applied?: LogIndex;
  snapshotIndex?: LogIndex;
  snapshotTerm?: Term;
  /** What of it is on the member's own disk. */
  hardState?: HardState;
  pendingProposals?: number;
  /** All of them. */
  pendingReads?: MemberView['pendingReads'];
  /** Only where Readys are taken by hand: otherwise none is left when an input is done. */
  hasReady?: boolean;
  appendQueue?: number;
  applyQueue?: number;

  revision?: Revision;
  compactRevision?: Revision;
  keyCount?: number;
  /** Of the store after the entries up to applied. */
  kvHash?: number;
  /** The store is a snapshot's, or the one a life begins with: nothing of the one before stays, nor of its leases. */
  replaced?: true;
  /** What was written to the store, in order; if it was replaced, everything in it. */
  records?: readonly KeyRecord[];
  /** The store was compacted up to here. */
  compacted?: Revision;
  consistentIndex?: LogIndex;
  sizeBytes?: number;
  sizeInUseBytes?: number;
  isCompacting?: boolean;

  /** Whether it counts leases now. Who does not knows no lease's end. */
  countsLeases?: boolean;
  /** Granted, renewed, checkpointed or revoked. */
  leases?: readonly LeaseChange[];
  /** Made, gone, or moved on. */
  watches?: readonly WatchChange[];
  /** Synced watches have been told of everything up to here. */
  toldRevision?: Revision;
  /** All of them, as of `memberIds`, `alarms` and `auth`. */
  members?: StoreView['members'];
  memberIds?: readonly (readonly [NodeId, MemberId])[];
  /** Everybody who was removed, with the machine it was on; all of them. */
  formerIds?: readonly (readonly [MemberId, NodeId])[];
  alarms?: readonly AlarmView[];
  auth?: AuthView;
}

export interface MemberConstants {
  readonly id: NodeId;
  readonly electionTimeout: number;
  readonly quotaBytes: number;
  /** What compactions do; by the settings it may owe watches more than it does, where that rule is broken. */
  readonly keepsTombstones: boolean;
  readonly owesTombstones: boolean;
  readonly addresses: readonly MemberAddress[];
  /** In ticks, of so many ms each. */
  readonly heartbeatTicks: number;
  readonly tickMs: number;
  readonly checkQuorum: boolean;
  readonly preVote: boolean;
  readonly leaseBasedReads: boolean;
  readonly maxInflightMsgs: number;
}

/** Undefined: it is gone. */
export interface LeaseChange {
  readonly id: LeaseId;
  readonly lease: LeaseTimes | undefined;
}

export interface LeaseTimes {
  /** Seconds, as granted. */
  readonly ttl: number;
  /** Seconds left at the last checkpoint; 0: there was none. */
  readonly checkpoint: number;
  /** In ms of the run; undefined where somebody else counts. */
  readonly endsAtMs: number | undefined;
}

/** Undefined: it is gone. */
export interface WatchChange {
  readonly stream: number;
  readonly watchId: bigint;
  readonly watch: WatchState | undefined;
}

export interface WatchState extends Pick<
  Watcher,
  'key' | 'rangeEnd' | 'state' | 'nextRevision' | 'filters' | 'prevKv' | 'progressNotify'
> {
  readonly listener: WatchListener;
}
