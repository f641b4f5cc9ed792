import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { chainOf, joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { afterTicks, awayEvents, hindranceOf, knownNode, lastCommand } from './facts.ts';
import { firstAfter } from './journey.ts';
import type { Subject } from './subject.ts';
import { awayNeeds } from './why-progress.ts';
import type { Explained } from './why.ts';

type Asked = Extract<Subject, { readonly type: 'transfer' }>;
type Refused = Extract<NodeTrace, { readonly type: 'transferRefused' }>;
type Aborted = Extract<NodeTrace, { readonly type: 'transferAborted' }>;
type Outcome = Refused | Aborted | Extract<NodeTrace, { readonly type: 'becameLeader' | 'messageIgnored' }>;

/** Why a leadership is not handed over (yet), or how the last transfer ended. */
export async function whyTransfer(past: Past, { to }: Asked): Promise<Explained> {
  if (to !== undefined) knownNode(past.now, to);
  for (const { image, status } of past.now.machines.values()) {
    const view = status === 'killed' ? undefined : image?.view();
    if (view?.state !== 'StateLeader' || view.leadTransferee === 0) continue;
    if (to === undefined || to === view.leadTransferee) return underWay(past, view);
  }
  return ended(past, to);
}

async function underWay(past: Past, view: MemberView): Promise<Explained> {
  const { id: leader, leadTransferee: to } = view;
  const away = hindranceOf(past, to, leader);
  const because = away === undefined ? [] : [away];
  const progress = view.progress.find(({ id }) => id === to);
  const match = progress?.match ?? 0;
  const ticks = Math.max(1, view.electionTimeout - view.electionElapsed);
  const giveUp = afterTicks(past.now, leader, ticks);
  const command = lastTransfer(past, to);
  const isBehind = match < view.last;
  return {
    subject: { type: 'transfer', to },
    answer: isBehind ? 'transferCatchingUp' : 'transferWaits',
    rule: 'leadershipTransfer',
    numbers: {
      leader,
      to,
      match,
      last: view.last,
      ticks,
      ...(giveUp === undefined ? {} : { givesUpAtMs: microsToMs(giveUp) }),
    },
    because,
    needs: [
      isBehind
        ? { code: 'matches', numbers: { node: to, index: view.last } }
        : { code: 'campaigns', numbers: { node: to } },
      ...awayNeeds(away, leader),
      { code: 'transferTimeout', numbers: { leader, ticks } },
    ],
    byItselfAt: await foretell(past, ({ machines }) => {
      const machine = machines.get(leader);
      return machine?.state !== 'StateLeader' || machine.image?.view().leadTransferee !== to;
    }),
    causes: joinChains(command === undefined ? [] : [command.event], awayEvents(past, because, leader)),
  };
}

function lastTransfer(past: Past, to: number | undefined) {
  return lastCommand(
    past,
    (command): command is Extract<Command, { readonly type: 'transferLeader' }> =>
      command.type === 'transferLeader' && (to === undefined || command.to === to),
  );
}

/** What came of the last one. */
async function ended(past: Past, to: number | undefined): Promise<Explained> {
  const asked = lastTransfer(past, to);
  if (asked === undefined)
    return { answer: 'transferNone', rule: 'leadershipTransfer', numbers: { to: to ?? 0 } };
  const target = asked.command.to;
  let outcome = await firstAfter(past, asked.event, (event) => outcomeIn(event, target) !== undefined);
  let trace = outcome && outcomeIn(outcome, target);
  if (trace?.type === 'transferRefused' && trace.reason === 'inProgress') {
    // What it was asked again for goes on, and ends like the first time that it was asked for.
    outcome =
      (await firstAfter(past, outcome?.number ?? 0, (event) => isEnd(outcomeIn(event, target)))) ?? outcome;
    trace = outcome && outcomeIn(outcome, target);
  }
  const subject = { type: 'transfer', to: target } as const;
  if (outcome === undefined || trace === undefined)
    return {
      subject,
      answer: 'transferUnheard',
      rule: 'networkLoses',
      numbers: { to: target },
      needs: [{ code: 'transferAgain', numbers: { to: target } }],
      causes: [asked.event],
    };
  if (trace.type === 'transferRefused') return { subject, ...(await transferRefusal(past, outcome, trace)) };
  if (trace.type === 'messageIgnored')
    return { subject, ...(await transferToStranger(past, outcome, target)) };
  const causes = await chainOf(past, outcome.number);
  if (trace.type === 'transferAborted' && trace.reason === 'steppedDown') {
    // The leader steps down before its successor, who asks for a newer term, is elected.
    const next = await firstAfter(past, outcome.number, ({ elected }) => elected !== undefined);
    if (next?.elected !== undefined && next.node === target)
      return {
        subject,
        answer: 'transferDone',
        rule: 'leadershipTransfer',
        numbers: { to: target, term: next.elected },
        causes: await chainOf(past, next.number),
      };
  }
  if (trace.type === 'transferAborted')
    return { subject, ...aborted(past, outcome, trace, joinChains(causes, [asked.event])) };
  return {
    subject,
    answer: 'transferDone',
    rule: 'leadershipTransfer',
    numbers: { to: target, term: trace.type === 'becameLeader' ? trace.term : 0 },
    causes,
  };
}

/** What an event says of a transfer to this node; undefined: nothing. */
function outcomeIn({ node, output }: WorldEvent, to: number): Outcome | undefined {
  for (const trace of output?.trace ?? []) {
    switch (trace.type) {
      case 'becameLeader':
        if (node === to) return trace;
        break;
      case 'transferRefused':
      case 'transferAborted':
        if (trace.to === to) return trace;
        break;
      case 'messageIgnored':
        if (strangerIn(trace) === to) return trace;
        break;
      default:
    }
  }
  return undefined;
}

function isEnd(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && outcome.type !== 'transferRefused';
}

/**
 * To whom a leader was asked to hand over that is no member: it does not even look at the request (which raft has as from who
 * is to lead). Undefined: it is no such decision.
 */
export function strangerIn(trace: NodeTrace): NodeId | undefined {
  const isOne =
    trace.type === 'messageIgnored' &&
    trace.messageType === 'MsgTransferLeader' &&
    trace.reason === 'noProgress';
  return isOne ? trace.from : undefined;
}

export async function transferToStranger(
  past: Past,
  { node, number }: WorldEvent,
  to: number,
): Promise<Explained> {
  return {
    answer: 'transferToStranger',
    rule: 'leadershipTransfer',
    numbers: { node, to },
    needs: [{ code: 'becomesMember', numbers: { node: to } }],
    causes: await chainOf(past, number),
  };
}

function aborted(
  past: Past,
  { node }: WorldEvent,
  { to, reason }: Aborted,
  causes: readonly number[],
): Explained {
  const away = hindranceOf(past, to, node);
  const common = {
    rule: 'leadershipTransfer',
    numbers: { leader: node, to },
    needs: [...awayNeeds(away, node), { code: 'transferAgain', numbers: { to } } as const],
    because: away === undefined ? [] : [away],
    causes: joinChains(causes, awayEvents(past, away === undefined ? [] : [away], node)),
  } as const;
  switch (reason) {
    case 'timeout':
      return { ...common, answer: 'transferTimedOut' };
    case 'replaced':
      return { ...common, answer: 'transferReplaced' };
    case 'targetRemoved':
      return { ...common, answer: 'transferTargetRemoved' };
    case 'steppedDown':
      return { ...common, answer: 'transferSteppedDown' };
  }
  return reason satisfies never;
}

/** Why a transfer did not even begin, in the event in which it was asked for. */
export async function transferRefusal(
  past: Past,
  event: WorldEvent,
  { to, reason }: Refused,
): Promise<Explained> {
  const causes = await chainOf(past, event.number);
  const common = { rule: 'leadershipTransfer', numbers: { node: event.node, to }, causes } as const;
  switch (reason) {
    case 'learner':
      return {
        ...common,
        answer: 'transferToLearner',
        needs: [{ code: 'becomesVoter', numbers: { node: to } }],
      };
    case 'self':
      return { ...common, answer: 'transferToSelf' };
    case 'inProgress':
      return { ...common, answer: 'transferInProgress' };
    case 'noLeader':
      return {
        ...common,
        answer: 'transferNoLeader',
        needs: [{ code: 'hearsLeader', numbers: { node: event.node } }],
      };
  }
  return reason satisfies never;
}
