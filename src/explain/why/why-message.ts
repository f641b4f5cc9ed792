import type { NodeTrace } from '../../node/io.ts';
import { touches } from '../../node/report/touched.ts';
import type { MemberView } from '../../node/report/view.ts';
import { isResponse } from '../../raft/message.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import { causeOf, chainOf } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { hindranceOf, lastCommand, viewOf } from './facts.ts';
import { flightEndOf, lossOf, takenUp, type JourneyEnd } from './journey.ts';
import type { Subject } from './subject.ts';
import { campaignRefusal } from './why-campaign.ts';
import { strangerIn, transferRefusal, transferToStranger } from './why-transfer.ts';
import { aboutDecision } from './why-vote.ts';
import type { Explained, Need } from './why.ts';

/** Why a message was lost, ignored, rejected, or has not arrived; or what was made of it. */
export async function whyMessage(
  past: Past,
  { id }: Extract<Subject, { readonly type: 'message' }>,
): Promise<Explained> {
  const arrow = id <= past.now.bus.lastId ? past.timeline.arrows.at(id) : undefined;
  if (arrow === undefined) {
    throw new CommandError(
      'messageGone',
      `why: there is no message ${id} up to this instant; the last is ${past.now.bus.lastId}`,
    );
  }
  const end = flightEndOf(past, arrow);
  if (end === undefined) return underWay(past, arrow);
  if (end.end !== 'delivered') return lost(past, arrow, end);
  const event = await takenUp(past, arrow, end.event);
  if (event === undefined) return waits(past, arrow, end);
  return aboutDelivery(past, arrow, event);
}

function said({ type, from, to, term }: Arrow) {
  return { messageType: type, from, to, term };
}

async function underWay(past: Past, arrow: Arrow): Promise<Explained> {
  const { now } = past;
  const flight = now.bus.flight(arrow.id);
  const causes = await chainOf(past, arrow.sentEvent);
  const { from, to } = arrow;
  if (flight?.fate === 'held') {
    const held = lastCommand(
      past,
      (command): command is typeof command =>
        (command.type === 'hold' && command.message === arrow.id) ||
        (command.type === 'link' &&
          command.from === from &&
          command.to === to &&
          command.settings.hold === true),
    );
    return {
      answer: 'messageHeld',
      rule: 'networkLoses',
      numbers: said(arrow),
      needs: [{ code: 'messageReleased', numbers: { message: arrow.id } }],
      causes: held === undefined ? causes : [held.event, ...causes],
    };
  }
  if (flight?.doom !== undefined) {
    const loss = await lossOf(past, arrow, { end: flight.doom, at: now.now, event: now.events });
    return {
      answer: 'messageDying',
      rule: loss.rule,
      numbers: said(arrow),
      because: [loss.hindrance],
      needs: [...loss.needs, ...sentAgain(arrow)],
      causes,
    };
  }
  return {
    answer: 'messageUnderWay',
    rule: 'networkLoses',
    numbers: said(arrow),
    needs: [{ code: 'messageArrives', numbers: { message: arrow.id } }],
    byItselfAt: now.byHand ? undefined : flight?.dueAt,
    causes,
  };
}

async function lost(past: Past, arrow: Arrow, end: JourneyEnd): Promise<Explained> {
  const loss = await lossOf(past, arrow, end);
  return {
    answer: 'messageLost',
    rule: loss.rule,
    numbers: said(arrow),
    because: [loss.hindrance],
    needs: [...loss.needs, ...sentAgain(arrow)],
    causes: loss.causes,
  };
}

async function waits(past: Past, arrow: Arrow, end: JourneyEnd): Promise<Explained> {
  const away = hindranceOf(past, arrow.to, undefined);
  const isOver = away === undefined || away.code === 'killed';
  return {
    answer: isOver ? 'messageDiedWaiting' : 'messageWaits',
    rule: 'serversStop',
    numbers: said(arrow),
    because: away === undefined ? [] : [away],
    needs: isOver ? sentAgain(arrow) : [{ code: 'resumed', numbers: { node: arrow.to } }],
    causes: await chainOf(past, end.event),
  };
}

/** A lost message is not found again: its sender says it anew, when it has reason to. */
function sentAgain({ type, from, to }: Arrow): readonly Need[] {
  return [{ code: 'sentAgain', numbers: { from, to, messageType: type } }];
}

/** What a member made of a message that it took in. */
async function aboutDelivery(past: Past, arrow: Arrow, event: WorldEvent): Promise<Explained> {
  if (arrow.type === 'MsgVote' || arrow.type === 'MsgPreVote') {
    const vote = await aboutDecision(past, { ...arrow, type: arrow.type }, event);
    if (vote !== undefined) return vote;
  }
  const causes = await chainOf(past, event.number);
  for (const trace of event.output?.trace ?? []) {
    const found = await aboutTrace(past, arrow, event, trace, causes);
    if (found !== undefined) return found;
  }
  if (arrow.reject) {
    const refused = await refusedBy(past, arrow);
    if (refused !== undefined) return refused;
  }
  if (await isFromStranger(past, arrow, event)) return fromStranger(arrow, causes);
  return { answer: 'messageTaken', rule: ruleOfTaking(event) ?? 'roles', numbers: said(arrow), causes };
}

/** Answers of somebody who is no member go by raft without a word (etcd: ErrStepPeerNotFound). */
async function isFromStranger(past: Past, { type, from, to }: Arrow, event: WorldEvent): Promise<boolean> {
  if (!isResponse({ type }) || event.output?.trace.length !== 0) return false;
  const changed = past.history.events.previousTouch(to, touches.config, past.now.events + 1) ?? 0;
  const isSameStill = changed <= event.number;
  const { world } = isSameStill ? { world: past.now } : await past.at(event.number);
  const view = viewOf(world, to);
  return view !== undefined && !isMember(view.confState, from);
}

function isMember(
  { voters, learners, votersOutgoing, learnersNext }: MemberView['confState'],
  id: number,
): boolean {
  return [voters, learners, votersOutgoing, learnersNext].some((ids) => ids.includes(id));
}

function fromStranger(arrow: Arrow, causes: readonly number[]): Explained {
  return {
    answer: 'messageFromStranger',
    rule: 'roles',
    numbers: said(arrow),
    needs: [{ code: 'becomesMember', numbers: { node: arrow.from } }],
    causes,
  };
}

function ruleOfTaking({ output }: WorldEvent) {
  return output?.trace.flatMap((trace) =>
    'rule' in trace && trace.rule !== undefined ? [trace.rule] : [],
  )[0];
}

/** The decision that a refusing answer tells of: in the event that took in what it answers. */
async function refusedBy(past: Past, { sentEvent, type }: Arrow): Promise<Explained | undefined> {
  const asked = type === 'MsgAppResp' ? ['MsgApp'] : ['MsgVote', 'MsgPreVote'];
  let next: number | undefined = sentEvent;
  for (let hops = 0; next !== undefined && hops < 3; hops++) {
    const id = past.history.events.messageOf(next);
    const request = id === 0 ? undefined : past.timeline.arrows.at(id);
    if (request !== undefined && asked.includes(request.type)) {
      const [event] = await past.events(next, next);
      return event && aboutDelivery(past, request, event);
    }
    next = await causeOf(past, next);
  }
  return undefined;
}

async function aboutTrace(
  past: Past,
  arrow: Arrow,
  event: WorldEvent,
  trace: NodeTrace,
  causes: readonly number[],
): Promise<Explained | undefined> {
  const numbers = said(arrow);
  const stranger = strangerIn(trace);
  if (stranger !== undefined) return transferToStranger(past, event, stranger);
  switch (trace.type) {
    case 'messageIgnored':
      return ignored(past, arrow, event, trace, causes);
    case 'staleLeaderAnswered':
      return {
        answer: 'messageFromOldLeader',
        rule: 'answersOldLeader',
        numbers: { ...numbers, ownTerm: trace.term },
        needs: [{ code: 'newTerm', numbers: { node: arrow.from, term: trace.term } }],
        causes,
      };
    case 'appendRejected':
      return {
        answer: 'appendRejected',
        rule: 'previousMatches',
        numbers: { ...numbers, prev: trace.prev, own: trace.own, hint: trace.hint },
        needs: [
          { code: 'probesFrom', numbers: { leader: arrow.from, to: arrow.to, index: trace.hint.index + 1 } },
        ],
        byItselfAt: await acceptedAt(past, arrow),
        causes,
      };
    case 'appendStale':
      return {
        answer: 'appendStale',
        rule: 'previousMatches',
        numbers: { ...numbers, prev: trace.prev, commit: trace.commit },
        causes,
      };
    case 'snapshotIgnored':
      return snapshotIgnored(past, arrow, event, trace, causes);
    case 'campaignRefused':
      return campaignRefusal(past, event, trace);
    case 'transferRefused':
      return transferRefusal(past, event, trace);
    case 'proposalDropped':
      return {
        answer: 'messageDropped',
        rule: trace.reason === 'transferring' ? 'leadershipTransfer' : 'roles',
        numbers: { ...numbers, reason: trace.reason },
        needs: [{ code: 'askedAnew', numbers: { node: arrow.to } }],
        causes,
      };
    default:
      return undefined;
  }
}

function ignored(
  past: Past,
  arrow: Arrow,
  event: WorldEvent,
  trace: Extract<NodeTrace, { readonly type: 'messageIgnored' }>,
  causes: readonly number[],
): Explained {
  const numbers = said(arrow);
  switch (trace.reason) {
    case 'lowerTerm':
      return {
        answer: 'messageOfOldTerm',
        rule: 'newestTerm',
        numbers: { ...numbers, ownTerm: trace.term },
        needs: [{ code: 'newTerm', numbers: { node: arrow.from, term: trace.term } }],
        causes,
      };
    case 'noProgress':
      return fromStranger(arrow, causes);
    case 'notLeader':
    case 'wrongRole':
      return forAnotherRole(past, arrow, event, causes);
  }
  return trace.reason satisfies never;
}

function forAnotherRole(past: Past, arrow: Arrow, event: WorldEvent, causes: readonly number[]): Explained {
  return {
    answer: 'messageForAnotherRole',
    rule: 'roles',
    numbers: { ...said(arrow), role: roleAt(past, event) },
    causes,
  };
}

/** What the member was as the event came: it ignored the message, and so is that still. */
function roleAt({ timeline }: Past, { node, at }: WorldEvent): string {
  return timeline.spans.within(at, at).findLast((span) => span.node === node)?.state ?? 'StateFollower';
}

function snapshotIgnored(
  past: Past,
  arrow: Arrow,
  event: WorldEvent,
  { reason, index, commit }: Extract<NodeTrace, { readonly type: 'snapshotIgnored' }>,
  causes: readonly number[],
): Explained {
  // It does not come to that: whoever hears a leader has become its follower, and what it is sent was made when it was a member.
  if (reason === 'notFollower' || reason === 'notMember') return forAnotherRole(past, arrow, event, causes);
  const answer = {
    old: 'snapshotOld',
    fastForwarded: 'snapshotFastForwarded',
  } as const;
  return {
    answer: answer[reason],
    rule: 'sendsSnapshot',
    numbers: { ...said(arrow), index, commit },
    causes,
  };
}

/** When the follower will have taken entries from this leader, if that still leads and has been refused last. */
async function acceptedAt(past: Past, { from, to, term, index }: Arrow): Promise<number | undefined> {
  const leader = viewOf(past.now, from);
  if (leader?.state !== 'StateLeader' || leader.term !== term) return undefined;
  const progress = leader.progress.find(({ id }) => id === to);
  if (progress === undefined || progress.match >= index || hindranceOf(past, to, from) !== undefined)
    return undefined;
  return foretell(
    past,
    ({ last }) =>
      last?.node === to &&
      (last.output?.trace.some((trace) => trace.type === 'appendAccepted' && trace.from === from) ?? false),
  );
}
