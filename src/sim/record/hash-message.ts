import { unreachable } from '../../base/assert.ts';
import { entryTypeNumber, type ConfState, type Entry, type Snapshot } from '../../raft/entry.ts';
import { messageTypeNumber, type Message } from '../../raft/message.ts';
import type { RunHash } from './run-hash.ts';

/** Mixes in every field of a message that a member could tell apart. */
export function hashMessage(hash: RunHash, message: Message): void {
  hash.word(messageTypeNumber[message.type]);
  hash.integer(message.from);
  hash.integer(message.to);
  hash.term(message.term);
  switch (message.type) {
    case 'MsgApp':
      hash.term(message.logTerm);
      hash.integer(message.index);
      hash.integer(message.commit);
      return hashEntries(hash, message.entries);
    case 'MsgAppResp':
      hash.term(message.logTerm);
      hash.integer(message.index);
      hash.integer(message.rejectHint);
      return hash.word(message.reject ? 1 : 0);
    case 'MsgVote':
    case 'MsgPreVote':
      hash.term(message.logTerm);
      hash.integer(message.index);
      return hash.bytes(message.context);
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
    case 'MsgSnapStatus':
      return hash.word(message.reject ? 1 : 0);
    case 'MsgHeartbeat':
      hash.integer(message.commit);
      return hash.bytes(message.context);
    case 'MsgHeartbeatResp':
      return hash.bytes(message.context);
    case 'MsgProp':
    case 'MsgReadIndex':
    case 'MsgStorageApply':
    case 'MsgStorageApplyResp':
      return hashEntries(hash, message.entries);
    case 'MsgReadIndexResp':
      hash.integer(message.index);
      return hashEntries(hash, message.entries);
    case 'MsgSnap':
      return hashSnapshot(hash, message.snapshot);
    case 'MsgStorageAppend':
      hash.integer(message.vote);
      hash.integer(message.commit);
      hashEntries(hash, message.entries);
      if (message.snapshot !== undefined) hashSnapshot(hash, message.snapshot);
      for (const response of message.responses) hashMessage(hash, response);
      return;
    case 'MsgStorageAppendResp':
      hash.integer(message.index);
      hash.term(message.logTerm);
      if (message.snapshot !== undefined) hashSnapshot(hash, message.snapshot);
      return;
    case 'MsgHup':
    case 'MsgBeat':
    case 'MsgUnreachable':
    case 'MsgCheckQuorum':
    case 'MsgTransferLeader':
    case 'MsgTimeoutNow':
    case 'MsgForgetLeader':
      return;
    default:
      unreachable(message);
  }
}

export function hashEntries(hash: RunHash, entries: readonly Entry[]): void {
  hash.word(entries.length);
  for (const entry of entries) {
    hash.word(entryTypeNumber[entry.type]);
    hash.term(entry.term);
    hash.integer(entry.index);
    hash.bytes(entry.data);
  }
}

function hashSnapshot(hash: RunHash, snapshot: Snapshot): void {
  hash.integer(snapshot.index);
  hash.term(snapshot.term);
  hashConfState(hash, snapshot.confState);
  hash.bytes(snapshot.data);
}

function hashConfState(hash: RunHash, confState: ConfState): void {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = confState;
  for (const ids of [voters, votersOutgoing, learners, learnersNext]) {
    hash.word(ids.length);
    for (const id of ids) hash.integer(id);
  }
  hash.word(autoLeave ? 1 : 0);
}
