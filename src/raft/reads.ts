import type { LogIndex } from '../base/flavor.ts';
import { broadcastHeartbeat } from './heartbeats.ts';
import { committedTermIsOwn } from './leader-log.ts';
import type { MsgReadIndex, MsgReadIndexResp } from './message.ts';
import { forwardReadIndex, sendReadIndexResponse } from './outbox.ts';
import {
  ackedPosition,
  decodePosition,
  encodePosition,
  pendingPosition,
  recordAck,
  takeConfirmed,
} from './read-only.ts';
import type { Raft } from './state.ts';
import { isSingleton } from './tracker.ts';

/** The heartbeat of the leader's clock; it also asks again for the confirmation of reads that wait. */
export function beat(raft: Raft): void {
  const position = pendingPosition(raft.readOnly);
  broadcastHeartbeat(raft, position === undefined ? undefined : encodePosition(position));
}

/**
 * Somebody wants to read what is committed now, without a log entry (paper 8; thesis 6.4). On the leader. The thesis' steps:
 *
 *     1. has an entry of the own term been committed? If not, wait for it (postponedReads): a new leader has every
 *        committed entry, but does not know yet which of its entries those are
 *     2. remember the commit index as the read's index
 *     3. send heartbeats, and wait until a quorum has answered: so nobody else led when step 2 was done
 *     4. the application waits until it has applied up to the index, and then reads
 *
 * With reads by lease step 3 is left out: correct only as long as clocks do not drift apart too far, and with CheckQuorum.
 */
export function handleReadIndex(raft: Raft, message: MsgReadIndex): void {
  const commit = raft.log.committed;
  // As in etcd, nobody looks who the only voter is: a leader that has been removed answers at once, too, though the one
  // voter that is left may lead a newer term by now. StepDownOnRemoval closes that hole.
  if (isSingleton(raft.tracker.config)) {
    if (raft.tracing)
      raft.traces.push({ type: 'readIndexAsked', from: message.from, mode: 'singleton', index: commit });
    answerRead(raft, message, commit);
  } else if (!committedTermIsOwn(raft)) {
    raft.postponedReads.push(message);
    if (raft.tracing) {
      const rule = 'readsAfterOwnCommit';
      raft.traces.push({ type: 'readIndexPostponed', rule, from: message.from, commit, term: raft.term });
    }
  } else {
    startRead(raft, message);
  }
}

function startRead(raft: Raft, message: MsgReadIndex): void {
  const index = raft.log.committed;
  const mode = raft.config.readOnlyOption;
  if (raft.tracing)
    raft.traces.push({ type: 'readIndexAsked', rule: 'confirmsReads', from: message.from, mode, index });
  if (mode === 'leaseBased' || !raft.rules.confirmsReads()) {
    answerRead(raft, message, index);
    return;
  }
  const { readOnly } = raft;
  readOnly.unconfirmed.push({ request: message, index });
  const position = readOnly.confirmed + readOnly.unconfirmed.length;
  recordAck(readOnly, raft.id, position);
  broadcastHeartbeat(raft, encodePosition(position));
}

/** The first commit of the term has come: now the leader knows what is committed. */
export function releasePostponedReads(raft: Raft): void {
  if (raft.postponedReads.length === 0 || !committedTermIsOwn(raft)) return;
  const reads = raft.postponedReads;
  raft.postponedReads = [];
  for (const message of reads) startRead(raft, message);
}

/**
 * A member has answered a heartbeat, and with it confirmed that it knew of no newer leader when it did: with a newer term it
 * would have sent none. The quorum rule is that of commitment, over positions of reads instead of indexes of the log.
 */
export function confirmReads(raft: Raft, from: number, context: Uint8Array | undefined): void {
  if (raft.config.readOnlyOption !== 'safe') return;
  const { readOnly, tracker } = raft;
  const answered = context === undefined || context.length === 0 ? undefined : decodePosition(context);
  const confirmed = raft.rules.confirmedPosition(answered, readOnly.confirmed + readOnly.unconfirmed.length);
  if (confirmed === undefined) return;
  recordAck(readOnly, from, confirmed);
  const position = raft.rules.committedIndex(tracker.config, (id) => ackedPosition(readOnly, id));
  for (const { request, index } of takeConfirmed(readOnly, position)) answerRead(raft, request, index);
}

function answerRead(raft: Raft, request: MsgReadIndex, index: LogIndex): void {
  const to = request.from;
  if (raft.tracing) raft.traces.push({ type: 'readIndexConfirmed', to, index });
  if (to === 0 || to === raft.id)
    raft.readStates.push({ index, requestCtx: request.entries[0]?.data ?? new Uint8Array(0) });
  else sendReadIndexResponse(raft, to, index, request.entries);
}

/** On a follower: the leader is to be asked. */
export function forwardRead(raft: Raft, message: MsgReadIndex): void {
  if (raft.lead === 0) {
    if (raft.tracing) raft.traces.push({ type: 'readIndexDropped', reason: 'noLeader' });
    return;
  }
  if (raft.tracing) raft.traces.push({ type: 'readIndexForwarded', lead: raft.lead });
  forwardReadIndex(raft, message.from, message.entries);
}

/** The leader's answer; one that does not name exactly one request is not for us. */
export function handleReadIndexResponse(raft: Raft, message: MsgReadIndexResp): void {
  const [request, ...others] = message.entries;
  if (request === undefined || others.length > 0) return;
  raft.readStates.push({ index: message.index, requestCtx: request.data ?? new Uint8Array(0) });
}
