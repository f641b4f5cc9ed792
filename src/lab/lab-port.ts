import type { Command } from '../sim/command.ts';
import type { LabConfig } from '../sim/config.ts';
import type { Frame, FrameRequest, Inspection, Selection } from './frame.ts';
import type { Outcome, WorldState } from './world-state.ts';

export type StepKind = 'event' | 'message' | 'tick' | 'election' | 'commit' | 'fault';

/**
 * The headless application as the page, a script or a test speaks to it: the same in the lab worker (through
 * Comlink), in process and in Node.js. Every call that cannot be done rejects with an Error that says why and leaves
 * everything as it was. Times are virtual milliseconds.
 */
export interface LabPort {
  reset(config?: Partial<LabConfig>): Promise<void>;
  play(speed?: number): Promise<void>;
  pause(): Promise<void>;
  step(kind?: StepKind, count?: number): Promise<void>;
  back(kind?: StepKind, count?: number): Promise<void>;
  /** As fast as it goes. */
  runFor(ms: number): Promise<void>;
  seek(ms: number): Promise<void>;
  /** To the newest instant of the run. */
  live(): Promise<void>;
  /** Acts at the playhead; in the past this makes a new future from there. */
  act(command: Command): Promise<void>;
  /** Starts a client's call and settles when it is answered or gives up, in virtual time. */
  request(call: ClientCall): Promise<Outcome>;
  /** Advances the clock if playing, then describes the instant. */
  frame(request: FrameRequest): Promise<Frame>;
  inspect(selection: Selection): Promise<Inspection>;
  state(): Promise<WorldState>;
  hash(): Promise<string>;
}

/** A client's call, with keys and values as the page has them. */
export type ClientCall = { readonly node?: number } & (
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | {
      readonly type: 'get';
      readonly key: string;
      readonly rangeEnd?: string;
      readonly prefix?: boolean;
      readonly consistency?: 'linearizable' | 'serializable';
      readonly rev?: number;
    }
  | { readonly type: 'del'; readonly key: string; readonly rangeEnd?: string; readonly prefix?: boolean }
  | { readonly type: 'compact'; readonly rev: number }
  | {
      readonly type: 'memberAdd' | 'memberAddLearner' | 'memberPromote' | 'memberRemove';
      readonly member: number;
    }
  /** Several changes at once, through a joint configuration; explicit: it stays joint until leaveJoint. */
  | {
      readonly type: 'memberChange';
      readonly changes: readonly MemberChange[];
      readonly transition?: Transition;
    }
  | { readonly type: 'leaveJoint' }
);

export interface MemberChange {
  readonly type: 'voter' | 'learner' | 'remove';
  readonly member: number;
}

/** raftpb.ConfChangeTransition: auto is simple where one change allows it. */
export type Transition = 'auto' | 'implicit' | 'explicit';
