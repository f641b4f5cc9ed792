import type { DiskSettings } from '../../sim/command/command.ts';
import type { ShapeName } from '../../sim/command/shapes.ts';
import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { ConfChangeType } from '../../raft/entry.ts';
import type { MessageType } from '../../raft/message.ts';
import type { ClientAction, GetCall, HistoryCall } from './client-action.ts';

/** One script: a run of its own, on a cluster of its own. */
export interface Script {
  readonly name: string;
  readonly steps: readonly ScriptStep[];
}

/** One line that does or expects something. */
export interface ScriptStep {
  /** From 1, in the file. */
  readonly line: number;
  /** The line as it stands there, without comment. */
  readonly text: string;
  readonly action: ScriptAction;
}

/** One direction of a link. */
export interface LinkName {
  readonly from: NodeId;
  readonly to: NodeId;
}

export interface ClusterAction {
  readonly type: 'cluster';
  readonly voters: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** They run and are no members. */
  readonly spare: readonly NodeId[];
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  /** Lease-based reads; checkQuorum comes with it. */
  readonly lease: boolean;
  readonly stepDownOnRemoval: boolean;
  /** Window of unacknowledged MsgApp; undefined: the usual one. */
  readonly inflight: number | undefined;
  /** The same in bytes of their entries; undefined: no limit. */
  readonly inflightBytes: number | undefined;
  /** The most bytes of entries that wait for their commit before a leader drops proposals; undefined: no limit. */
  readonly uncommittedBytes: number | undefined;
  /** The most bytes of entries in one MsgApp (one entry goes in any case); undefined: no limit. */
  readonly messageBytes: number | undefined;
  readonly oneEntryPerMsg: boolean;
  /** Writes and applies are messages to threads of the node, which answer when they are done (etcd: AsyncStorageWrites). */
  readonly asyncStorage: boolean;
  readonly timeouts: readonly TimeoutSetting[];
  /** The result of a snapshot transfer is reported by `snapstatus` only. */
  readonly manualSnapStatus: boolean;
  /** Rules of raft in their broken form. */
  readonly brokenRules: readonly string[];
  /** These apply with a random result. */
  readonly randomApply: readonly NodeId[];
}

export interface TimeoutSetting {
  readonly node: NodeId;
  readonly ticks: number;
}

export interface ConfChangeAsked {
  readonly type: ConfChangeType;
  readonly node: NodeId;
}

/** A disk to start from: the term of each entry from index 1, and the hard state. */
export interface LoadAction {
  readonly type: 'load';
  readonly node: NodeId;
  readonly log: readonly Term[];
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: LogIndex;
}

/** One shape for each of several names. */
type Named<Type extends string, Fields = unknown> = Type extends unknown
  ? { readonly type: Type } & Readonly<Fields>
  : never;

export type ScriptAction =
  | ClusterAction
  | LoadAction
  | ClientAction
  | FaultAction
  | Named<'manual' | 'auto' | 'heal' | 'mark'>
  /** only undefined: all. */
  | Named<'tick', { count: number; only: readonly NodeId[] | undefined; raw: boolean }>
  | Named<'settle', { only: readonly NodeId[] | undefined }>
  | Named<'ready' | 'crash' | 'restart' | 'isolate' | 'append' | 'apply', { nodes: readonly NodeId[] }>
  /** The node's threads do nothing until they are let go: only then `append` and `apply` make them. */
  | Named<'stall' | 'unstall', { node: NodeId; threads: readonly ('append' | 'apply')[] }>
  /** nth, from 1: which of the messages that match. */
  | Named<'deliver' | 'dup', { link: LinkName; messageType: MessageType | undefined; nth: number }>
  | Named<'discard' | 'cut' | 'hold', { links: readonly LinkName[] }>
  /** links undefined: all there are. */
  | Named<'uncut' | 'release', { links: readonly LinkName[] | undefined }>
  | Named<'part', { groups: readonly (readonly NodeId[])[] }>
  | Named<'campaign' | 'forget' | 'compact' | 'forcenew', { node: NodeId }>
  | Named<'propose', { node: NodeId; key: string; value: string }>
  /** joint undefined: one change in the old form. No changes: leave the joint configuration. */
  | Named<
      'conf',
      { node: NodeId; changes: readonly ConfChangeAsked[]; joint: 'implicit' | 'explicit' | undefined }
    >
  | Named<'transfer' | 'unreachable', { node: NodeId; peer: NodeId }>
  | Named<'snapstatus', { node: NodeId; peer: NodeId; ok: boolean }>
  | Named<'read', { node: NodeId; context: string }>
  | Named<'rto', { timeouts: readonly TimeoutSetting[] }>
  /** timeout in ticks; undefined: it waits for ever. */
  | Named<'client', { client: string; at: NodeId; timeout: number | undefined }>
  | Named<'sread', { node: NodeId; call: GetCall }>
  | Named<'store', { store: string; fencing: boolean }>
  /** From now on every store outside refuses what is older than it has seen; what was written is written again. */
  | Named<'withFencing'>
  | Named<'history', { history: string; calls: readonly HistoryCall[] }>
  /** Everything that another lesson does, first. */
  | Named<'continue', { lesson: string }>
  | Expectation;

/** What breaks beside processes and links, and the network as a whole. */
export type FaultAction =
  | Named<'power', { nodes: readonly NodeId[]; torn: boolean }>
  | Named<'wipe', { nodes: readonly NodeId[] }>
  | Named<'disk', { node: NodeId; settings: DiskSettings }>
  /** place: what is left out is drawn. */
  | Named<
      'flip',
      {
        node: NodeId;
        file: 'wal' | 'snap';
        place: { readonly record?: number; readonly byte?: number; readonly bit?: number };
      }
    >
  | Named<'clock', { node: NodeId; seconds: number }>
  | Named<'shape', { shape: ShapeName; node: NodeId | undefined }>;

export type Expectation =
  /** They are down; words: with a reason that has these in it. */
  | Named<'expectDown', { nodes: readonly NodeId[]; words: string }>
  | ExpectViolation
  | Named<'expectNodes', { nodes: readonly NodeId[]; conditions: readonly Condition[] }>
  | Named<'expectMessages', { conditions: readonly Condition[] }>
  | Named<'expectNoViolation', { names: readonly string[] }>
  /** Of the run as a whole: revision, judgements. */
  | Named<'expectRun', { conditions: readonly Condition[] }>
  /** Of a client's last call, of a watch, or of a store outside, whichever has that name. */
  | Named<'expectNamed', { name: string; conditions: readonly Condition[] }>
  /** What a read yields now. node undefined: a linearizable one; otherwise a serializable one there. */
  | Named<'expectRead', { node: NodeId | undefined; call: GetCall; conditions: readonly Condition[] }>
  /** Who holds a lock. */
  | Named<'expectLock', { lock: string; conditions: readonly Condition[] }>
  /** At least one of them holds. */
  | { readonly type: 'expectAny'; readonly alternatives: readonly Expectation[] };

export interface ExpectViolation {
  readonly type: 'expectViolation';
  readonly name: string;
  /** Only a report about this revision, and only one that names this node. */
  readonly revision: number | undefined;
  readonly node: NodeId | undefined;
}

export type Comparison = '=' | '!=' | '>=' | '<=' | '>' | '<';

/** `term>=15`: what is asked of one field. The value is as written. A word alone (`cancelled`) asks for `true`. */
export interface Condition {
  readonly field: string;
  readonly comparison: Comparison;
  readonly value: string;
}
