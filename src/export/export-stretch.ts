import { microsToMs, type Micros } from '../base/flavor.ts';
import type { History } from '../history/history.ts';
import { fromBeginning, fromCheckpoint, replayTo } from '../history/replay.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { Journal, WorldEvent } from '../sim/record/world-event.ts';
import type { ExportedText, TextForm, TooLarge } from './form.ts';
import { MermaidWriter } from './mermaid.ts';
import { NdjsonWriter } from './ndjson.ts';
import { PerfettoWriter } from './perfetto.ts';
import { ShivizWriter } from './shiviz.ts';
import { TlaWriter } from './tla.ts';
import { TranscriptWriter } from './transcript.ts';
import { UnderWay } from './under-way.ts';
import type { MakeWriter, Stretch, Writer } from './writer.ts';

/** What a stretch may have, so that its text is made within seconds and kept in a tab. */
export const EXPORT_EVENTS_MAX = 200_000;
/** So many events are replayed between two rests. */
const PIECE = 50;

const writers: Readonly<Record<Exclude<TextForm, 'tla'>, MakeWriter>> = {
  mermaid: (world, stretch) => new MermaidWriter(world, stretch),
  shiviz: () => new ShivizWriter(),
  perfetto: (world, stretch) => new PerfettoWriter(world, stretch),
  transcript: (world, stretch) => new TranscriptWriter(world, stretch),
  ndjson: (world, stretch) => new NdjsonWriter(world, stretch),
};

/** Called between pieces of the work, with how much of it is done, from 0 to 1. */
export type Rest = (progress: number) => Promise<void>;

/**
 * A stretch of a run in one form. It is replayed in process from the checkpoint before it, so equal runs give equal texts,
 * and the run itself is not touched.
 */
export async function exportStretch(
  history: History,
  factory: MemberFactory,
  form: TextForm,
  stretch: Stretch,
  rest: Rest,
): Promise<ExportedText | TooLarge> {
  const { events } = history;
  const first = stretch.from <= 0 || beginsWithRun(form) ? 0 : events.lastAt(stretch.from - 1);
  const last = events.lastAt(stretch.to);
  if (last - first > EXPORT_EVENTS_MAX) {
    const fitsTo = instantBefore(events, first, first + EXPORT_EVENTS_MAX + 1);
    return tooLarge(form, { limit: EXPORT_EVENTS_MAX, unit: 'events', fitsTo });
  }
  let listener: Journal | undefined;
  const journal: Journal = { append: (event) => listener?.append(event) };
  const { cluster, makeWriter } =
    form === 'tla'
      ? await traced(history, factory, journal)
      : { cluster: fromCheckpoint(history, first, factory, journal), makeWriter: writers[form] };
  const from = cluster.world.events;
  const goTo = async (event: number) => {
    while (cluster.world.events < event) {
      await replayTo(history, cluster, Math.min(event, cluster.world.events + PIECE));
      await rest((cluster.world.events - from) / Math.max(1, last - from));
      if (writer?.overflow !== undefined) return;
    }
  };
  let writer: Writer | undefined;
  await goTo(first);
  const made = makeWriter(cluster.world, stretch);
  const underWay = new UnderWay(cluster.world);
  writer = made;
  listener = {
    append: (event: WorldEvent) => {
      made.append(event);
      underWay.take(event);
    },
  };
  await goTo(last);
  const text = made.end();
  if (made.overflow !== undefined) return tooLarge(form, made.overflow);
  return { form, text, events: last - first, messages: underWay.seen };
}

/** They cannot say in what state the middle of a run is. */
function beginsWithRun(form: TextForm): boolean {
  return form === 'transcript' || form === 'tla';
}

/** The members tell of their own steps: they are told to as they start. */
async function traced(
  history: History,
  factory: MemberFactory,
  journal: Journal,
): Promise<{ cluster: Cluster; makeWriter: MakeWriter }> {
  let cluster: Cluster | undefined;
  const writer = new TlaWriter(() => cluster?.world.now ?? 0);
  cluster = await fromBeginning(history, factory, writer.tracer, journal);
  return { cluster, makeWriter: () => writer };
}

/** The last instant whose events all come before this one; undefined: there is none. */
function instantBefore(events: History['events'], first: number, event: number): Micros | undefined {
  const before = events.timeOf(event) - 1;
  return events.lastAt(before) > first ? before : undefined;
}

function tooLarge(form: TextForm, { limit, unit, fitsTo }: NonNullable<Writer['overflow']>): TooLarge {
  const fitsToMs = fitsTo === undefined ? undefined : microsToMs(fitsTo);
  return { form, tooLarge: { limit, unit, fitsToMs } };
}
