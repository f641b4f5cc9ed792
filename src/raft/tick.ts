import { isPromotable } from './membership.ts';
import type { Raft } from './state.ts';
import { step } from './step.ts';
import { abortTransfer } from './transfer.ts';

/** What a node's clock makes it send to itself. */
export type TickMessage = 'MsgHup' | 'MsgCheckQuorum' | 'MsgBeat';

const NONE: readonly TickMessage[] = [];

/** What the next tick will make the node send to itself, in order: these messages never travel, so they are foretold. */
export function messagesOfTick(raft: Raft): readonly TickMessage[] {
  const { checkQuorum, electionTick, heartbeatTick } = raft.config;
  if (raft.role !== 'StateLeader') {
    const isDue = raft.electionElapsed + 1 >= raft.randomizedElectionTimeout;
    return isDue && isPromotable(raft) ? ['MsgHup'] : NONE;
  }
  const checks = checkQuorum && raft.electionElapsed + 1 >= electionTick;
  const beats = raft.heartbeatElapsed + 1 >= heartbeatTick;
  if (!checks) return beats ? BEAT : NONE;
  return beats ? ['MsgCheckQuorum', 'MsgBeat'] : ['MsgCheckQuorum'];
}

const BEAT: readonly TickMessage[] = ['MsgBeat'];

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
  step(raft, { type: 'MsgHup', to: 0, from: raft.id, term: 0 });
}

function tickHeartbeat(raft: Raft): void {
  raft.heartbeatElapsed++;
  raft.electionElapsed++;
  if (raft.electionElapsed >= raft.config.electionTick) endOfTimeout(raft);
  if (raft.role !== 'StateLeader' || raft.heartbeatElapsed < raft.config.heartbeatTick) return;
  raft.heartbeatElapsed = 0;
  step(raft, { type: 'MsgBeat', to: 0, from: raft.id, term: 0 });
}

/** An election timeout has gone by: is there still a quorum? A transfer that is not done by now has failed. */
function endOfTimeout(raft: Raft): void {
  raft.electionElapsed = 0;
  if (raft.config.checkQuorum) step(raft, { type: 'MsgCheckQuorum', to: 0, from: raft.id, term: 0 });
  if (raft.leadTransferee !== 0) abortTransfer(raft, 'timeout');
}
