import type { Cluster } from './cluster.ts';
import { lastEntryId } from '../../../src/raft/election.ts';
import { isVoter } from '../../../src/raft/tracker.ts';
import { isMember, isQuorum } from './configurations.ts';
import type { Machine } from './machine.ts';
import { hold } from './violation.ts';

/** Enough for many elections that nobody wins, and for snapshots that have to be asked for again. */
const ROUNDS_MAX = 600;

/**
 * Everything is healed and everybody runs again; clocks go on together and messages arrive. Then somebody leads, and
 * what it holds is committed and applied by all members, so that all logs are the same. 'stuck': see isBeyondHelp().
 */
export function checkLiveness(cluster: Cluster): 'calm' | 'stuck' {
  cluster.heal();
  for (const machine of cluster.machines) {
    if (machine === undefined) continue;
    machine.storage.unavailable = false;
    if (!machine.alive) cluster.restart(machine);
    cluster.snapshotStatus(machine, false);
  }
  let leader: Machine | undefined;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    playRound(cluster);
    stopOutsiders(cluster);
    leader = settledLeader(cluster);
    if (leader !== undefined) break;
    if (round % 20 === 19) for (const machine of running(cluster)) nudge(cluster, machine);
  }
  if (leader === undefined && isBeyondHelp(cluster)) return 'stuck';
  hold(leader !== undefined, 'EventuallyCaughtUp', () => describe(cluster));
  const before = cluster.witness.commitIndex;
  // A transfer that is under way refuses proposals until it is given up.
  for (let round = 0; round < 60 && cluster.witness.commitIndex === before; round++) {
    for (const machine of running(cluster)) if (machine.raft.role === 'StateLeader') cluster.propose(machine);
    playRound(cluster);
  }
  for (let round = 0; round < 60 && settledLeader(cluster) === undefined; round++) {
    if (round % 20 === 19) for (const machine of running(cluster)) cluster.snapshotStatus(machine, false);
    playRound(cluster);
  }
  const isCommitted = cluster.witness.commitIndex > before && settledLeader(cluster) !== undefined;
  hold(isCommitted, 'EventuallyCommitted', () => describe(cluster));
  return 'calm';
}

/**
 * The price of configurations that count when they are applied: a leader that removes or demotes itself may be gone
 * from its own configuration before the last voter that it needed knows so. That one asks it for its vote, and is
 * refused where the old leader's log is longer. Nobody can win then, by the log rule alone (paper 5.4.1).
 */
function isBeyondHelp(cluster: Cluster): boolean {
  const all = running(cluster);
  if (hasDeafLearner(cluster)) return true;
  const isAsked = ({ id }: Machine): boolean => all.some(({ raft }) => isVoter(raft.tracker.config, id));
  if (!all.some((machine) => isRelieved(machine) && isAsked(machine))) return false;
  return !all.some((machine) => !isRelieved(machine) && couldWin(cluster, machine));
}

/**
 * Without CheckQuorum and PreVote an old leader gets no answer from who is in a newer term (etcd). A voter would
 * campaign in the end; one that has been made a learner hears its leader no more until there is a newer one.
 */
function hasDeafLearner(cluster: Cluster): boolean {
  const { checkQuorum, preVote } = cluster.options.raft;
  if (checkQuorum || preVote) return false;
  const all = running(cluster);
  return all.some(
    (leader) =>
      leader.raft.role === 'StateLeader' &&
      all.some((other) => isRelieved(other) && other.raft.term > leader.raft.term),
  );
}

/** A voter no more, as far as it knows itself. */
function isRelieved({ id, raft }: Machine): boolean {
  return !isVoter(raft.tracker.config, id);
}

function couldWin(cluster: Cluster, candidate: Machine): boolean {
  const own = lastEntryId(candidate.raft);
  return isQuorum(candidate.raft.tracker.config, (id) => {
    const voter = cluster.machines[id];
    if (voter?.alive !== true) return false;
    const theirs = lastEntryId(voter.raft);
    return own.term > theirs.term || (own.term === theirs.term && own.index >= theirs.index);
  });
}

/** A lost snapshot is reported; and an entry gives a leader the occasion to leave a joint configuration. */
function nudge(cluster: Cluster, machine: Machine): void {
  cluster.snapshotStatus(machine, false);
  if (machine.raft.role === 'StateLeader') cluster.propose(machine);
}

/** A tick for everybody, and all that follows from it. */
function playRound(cluster: Cluster): void {
  for (const machine of running(cluster)) cluster.tick(machine);
  for (let busy = true, budget = 20_000; busy && budget > 0; budget--) {
    busy = false;
    for (const machine of running(cluster)) while (cluster.work(machine)) busy = true;
    const messages = cluster.network.splice(0);
    for (const message of messages) cluster.deliver(message, 'deliver');
    if (messages.length > 0) busy = true;
  }
}

function running(cluster: Cluster): Machine[] {
  return cluster.machines.filter((machine) => machine?.alive === true) as Machine[];
}

/** Who has been removed, and is not needed by anybody for it any more, is switched off. */
function stopOutsiders(cluster: Cluster): void {
  const all = running(cluster);
  const newest = all.reduce((one, other) => (other.app.confIndex > one.app.confIndex ? other : one));
  const members = all.filter(({ id }) => isMember(newest.raft.tracker.config, id));
  for (const machine of all) {
    const isBlank = machine.raft.tracker.progress.length === 0; // may be about to join
    const isNeeded = members.some(({ raft }) => isMember(raft.tracker.config, machine.id));
    if (!isBlank && !members.includes(machine) && !isNeeded) machine.alive = false;
  }
}

/** The leader whose members all have what it has, committed and applied. */
function settledLeader(cluster: Cluster): Machine | undefined {
  const leaders = running(cluster).filter(({ raft }) => raft.role === 'StateLeader');
  const [leader, ...others] = leaders;
  if (leader === undefined || others.length > 0) return undefined;
  const { log, tracker } = leader.raft;
  const last = log.unstable.offset + log.unstable.entries.length - 1;
  if (tracker.config.autoLeave || leader.app.applied !== last) return undefined;
  const areLevel = tracker.progress.every(({ id }) => {
    const member = cluster.machines[id];
    return member?.alive === true && member.app.applied === last && member.app.hash === leader.app.hash;
  });
  return areLevel ? leader : undefined;
}

function describe(cluster: Cluster): string {
  const lines = running(cluster).map(({ id, raft, app }) => {
    const { role, term, lead, log, tracker } = raft;
    const last = log.unstable.offset + log.unstable.entries.length - 1;
    const peers = tracker.progress.map((one) => `${one.id}:${one.state.slice(5)} ${one.match}/${one.next}`);
    return `${id} ${role} term ${term} lead ${lead} last ${last} commit ${log.committed} applied ${app.applied} ${JSON.stringify(tracker.config)} [${peers.join(', ')}]`;
  });
  return `no calm after ${ROUNDS_MAX} rounds\n${lines.join('\n')}`;
}
