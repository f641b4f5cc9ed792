import { microsToMs } from '../../base/flavor.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Past } from '../past.ts';
import { heardIn } from './cause.ts';
import type { Ask, Told } from './fact.ts';
import { tell } from './facts.ts';
import { firstAsk } from './first-ask.ts';
import type { OriginStep, StepInput } from './origin-step.ts';
import type { Place } from './place.ts';
import { Trail } from './trail.ts';
import { NOT_KNOWN } from '../../history/partly-known.ts';
import { decisionIn } from '../known-event.ts';
import { stepText } from './step-text.ts';

/** A chain that is longer is cut: each step of it is an earlier event, so it would end. */
const STEPS_MAX = 200;

/**
 * Where the value of a place comes from, at the playhead: the event that set it first, then what that goes back to, event by
 * event, to a first input: a command, a client's call, a tick of a timer, or the beginning of the run. Rejects with a
 * CommandError if there is no such place now.
 */
export async function origin(past: Past, place: Place): Promise<readonly OriginStep[]> {
  const known = new Trail(past, past.history.facts.reader());
  const replayed = new Trail(past);
  const steps: OriginStep[] = [];
  let ask: Ask | undefined = firstAsk(past, place);
  while (ask !== undefined) {
    if (steps.length >= STEPS_MAX)
      throw new CommandError('badArgument', `the chain of causes has more than ${STEPS_MAX} steps`);
    const { step, next }: Link = (await goBackKnown(known, ask)) ?? (await goBack(replayed, ask));
    steps.push(step);
    ask = next;
  }
  return steps;
}

interface Link {
  readonly step: OriginStep;
  readonly next: Ask | undefined;
}

async function goBack(trail: Trail, ask: Ask): Promise<Link> {
  const told = await tell(trail, ask);
  return { step: await stepOf(trail, told), next: told.next };
}

/** By the indexes alone; undefined: they do not tell all of it. */
async function goBackKnown(trail: Trail, ask: Ask): Promise<Link | undefined> {
  try {
    return await goBack(trail, ask);
  } catch (error) {
    if (error === NOT_KNOWN) return undefined;
    throw error;
  }
}

async function stepOf(trail: Trail, told: Told): Promise<OriginStep> {
  const { event, node, did, value, numbers = {} } = told;
  const number = event?.number ?? 0;
  const isOfNode = told.place !== '' && node !== 0 && !told.place.startsWith('call(');
  const place = isOfNode ? `node(${node}).${told.place}` : told.place;
  const step = {
    event: number,
    timeMs: microsToMs(trail.past.history.events.timeOf(number)),
    node,
    input: await inputOf(trail, event),
    did,
    place,
    ...(value === undefined ? {} : { value }),
    numbers,
  };
  return { ...step, text: stepText(step) };
}

async function inputOf(trail: Trail, event: WorldEvent | undefined): Promise<StepInput> {
  if (event === undefined) return { type: 'beginning' };
  const { input, command } = event;
  if (command !== undefined) return { type: 'command', command: command.type };
  if (event.client !== undefined) return { type: 'client', client: event.client };
  const heard = await heardIn(trail, event);
  if (heard !== undefined) {
    const messageType = trail.past.timeline.arrows.typeOf(heard.message);
    if (messageType !== undefined) return { type: 'message', ...heard, messageType };
  }
  switch (input?.type) {
    case 'tick':
      return { type: 'tick' };
    case 'writeDone':
      return { type: 'writeDone', write: input.write };
    case 'applyDone': {
      const { first, last } = decisionIn(event, 'applied') ?? { first: 0, last: 0 };
      return { type: 'applyDone', first, last };
    }
    case 'request':
      return { type: 'request', request: input.request };
    default:
      return { type: 'input', input: event.type };
  }
}
