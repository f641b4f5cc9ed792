import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../src/cli/browser.ts';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { measure, traced } from './main-thread.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// A console in the page, with 10,000 keys in the store: from a keystroke to the frame in which its completions are painted, by the
// clock on the wall; then main-thread time per animation frame while 10,000 lines of output are scrolled through, as of `events`.

const KEYS = 10_000;
const LINES = 10_000;
const STEP_MS = 16;
const TYPED = 'etcdctl get key0001';

await ensureSite((text) => console.error(text));
const server = await serveStatic(siteFolder, 0);
const browser = await chromium.launch({
  executablePath: await findBrowser((text) => console.error(text)),
  args: [...chromiumFlags],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // tsx marks functions with their names; the page has not what it calls for that.
  await page.addInitScript('globalThis.__name = (it) => it');
  await page.goto(`${server.url}/`);
  await page.evaluate(async () => {
    const { quorumscope } = window;
    await quorumscope.ready;
    await quorumscope.pause();
    await quorumscope.reset({ nodes: 3, seed: 1 });
    await quorumscope.runUntil('election');
  });
  await fillStore(page);
  await page.keyboard.press('Shift+C');
  await page.getByRole('button', { name: 'Open a console' }).click();
  const field = page.locator('.console-field');
  await field.waitFor();
  // Each stroke comes right after a frame: what is painted with the next one has taken a whole frame, however soon it was there.
  const { times: each, lists } = await keystrokes(page);
  each.sort((a, b) => a - b);
  printLine('console/keystroke/p95', each[Math.floor(each.length * 0.95)] ?? NaN, 'ms', {
    median: median(each),
    listMedian: median(lists),
    keys: KEYS,
    strokes: each.length,
  });
  await page.evaluate(async (lines) => {
    await window.quorumscope.typeLine('console1', `seq ${lines}`);
    await window.quorumscope.runFor(10);
  }, LINES);
  await page
    .locator('.console-line', { hasText: `${LINES}` })
    .first()
    .waitFor();
  await page.waitForTimeout(500);
  const trace = await traced(page, () => scroll(page));
  const { p95, median: middle, cpu, interval, fps, frames } = measure(trace);
  printLine('console/scroll/p95', p95, 'ms', { median: middle, cpu, interval, fps, frames, lines: LINES });
} finally {
  await browser.close();
  await server.close();
}

/** By transactions of a hundred, from a script. */
async function fillStore(page: Page): Promise<void> {
  await page.evaluate(async (keys) => {
    const { quorumscope } = window;
    for (let from = 0; from < keys; from += 100) {
      const success = Array.from({ length: 100 }, (_, i) => ({
        type: 'put',
        key: `key${String(from + i).padStart(6, '0')}`,
        value: 'v',
        lease: '0',
      }));
      const call = quorumscope.txn({ compare: [], success, failure: [] });
      await quorumscope.runFor(400);
      await call;
    }
  }, KEYS);
}

/** Types the line again and again, as a keyboard does, and waits for the frame after the list has changed. */
function keystrokes(page: Page): Promise<{ readonly times: number[]; readonly lists: number[] }> {
  return page.evaluate(async (typed) => {
    const box = document.querySelector<HTMLTextAreaElement>('.console-field');
    const prompt = box?.parentElement;
    if (!box || !prompt) throw new Error('there is no line to type in');
    box.focus();
    const times: number[] = [];
    const lists: number[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.start();
    const frame = {
      painted: () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => {
            port1.addEventListener('message', () => resolve(), { once: true });
            port2.postMessage(0);
          });
        }),
    };
    for (let round = 0; round < 6; round++) {
      box.select();
      document.execCommand('insertText', false, typed.slice(0, 12));
      await new Promise((resolve) => setTimeout(resolve, 200));
      for (const character of typed.slice(12)) {
        await frame.painted();
        const began = performance.now();
        const changed = new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            if (prompt.querySelector('[role=option]') === null) return;
            observer.disconnect();
            resolve();
          });
          observer.observe(prompt, { childList: true, subtree: true, characterData: true });
        });
        document.execCommand('insertText', false, character);
        await changed;
        lists.push(performance.now() - began);
        await frame.painted();
        times.push(performance.now() - began);
      }
    }
    return { times, lists };
  }, TYPED);
}

async function scroll(page: Page): Promise<void> {
  const list = page.locator('.console-output');
  await list.hover();
  for (const deltaY of [-60, -700, 60, 400, -5000]) {
    for (let i = 0; i < 60; i++) {
      await page.mouse.wheel(0, deltaY);
      await page.waitForTimeout(STEP_MS);
    }
  }
  // As the bar is dragged: everywhere there are lines that have not been asked for.
  for (let i = 0; i <= 60; i++) {
    await list.evaluate((box, part) => (box.scrollTop = part * box.scrollHeight), i / 60);
    await page.waitForTimeout(STEP_MS);
  }
}
