import type { CDPSession, Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';

// The main thread of a page, from Chromium's own trace: all tasks from one animation frame to the next.

/** The outermost event of each task (category toplevel); those within are parts of it. */
const TASK = 'ThreadControllerImpl::RunTask';

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** On the wall, in µs. */
  readonly dur?: number;
  /** Of the processor, in µs; now and then a trace does not know: then it is taken for as long as on the wall. */
  readonly tdur?: number;
}

/** What the page's threads do while `act` goes on. */
export async function traced(page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
  });
  await act();
  await endTracing(session);
  return events;
}

async function endTracing(session: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
}

export interface Measured {
  /** Of a frame, by the clock on the wall, in ms; as is `median`. */
  readonly p95: number;
  readonly median: number;
  /** Of the processor, in ms. */
  readonly cpu: { readonly p95: number; readonly median: number };
  /** From the beginning of one frame to that of the next, in ms. */
  readonly interval: { readonly p95: number; readonly median: number };
  readonly fps: number;
  readonly frames: number;
}

/** Tasks of the thread that fires animation frames, summed between them. */
export function measure(events: readonly TraceEvent[]): Measured {
  const callbacks = events.filter(({ name }) => name === 'FireAnimationFrame');
  const { pid, tid } = present(callbacks[0], 'animation frames in the trace');
  const tasks = events
    .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && event.name === TASK)
    .toSorted((a, b) => a.ts - b.ts);
  // A frame begins with the task that runs its callbacks, however many there are.
  const starts = tasks
    .filter(({ ts, dur = 0 }) => callbacks.some((callback) => callback.ts >= ts && callback.ts < ts + dur))
    .map(({ ts }) => ts);
  const frames = starts.slice(1).map((end, i) => {
    const start = present(starts[i], 'a frame before');
    return tasks.filter(({ ts }) => ts >= start && ts < end);
  });
  const used = frames.map((inside) => sum(inside, ({ tdur, dur = 0 }) => tdur ?? dur));
  const wall = frames.map((inside) => sum(inside, ({ dur = 0 }) => dur));
  const span = (present(starts.at(-1), 'frames') - present(starts[0], 'frames')) / 1_000_000;
  const interval = starts.slice(1).map((end, i) => (end - present(starts[i], 'a frame before')) / 1000);
  return {
    ...spread(wall),
    cpu: spread(used),
    interval: spread(interval),
    fps: frames.length / span,
    frames: frames.length,
  };
}

/** In ms, of times in µs. */
function sum(tasks: readonly TraceEvent[], time: (task: TraceEvent) => number): number {
  return tasks.reduce((total, task) => total + time(task), 0) / 1000;
}

function spread(times: readonly number[]): { readonly p95: number; readonly median: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    present(sorted[Math.floor(sorted.length * share)], 'frames in the trace');
  return { p95: at(0.95), median: at(0.5) };
}
