import type { Inspection, Selection } from '../frame/frame.ts';
import type { DiskViews } from './disk-views.ts';
import { inspect } from './inspect.ts';
import type { Run } from '../play/run.ts';

/**
 * What is asked of every frame is computed again only when its answer may have become another. A message's is found by
 * replaying the record, and stays the same from its end on.
 */
export class Inspections {
  readonly #diskViews: DiskViews;
  #last: { readonly run: Run; readonly key: string; readonly inspection: Inspection } | undefined;

  constructor(diskViews: DiskViews) {
    this.#diskViews = diskViews;
  }

  /** At the playhead. A promise if the record has to be replayed for it. */
  of(run: Run, selection: Selection): Inspection | Promise<Inspection> {
    const key = keyOf(run, selection);
    if (this.#last?.run === run && this.#last.key === key) return this.#last.inspection;
    const keep = (inspection: Inspection): Inspection => {
      this.#last = { run, key, inspection };
      return inspection;
    };
    const found = inspect(run, this.#diskViews, selection);
    return found instanceof Promise ? found.then(keep) : keep(found);
  }

  /** The same without a replay: a message's only if it was just asked for. */
  atOnce(run: Run, selection: Selection): Inspection | undefined {
    if (this.#last?.run === run && this.#last.key === keyOf(run, selection)) return this.#last.inspection;
    const found = selection.type === 'message' ? undefined : this.of(run, selection);
    return found instanceof Promise ? undefined : found;
  }
}

/** Equal keys of a run, equal answers. */
function keyOf(run: Run, selection: Selection): string {
  return `${JSON.stringify(selection)} ${momentOf(run, selection)}`;
}

function momentOf(run: Run, selection: Selection): string {
  const { world } = run.cluster;
  const arrow = selection.type === 'message' ? run.timeline.arrows.at(selection.id) : undefined;
  const hasEnded = arrow?.endEvent !== undefined && arrow.endEvent <= world.events;
  return hasEnded ? `${run.futures} ${arrow.sentEvent} ${arrow.endEvent}` : world.hash.hex();
}
