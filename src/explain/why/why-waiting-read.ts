import { microsToMs, type LogIndex, type NodeId } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { Machine } from '../../sim/world/machine.ts';
import { tickOf } from '../../sim/world/clock.ts';
import type { World } from '../../sim/world/world.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import { QuorumRules } from '../quorum-rules.ts';
import { answeredAt } from './answered-at.ts';
import { eventAt, standOf, waitingOf, type MessageStand } from './call-record.ts';
import { commandsBehind, needsOf, standingAway } from './hindrances.ts';
import { machineOf } from './standing.ts';
import { whyThisEntry } from './why-entry.ts';
import { paused } from './why-waiting-change.ts';
import type { Explained, Hindrance } from './why.ts';

/** What every answer here has in its numbers. */
type Waiting = ReturnType<typeof waitingOf>;

/** Why a linearizable read is not answered yet. */
export async function whyReadWaits(past: Past, call: ClientCall): Promise<Explained> {
  const byItselfAt = await answeredAt(past, call);
  const answer = await whyItWaits(past, call);
  return { ...answer, byItselfAt, causes: joinChains(answer.causes ?? [], [call.event]) };
}

async function whyItWaits(past: Past, call: ClientCall): Promise<Explained> {
  const { now } = past;
  const waiting = waitingOf(past, call);
  const machine = machineOf(now, call.node);
  if (machine.status === 'paused') return paused(past, 'readMemberPaused', waiting);
  const view = machine.image?.view();
  const read = view?.pendingReads.find(({ request }) => request === call.id);
  if (view === undefined || read === undefined)
    return { answer: 'callAtMember', rule: 'answersWhenDone', numbers: waiting };
  if (read.index > 0) return whyNotApplied(past, waiting, read.index, view);
  if (view.lead === 0) {
    return {
      answer: 'readNoLeader',
      rule: 'confirmsReads',
      numbers: waiting,
      needs: [{ code: 'leaderElected', numbers: {} }],
    };
  }
  if (read.queued === true)
    return {
      answer: 'readQueued',
      rule: 'confirmsReads',
      numbers: waiting,
      needs: [{ code: 'roundOver', numbers: { node: call.node } }],
    };
  if (view.lead === call.node) return whyNotConfirmed(past, waiting, machine, undefined);
  const away = standingAway(now, view.lead, call.node);
  if (away !== undefined) {
    return {
      answer: 'readLeaderAway',
      rule: 'confirmsReads',
      numbers: { ...waiting, leader: view.lead },
      because: [away],
      needs: needsOf([away], call.node),
      causes: commandsBehind(past, [away], call.node),
    };
  }
  return whyNoIndex(past, call, waiting, machine, view.lead);
}

/** It has its index: the entries up to it are to be applied first. */
async function whyNotApplied(
  past: Past,
  waiting: Waiting,
  index: LogIndex,
  view: MemberView,
): Promise<Explained> {
  const { node } = waiting;
  const term = past.timeline.origins.newestAt(index, past.now.events)?.term;
  const why = term === undefined ? undefined : await whyThisEntry(past, { index, term }, node);
  return {
    answer: 'readWaitsForApply',
    rule: 'readsWhatIsApplied',
    numbers: { ...waiting, index, applied: view.applied },
    because: why?.because ?? [],
    needs: [{ code: 'appliedUpTo', numbers: { node, index } }, ...(why?.needs ?? [])],
    causes: why?.causes ?? [],
  };
}

/** The leader was asked, or is to be asked again. */
async function whyNoIndex(
  past: Past,
  call: ClientCall,
  waiting: Waiting,
  machine: Machine,
  lead: NodeId,
): Promise<Explained> {
  const asks = messagesSince(past, 'MsgReadIndex', machine.id, undefined, call.event);
  // It is asked again while an earlier question may still be answered.
  for (const earlier of asks.slice(1)) {
    if (earlier.type !== 'delivered') continue;
    const why = await whatTheLeaderDid(past, waiting, machine, earlier);
    if (why.answer !== 'readIndexDropped' && why.answer !== 'readAnswerLost') return why;
  }
  const [asked] = asks;
  if (asked !== undefined) return whereTheQuestionIs(past, waiting, machine, asked);
  const numbers = { ...waiting, leader: lead };
  const needs = [{ code: 'askedAgain', numbers: { node: machine.id } } as const];
  return { answer: 'readUnderWay', rule: 'confirmsReads', numbers, needs };
}

async function whereTheQuestionIs(
  past: Past,
  waiting: Waiting,
  machine: Machine,
  asked: MessageStand,
): Promise<Explained> {
  if (asked.type === 'delivered') return whatTheLeaderDid(past, waiting, machine, asked);
  const leg = await legOf(past, waiting, machine, asked, asked.arrow);
  switch (leg.type) {
    case 'flying':
      return { ...leg.rest, answer: 'readAskUnderWay', numbers: leg.numbers };
    case 'held':
      return { ...leg.rest, answer: 'readAskHeld', numbers: leg.numbers };
    case 'lost':
      return { ...leg.rest, answer: 'readAskLost', numbers: leg.numbers };
  }
  return leg satisfies never;
}

/** The leader heard that somebody wants to read. */
async function whatTheLeaderDid(
  past: Past,
  waiting: Waiting,
  machine: Machine,
  asked: Extract<MessageStand, { readonly type: 'delivered' }>,
): Promise<Explained> {
  const { now } = past;
  const leader = asked.arrow.to;
  const [answer] = messagesSince(past, 'MsgReadIndexResp', leader, machine.id, asked.event);
  if (answer !== undefined && answer.type !== 'delivered')
    return indexOnItsWay(past, waiting, machine, asked, answer);
  const event = await eventAt(past, asked.event);
  if (event?.waits === true) {
    const because: readonly Hindrance[] = [{ node: leader, code: 'paused', numbers: {} }];
    return {
      answer: 'readLeaderAway',
      rule: 'confirmsReads',
      numbers: { ...waiting, leader },
      because,
      needs: needsOf(because, leader),
      causes: commandsBehind(past, because, leader),
    };
  }
  const leading = now.machines.get(leader);
  const isSentOn = event?.output?.trace.some(({ type }) => type === 'readIndexForwarded') === true;
  const on = event?.sent.find(({ payload }) => payload.type === 'MsgReadIndex');
  const sentOn = isSentOn && on !== undefined ? standOf(past, on.id) : undefined;
  if (sentOn !== undefined) return whereTheQuestionIs(past, waiting, machine, sentOn);
  const isTaken = event?.output?.trace.some(isTakenUp) === true;
  const view = leading?.image?.view();
  const electedIn =
    view?.state === 'StateLeader' ? past.timeline.marks.electionOf(leader, view.term, now.events) : undefined;
  if (!isTaken || leading === undefined || electedIn === undefined || electedIn > asked.event) {
    return {
      answer: 'readIndexDropped',
      rule: 'confirmsReads',
      numbers: { ...waiting, leader, againAtMs: askedAgainMs(past, machine, asked.arrow.sentEvent) },
      needs: [{ code: 'askedAgain', numbers: { node: machine.id } }],
      causes: await chainOf(past, asked.event),
    };
  }
  return whyNotConfirmed(past, waiting, leading, asked.event);
}

function isTakenUp({ type }: NodeTrace): boolean {
  return type === 'readIndexAsked' || type === 'readIndexPostponed';
}

async function indexOnItsWay(
  past: Past,
  waiting: Waiting,
  machine: Machine,
  asked: MessageStand,
  stand: NotThere,
): Promise<Explained> {
  const { index } = stand.arrow;
  const leg = await legOf(past, waiting, machine, stand, asked.arrow);
  switch (leg.type) {
    case 'flying':
      return { ...leg.rest, answer: 'readAnswerUnderWay', numbers: { ...leg.numbers, index } };
    case 'held':
      return { ...leg.rest, answer: 'readAnswerHeld', numbers: { ...leg.numbers, index } };
    case 'lost':
      return { ...leg.rest, answer: 'readAnswerLost', numbers: { ...leg.numbers, index } };
  }
  return leg satisfies never;
}

type NotThere = Exclude<MessageStand, { readonly type: 'delivered' }>;

/**
 * One leg of the way to the leader and back that a message has not come to the end of: what the read waits for. `question`: the
 * message by which the leader was asked, which is repeated after a while whatever becomes of it and of its answer.
 */
async function legOf(
  past: Past,
  waiting: Waiting,
  machine: Machine,
  stand: NotThere,
  question: MessageStand['arrow'],
) {
  const { arrow } = stand;
  const of = { ...waiting, message: arrow.id, from: arrow.from, to: arrow.to };
  const causes = await chainOf(past, arrow.sentEvent);
  const again = { code: 'askedAgain', numbers: { node: machine.id } } as const;
  const message = { message: arrow.id };
  switch (stand.type) {
    case 'flying': {
      const needs = [{ code: 'messageArrives', numbers: message }] as const;
      const numbers = { ...of, dueAtMs: microsToMs(stand.arrivesAt) };
      return { type: 'flying', numbers, rest: { rule: 'confirmsReads', needs, causes } } as const;
    }
    case 'held': {
      const needs = [{ code: 'messageReleased', numbers: message }, again] as const;
      return { type: 'held', numbers: of, rest: { rule: 'confirmsReads', needs, causes } } as const;
    }
    case 'lost': {
      const numbers = { ...of, againAtMs: askedAgainMs(past, machine, question.sentEvent) };
      const ended = arrow.endEvent === undefined ? [] : [arrow.endEvent];
      const rest = { rule: 'networkLoses', needs: [again], causes: joinChains(ended, causes) } as const;
      return { type: 'lost', numbers, rest } as const;
    }
  }
  return stand satisfies never;
}

/** The leader has the read: until an entry of its term is committed it waits, and then for a quorum to confirm the leader. */
async function whyNotConfirmed(
  past: Past,
  waiting: Waiting,
  machine: Machine,
  askedIn: number | undefined,
): Promise<Explained> {
  const { now } = past;
  const leader = machine.id;
  const view = machine.image?.view();
  if (view === undefined)
    return { answer: 'readUnderWay', rule: 'confirmsReads', numbers: { ...waiting, leader } };
  const lines = machine.trace.lines();
  const taken = lines.findLast(
    ({ event, trace }) => isTakenUp(trace) && (askedIn === undefined || event >= askedIn),
  );
  const rules = new QuorumRules(now.config, machine.settingsInForce);
  const first = firstOfTerm(machine, view);
  if (first !== undefined && taken?.trace.type !== 'readIndexAsked') {
    const why = await whyThisEntry(past, { index: first, term: view.term });
    return {
      answer: 'readWaitsForOwnTerm',
      rule: 'readsAfterOwnCommit',
      numbers: { ...waiting, leader, term: view.term, commit: view.commit, first },
      because: why.because ?? [],
      needs: [{ code: 'ownTermCommitted', numbers: { leader, term: view.term } }, ...(why.needs ?? [])],
      causes: joinChains(why.causes ?? [], askedIn === undefined ? [] : await chainOf(past, askedIn)),
    };
  }
  const since = taken?.event ?? askedIn ?? now.events;
  const confirmed = confirmedBy(past, leader, since);
  const halves = [view.confState.voters, view.confState.votersOutgoing].filter((each) => each.length > 0);
  const half = halves
    .map((voters) => ({
      voters,
      nodes: voters.filter((id) => id === leader || confirmed.has(id)),
      need: rules.needToCommit(voters),
    }))
    .sort((a, b) => a.nodes.length - a.need - (b.nodes.length - b.need))[0];
  const nodes = half?.nodes ?? [];
  const voters = half?.voters ?? [];
  const because = voters
    .filter((id) => !nodes.includes(id))
    .map((id): Hindrance => standingAway(now, id, leader) ?? { node: id, code: 'notConfirmed', numbers: {} });
  const index = taken?.trace.type === 'readIndexAsked' ? taken.trace.index : view.commit;
  const need = half?.need ?? 0;
  return {
    answer: 'readNotConfirmed',
    rule: 'confirmsReads',
    numbers: { ...waiting, leader, index, nodes, need, voters: voters.length },
    because,
    needs: [
      {
        code: 'moreConfirm',
        numbers: { more: Math.max(0, need - nodes.length), nodes: because.map(({ node }) => node) },
      },
      ...needsOf(because, leader),
    ],
    causes: joinChains(
      commandsBehind(past, because, leader),
      taken === undefined ? [] : await chainOf(past, taken.event),
    ),
  };
}

/** The first entry of its own term that a leader has to commit before it knows what is committed; undefined: it has. */
function firstOfTerm({ image }: Machine, { term, commit, last }: MemberView): LogIndex | undefined {
  const termAt = (index: LogIndex) => image?.entries(index, index)[0]?.term;
  if (termAt(commit) === term) return undefined;
  for (let index = commit + 1; index <= last; index++) if (termAt(index) === term) return index;
  return undefined;
}

/** Who has answered a heartbeat that left in this event or later: a heartbeat carries all reads that came before it. */
function confirmedBy({ timeline, history, now }: Past, leader: NodeId, since: number): ReadonlySet<NodeId> {
  const { arrows } = timeline;
  const found = new Set<NodeId>();
  for (let id = arrows.firstSince(since); id <= now.bus.lastId; id++) {
    if (arrows.typeOf(id) !== 'MsgHeartbeatResp') continue;
    const arrow = arrows.at(id);
    if (arrow?.to !== leader || arrow.end !== 'delivered' || (arrow.endEvent ?? Infinity) > now.events)
      continue;
    const heartbeat = arrows.at(history.events.messageOf(arrow.sentEvent));
    if (heartbeat !== undefined && heartbeat.from === leader && heartbeat.sentEvent >= since)
      found.add(arrow.from);
  }
  return found;
}

/** The messages of a type from a node, sent in an event or later, and how they stand: newest first. */
function messagesSince(
  past: Past,
  type: 'MsgReadIndex' | 'MsgReadIndexResp',
  from: NodeId,
  to: NodeId | undefined,
  event: number,
): readonly MessageStand[] {
  const { arrows } = past.timeline;
  const found: MessageStand[] = [];
  const first = arrows.firstSince(event);
  for (let id = past.now.bus.lastId; id >= first; id--) {
    if (arrows.typeOf(id) !== type) continue;
    const arrow = arrows.at(id);
    const stand =
      arrow?.from === from && (to === undefined || arrow.to === to) ? standOf(past, id) : undefined;
    if (stand !== undefined) found.push(stand);
  }
  return found;
}

/** etcd asks again when it has waited for half a second, in ticks of the member's own. */
function askedAgainMs({ now, history }: Past, machine: Machine, askedIn: number): number {
  const tick = tickOf(now, machine);
  const next = machine.nextTickAt ?? now.now + tick;
  const asked = history.events.timeOf(askedIn);
  const firstTick = next - Math.floor((next - asked - 1) / tick) * tick;
  return microsToMs(Math.max(next, firstTick + (retryTicks(now) - 1) * tick));
}

function retryTicks({ config }: World): number {
  return Math.max(1, Math.round(500 / config.tickMs));
}
