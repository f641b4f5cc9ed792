import { microsToMs } from '../../base/flavor.ts';
import { futureCone, pastCone, type ConeRecord, type ConeSide } from '../../explain/cone/cone.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { TimeWindow } from '../lab-port.ts';
import type { LongWork } from '../play/long-work.ts';
import { checkedStretch, checkEvent } from '../play/limits.ts';
import type { Run } from '../play/run.ts';

/** Whose cone: an event by its number, or a message, which goes from the event that sent it to the one that took it. */
export type ConeOf = number | { readonly type: 'message'; readonly id: number };

/** What could have influenced something, and what it could influence. Plain data. */
export interface Cone {
  readonly past: ConeView;
  /** Absent of a message that nobody took: it influences nothing. */
  readonly future?: ConeView;
}

/** One side of it. `reach`, by node: back to the beginning from there, or from there on, all events of the node are in it. */
export interface ConeView extends Omit<ConeSide, 'reach'> {
  readonly timeMs: number;
  readonly reach: readonly { readonly node: number; readonly event: number; readonly timeMs: number }[];
}

/** In slices; `window`: chains of influence within it alone; left out: the whole run, its future too where one is recorded. */
export async function cone(
  run: Run,
  of: ConeOf,
  window: TimeWindow | undefined,
  work: LongWork,
): Promise<Cone> {
  const { history, timeline } = run;
  const { events } = history;
  const record: ConeRecord = {
    events,
    arrows: timeline.arrows,
    commandAt: (event) => history.commandAt(event),
    nodes: run.live.world.machines.size,
  };
  const { from, to } = endsOf(run, of);
  const stretch = window && checkedStretch(events.timeOf(events.last), window);
  const first = stretch === undefined ? 1 : events.lastAt(stretch.from - 1) + 1;
  const last = stretch === undefined ? events.last : events.lastAt(stretch.to);
  if (from < first || (to ?? from) > last)
    throw new CommandError(
      'badArgument',
      `the cone is of event ${from < first ? from : (to ?? from)}, which is not in the window`,
    );
  const side = async (steps: Generator<number, ConeSide>, length: number): Promise<ConeView> => {
    for (;;) {
      const step = steps.next();
      if (!step.done) await work.rest(step.value / Math.max(1, length));
      else return viewOf(step.value, (event) => microsToMs(events.timeOf(event)));
    }
  };
  const past = await side(pastCone(record, from, { first, last }), from - first);
  if (to === undefined) return { past };
  return { past, future: await side(futureCone(record, to, { first, last }), last - to) };
}

function viewOf(side: ConeSide, timeOf: (event: number) => number): ConeView {
  const reach = side.reach.map(({ node, event }) => ({ node, event, timeMs: timeOf(event) }));
  return { ...side, timeMs: timeOf(side.event), reach };
}

/** The event whose past it is, and the one whose future. */
function endsOf(run: Run, of: ConeOf): { readonly from: number; readonly to: number | undefined } {
  if (typeof of === 'number') {
    if (of === 0)
      throw new CommandError('badArgument', 'before event 1 nothing has happened: it has no cone', {
        key: 'beginning',
        values: {},
      });
    checkEvent(run, of);
    if (run.history.events.nodeOf(of) !== 0) return { from: of, to: of };
    throw new CommandError(
      'badArgument',
      `event ${of} happens at no node: a cone is of something that a node or a message does`,
      { key: 'noCone', values: { event: of } },
    );
  }
  const arrow = run.timeline.arrows.at(of.id);
  if (arrow === undefined)
    throw new CommandError('badArgument', `there is no message ${String(of.id)} in this run`);
  return { from: arrow.sentEvent, to: arrow.end === 'delivered' ? arrow.endEvent : undefined };
}
