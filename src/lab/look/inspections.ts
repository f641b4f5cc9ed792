import type { Frame, FrameRequest, Inspection, Selection } from '../frame/frame.ts';
import type { DiskViews } from './disk-views.ts';
import { inspect } from './inspect.ts';
import type { Line } from '../play/line.ts';
import type { Run } from '../play/run.ts';

/** So many messages that have ended, and events, are remembered. */
const ENDED_KEPT = 100;

/**
 * What is asked of every frame is computed again only when its answer may have become another. A message's and an event's are found
 * by replaying the record, and stay the same once they are over: the last ones that were asked for are remembered.
 */
export class Inspections {
  readonly #diskViews: DiskViews;
  /** Of messages that had ended, by their keys, the one that was asked for last at the end; of one line of events: another branch counts its messages and events anew. */
  readonly #ended = new Map<string, Inspection>();
  #endedOf: Line | undefined;
  #last: { readonly line: Line; readonly key: string; readonly inspection: Inspection } | undefined;

  constructor(diskViews: DiskViews) {
    this.#diskViews = diskViews;
  }

  /** At the playhead. A promise if the record has to be replayed for it. */
  of(run: Run, selection: Selection): Inspection | Promise<Inspection> {
    const { line } = run.branches.current;
    const key = keyOf(run, selection);
    const known = this.#known(run, key);
    if (known !== undefined) return known;
    const keep = (inspection: Inspection): Inspection => {
      if (isFinal(inspection)) this.#remember(key, inspection);
      else this.#last = { line, key, inspection };
      return inspection;
    };
    const found = inspect(run, this.#diskViews, selection);
    return found instanceof Promise ? found.then(keep) : keep(found);
  }

  /** What a frame says of what is selected, and, while time stands at it, of the last event. */
  async ofFrame(
    run: Run,
    { inspect, step }: FrameRequest,
    playing: boolean,
  ): Promise<Pick<Frame, 'inspection' | 'step'>> {
    const { now, events } = run.cluster.world;
    const inspection = inspect && { of: inspect, inspection: await this.of(run, inspect) };
    const stands = step === true && !playing && events > 0 && run.history.events.timeOf(events) === now;
    const found = stands ? await this.of(run, { type: 'event', number: events }) : undefined;
    return { inspection, step: found?.type === 'event' ? found : undefined };
  }

  /** The same without a replay: a message's or an event's only if it was just asked for. */
  atOnce(run: Run, selection: Selection): Inspection | undefined {
    const known = this.#known(run, keyOf(run, selection));
    if (known !== undefined) return known;
    const replays = selection.type === 'message' || selection.type === 'event';
    const found = replays ? undefined : this.of(run, selection);
    return found instanceof Promise ? undefined : found;
  }

  #known(run: Run, key: string): Inspection | undefined {
    const { line } = run.branches.current;
    if (this.#endedOf !== line) this.#ended.clear();
    this.#endedOf = line;
    if (this.#last?.line === line && this.#last.key === key) return this.#last.inspection;
    return this.#ended.get(key);
  }

  #remember(key: string, inspection: Inspection): void {
    this.#ended.delete(key);
    this.#ended.set(key, inspection);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= ENDED_KEPT) return;
      this.#ended.delete(oldest);
    }
  }
}

/** What it says will never be another. */
function isFinal(inspection: Inspection): boolean {
  if (inspection.type === 'message') return inspection.endEvent !== undefined;
  return inspection.type === 'event';
}

/** Equal keys of a line, equal answers. */
function keyOf(run: Run, selection: Selection): string {
  return `${JSON.stringify(selection)} ${momentOf(run, selection)}`;
}

function momentOf(run: Run, selection: Selection): string {
  const { world } = run.cluster;
  if (selection.type === 'event' && selection.number <= world.events) return 'happened';
  const arrow = selection.type === 'message' ? run.timeline.arrows.at(selection.id) : undefined;
  const hasEnded = arrow?.endEvent !== undefined && arrow.endEvent <= world.events;
  return hasEnded ? `${arrow.sentEvent} ${arrow.endEvent}` : world.hash.hex();
}
