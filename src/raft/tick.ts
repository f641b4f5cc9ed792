import { hup } from './election.ts';
import { isPromotable } from './membership.ts';
import { checkQuorum } from './quorum-check.ts';
import { beat } from './reads.ts';
import type { Raft } from './state.ts';
import { abortTransfer } from './transfer.ts';

/** One step of the node's clock. */
export function tick(raft: Raft): void {
  if (raft.role === 'StateLeader') tickHeartbeat(raft);
  else tickElection(raft);
}

/** Without a leader for a while, differently long for everybody: campaign (paper 5.2). */
function tickElection(raft: Raft): void {
  raft.electionElapsed++;
  if (raft.electionElapsed < raft.randomizedElectionTimeout || !isPromotable(raft)) return;
  raft.electionElapsed = 0;
  hup(raft, raft.config.preVote ? 'preElection' : 'election');
}

function tickHeartbeat(raft: Raft): void {
  raft.heartbeatElapsed++;
  raft.electionElapsed++;
  if (raft.electionElapsed >= raft.config.electionTick) endOfTimeout(raft);
  if (raft.role !== 'StateLeader' || raft.heartbeatElapsed < raft.config.heartbeatTick) return;
  raft.heartbeatElapsed = 0;
  beat(raft);
}

/** An election timeout has gone by: is there still a quorum? A transfer that is not done by now has failed. */
function endOfTimeout(raft: Raft): void {
  raft.electionElapsed = 0;
  if (raft.config.checkQuorum) checkQuorum(raft);
  if (raft.role === 'StateLeader' && raft.leadTransferee !== 0) abortTransfer(raft, 'timeout');
}
