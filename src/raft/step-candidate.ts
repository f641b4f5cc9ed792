import { handleAppendEntries, handleHeartbeat } from './append-handling.ts';
import { handleVoteResponse } from './election.ts';
import type { RaftErrorCode } from './errors.ts';
import { ignoreMessage } from './ignored.ts';
import type { Message } from './message.ts';
import { dropProposal } from './proposals.ts';
import { becomeFollower } from './role.ts';
import { handleSnapshot } from './snapshot-receiving.ts';
import type { Raft } from './state.ts';

/** A message of the own term, or a local one, at a candidate or pre-candidate. */
export function stepCandidate(raft: Raft, message: Message): RaftErrorCode | undefined {
  switch (message.type) {
    case 'MsgProp':
      return dropProposal(raft, 'candidate');
    case 'MsgApp':
      becomeFollower(raft, message.term, message.from, 'leaderSeen');
      handleAppendEntries(raft, message);
      return undefined;
    case 'MsgHeartbeat':
      becomeFollower(raft, message.term, message.from, 'leaderSeen');
      handleHeartbeat(raft, message);
      return undefined;
    case 'MsgSnap':
      becomeFollower(raft, message.term, message.from, 'leaderSeen');
      handleSnapshot(raft, message);
      return undefined;
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      // Answers to the other kind of campaign are late.
      if ((message.type === 'MsgPreVoteResp') === (raft.role === 'StatePreCandidate'))
        handleVoteResponse(raft, message);
      else ignoreMessage(raft, message, 'wrongRole');
      return undefined;
    default:
      ignoreMessage(raft, message, 'wrongRole');
      return undefined;
  }
}
