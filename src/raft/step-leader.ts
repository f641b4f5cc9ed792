import type { RaftErrorCode } from './errors.ts';
import type { Message } from './message.ts';
import type { Progress } from './progress.ts';
import { handleProposal } from './proposals.ts';
import { checkQuorum } from './quorum-check.ts';
import { beat, confirmReads, handleReadIndex } from './reads.ts';
import { handleAppendResponse, maybeSendAppend, resumeAfterHeartbeat } from './replication.ts';
import { handleSnapshotStatus, handleUnreachable } from './snapshot-sending.ts';
import type { Raft } from './state.ts';
import { ignoreMessage } from './ignored.ts';
import { findProgress } from './tracker.ts';
import { startTransfer } from './transfer.ts';

/** A message of the own term, or a local one, at the leader. */
export function stepLeader(raft: Raft, message: Message): RaftErrorCode | undefined {
  switch (message.type) {
    case 'MsgProp':
      return handleProposal(raft, message);
    case 'MsgBeat':
      beat(raft);
      return undefined;
    case 'MsgCheckQuorum':
      checkQuorum(raft);
      return undefined;
    case 'MsgReadIndex':
      handleReadIndex(raft, message);
      return undefined;
    case 'MsgForgetLeader':
      if (raft.tracing) raft.traces.push({ type: 'forgetRefused', reason: 'leader' });
      return undefined;
    default:
      stepFromMember(raft, message);
      return undefined;
  }
}

/** What makes sense only from a member, or about one. */
function stepFromMember(raft: Raft, message: Message): void {
  const progress = findProgress(raft.tracker, message.from);
  if (progress === undefined) ignoreMessage(raft, message, 'noProgress');
  else stepMember(raft, progress, message);
}

function stepMember(raft: Raft, progress: Progress, message: Message): void {
  switch (message.type) {
    case 'MsgAppResp':
      handleAppendResponse(raft, progress, message);
      break;
    case 'MsgHeartbeatResp':
      resumeAfterHeartbeat(raft, progress);
      confirmReads(raft, message.from, message.context);
      break;
    case 'MsgSnapStatus':
      if (raft.rules.hearsSnapshotFate()) handleSnapshotStatus(raft, progress, message);
      else ignoreMessage(raft, message, 'wrongRole');
      break;
    case 'MsgUnreachable':
      handleUnreachable(raft, progress);
      break;
    case 'MsgTransferLeader':
      if (startTransfer(raft, progress)) maybeSendAppend(raft, progress, true);
      break;
    default:
      ignoreMessage(raft, message, 'wrongRole');
  }
}
