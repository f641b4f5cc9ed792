import { touches } from '../../node/report/touched.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import { chainOf, joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { currentConfState, situationOf } from '../situation.ts';
import { afterTicks, hindranceOf, knownNode, leaderOf, viewOf } from './facts.ts';
import { flightEndOf, lossOf, takenUp } from './journey.ts';
import type { Subject } from './subject.ts';
import type { Explained, Need } from './why.ts';

type Asked = Extract<Subject, { readonly type: 'vote' }>;
type Request = Arrow & { readonly type: 'MsgVote' | 'MsgPreVote' };
type Rejected = Extract<NodeTrace, { readonly type: 'voteRejected' }>;

/** Why a member gave its vote to a candidate, or did not. */
export async function whyVote(past: Past, subject: Asked): Promise<Explained> {
  const { voter, candidate } = subject;
  knownNode(past.now, voter);
  if (candidate !== undefined) knownNode(past.now, candidate);
  const request = requestFor(past, subject);
  if (request === undefined) return notAsked(past, subject);
  const found = { type: 'vote', voter, candidate: request.from, term: request.term } as const;
  return { subject: found, ...(await aboutRequest(past, request)) };
}

async function aboutRequest(past: Past, request: Request): Promise<Explained> {
  const { now } = past;
  const asked = askedBy(request);
  const end = flightEndOf(past, request);
  if (end === undefined) {
    const flight = now.bus.flight(request.id);
    const isHeld = flight?.fate === 'held';
    return {
      answer: isHeld ? 'voteRequestHeld' : 'voteRequestUnderWay',
      rule: 'networkLoses',
      numbers: asked,
      needs: [isHeld ? released(request) : { code: 'messageArrives', numbers: { message: request.id } }],
      byItselfAt: isHeld || now.byHand || flight?.doom !== undefined ? undefined : flight?.dueAt,
      causes: await chainOf(past, request.sentEvent),
    };
  }
  if (end.end !== 'delivered') {
    const loss = await lossOf(past, request, end);
    return {
      answer: 'voteRequestLost',
      rule: loss.rule,
      numbers: asked,
      because: [loss.hindrance],
      needs: [campaignsAgain(request), ...loss.needs],
      causes: loss.causes,
    };
  }
  const event = await takenUp(past, request, end.event);
  if (event === undefined) {
    return {
      answer: 'voteRequestWaits',
      rule: 'serversStop',
      numbers: asked,
      because: [
        hindranceOf(past, asked.voter, undefined) ?? { node: asked.voter, code: 'paused', numbers: {} },
      ],
      needs: [{ code: 'resumed', numbers: { node: asked.voter } }],
      causes: await chainOf(past, end.event),
    };
  }
  return (await aboutDecision(past, request, event)) ?? notAsked(past, { type: 'vote', voter: asked.voter });
}

/** What a member decided about a request for its vote; undefined: nothing, it is no such event. */
export async function aboutDecision(
  past: Past,
  request: Request,
  event: WorldEvent,
): Promise<Explained | undefined> {
  const asked = askedBy(request);
  const causes = await chainOf(past, event.number);
  for (const trace of event.output?.trace ?? []) {
    switch (trace.type) {
      case 'voteGranted':
        return granted(past, request, event, { own: trace.own, theirs: trace.theirs });
      case 'voteRejected':
        return rejected(past, request, event, trace);
      case 'voteIgnored':
        return {
          answer: 'voteInLease',
          rule: 'transferOverridesLease',
          numbers: { ...asked, lead: trace.lead, remainingTicks: trace.remainingTicks },
          needs: [
            {
              code: 'leaderSilent',
              numbers: { node: asked.voter, lead: trace.lead, ticks: electionTicks(past, asked.voter) },
            },
            { code: 'transferMark', numbers: { lead: trace.lead, to: asked.candidate } },
          ],
          byItselfAt: leaseEnd(past, asked.voter),
          causes,
        };
      case 'messageIgnored':
        return {
          answer: 'voteOfOldTerm',
          rule: 'newestTerm',
          numbers: { ...asked, ownTerm: trace.term },
          needs: [campaignsAgain(request)],
          causes,
        };
      default:
    }
  }
  return undefined;
}

async function rejected(
  past: Past,
  request: Request,
  event: WorldEvent,
  trace: Rejected,
): Promise<Explained> {
  const asked = askedBy(request);
  const causes = await chainOf(past, event.number);
  const { own, theirs, vote, lead } = trace;
  const rule = trace.rule ?? 'isUpToDate';
  switch (trace.reason) {
    case 'logBehind': {
      if (rule === 'learnersVote') return { answer: 'voteRefusedAsLearner', rule, numbers: asked, causes };
      const origin = past.timeline.origins.ofEntry(own.index, own.term);
      return {
        answer: 'voteLogBehind',
        rule,
        numbers: { ...asked, own, theirs },
        needs: [{ code: 'logUpTo', numbers: { node: asked.candidate, own } }],
        causes: joinChains(causes, origin === undefined ? [] : await chainOf(past, origin.event)),
      };
    }
    case 'votedForAnother': {
      const voted = past.history.events.previousTouch(asked.voter, touches.vote, event.number);
      return {
        answer: 'voteForAnother',
        rule,
        numbers: { ...asked, vote },
        needs: [campaignsAgain(request)],
        causes: joinChains(causes, voted === undefined ? [] : await chainOf(past, voted)),
      };
    }
    case 'leaderKnown':
      return {
        answer: 'voteLeaderKnown',
        rule,
        numbers: { ...asked, lead },
        needs: [{ code: 'forgetsLeader', numbers: { node: asked.voter, lead } }, campaignsAgain(request)],
        causes,
      };
    case 'lowerTerm':
      return {
        answer: 'voteOfOldTerm',
        rule: 'answersOldPreCandidate',
        numbers: { ...asked, ownTerm: ownTermOf(past, event) },
        needs: [campaignsAgain(request)],
        causes,
      };
  }
  return trace.reason satisfies never;
}

/** Who refuses an old pre-vote says its own term. */
function ownTermOf(past: Past, { sent, node }: WorldEvent): number | bigint {
  const answer = sent.find(({ payload }) => payload.type === 'MsgPreVoteResp');
  return answer?.payload.term ?? viewOf(past.now, node)?.term ?? 0;
}

/** A vote that was given: and its answer? */
async function granted(
  past: Past,
  request: Request,
  event: WorldEvent,
  logs: { readonly own: Rejected['own']; readonly theirs: Rejected['theirs'] },
): Promise<Explained> {
  const asked = askedBy(request);
  const causes = await chainOf(past, event.number);
  const answer = answerTo(past, request, event.number);
  if (answer === undefined) {
    const ids = event.output?.writes.map(({ id }) => id) ?? [];
    const machine = past.now.machine(asked.voter);
    const write = machine.disk.queue.find((queued) => ids.includes(queued.write.id));
    const away = hindranceOf(past, asked.voter, undefined);
    const isWaiting = write !== undefined && away === undefined;
    return {
      answer: isWaiting ? 'voteOnItsWayToDisk' : 'voteNeverTold',
      rule: 'diskFirst',
      numbers: asked,
      because: away === undefined ? [] : [away],
      needs: isWaiting ? [{ code: 'writeDone', numbers: { node: asked.voter } }] : [campaignsAgain(request)],
      byItselfAt: isWaiting && !past.now.byHand ? write.dueAt : undefined,
      causes,
    };
  }
  const end = flightEndOf(past, answer);
  if (end === undefined || end.end === 'delivered')
    return { answer: 'voteGranted', rule: 'isUpToDate', numbers: { ...asked, ...logs }, causes };
  const loss = await lossOf(past, answer, end);
  return {
    answer: 'voteAnswerLost',
    rule: loss.rule,
    numbers: asked,
    because: [loss.hindrance],
    needs: [campaignsAgain(request), ...loss.needs],
    causes: joinChains(loss.causes, causes),
  };
}

/** So many messages after a request are looked at for its answer. */
const LOOKED_AT = 3000;

function answerTo(past: Past, { type, from, to }: Request, event: number): Arrow | undefined {
  const { arrows } = past.timeline;
  const first = arrows.firstSince(event);
  const last = Math.min(past.now.bus.lastId, first + LOOKED_AT);
  for (let id = first; id <= last; id++) {
    if (arrows.typeOf(id) !== `${type}Resp`) continue;
    const arrow = arrows.at(id);
    if (arrow?.from === to && arrow.to === from) return arrow;
  }
  return undefined;
}

async function notAsked(past: Past, subject: Asked): Promise<Explained> {
  const { now } = past;
  const { voter, candidate } = subject;
  const conf = currentConfState(situationOf(now).nodes);
  const isVoter = conf === undefined || [...conf.voters, ...conf.votersOutgoing].includes(voter);
  if (!isVoter)
    return {
      answer: 'voteNotAVoter',
      rule: 'learnersHaveNoSay',
      numbers: { voter },
      needs: [{ code: 'becomesVoter', numbers: { node: voter } }],
    };
  // While somebody leads nobody asks, as far as anybody can see ahead.
  const byItselfAt =
    leaderOf(now) === undefined ? await foretell(past, ({ last }) => asks(last, subject)) : undefined;
  return {
    answer: candidate === undefined ? 'voteNotAsked' : 'voteNotAskedBy',
    rule: 'randomizedTimeout',
    numbers: { voter, candidate: candidate ?? 0 },
    needs: [{ code: 'campaigns', numbers: { node: candidate ?? 0 } }],
    byItselfAt,
  };
}

function asks(event: WorldEvent | undefined, { voter, candidate }: Asked): boolean {
  return (
    event?.sent.some(
      ({ from, to, payload: { type } }) =>
        (type === 'MsgVote' || type === 'MsgPreVote') &&
        to === voter &&
        (candidate === undefined || from === candidate),
    ) ?? false
  );
}

/** The newest request for this vote that has been sent. */
function requestFor(past: Past, { voter, candidate, term }: Asked): Request | undefined {
  const { arrows } = past.timeline;
  for (let id = past.now.bus.lastId; id >= 1; id--) {
    const type = arrows.typeOf(id);
    if (type !== 'MsgVote' && type !== 'MsgPreVote') continue;
    const arrow = arrows.at(id);
    if (arrow === undefined || arrow.to !== voter) continue;
    if (candidate !== undefined && arrow.from !== candidate) continue;
    if (term === undefined || arrow.term === term) return { ...arrow, type };
  }
  return undefined;
}

function askedBy({ type, from, to, term }: Request) {
  return { voter: to, candidate: from, term, request: type };
}

function campaignsAgain({ from, term }: Request): Need {
  return { code: 'campaignsAgain', numbers: { node: from, term } };
}

function released({ id }: Request): Need {
  return { code: 'messageReleased', numbers: { message: id } };
}

function electionTicks({ now }: Past, node: number): number {
  return viewOf(now, node)?.electionTimeout ?? now.config.electionTicks;
}

/** When the voter would listen again if it hears no leader until then, where it cannot. */
function leaseEnd(past: Past, voter: number): number | undefined {
  const view = viewOf(past.now, voter);
  if (view === undefined || view.lead === 0 || past.now.machine(voter).status !== 'up') return undefined;
  const left = view.electionTimeout - view.electionElapsed;
  if (left <= 0 || hindranceOf(past, view.lead, voter) === undefined) return undefined;
  // What its leader has sent before may still arrive, and the lease begins anew.
  for (const { from, to, doom } of past.now.bus.flights())
    if (from === view.lead && to === voter && doom === undefined) return undefined;
  return afterTicks(past.now, voter, left);
}
