import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';
import type { Stall } from '../../check/progress/stall.ts';
import type { BranchId, Moment } from '../../history/position.ts';
import type { EntryView } from '../../node/report/view.ts';
import type { Action } from '../../sim/hand/enabled-actions.ts';
import type { Keeping } from '../keep/keeper.ts';
import type { Decision } from '../../sim/record/decisions.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import type { TermRange } from '../../timeline/arrow-filter.ts';
import type { Unfold } from '../../timeline/folds.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { GoalFrame } from '../debug/goal.ts';
import type { WatchFrame } from '../debug/watches.ts';
import type { Halted } from '../play/halts.ts';
import type { LongCall } from '../play/long-work.ts';
import type { RequestFrame } from './call-frame.ts';
import type { HttpFrame } from './http-frame.ts';
import type { EventInspection } from '../debug/inspect-event.ts';
import type { CaptionFrame } from './caption-frame.ts';
import type { ClientFrame } from './client-frame.ts';
import type { Inspection, Selection } from './inspection.ts';
import type { NodeFrame } from './node-frame.ts';
import type { StoreFrame } from './store-frame.ts';
import type { StreamFrame } from './stream-frame.ts';
import type { TimelineFrame } from './timeline-frame.ts';

// Each part stands beside what makes it; who gets frames finds all of them here.
export type { RequestFrame } from './call-frame.ts';
export type { CaptionFrame } from './caption-frame.ts';
export type { ClientFrame, ConsoleFrame, LoadFrame } from './client-frame.ts';
export type { Selection, Inspection } from './inspection.ts';
export type { HttpFrame } from './http-frame.ts';
export type { NodeFrame } from './node-frame.ts';
export type { StoreFrame, RecordFrame } from './store-frame.ts';
export type { StreamFrame, WatchFrame, WatchEventFrame } from './stream-frame.ts';
export type {
  TimelineFrame,
  TimelineDensity,
  DensityRow,
  TimelineArrow,
  TimelineSpan,
  TimelineMark,
  CallStretch,
} from './timeline-frame.ts';

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
  readonly lab: LabFrame;
  /** The branch that is looked at: the playhead, `live` and the timeline are of it. */
  readonly branch: BranchId;
  /** A call that takes long and is not at its end yet; `progress` from 0 to 1 where it can be told. */
  readonly work?: { readonly call: LongCall; readonly progress: number | undefined } | undefined;
  readonly nodes: readonly NodeFrame[];
  readonly messages: readonly MessageFrame[];
  readonly links: readonly LinkFrame[];
  readonly requests: readonly RequestFrame[];
  /** HTTP calls, ascending by id: those under way, and the last that have ended. */
  readonly http: readonly HttpFrame[];
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
    /** What should have happened by now and has not. */
    readonly stalls?: readonly Stall[];
    /** Playing stops at a new violation. */
    readonly halts: boolean;
  };
  /** What has halted the run at this instant; undefined: nothing has, or it has gone on. */
  readonly halted?: Halted | undefined;
  /** Watch expressions at this instant; undefined: there are none. */
  readonly watches?: readonly WatchFrame[] | undefined;
  /** What the run is played for; undefined: nothing. */
  readonly goal?: GoalFrame | undefined;
  /** Live Web Workers of members now. */
  readonly workers: number;
  /** The newest notable decisions of all members up to this instant, newest first. */
  readonly recent?: readonly Decision[];
  /**
   * The event that the clock stands at; while time runs, and between two events, the last one worth a sentence.
   * Undefined at the beginning.
   */
  readonly caption?: CaptionFrame | undefined;
  /** What the event has done that time stands at, when asked for: node by node before and after, what left, what ended. */
  readonly step?: EventInspection | undefined;
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

/** What the lab is called, and whether it is kept. The same object while nothing has changed. */
export interface LabFrame {
  /** '' until somebody names it. */
  readonly name: string;
  /** Undefined: nobody keeps labs here, or not yet. */
  readonly keeping: Keeping | undefined;
}

export type { Decision } from '../../sim/record/decisions.ts';

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
  /** Somebody has put it in the place of another, changed by hand. */
  readonly forged?: boolean;
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

/** Rows of the log grid for the asked window of indexes [first, last]. */
export interface LogFrame {
  readonly first: LogIndex;
  readonly last: LogIndex;
  /** Over all members. */
  readonly minFirst: LogIndex;
  readonly maxLast: LogIndex;
  readonly rows: readonly { readonly id: NodeId; readonly entries: readonly EntryView[] }[];
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
    /** Not messages of these types. */
    readonly hide: readonly BusMessageType[];
    /** No messages but from or to one of these; absent or empty: of all. */
    readonly nodes?: readonly NodeId[] | undefined;
    /** Nothing but of these terms, both included. */
    readonly terms?: TermRange | undefined;
    /** Heartbeats that follow each other come as folds, but for these. Absent: each message comes. */
    readonly fold?: { readonly but: readonly Unfold[] } | undefined;
    /** Nothing of what comes after the playhead: somebody is to predict it. */
    readonly hidesFuture?: boolean | undefined;
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
  /** Also what the last event has done, where time stands at it. */
  readonly step?: boolean | undefined;
  /** What the inspector shows. */
  readonly inspect?: Selection | undefined;
}
