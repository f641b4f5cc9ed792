import { chromium, type CDPSession, type Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { findBrowser } from '../../src/cli/browser.ts';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { printLine } from './print-line.ts';

// Main-thread time per animation frame while the page plays: 5 and 9 nodes, a log of 1,000 entries on each, 200
// messages under way from the first measured frame to the last.
//
// From Chromium's own trace: all tasks of the page's main thread, summed from one animation frame to the next: script,
// style, layout, painting the canvases and the page, the commit. The value is by the clock on the wall: what a viewer
// has to wait for, with all that the other threads (workers, rastering, compositing) and the rest of the machine take
// from it. `cpu` is the processor time that the thread itself used in the same tasks.

const ENTRIES = 1000;
const MESSAGES = 200;
const MEASURED_MS = 6000;
/** The outermost event of each task (category toplevel); those within are parts of it. */
const TASK = 'ThreadControllerImpl::RunTask';

interface TraceEvent {
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

await ensureSite((text) => console.error(text));
const server = await serveStatic(siteFolder, 0);
const browser = await chromium.launch({
  executablePath: await findBrowser((text) => console.error(text)),
  args: [...chromiumFlags],
});
try {
  const rates: number[] = [];
  for (const nodes of [5, 9]) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}/`);
    const startMs = await prepare(page, nodes);
    const { p95, median, cpu, fps, frames } = measure(await trace(page));
    printLine(`frame/${nodes}/p95`, p95, 'ms', { median, cpu, frames, ...(await shown(page, startMs)) });
    rates.push(fps);
    await page.close();
  }
  printLine('frame/fps', Math.min(...rates), '1/s');
} finally {
  await browser.close();
  await server.close();
}

/** Gives the virtual ms it starts at: a cluster with its log full, then puts over slow links until enough is under way; playing slowly. */
async function prepare(page: Page, nodes: number): Promise<number> {
  return page.evaluate(
    async ([count, entries, messages]) => {
      const q = window.quorumscope;
      await q.ready;
      await q.pause();
      await q.reset({ nodes: count, snapshotCount: 100_000 });
      await q.step('election');
      await q.runFor(200);
      for (let i = 0; i < entries; i++) {
        void q.put(`k${i % 50}`, String(i));
        if (i % 50 === 49) await q.runFor(100);
      }
      // The followers' disks do one write after the other: all of them are done before it begins.
      await q.runFor(8000);
      for (let from = 1; from <= count; from++) {
        for (let to = 1; to <= count; to++) if (from !== to) await q.link(from, to, { latencyMs: 400 });
      }
      for (let i = 0; (await q.state()).messages.length < messages; i++) {
        void q.put('busy', String(i));
        await q.runFor(1);
      }
      await q.play(1 / 50);
      return (await q.state()).timeMs;
    },
    [nodes, ENTRIES, MESSAGES] as const,
  );
}

/** What was there to be shown, as the measuring ends; throws unless it still is what this is about. */
async function shown(page: Page, startMs: number): Promise<{ messages: number; entries: number }> {
  const found = await page.evaluate(async () => {
    const { timeMs, nodes, messages } = await window.quorumscope.state();
    const entries = Math.min(...nodes.map((node) => node.lastIndex));
    return { messages: messages.length, entries, timeMs };
  });
  const { messages, entries, timeMs } = found;
  if (timeMs <= startMs || messages < MESSAGES || entries < ENTRIES) {
    throw new Error(`frame: not what is to be measured: ${JSON.stringify(found)}`);
  }
  return { messages, entries };
}

async function trace(page: Page): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
  });
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), MEASURED_MS);
  await endTracing(session);
  return events;
}

async function endTracing(session: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
}

interface Measured {
  /** Of a frame, by the clock on the wall, in ms; as is `median`. */
  readonly p95: number;
  readonly median: number;
  /** Of the processor, in ms. */
  readonly cpu: { readonly p95: number; readonly median: number };
  readonly fps: number;
  readonly frames: number;
}

/** Tasks of the thread that fires animation frames, summed between them. */
function measure(events: readonly TraceEvent[]): Measured {
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
  return { ...spread(wall), cpu: spread(used), fps: frames.length / span, frames: frames.length };
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
