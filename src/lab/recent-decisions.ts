import type { NodeTrace } from '../node/io.ts';
import type { StateType } from '../raft/ready.ts';
import type { Machine, TraceLine } from '../sim/machine.ts';
import type { Decision } from './frame.ts';

/** So many at once are read at a glance. */
const RECENT = 8;

/** The newest telling decisions of all machines, newest first: of the instant that these machines are at. */
export function recentDecisions(machines: Iterable<Machine>): readonly Decision[] {
  return [...machines]
    .flatMap(newestOf)
    .sort((a, b) => b.event - a.event)
    .slice(0, RECENT);
}

/** One machine's, newest first; no more than could be shown. */
function newestOf(machine: Machine): Decision[] {
  const found: Decision[] = [];
  for (let i = machine.trace.length - 1; i >= 0 && found.length < RECENT; i--) {
    const line = machine.trace[i];
    if (line !== undefined && isTelling(line, machine.state)) found.push({ node: machine.id, ...line });
  }
  return found;
}

/** What moves the story on: not every beat, append and apply, and of what all members do alike only the leader's. */
function isTelling({ trace, event }: TraceLine, state: StateType): boolean {
  switch (trace.type) {
    case 'becameFollower':
      return trace.reason !== 'start';
    case 'started':
      // The first start of all is the beginning of the run.
      return event > 0;
    case 'committed':
      return trace.by === 'quorum';
    case 'configSwitched':
      return state === 'StateLeader';
    case 'quorumChecked':
      return !trace.active;
    default:
      return tellingTypes.has(trace.type);
  }
}

const tellingTypes: ReadonlySet<NodeTrace['type']> = new Set([
  'becamePreCandidate',
  'becameCandidate',
  'becameLeader',
  'campaignRefused',
  'voteGranted',
  'voteRejected',
  'voteIgnored',
  'messageIgnored',
  'staleLeaderAnswered',
  'appendRejected',
  'logTruncated',
  'proposalDropped',
  'confChangeRefused',
  'snapshotSent',
  'snapshotNotSent',
  'snapshotRestored',
  'snapshotIgnored',
  'snapshotTaken',
  'snapshotInstalled',
  'readIndexAsked',
  'readIndexPostponed',
  'readIndexDropped',
  'readIndexConfirmed',
  'transferStarted',
  'transferAborted',
  'transferRefused',
  'timeoutNowSent',
  'leaderForgotten',
  'forgetRefused',
]);
