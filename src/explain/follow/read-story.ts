import type { NodeId } from '../../base/flavor.ts';
import { decodePosition } from '../../raft/read-only.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { StoryDraft } from './story-draft.ts';

/** So many events after a call are looked at: a read that has not ended by then has lost its way. */
const EVENTS_MAX = 20_000;

/**
 * A read: asked of the leader under a context, confirmed by a round of heartbeats with it, served once the read index is applied.
 * Reads that come while a round is under way share the next one. Also what became of a call that led to no entry.
 */
export async function tellReadStory(
  draft: StoryDraft,
  { id, node, event, returnedAt }: ClientCall,
): Promise<void> {
  const { past } = draft.trail;
  const end = past.timeline.marks.endOfCall(id, past.now.events, returnedAt) ?? past.now.events;
  const events = await past.events(event + 1, Math.min(end, event + EVENTS_MAX));
  const tookUp = await draft.tookUp(id, node, event);
  if (tookUp === undefined) return;
  const own = events.find(({ number }) => number === tookUp);
  for (const each of own?.output?.trace ?? []) {
    if (each.type === 'proposalDropped')
      draft.add('dropped', tookUp, node, { numbers: { reason: each.reason } });
  }
  tellRound(
    draft,
    events.filter(({ number }) => number >= tookUp),
    node,
  );
}

/** What is known of a round so far. */
interface Round {
  /** Of the request that a follower has sent on. */
  context: Uint8Array | undefined;
  /** Where the leader has it in the order of its reads: heartbeats say it, and so do their answers. */
  position: number | undefined;
  leader: NodeId;
  index: number | undefined;
}

/** Each event that has to do with the round of a read that a member has taken up in the first of these events. */
function tellRound(draft: StoryDraft, events: readonly WorldEvent[], node: NodeId): void {
  const round: Round = { context: undefined, position: undefined, leader: 0, index: undefined };
  for (const event of events) {
    if (round.leader === 0) beginRound(draft, event, node, round);
    else if (round.index === undefined) goOnWithRound(draft, event, node, round);
    const applied = event.output?.changes.applied;
    if (event.node !== node || round.index === undefined || applied === undefined) continue;
    if (applied < round.index) continue;
    draft.add('waitedApply', event.number, node, { numbers: { index: round.index } });
    return;
  }
}

/** Sent on to the leader, and noted there. */
function beginRound(draft: StoryDraft, event: WorldEvent, node: NodeId, round: Round): void {
  const { number, input, sent, message } = event;
  const sentOn = sent.find(({ payload, from }) => payload.type === 'MsgReadIndex' && from === node);
  if (event.node === node && round.context === undefined && sentOn?.payload.type === 'MsgReadIndex') {
    round.context = sentOn.payload.entries[0]?.data;
    draft.add('readForwarded', number, node, { message: sentOn.id, numbers: { to: sentOn.to } });
  }
  const asked = event.output?.trace.find(
    (each) =>
      each.type === 'readIndexAsked' && (event.node === node ? isOwn(each.from, node) : each.from === node),
  );
  if (asked?.type !== 'readIndexAsked') return;
  const isRequest = input?.type === 'message' && input.message.type === 'MsgReadIndex';
  if (isRequest && !isSame(input.message.entries[0]?.data, round.context)) return;
  if (event.node !== node && round.context === undefined) return;
  round.leader = event.node;
  draft.add('readAsked', number, event.node, {
    message: isRequest ? message : undefined,
    numbers: { index: asked.index },
  });
  for (const { id, to, payload, copyOf } of sent) {
    if (payload.type !== 'MsgHeartbeat' || payload.context === undefined || copyOf !== undefined) continue;
    round.position = decodePosition(payload.context);
    draft.add('roundSent', number, event.node, { message: id, numbers: { to } });
  }
  confirm(draft, event, node, round);
}

/** Answers to its heartbeats, or to later ones, until a quorum has answered; then the word of it. */
function goOnWithRound(draft: StoryDraft, event: WorldEvent, node: NodeId, round: Round): void {
  const { number, input, message } = event;
  if (input?.type !== 'message') return;
  const { message: heard } = input;
  if (heard.type === 'MsgHeartbeatResp' && event.node === round.leader && round.position !== undefined) {
    const { context } = heard;
    if (context === undefined || context.length === 0 || decodePosition(context) < round.position) return;
    draft.add('roundAnswered', number, event.node, { message, numbers: { from: heard.from } });
    confirm(draft, event, node, round);
  }
  if (heard.type !== 'MsgReadIndexResp' || event.node !== node) return;
  if (!isSame(heard.entries[0]?.data, round.context)) return;
  round.index = heard.index;
  draft.add('readHeard', number, node, { message, numbers: { index: heard.index } });
}

function confirm(draft: StoryDraft, event: WorldEvent, node: NodeId, round: Round): void {
  const isLeader = event.node === node;
  const confirmed = event.output?.trace.find(
    (each) => each.type === 'readIndexConfirmed' && (isLeader ? isOwn(each.to, node) : each.to === node),
  );
  if (confirmed?.type !== 'readIndexConfirmed') return;
  draft.add('readConfirmed', event.number, event.node, { numbers: { index: confirmed.index } });
  round.position = undefined;
  if (isLeader) round.index = confirmed.index;
}

/** A read of the leader itself names nobody, or the leader. */
function isOwn(from: NodeId, node: NodeId): boolean {
  return from === 0 || from === node;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);
}
