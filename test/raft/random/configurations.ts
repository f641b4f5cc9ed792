import type { NodeId } from '../../../src/base/flavor.ts';
import type { TrackerConfig } from '../../../src/raft/confchange/tracker-config.ts';
import type { Tracker } from '../../../src/raft/tracker.ts';
import { hold } from './violation.ts';

/** More than half of the voters; of both halves while the configuration is joint. By counting, as on paper. */
export function isQuorum({ incoming, outgoing }: TrackerConfig, has: (id: NodeId) => boolean): boolean {
  return isMajority(incoming, has) && (outgoing.length === 0 || isMajority(outgoing, has));
}

function isMajority(voters: readonly NodeId[], has: (id: NodeId) => boolean): boolean {
  let count = 0;
  for (let i = 0; i < voters.length; i++) if (has(voters[i] as NodeId)) count++;
  return 2 * count > voters.length;
}

export function isMember(config: TrackerConfig, id: NodeId): boolean {
  const { incoming, outgoing, learners, learnersNext } = config;
  return [incoming, outgoing, learners, learnersNext].some((ids) => ids.includes(id));
}

/** ConfigWellFormed. */
export function checkConfig(tracker: Tracker): void {
  const { incoming, outgoing, learners, learnersNext, autoLeave } = tracker.config;
  const isVoter = (id: NodeId): boolean => incoming.includes(id) || outgoing.includes(id);
  const joint = outgoing.length > 0;
  const members = new Set([...incoming, ...outgoing, ...learners]);
  const isTracked =
    tracker.progress.length === members.size && tracker.progress.every(({ id }) => members.has(id));
  const isEmpty = incoming.length + outgoing.length + learners.length + learnersNext.length === 0;
  const isWellFormed =
    (incoming.length > 0 || isEmpty) &&
    !learners.some(isVoter) &&
    learnersNext.every((id) => outgoing.includes(id) && !incoming.includes(id)) &&
    (joint || (learnersNext.length === 0 && !autoLeave)) &&
    isTracked;
  hold(isWellFormed, 'ConfigWellFormed', () => JSON.stringify(tracker.config));
}
