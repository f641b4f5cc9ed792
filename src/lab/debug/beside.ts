import { causeOf } from '../../explain/causes.ts';
import type { Past } from '../../explain/past.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Selection } from '../frame/frame.ts';
import type { LongWork } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import type { Sought } from '../play/sought.ts';
import { goForward } from '../play/stepper.ts';
import { pastOf } from './past-of.ts';

/** So many events after an event are looked at for the end of the disk work that it has begun. */
const LOOKED_ON = 2000;
const PIECE = 64;

/**
 * Time stands then right after the event that made what is named: that sent the message, appended the entry, invoked the call, led to
 * the event. A node or a key has none of its own: then it is the event that time stands at. The number of that event.
 */
export async function stepToCause(run: Run, of: Selection | undefined, work: LongWork): Promise<number> {
  const found = await causeIn(run, of);
  if (found === undefined || found < 1)
    throw new CommandError(
      'badArgument',
      `${nameOf(run, of)} has no cause in the run: it is an input of its own`,
      { key: 'noCause', values: { what: nameOf(run, of) } },
    );
  await run.seekEvent(found, work);
  return found;
}

/**
 * Time stands then right after the first event that came of what is named: in which the message ended, a message with the entry
 * arrived, the call was proposed, sent on, answered, or, while it waits, taken up by its member; a message of the event arrived or its
 * disk was done. It may be looked for beyond the record, as a step does. The number of that event.
 */
export async function stepToEffect(run: Run, of: Selection | undefined, work: LongWork): Promise<number> {
  const { known, sought } = await effectIn(run, of);
  if (known !== undefined) {
    await run.seekEvent(known, work);
    return known;
  }
  if (sought === undefined)
    throw new CommandError('badArgument', `nothing has come of ${nameOf(run, of)} that is in the run`, {
      key: 'noEffect',
      values: { what: nameOf(run, of) },
    });
  run.checkTimeGoes('step', true);
  await goForward(run, sought, `effect of ${nameOf(run, of)}`, work);
  return run.cluster.world.events;
}

function nameOf(run: Run, of: Selection | undefined): string {
  switch (of?.type) {
    case 'message':
    case 'request':
      return `${of.type} ${of.id}`;
    case 'entry':
      return `entry ${of.index} of node ${of.node}`;
    default:
      return `event ${eventOf(run, of)}`;
  }
}

function eventOf(run: Run, of: Selection | undefined): number {
  return of?.type === 'event' ? of.number : run.cluster.world.events;
}

function originOf(run: Run, { node, index }: Extract<Selection, { type: 'entry' }>) {
  const entry = run.cluster.world.machines.get(node)?.image?.entries(index, index)[0];
  return entry && run.timeline.origins.ofEntry(index, entry.term);
}

async function causeIn(run: Run, of: Selection | undefined): Promise<number | undefined> {
  switch (of?.type) {
    case 'message':
      return run.timeline.arrows.at(of.id)?.sentEvent;
    case 'entry':
      return originOf(run, of)?.event;
    case 'request':
      return run.cluster.world.calls.get(of.id)?.event;
    default: {
      const event = eventOf(run, of);
      if (event > run.cluster.world.events)
        throw new CommandError('badArgument', `event ${event} has not happened yet at this instant`, {
          key: 'notYet',
          values: { event },
        });
      return causeOf(pastOf(run), event);
    }
  }
}

/** The event itself, if the record has it; or what to look for beyond it. */
interface Effect {
  readonly known?: number | undefined;
  readonly sought?: Sought | undefined;
}

async function effectIn(run: Run, of: Selection | undefined): Promise<Effect> {
  const { arrows } = run.timeline;
  switch (of?.type) {
    case 'message': {
      const arrow = arrows.at(of.id);
      return arrow === undefined ? {} : { known: arrow.endEvent, sought: endOf(new Set([of.id])) };
    }
    case 'entry': {
      const origin = originOf(run, of);
      return origin === undefined ? {} : firstArrival(run, origin.event);
    }
    case 'request':
      return effectOfCall(run, of.id);
    default: {
      const event = eventOf(run, of);
      const arrival = firstArrival(run, event);
      const done = await workDone(pastOf(run), event, arrival.known);
      return done === undefined ? arrival : { known: done };
    }
  }
}

/** Its proposal or its answer; of one that still waits for both what its member has made of it so far, or when it will hear of it. */
async function effectOfCall(run: Run, id: number): Promise<Effect> {
  const { timeline, cluster } = run;
  const call = cluster.world.calls.get(id);
  if (call === undefined) return {};
  const proposed = timeline.origins.ofRequest(id)?.event;
  const answered = timeline.marks.endOfCall(id, cluster.world.events, call.returnedAt);
  const [forward] = timeline.origins.forwardsOf(id);
  const sentOn = forward === undefined ? undefined : timeline.arrows.at(forward)?.sentEvent;
  const known = proposed ?? sentOn ?? answered ?? (await takenUp(run, call));
  if (known !== undefined) return { known };
  return call.result === undefined ? { sought: firstOfCall(call) } : {};
}

/** The event of the record in which a member took a call up. */
async function takenUp(run: Run, { id, node, event }: ClientCall): Promise<number | undefined> {
  const { events } = run.history;
  const past = pastOf(run);
  for (let number = event + 1; number <= Math.min(events.last, event + LOOKED_ON); number++) {
    if (events.nodeOf(number) !== node || !begins(events.typeOf(number))) continue;
    const [told] = await past.events(number, number);
    if (told !== undefined && takesUp(told, id)) return number;
  }
  return undefined;
}

/** What comes first beyond the record: its member takes it up, or it ends. */
function firstOfCall({ id }: ClientCall): Sought {
  return {
    // All that the record has of it was looked at.
    next: () => undefined,
    lookout: () => (event) => takesUp(event, id) || endsCall(event, id),
  };
}

/** Inputs in which a member is told of a call. */
function begins(type: WorldEvent['type']): boolean {
  return type === 'request' || type === 'confChange' || type === 'http';
}

/** While its member is paused it waits. */
function takesUp({ type, input, waits }: WorldEvent, id: number): boolean {
  return !waits && begins(type) && input !== undefined && 'request' in input && input.request === id;
}

function endsCall({ calls }: WorldEvent, id: number): boolean {
  return calls.some(({ request, status }) => request === id && status !== 'invoked');
}

/** Of the messages that were sent in an event. */
function firstArrival({ timeline: { arrows } }: Run, event: number): Effect {
  const flying = new Set<number>();
  let known: number | undefined;
  for (let id = arrows.firstSince(event); id <= arrows.last; id++) {
    const arrow = arrows.at(id);
    if (arrow === undefined || arrow.sentEvent > event) break;
    if (arrow.endEvent === undefined) flying.add(id);
    else known = Math.min(known ?? Infinity, arrow.endEvent);
  }
  return { known, sought: flying.size === 0 ? undefined : endOf(flying) };
}

function endOf(messages: ReadonlySet<number>): Sought {
  return {
    next: ({ timeline: { arrows } }, after) => {
      const ends = [...messages].map((id) => arrows.at(id)?.endEvent ?? 0).filter((end) => end > after);
      return ends.length === 0 ? undefined : Math.min(...ends);
    },
    lookout: () => (event) => event.ended.some(({ message }) => messages.has(message)),
  };
}

/** The event, before `until`, in which a write or an apply is done that this event has begun. */
async function workDone(past: Past, event: number, until = Infinity): Promise<number | undefined> {
  const [begun] = await past.events(event, event);
  const writes = new Set(begun?.output?.writes.map(({ id }) => id));
  const applies = new Set(begun?.output?.applies.map(({ id }) => id));
  if (begun === undefined || writes.size + applies.size === 0) return undefined;
  const isDone = ({ node, input }: WorldEvent): boolean =>
    node === begun.node &&
    ((input?.type === 'writeDone' && writes.has(input.write)) ||
      (input?.type === 'applyDone' && applies.has(input.apply)));
  const end = Math.min(until - 1, past.history.events.last, event + LOOKED_ON);
  for (let first = event + 1; first <= end; first += PIECE) {
    const some = await past.events(first, Math.min(end, first + PIECE - 1));
    const found = some.find(isDone);
    if (found !== undefined) return found.number;
  }
  return undefined;
}
