import { handleAppendEntries, handleHeartbeat } from './append-handling.ts';
import { hup } from './election.ts';
import type { RaftErrorCode } from './errors.ts';
import { ignoreMessage } from './ignored.ts';
import type { Message } from './message.ts';
import { forwardProposals } from './proposals.ts';
import { forwardRead, handleReadIndexResponse } from './reads.ts';
import { handleSnapshot } from './snapshot-receiving.ts';
import type { Raft } from './state.ts';
import { forwardTransferRequest } from './transfer.ts';

/** A message of the own term, or a local one, at a follower. */
export function stepFollower(raft: Raft, message: Message): RaftErrorCode | undefined {
  switch (message.type) {
    case 'MsgProp':
      return forwardProposals(raft, message);
    case 'MsgApp':
      hearLeader(raft, message.from);
      handleAppendEntries(raft, message);
      return undefined;
    case 'MsgHeartbeat':
      hearLeader(raft, message.from);
      handleHeartbeat(raft, message);
      return undefined;
    case 'MsgSnap':
      hearLeader(raft, message.from);
      handleSnapshot(raft, message);
      return undefined;
    case 'MsgTransferLeader':
      forwardTransferRequest(raft, message.from);
      return undefined;
    case 'MsgForgetLeader':
      forgetLeader(raft);
      return undefined;
    case 'MsgTimeoutNow':
      hup(raft, 'transfer');
      return undefined;
    case 'MsgReadIndex':
      forwardRead(raft, message);
      return undefined;
    case 'MsgReadIndexResp':
      handleReadIndexResponse(raft, message);
      return undefined;
    default:
      ignoreMessage(raft, message, 'wrongRole');
      return undefined;
  }
}

function hearLeader(raft: Raft, leader: number): void {
  raft.electionElapsed = 0;
  raft.lead = leader;
}

/** The application knows that the leader is gone: vote for others at once. Reads by lease rely on not doing so. */
function forgetLeader(raft: Raft): void {
  if (raft.config.readOnlyOption === 'leaseBased') {
    if (raft.tracing) raft.traces.push({ type: 'forgetRefused', reason: 'leaseBasedReads' });
  } else if (raft.lead !== 0) {
    if (raft.tracing) raft.traces.push({ type: 'leaderForgotten', lead: raft.lead });
    raft.lead = 0;
  }
}
