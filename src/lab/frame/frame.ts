import type { StreamStory, WatchedEvent, WatchStory } from '../../sim/clients/stream-story.ts';
import type { LogIndex, Micros, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { EntryView, MemberView } from '../../node/report/view.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { AlarmView, StoreView } from '../../node/report/store-view.ts';
import type { LoadProgram } from '../../client/load.ts';
import type { Program, ProgramStage } from '../../client/process.ts';
import type { LabConfig, MachineSettings } from '../../sim/world/config.ts';
import type { KeyValue, LeaseId } from '../../etcd/request.ts';
import type { StreamKind } from '../../node/io.ts';
import type { Action } from '../../sim/hand/enabled-actions.ts';
import type { BusMessage, BusMessageType } from '../../sim/world/bus-message.ts';
import type { Command, CommandLabel } from '../../sim/command/command.ts';
import type { BranchId, Moment } from '../../history/position.ts';
import type { LongCall } from '../play/long-work.ts';
import type { ClientLine, ClientRun } from '../../sim/clients/client-run.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import type { EntryOrigin } from '../../timeline/origins.ts';
import type { Decision } from '../../sim/record/decisions.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import type { CallChange, WorldEvent } from '../../sim/record/world-event.ts';

/**
 * What the page gets once an animation frame: one instant of the world, every number of it from that instant, and
 * as much of logs, time and store as is in view. Plain data, small. The page never holds cluster state beside it.
 */
export interface Frame {
  /** Grows by one whenever anything in the frame may have changed. */
  readonly version: number;
  readonly config: LabConfig;
  readonly at: Micros;
  /** Inputs processed up to this instant. */
  readonly events: number;
  /** The newest instant of the run. */
  readonly liveAt: Micros;
  readonly liveEvents: number;
  readonly live: boolean;
  readonly playing: boolean;
  /** Time stands here, and what happens next is picked by hand. */
  readonly byHand: boolean;
  /** Everything that may happen next, when asked for. */
  readonly actions?: readonly Action[] | undefined;
  /** Virtual ms per real ms: as chosen, or what the pace by meaning is at this instant. */
  readonly speed: number;
  /** fixed: at one speed. By meaning: following what is under way, or gliding over ticks with nothing in them. */
  readonly pace: 'fixed' | 'following' | 'gliding';
  /** Which run it is: each reset begins another, and so does a lab that is opened. */
  readonly run: number;
  /** The branches of the run, ascending by id, and the notebook: each the same object as long as nothing of it has changed. */
  readonly branches: readonly BranchInfo[];
  readonly moments: readonly Moment[];
  /** The branch that is looked at: the playhead, `live` and the timeline are of it. */
  readonly branch: BranchId;
  /** A call that takes long and is not at its end yet; `progress` from 0 to 1 where it can be told. */
  readonly work?: { readonly call: LongCall; readonly progress: number | undefined } | undefined;
  readonly nodes: readonly NodeFrame[];
  readonly messages: readonly MessageFrame[];
  readonly links: readonly LinkFrame[];
  readonly requests: readonly RequestFrame[];
  /** Streams of clients, ascending by id: those open, and the last that have ended. */
  readonly streams: readonly StreamFrame[];
  /** Client programs, in the order of their first start. */
  readonly clients: readonly ClientFrame[];
  readonly log: LogFrame;
  readonly timeline: TimelineFrame;
  readonly store: StoreFrame | undefined;
  /** The other store of a comparison, of the same instant and revision; when asked for. */
  readonly otherStore?: StoreFrame | undefined;
  readonly checks: {
    readonly steps: number;
    readonly violations: readonly Violation[];
    /** Playing stops at a new violation. */
    readonly halts: boolean;
  };
  /** Live Web Workers of members now. */
  readonly workers: number;
  /** The newest notable decisions of all members up to this instant, newest first. */
  readonly recent?: readonly Decision[];
  /**
   * The event that the clock stands at; while time runs, and between two events, the last one worth a sentence.
   * Undefined at the beginning.
   */
  readonly caption?: CaptionFrame | undefined;
  /** What was asked for by `inspect`, of this instant. */
  readonly inspection?: { readonly of: Selection; readonly inspection: Inspection } | undefined;
}

/** One future of a run, as lists and the picture of the tree have it. */
export interface BranchInfo {
  readonly id: BranchId;
  /** '' until somebody names it. */
  readonly name: string;
  /** Up to `event`, which happened at `timeMs`, its past is that of this branch. Undefined: it begins with the run. */
  readonly parent: BranchId | undefined;
  readonly event: number;
  readonly timeMs: number;
  /** Its newest instant. */
  readonly endMs: number;
  readonly events: number;
  /** How many commands it has after `event`. */
  readonly commands: number;
  /** It is the one that is looked at. */
  readonly current: boolean;
}

export type { Decision } from '../../sim/record/decisions.ts';

/**
 * One event in codes and numbers, for the sentence that says where we are. The same object as long as it is the same
 * event.
 */
export interface CaptionFrame {
  readonly event: number;
  readonly at: Micros;
  readonly type: WorldEvent['type'];
  /** 0: nobody. */
  readonly node: NodeId;
  /** It waits in the inbox of a paused member. */
  readonly waits: boolean;
  /** What was delivered or died. */
  readonly message:
    | (Pick<Arrow, 'id' | 'type' | 'from' | 'to' | 'term' | 'reject' | 'entries' | 'index'> & {
        readonly end: TimelineArrow['end'];
      })
    | undefined;
  readonly command: { readonly type: Command['type']; readonly label: CommandLabel } | undefined;
  readonly trace: readonly NodeTrace[];
  /** Clients' calls that begin or end in it. */
  readonly calls: readonly {
    readonly id: number;
    readonly label: string;
    readonly status: CallChange['status'] | 'taken';
    readonly isOfLoad: boolean;
  }[];
  readonly client: string | undefined;
  readonly note: ClientLine['note'] | undefined;
}

export interface NodeFrame {
  readonly id: NodeId;
  readonly status: 'up' | 'killed' | 'paused';
  readonly crashed: string | undefined;
  /** It has ended because the cluster removed its member. */
  readonly removed: boolean;
  readonly member: 'voter' | 'learner' | 'none';
  /** While up or paused. */
  readonly view: MemberView | undefined;
  /** While killed: what a restart would bring back. */
  readonly disk:
    | {
        readonly term: Term;
        readonly vote: NodeId;
        readonly commit: LogIndex;
        readonly last: LogIndex;
        readonly snapshot: LogIndex;
      }
    | undefined;
  /** The alarms it knows of, its own and others'. */
  readonly alarms: readonly AlarmView[];
  /** Inputs that wait because it is paused. */
  readonly waiting: number;
  /** When its next tick comes; undefined while its clock stands still, and by hand. */
  readonly nextTickAt: Micros | undefined;
  /** The disk's queue, oldest first: when the front write will be synced. */
  readonly diskQueue: readonly {
    readonly id: number;
    readonly entries: number;
    readonly bytes: number;
    /** undefined: the disk is stuck, or it is done when somebody picks it. */
    readonly dueAt: Micros | undefined;
  }[];
  readonly diskStuck: boolean;
  /** How long a sync of this disk takes. */
  readonly fsync: Micros;
  /** Its own settings beside the run's, as they are in force from its next start on. */
  readonly settings: MachineSettings;
  /** Those of them that it was started with. */
  readonly settingsInForce: MachineSettings;
  readonly applyQueue: readonly {
    readonly id: number;
    readonly first: LogIndex;
    readonly last: LogIndex;
    /** undefined: it is done when somebody picks it. */
    readonly dueAt: Micros | undefined;
  }[];
}

export interface MessageFrame {
  readonly id: number;
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: Term;
  readonly sentAt: Micros;
  readonly dueAt: Micros;
  readonly fate: 'flying' | 'held' | 'doomed';
  readonly reject: boolean;
  readonly entries: number;
  readonly copyOf: number | undefined;
}

export interface LinkFrame {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly cut: boolean;
  readonly held: boolean;
  readonly latency: Micros;
  readonly jitter: Micros;
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
}

/** A client's call; pending while returnedAt is undefined. */
export interface RequestFrame {
  readonly id: number;
  readonly node: NodeId;
  /** `put a=1`, `get a`, `del a`, `+n4` … */
  readonly label: string;
  readonly kind: 'put' | 'get' | 'del' | 'txn' | 'compact' | 'lease' | 'conf' | 'auth' | 'maintenance';
  /** The program or person that asked; undefined: the page's own form. */
  readonly client: string | undefined;
  readonly consistency: 'linearizable' | 'serializable' | undefined;
  readonly invokedAt: Micros;
  readonly returnedAt: Micros | undefined;
  readonly status: 'pending' | 'ok' | 'failed' | 'unknown';
  readonly error: string | undefined;
  readonly revision: number | undefined;
  /**
   * Of a read of the newest state that was answered: how many revisions behind what some member had applied, and so
   * the cluster had committed, when it was asked; 0: none.
   */
  readonly staleBy: number;
  readonly kvs: readonly { key: string; value: string; modRevision: number }[];
}

/** A client program. The same object as long as nothing has happened to it. */
export interface ClientFrame {
  readonly name: string;
  /** How often one of this name was started before. */
  readonly life: number;
  readonly recipe: Program['recipe'];
  /** What it works on: the lock's name, the key, the service. */
  readonly subject: Uint8Array;
  /** By the recipe's own word; undefined: it has none. */
  readonly stage: ProgramStage | undefined;
  readonly endpoints: readonly NodeId[];
  readonly startedAt: Micros;
  readonly status: ClientRun['status'];
  /** What has come while it was paused. */
  readonly waiting: number;
  /** Of a load: what it does; its calls are in no other part of the frame. */
  readonly load: LoadFrame | undefined;
  /** What it has told of itself, ever, and the newest of it, oldest first. */
  readonly told: number;
  readonly lines: readonly (Pick<ClientLine, 'at' | 'note'> & { readonly number: number })[];
}

/** A load: its dials, its calls under way, made and held back, how they ended, and that for each of the last seconds. */
export interface LoadFrame extends Pick<
  LoadProgram,
  'settings' | 'made' | 'heldBack' | 'counts' | 'seconds'
> {
  readonly underWay: number;
}

/** A stream of a client's, with what has come on it. The same object as long as nothing new has. */
export interface StreamFrame {
  readonly id: number;
  readonly node: NodeId;
  readonly kind: StreamKind;
  readonly client: string | undefined;
  readonly openedAt: Micros;
  /** Undefined while it is open. */
  readonly endedAt: Micros | undefined;
  /** Why the server ended it, in etcd's words. */
  readonly error: string | undefined;
  /** In the order they were asked for. */
  readonly watches: readonly WatchFrame[];
  /** The newest answers to keep-alives, oldest first. ttl 0: there is no such lease. */
  readonly keepAlives: StreamStory['keepAlives'];
}

export type WatchFrame = WatchStory;
export type WatchEventFrame = WatchedEvent;

/** Rows of the log grid for the asked window of indexes [first, last]. */
export interface LogFrame {
  readonly first: LogIndex;
  readonly last: LogIndex;
  /** Over all members. */
  readonly minFirst: LogIndex;
  readonly maxLast: LogIndex;
  readonly rows: readonly { readonly id: NodeId; readonly entries: readonly EntryView[] }[];
}

/** The space-time diagram for the asked window of time, oldest first. */
export interface TimelineFrame {
  readonly from: Micros;
  readonly to: Micros;
  readonly arrows: readonly TimelineArrow[];
  readonly spans: readonly TimelineSpan[];
  readonly marks: readonly TimelineMark[];
  /** When there are more messages than asked for: how many, instead of each; `arrows` has those still under way. */
  readonly density?: TimelineDensity | undefined;
}

/** How many messages were sent in each of many stretches of time that follow each other. */
export interface TimelineDensity {
  /** Where the first stretch begins, and how long each is. */
  readonly begin: Micros;
  readonly width: Micros;
  readonly length: number;
  /** All messages counted. */
  readonly total: number;
  readonly rows: readonly DensityRow[];
}

export interface DensityRow {
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  /** arrived: processed by whom it was sent to; refused: the same, and it says no; gone: lost, cut, dropped, or nobody was there. */
  readonly fate: 'arrived' | 'refused' | 'gone' | 'flying';
  /** Of each stretch: 32-bit numbers, the lowest byte first (as every browser's machine has them). */
  readonly counts: Uint8Array;
}

export interface TimelineArrow {
  readonly id: number;
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: Term;
  readonly sentAt: Micros;
  /** Undefined while it flies. */
  readonly endedAt: Micros | undefined;
  readonly end: 'delivered' | 'lost' | 'cut' | 'dropped' | 'dead' | undefined;
  readonly reject: boolean;
  readonly entries: number;
}

/** A member's role and term over a stretch of time. */
export interface TimelineSpan {
  readonly node: NodeId;
  readonly from: Micros;
  /** Undefined: still so. */
  readonly to: Micros | undefined;
  readonly status: 'up' | 'killed' | 'paused';
  readonly state: 'StateFollower' | 'StateCandidate' | 'StateLeader' | 'StatePreCandidate';
  readonly term: Term;
  /** So many short ones, one after the other, that this one stands for; absent: it is one. */
  readonly merged?: number;
}

export type TimelineMark =
  | { readonly type: 'commit'; readonly node: NodeId; readonly at: Micros; readonly index: LogIndex }
  | {
      readonly type: 'command';
      readonly node: NodeId | undefined;
      readonly at: Micros;
      readonly command: Command['type'];
      readonly label: CommandLabel;
    }
  | { readonly type: 'leader'; readonly node: NodeId; readonly at: Micros; readonly term: Term }
  | {
      readonly type: 'request';
      readonly node: NodeId;
      readonly at: Micros;
      readonly request: number;
      readonly status: 'invoked' | 'ok' | 'failed' | 'unknown';
    }
  /** Many commits of a member in [at, to). */
  | {
      readonly type: 'commits';
      readonly node: NodeId;
      readonly at: Micros;
      readonly to: Micros;
      readonly count: number;
    }
  | CallStretch;

/**
 * Calls at one member in [at, to): how many have begun, and how those ended that ended in it. Those of loads always come
 * counted; others (`calls`) where they are too many to be shown one by one.
 */
export interface CallStretch {
  readonly type: 'load' | 'calls';
  readonly node: NodeId;
  readonly at: Micros;
  readonly to: Micros;
  readonly invoked: number;
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
}

export interface StoreFrame {
  readonly node: NodeId;
  readonly revision: number;
  readonly compactRevision: number;
  /** The first `limit` keys as of the asked revision, ascending; values are bytes. */
  readonly kvs: readonly KeyValue[];
  readonly count: number;
  /** The last changes, oldest first. */
  readonly changes: readonly {
    readonly revision: number;
    readonly key: Uint8Array;
    readonly type: 'put' | 'delete';
  }[];
  /** Every change from `first` to `last` that is still known, oldest first. */
  readonly history: {
    readonly first: Revision;
    readonly last: Revision;
    readonly records: readonly RecordFrame[];
  };
  /** Leases, watches, alarms, users, sizes. */
  readonly etcd: StoreView;
}

/** One change of one key: a put, or a tombstone. */
export interface RecordFrame {
  readonly revision: Revision;
  /** Its place among the changes of its revision, from 0. */
  readonly sub: number;
  readonly key: Uint8Array;
  /** Its first bytes; of `valueBytes`. */
  readonly value: Uint8Array;
  readonly valueBytes: number;
  /** 0 for a tombstone. */
  readonly createRevision: Revision;
  readonly version: number;
  readonly lease: LeaseId;
  readonly deleted: boolean;
}

/** What the page wants in its next frame. */
export interface FrameRequest {
  /** Real milliseconds since the last frame: how much virtual time to play. Clamped by the lab. */
  readonly elapsedMs: number;
  readonly log: { readonly first: LogIndex; readonly last: LogIndex } | 'tail';
  /** How many columns the tail has. */
  readonly logColumns: number;
  readonly timeline: {
    readonly from: Micros;
    readonly to: Micros;
    /** More messages than this are counted instead of told. */
    readonly maxArrows: number;
    /** The width of the diagram, so that what is counted has about a stretch of time a pixel; 1000 if nobody says. */
    readonly pixels?: number;
    readonly hide: readonly BusMessageType[];
  };
  readonly store:
    | {
        readonly node: NodeId;
        readonly revision: number;
        readonly limit: number;
        /** How many revisions of the history. */
        readonly revisions?: number;
        /** Also the store of this member, in `otherStore`. */
        readonly compareWith?: NodeId | undefined;
      }
    | undefined;
  /** Also what may happen next, by hand. */
  readonly actions?: boolean | undefined;
  /** What the inspector shows. */
  readonly inspect?: Selection | undefined;
}

/** What the inspector shows of one thing, computed when asked for. */
export type Selection =
  | { readonly type: 'node'; readonly id: NodeId }
  | { readonly type: 'message'; readonly id: number }
  | { readonly type: 'entry'; readonly node: NodeId; readonly index: LogIndex }
  | { readonly type: 'key'; readonly node: NodeId; readonly key: Uint8Array }
  | { readonly type: 'request'; readonly id: number };

export type Inspection =
  | {
      readonly type: 'message';
      readonly id: number;
      readonly message: BusMessage;
      readonly sentAt: Micros;
      readonly endedAt: Micros | undefined;
      readonly endEvent: number | undefined;
      readonly end: TimelineArrow['end'];
      /** The event that sent it: its type and, for a message, its id and its type. */
      readonly cause:
        | {
            readonly event: number;
            readonly input: WorldEvent['type'];
            readonly message: number | undefined;
            readonly messageType?: BusMessageType | undefined;
          }
        | undefined;
      /** Its receiver before and after, and what was decided; undefined while it flies. */
      readonly effect:
        | { readonly before: MemberView; readonly after: MemberView; readonly trace: readonly NodeTrace[] }
        | undefined;
    }
  | {
      readonly type: 'node';
      readonly id: NodeId;
      /** Its last decisions, newest first. */
      readonly trace: readonly { readonly at: Micros; readonly event: number; readonly trace: NodeTrace }[];
    }
  | {
      readonly type: 'entry';
      readonly entry: EntryView;
      readonly on: readonly {
        readonly id: NodeId;
        readonly has: boolean;
        readonly stable: boolean;
        readonly committed: boolean;
        readonly applied: boolean;
        readonly otherTerm: Term | undefined;
      }[];
      readonly value: Uint8Array | undefined;
      readonly key: Uint8Array | undefined;
      /** How it came into a log; undefined: it came in a file or a snapshot. */
      readonly origin: (EntryOrigin & { readonly at: Micros }) | undefined;
      /** The call that asked for it. */
      readonly call: RequestFrame | undefined;
      /** Of the leadership that appended it: to each member the first message with it, from each the first answer. */
      readonly messages: readonly (Pick<
        TimelineArrow,
        'id' | 'type' | 'from' | 'to' | 'sentAt' | 'endedAt' | 'end'
      > & {
        readonly sentEvent: number;
      })[];
      /** When each member first knew it committed. */
      readonly committedAt: readonly { readonly node: NodeId; readonly at: Micros; readonly event: number }[];
    }
  | {
      readonly type: 'key';
      /** Whose store it is. */
      readonly node: NodeId;
      readonly key: Uint8Array;
      readonly history: readonly (KeyValue & { readonly deleted: boolean })[];
      readonly compactRevision: number;
    }
  | {
      readonly type: 'request';
      readonly request: RequestFrame;
      /** The events in which it was invoked and in which it was answered. */
      readonly invokedEvent: number;
      readonly returnedEvent: number | undefined;
      /** The first entry that it led to. */
      readonly entry: (EntryOrigin & { readonly at: Micros }) | undefined;
    }
  | { readonly type: 'gone' };
