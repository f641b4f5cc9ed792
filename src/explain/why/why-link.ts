import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import { chainOf } from '../causes.ts';
import type { Past } from '../past.ts';
import { awayEvents, cutEvent, hindranceOf, knownNode, lastCommand } from './facts.ts';
import type { Subject } from './subject.ts';
import { awayNeeds } from './why-progress.ts';
import type { Explained } from './why.ts';

/** So many messages are looked through for the newest one on this way. */
const LOOKED_THROUGH = 5000;

/** Why nothing gets from one node to another, or what did last. One way: the way back is another link. */
export async function whyLink(
  past: Past,
  { from, to }: Extract<Subject, { readonly type: 'link' }>,
): Promise<Explained> {
  const { now } = past;
  knownNode(now, from);
  knownNode(now, to);
  if (from === to) throw new CommandError('badArgument', `why: node ${from} has no link to itself`);
  const numbers = { from, to };
  const { cut, hold, dials } = now.bus.link(from, to);
  if (cut) {
    const event = cutEvent(past, from, to);
    return {
      answer: now.bus.link(to, from).cut ? 'linkCut' : 'linkCutOneWay',
      rule: 'networkLoses',
      numbers,
      needs: [{ code: 'linkHealed', numbers: { leader: from, node: to } }],
      causes: event === undefined ? [] : [event],
    };
  }
  const away = hindranceOf(past, from, undefined) ?? hindranceOf(past, to, undefined);
  if (away !== undefined)
    return {
      answer: 'linkEndAway',
      rule: 'serversStop',
      numbers: { ...numbers, node: away.node },
      because: [away],
      needs: awayNeeds(away, from),
      causes: awayEvents(past, [away], undefined),
    };
  if (hold || dials.loss > 0) {
    const set = lastSetting(past, from, to, hold ? 'hold' : 'loss');
    const common = { rule: 'networkLoses', causes: set === undefined ? [] : [set] } as const;
    const percent = Math.round(dials.loss * 1000) / 10;
    return hold
      ? { ...common, answer: 'linkHeld', numbers, needs: [{ code: 'linkLetGo', numbers }] }
      : { ...common, answer: 'linkLossy', numbers: { ...numbers, percent } };
  }
  return lastOn(past, from, to);
}

function lastSetting(past: Past, from: NodeId, to: NodeId, name: 'hold' | 'loss'): number | undefined {
  return lastCommand(
    past,
    (command): command is Command =>
      command.type === 'link' &&
      command.from === from &&
      command.to === to &&
      command.settings[name] !== undefined,
  )?.event;
}

/** Nothing is in the way: what was the last that went this way? */
async function lastOn(past: Past, from: NodeId, to: NodeId): Promise<Explained> {
  const last = newest(past, from, to);
  if (last === undefined) return { answer: 'linkQuiet', rule: 'roles', numbers: { from, to } };
  return {
    answer: 'linkOpen',
    rule: 'networkLoses',
    numbers: { from, to, message: last.id, messageType: last.type, sentAtMs: microsToMs(last.sentAt) },
    causes: await chainOf(past, last.sentEvent),
  };
}

function newest({ now, timeline: { arrows } }: Past, from: NodeId, to: NodeId): Arrow | undefined {
  const { lastId } = now.bus;
  for (let id = lastId; id > Math.max(0, lastId - LOOKED_THROUGH); id--) {
    const arrow = arrows.at(id);
    if (arrow?.from === from && arrow.to === to) return arrow;
  }
  return undefined;
}
