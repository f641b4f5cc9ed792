import type { WorldEvent } from '../sim/record/world-event.ts';
import type { Past } from './past.ts';

/** So many links of a chain are followed: what led to what is seldom longer, and it ends at an input. */
const CHAIN_MAX = 100;
/** So far back is looked for what asked a disk or an apply thread for something: it is seldom more than a few events ago. */
const LOOKED_BACK = 2000;
const PIECE = 64;

/**
 * What led to an event: the one that sent the message it delivers, that asked the disk or the apply thread for what is done in it,
 * that told the member to do it. Undefined: it is an input itself, a command or a tick, or a client's own step.
 */
export async function causeOf(past: Past, event: number): Promise<number | undefined> {
  if (event < 1) return undefined;
  const { events } = past.history;
  const message = events.messageOf(event);
  if (message > 0) return past.timeline.arrows.at(message)?.sentEvent;
  switch (events.typeOf(event)) {
    case 'tick':
    case 'command':
    case 'client':
    case 'electionTimeout':
      return undefined;
    case 'writeDone':
    case 'applyDone': {
      const asked = past.timeline.work.askedBy(event);
      if (asked !== undefined) return asked;
      const [found] = await past.events(event, event);
      return found && askedBy(past, found);
    }
    case 'campaign':
    case 'transferLeader':
    case 'forgetLeader':
    case 'snapshotNow':
    case 'ready':
    case 'clockJump':
    case 'readIndex':
    case 'confChange':
    case 'request':
      return lastTold(past, event);
    default: {
      const [found] = await past.events(event, event);
      return found && askedBy(past, found);
    }
  }
}

/** Who told a member to do it: the last command or step of a client program before. */
function lastTold({ history: { events } }: Past, event: number): number | undefined {
  for (let number = event - 1; number >= Math.max(1, event - LOOKED_BACK); number--) {
    const type = events.typeOf(number);
    if (type === 'command' || type === 'client') return number;
  }
  return undefined;
}

/** From an event back to the input that made it, newest first; the event itself is its first. */
export async function chainOf(past: Past, event: number): Promise<readonly number[]> {
  const chain: number[] = [];
  for (
    let next: number | undefined = event;
    next !== undefined && next > 0;
    next = await causeOf(past, next)
  ) {
    chain.push(next);
    if (chain.length === CHAIN_MAX) break;
  }
  return chain;
}

/** Several chains as one: each event once, newest first. */
export function joinChains(...chains: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(chains.flat())].sort((a, b) => b - a);
}

function askedBy(past: Past, event: WorldEvent): Promise<number | undefined> {
  const { input, node, number } = event;
  if (input === undefined) return Promise.resolve(undefined);
  switch (input.type) {
    case 'writeDone':
      return lastBefore(past, number, (each) => each.node === node && has(each.output?.writes, input.write));
    case 'applyDone':
      return lastBefore(past, number, (each) => each.node === node && has(each.output?.applies, input.apply));
    case 'message':
      // It came while the member was paused, and is taken up now.
      return lastBefore(
        past,
        number,
        (each) => each.command?.type === 'resume' && each.command.node === node,
      );
    case 'unreachable':
    case 'snapshotStatus':
      return lastBefore(
        past,
        number,
        (each) => each.message > 0 && isReportOf(past, each.message, node, input),
      );
    default:
      return lastBefore(past, number, (each) => each.command !== undefined || each.type === 'client');
  }
}

function has(list: readonly { readonly id: number }[] | undefined, id: number): boolean {
  return list?.some((each) => each.id === id) ?? false;
}

/** Whether the end of this message is what the member's transport tells it of. */
function isReportOf(
  past: Past,
  message: number,
  node: number,
  { type, peer }: { readonly type: string; readonly peer: number },
): boolean {
  const arrow = past.timeline.arrows.at(message);
  if (arrow === undefined || arrow.from !== node || arrow.to !== peer) return false;
  return arrow.type === (type === 'unreachable' ? 'MsgApp' : 'MsgSnap');
}

/** The last event before this one of which this is so, not too far back. */
export async function lastBefore(
  past: Past,
  event: number,
  isIt: (event: WorldEvent) => boolean,
  reach = LOOKED_BACK,
): Promise<number | undefined> {
  const end = Math.max(1, event - reach);
  for (let last = event - 1; last >= end; last -= PIECE) {
    const some = await past.events(Math.max(end, last - PIECE + 1), last);
    const found = some.findLast(isIt);
    if (found !== undefined) return found.number;
  }
  return undefined;
}
