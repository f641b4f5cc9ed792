import type { LogIndex, NodeId } from '../base/flavor.ts';
import { emptyTrackerConfig, type ConfChangeMember, type TrackerConfig } from './confchange/changer.ts';
import { cloneProgress, makeProgress, type Progress, type Window } from './progress.ts';

export interface Vote {
  readonly from: NodeId;
  readonly granted: boolean;
}

/** Who the members are, how far each is, and how they have voted (etcd: tracker.ProgressTracker). */
export interface Tracker {
  config: TrackerConfig;
  /** Of every member of the configuration, ascending by id. */
  progress: readonly Progress[];
  /** Answers to the campaign that is under way, one a member, in the order they came. */
  votes: Vote[];
  readonly window: Window;
}

export function makeTracker(window: Window): Tracker {
  return { config: emptyTrackerConfig, progress: [], votes: [], window };
}

export function cloneTracker(tracker: Tracker): Tracker {
  return {
    config: tracker.config,
    progress: tracker.progress.map(cloneProgress),
    votes: tracker.votes.slice(),
    window: tracker.window,
  };
}

/** Of a member of the configuration; undefined for anybody else. */
export function findProgress(tracker: Tracker, id: NodeId): Progress | undefined {
  const { progress } = tracker;
  for (let i = 0; i < progress.length; i++) {
    const one = progress[i] as Progress;
    if (one.id === id) return one;
  }
  return undefined;
}

/**
 * The members of a new configuration: those who stay keep their progress, fresh ones start at `next`. They count as heard
 * from: a leader that adds a member would otherwise step down at its next check of the quorum, before the member could speak.
 */
export function switchMembers(
  tracker: Tracker,
  config: TrackerConfig,
  members: readonly ConfChangeMember[],
  next: LogIndex,
): void {
  const progress = members.map((member) => {
    const kept = member.fresh ? undefined : findProgress(tracker, member.id);
    if (kept === undefined) return makeProgress(member.id, next, member.learner, true, tracker.window);
    kept.learner = member.learner;
    return kept;
  });
  tracker.config = config;
  tracker.progress = progress;
}

/**
 * Every member is unknown again: a new term, or a new role in it (paper, figure 2: reinitialized after election, nextIndex
 * to the last index + 1, matchIndex to 0). Of itself a node knows that its log matches its log.
 */
export function resetProgress(
  tracker: Tracker,
  self: NodeId,
  lastIndex: LogIndex,
  matchAtElection: (before: LogIndex) => LogIndex,
): void {
  tracker.progress = tracker.progress.map((before) => {
    const progress = makeProgress(before.id, lastIndex + 1, before.learner, false, tracker.window);
    progress.match = before.id === self ? lastIndex : matchAtElection(before.match);
    return progress;
  });
}

/** The first answer of a member counts, later ones change nothing: a message that was duplicated is one vote. */
export function recordVote(tracker: Tracker, from: NodeId, granted: boolean): void {
  if (voteOf(tracker, from) === undefined) tracker.votes.push({ from, granted });
}

export function voteOf(tracker: Tracker, id: NodeId): boolean | undefined {
  return tracker.votes.find((vote) => vote.from === id)?.granted;
}

/** Votes of members that are no learners, by answer. */
export function countVotes(tracker: Tracker, granted: boolean): number {
  return tracker.votes.filter(
    (vote) => vote.granted === granted && findProgress(tracker, vote.from)?.learner === false,
  ).length;
}

export function isVoter(config: TrackerConfig, id: NodeId): boolean {
  return config.incoming.includes(id) || config.outgoing.includes(id);
}

/** The voters of both halves, ascending. */
export function voterIds(config: TrackerConfig): NodeId[] {
  const onlyOutgoing = config.outgoing.filter((id) => !config.incoming.includes(id));
  return [...config.incoming, ...onlyOutgoing].sort((a, b) => a - b);
}

export function isSingleton(config: TrackerConfig): boolean {
  return config.incoming.length === 1 && config.outgoing.length === 0;
}
