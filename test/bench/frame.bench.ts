import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../src/cli/browser.ts';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { measure, traced } from './main-thread.ts';
import { printLine } from './print-line.ts';

// Main-thread time per animation frame while the page plays: 5 and 9 nodes, 9 also at 4K, a log of 1,000 entries on each, 200
// messages under way from the first measured frame to the last.
//
// From Chromium's own trace: all tasks of the page's main thread, summed from one animation frame to the next: script,
// style, layout, painting the canvases and the page, the commit. The value is by the clock on the wall: what a viewer
// has to wait for, with all that the other threads (workers, rastering, compositing) and the rest of the machine take
// from it. `cpu` is the processor time that the thread itself used in the same tasks.

const ENTRIES = 1000;
const MESSAGES = 200;
const MEASURED_MS = 6000;
/** The desk: stage, details, logs and diagram are all in view. */
const desk = { width: 1440, height: 900 };
const pictures = [
  { nodes: 5, name: '5', viewport: desk },
  { nodes: 9, name: '9', viewport: desk },
  { nodes: 9, name: '9/4k', viewport: { width: 3840, height: 2160 } },
];
await ensureSite((text) => console.error(text));
const server = await serveStatic(siteFolder, 0);
const browser = await chromium.launch({
  executablePath: await findBrowser((text) => console.error(text)),
  args: [...chromiumFlags],
});
try {
  const rates: number[] = [];
  for (const { nodes, name, viewport } of pictures) {
    const page = await browser.newPage({ viewport });
    await page.goto(`${server.url}/`);
    const startMs = await prepare(page, nodes);
    const { p95, median, cpu, fps, frames } = measure(
      await traced(page, () => page.waitForTimeout(MEASURED_MS)),
    );
    printLine(`frame/${name}/p95`, p95, 'ms', { median, cpu, frames, ...(await shown(page, startMs)) });
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
