import type { RaftStatus } from '../../raft/raw-node.ts';
import type { MemberConfig, NodeTrace } from '../io.ts';

type LocalMessage = Extract<NodeTrace, { type: 'localMessage' }>['messageType'];

/** The messages that the next tick makes a node send to itself. They never travel, so they are foretold here. */
export function messagesOfTick(status: RaftStatus, config: MemberConfig): LocalMessage[] {
  if (status.softState.raftState !== 'StateLeader') {
    const isDue = status.electionElapsed + 1 >= status.randomizedElectionTimeout;
    return isDue && isPromotable(status) ? ['MsgHup'] : [];
  }
  const messages: LocalMessage[] = [];
  if (config.checkQuorum && status.electionElapsed + 1 >= status.electionTimeout)
    messages.push('MsgCheckQuorum');
  if (status.heartbeatElapsed + 1 >= config.heartbeatTicks) messages.push('MsgBeat');
  return messages;
}

function isPromotable({ id, confState, pendingSnapshotIndex }: RaftStatus): boolean {
  const isVoter = confState.voters.includes(id) || confState.votersOutgoing.includes(id);
  return isVoter && pendingSnapshotIndex === 0;
}
