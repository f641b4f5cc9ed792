import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { MessageType } from '../../raft/message.ts';
import type { Command } from '../../sim/command/command.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { Text } from './text.ts';

/** Chapters in reading order: elections, replication, partitions, storage, members, transfer, reads, clients, etcd. */
export const CHAPTERS = ['E', 'R', 'P', 'S', 'M', 'T', 'Q', 'C', 'K'] as const;
export type ChapterId = (typeof CHAPTERS)[number];

/** What is known of a lesson before it is loaded. */
export interface Heading {
  /** `E1`, `R5`: the chapter's letter and a number. */
  readonly id: string;
  readonly chapter: ChapterId;
  /** One of the course's main track; the others are extras. */
  readonly core: boolean;
  /** 1: the first hour .. 5: for implementers. */
  readonly level: 1 | 2 | 3 | 4 | 5;
  readonly minutes: number;
  readonly title: Text;
  /** What the lesson is the answer to. */
  readonly question: Text;
}

/**
 * A lesson as data: runs of lab scripts, and screens that each stand at one instant of a run. The same code plays it in the page,
 * marks it in tests, and puts it on paper.
 */
export interface Lesson extends Heading {
  /** The first is played first; the others are variants of it (another protocol, another fault). */
  readonly runs: readonly [LessonRun, ...LessonRun[]];
  readonly steps: readonly LessonStep[];
  readonly tryIt: TryIt | undefined;
  readonly sources: readonly Source[];
}

/** A run is what a lab script makes (src/lessons/README.md), or a saved lab that somebody has made by hand. */
export type LessonRun =
  | { readonly id: string; readonly title: Text; readonly script: string }
  | {
      readonly id: string;
      readonly title: Text;
      /** A saved lab, as the fragment of an address has it, without `#`. */
      readonly lab: string;
    };

/**
 * An instant of a run, at or after that of the step before in the same run.
 * - `when`: right after the first event in which this condition holds (language of conditions, src/expression). It is asked first at
 *   the instant of the step before itself unless it is `momentary`: a condition that holds there already keeps the step there.
 * - `line`: not before this line of the script is done, from 1; alone: right after that line.
 * - `event`: right after this event, for runs made by hand.
 * - none of these: where the step before stands; for the first step of a run: when its cluster stands there, and nothing has happened.
 */
export interface Instant {
  readonly when?: string;
  readonly line?: number;
  readonly event?: number;
}

interface StepBase {
  /** Unique in its lesson, short. */
  readonly id: string;
  /** Which run; left out: that of the step before (the first run, for the first step). */
  readonly run?: string;
  readonly at?: Instant;
  /** What to look at here: marked on stage, in the logs, in time. One to three things. */
  readonly look?: readonly Look[];
  /** One idea in one to three short sentences. */
  readonly say: Text;
  /** What clients saw, by the name of a `history` line of the script: drawn as bars over time beside the words. */
  readonly history?: string;
}

/** One screen. */
export type LessonStep =
  | (StepBase & { readonly type: 'tell' })
  /** Before the telling moment: what will happen? It is not told here whether that is right. */
  | (StepBase & { readonly type: 'predict'; readonly question: Question })
  /**
   * After it: what did you see? The question of the step `of` once more (or one of its own), and now its answers are explained: what was
   * predicted, what was seen and what the run says stand beside each other.
   */
  | (StepBase & { readonly type: 'observe'; readonly of: string; readonly ask: Text })
  /** A question that is answered at once. */
  | (StepBase & { readonly type: 'ask'; readonly question: Question })
  /** The learner answers for one node from here up to the instant `until`; the engine marks each answer by its own decision. */
  | (StepBase & { readonly type: 'beTheNode'; readonly node: NodeId; readonly until: Instant })
  /** Two runs of the same actions beside each other, by the same clock. */
  | (StepBase & { readonly type: 'sideBySide'; readonly runs: readonly [string, string] });

export interface Question {
  readonly ask: Text;
  /** Two to five; exactly one is right. */
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly text: Text;
  readonly right?: true;
  /** Why it is right, or what of what just happened speaks against it. */
  readonly because: Text;
  /**
   * What the choice claims, as a condition about the run at the instant at which it is answered (of `observe`, for a prediction): tests hold that it is
   * true of the right choice and false of every other. Left out where no condition can say it.
   */
  readonly claim?: string;
  /** What the choice says of the step's history: tests hold that the judge of histories agrees with the right choice alone. */
  readonly verdict?: 'ok' | 'illegal';
}

/** What is pointed at. On screen it has a box that is not empty, at the instant of its step. */
export type Look =
  /** A node on the stage; `part`: what of it. */
  | { readonly type: 'node'; readonly node: NodeId; readonly part?: NodePart }
  /** A message on its way (or stacked with others): the first on the stage that fits. */
  | {
      readonly type: 'message';
      readonly message: MessageType;
      readonly from?: NodeId;
      readonly to?: NodeId;
    }
  | { readonly type: 'link'; readonly from: NodeId; readonly to: NodeId }
  /** A cell of the logs; without a node: the column. */
  | { readonly type: 'entry'; readonly index: LogIndex; readonly node?: NodeId }
  /** A node's row in the logs. */
  | { readonly type: 'log'; readonly node: NodeId }
  /** A node's lane in the diagram; without a node: the playhead. */
  | { readonly type: 'time'; readonly node?: NodeId }
  /** A panel of the page that is brought to the front. */
  | { readonly type: 'panel'; readonly panel: 'store' | 'clients' | 'inspector' | 'hand' };

export type NodePart = 'role' | 'term' | 'timer' | 'votes' | 'commit';

/** The end of a lesson: the learner plays, and a condition says whether the goal is reached. */
export interface TryIt {
  /** The task, as one sentence that begins with a verb. */
  readonly say: Text;
  /** The cluster that is played with, as far as it is not the usual one; time goes by itself in it. */
  readonly config: Partial<LabConfig>;
  /** What is done to it first. */
  readonly prepare?: readonly Move[];
  /** Holds when the goal is reached, and not before (language of conditions). */
  readonly goal: string;
  /** From a nudge to nearly the answer. */
  readonly hints: readonly Text[];
  /** One way to reach it: that there is one is held by a test, and it can be looked at by whoever gives up. */
  readonly solution: readonly Move[];
}

/**
 * A command; an etcdctl line at a member, which is not waited for; so many virtual milliseconds that go by; or going on until a
 * condition holds (ten virtual minutes at most).
 */
export type Move =
  | Command
  | { readonly etcdctl: string; readonly node: NodeId; readonly stdin?: string }
  | { readonly ms: number }
  | { readonly until: string };

export interface Source {
  readonly text: Text;
  /** An address, where there is one to read. */
  readonly href?: string;
}
