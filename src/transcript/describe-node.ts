import type { NodeId } from '../base/flavor.ts';
import type { ConfState, HardState } from '../raft/entry.ts';
import type { ProgressStatus, RaftErrorCode, RaftStatus } from '../raft/raw-node.ts';
import type { Ready, SoftState } from '../raft/ready.ts';
import { describeEntry, describeMessage, describeSnapshot } from './describe-message.ts';
import { hex, list } from './go-format.ts';

/** The texts of raft's errors, as they stand in transcripts. */
export const raftErrorText: Readonly<Record<RaftErrorCode, string>> = {
  proposalDropped: 'raft proposal dropped',
  stepLocalMsg: 'raft: cannot step raft local message',
  stepPeerNotFound: 'raft: cannot step as peer not found',
};

/** A Ready, section by section; what is not there is not named. */
export function describeReady(ready: Ready): string {
  const lines = [
    ...(ready.softState ? [describeSoftState(ready.softState)] : []),
    ...(ready.hardState ? [`HardState ${describeHardState(ready.hardState)}`] : []),
    ...(ready.readStates.length > 0 ? [`ReadStates ${describeReadStates(ready)}`] : []),
    ...section('Entries:', ready.entries.map(describeEntry)),
    ...(ready.snapshot ? [`Snapshot ${describeSnapshot(ready.snapshot)}`] : []),
    ...section('CommittedEntries:', ready.committedEntries.map(describeEntry)),
    ...section(
      'Messages:',
      ready.messages.map((message) => describeMessage(message)),
    ),
  ];
  if (lines.length === 0) return '<empty Ready>';
  return `Ready MustSync=${ready.mustSync}:\n${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function describeSoftState({ lead, raftState }: SoftState): string {
  return `Lead:${lead} State:${raftState}`;
}

function describeHardState({ term, vote, commit }: HardState): string {
  return `Term:${term}${vote === 0 ? '' : ` Vote:${vote}`} Commit:${commit}`;
}

function describeReadStates({ readStates }: Ready): string {
  return list(readStates.map(({ index, requestCtx }) => `{${index} ${list([...requestCtx])}}`));
}

/** One peer as its leader tracks it. */
export function describeProgress(progress: ProgressStatus): string {
  const marks = [
    progress.learner && 'learner',
    progress.paused && 'paused',
    progress.pendingSnapshot > 0 && `pendingSnap=${progress.pendingSnapshot}`,
    !progress.recentActive && 'inactive',
    progress.inflight > 0 && `inflight=${progress.inflight}${progress.inflightFull ? '[full]' : ''}`,
  ].filter((mark) => mark !== false);
  return [progress.state, `match=${progress.match}`, `next=${progress.next}`, ...marks].join(' ');
}

/** A configuration: the halves, learners if any, and whether it is left by itself. */
export function describeConfig(confState: ConfState): string {
  const outgoing = confState.votersOutgoing.length > 0 ? `&&${ids(confState.votersOutgoing)}` : '';
  return [
    `voters=${ids(confState.voters)}${outgoing}`,
    confState.learners.length > 0 && `learners=${ids(confState.learners)}`,
    confState.learnersNext.length > 0 && `learners_next=${ids(confState.learnersNext)}`,
    confState.autoLeave && 'autoleave',
  ]
    .filter((part) => part !== false)
    .join(' ');
}

function ids(of: readonly NodeId[]): string {
  return `(${of.map(hex).join(' ')})`;
}

/** The short form of raft-state. A node is a voter if either half of its own configuration says so. */
export function describeRole({ id, hardState, softState, confState }: RaftStatus): string {
  const voter = confState.voters.includes(id) || confState.votersOutgoing.includes(id);
  return `${id}: ${softState.raftState} ${voter ? '(Voter)' : '(Non-Voter)'} Term:${hardState.term} Lead:${softState.lead}`;
}

/**
 * The long form of full-status: what etcd's Status() says. That is made of a copy of the configuration, and copying it
 * loses whether it is left by itself (tracker: Config.Clone, up to 3.7.0).
 */
export function describeStatus(status: RaftStatus): string {
  const { id, hardState, softState, applied, leadTransferee } = status;
  const confState = { ...status.confState, autoLeave: false };
  return (
    `${id}: ${softState.raftState} term=${hardState.term} vote=${hardState.vote} commit=${hardState.commit} ` +
    `applied=${applied} lead=${softState.lead} transferee=${leadTransferee} ${describeConfig(confState)}`
  );
}
