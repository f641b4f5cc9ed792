import { readFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { expect, test } from './site.ts';

const PUTS = 180;
const ROUND = 30;

test('180 values of 1 MiB are all answered by five nodes in their workers', async ({
  site,
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await site.openWithLeader();
  const answers: string[] = [];
  while (answers.length < PUTS) {
    answers.push(...(await page.evaluate(putMany, { first: answers.length, count: ROUND })));
    console.log(
      `  ${answers.length} values of 1 MiB: renderer ${await rendererMegabytes(browser)} MB resident`,
    );
  }
  expect(answers).toEqual(Array.from({ length: PUTS }, () => 'ok'));
  const { nodes } = await site.state();
  expect(nodes.map(({ status, crashed }) => crashed ?? status)).toEqual(['up', 'up', 'up', 'up', 'up']);
});

async function putMany({ first, count }: { first: number; count: number }): Promise<string[]> {
  const { quorumscope } = window;
  const answers: string[] = [];
  for (let i = first; i < first + count; i++) {
    const asked = quorumscope.put(`key ${i}`, String.fromCharCode(97 + (i % 26)).repeat(1024 * 1024));
    await quorumscope.runFor(300);
    const answer = await asked;
    answers.push(answer.status === 'ok' ? 'ok' : `${answer.status}: ${answer.error ?? ''}`);
  }
  return answers;
}

/** Of the largest renderer, to be read by people: '?' where there is no /proc. */
async function rendererMegabytes(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes: number[] = [];
  for (const { type, id } of processInfo) {
    if (type !== 'renderer') continue;
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    sizes.push(Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
  }
  const largest = Math.max(...sizes);
  return Number.isFinite(largest) ? largest.toFixed(0) : '?';
}
