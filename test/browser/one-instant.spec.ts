import type { Page } from '@playwright/test';
import { formatSeconds } from '../../src/view/say/format.ts';
import { expect, test } from './site.ts';

/** What one animation frame found on the page: instants in microseconds, roles as each part has them. */
interface Sample {
  readonly clock: string;
  readonly slider: string;
  readonly stage: string;
  readonly logs: string;
  readonly diagram: string;
  readonly inspector: string;
  /** Leaders: as the ring has them, and as the table of the logs has them. */
  readonly onStage: readonly number[];
  readonly inLogs: readonly number[];
  readonly headline: string;
}

/** Looks at the page in every animation frame, until `frames` of them were of another instant than the one before. */
function samples(page: Page, frames: number): Promise<Sample[]> {
  return page.evaluate(async (wanted) => {
    const found: Sample[] = [];
    let changes = 0;
    // Under load frames are far apart: the loop counts frames, not time.
    for (let looked = 0; changes < wanted && looked < 40 * wanted; looked++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const sample = {
        clock: document.querySelector('.clock')?.textContent ?? '',
        slider: document.querySelector('.time-box')?.getAttribute('aria-valuenow') ?? '',
        stage: document.querySelector('.stage-canvas')?.getAttribute('data-at') ?? '',
        logs: document.querySelector('.logs-box canvas')?.getAttribute('data-at') ?? '',
        diagram: document.querySelector('.time-box canvas')?.getAttribute('data-at') ?? '',
        inspector: document.querySelector('.inspector')?.getAttribute('data-at') ?? '',
        onStage: Array.from(document.querySelectorAll('g[data-role="StateLeader"]'), (node) =>
          Number(node.getAttribute('data-node')),
        ),
        inLogs: Array.from(document.querySelectorAll('.logs tbody th'), (head) => head.textContent)
          .filter((words) => words.includes('eader'))
          .map((words) => Number(/n(\d+)/.exec(words)?.[1])),
        headline: document.querySelector('.inspector .headline')?.textContent ?? '',
      };
      if (sample.stage !== found.at(-1)?.stage) changes++;
      found.push(sample);
    }
    return found;
  }, frames);
}

function expectOneInstant(found: readonly Sample[]): void {
  const seconds = (sample: Sample) => formatSeconds(Number(sample.stage));
  for (const sample of found) {
    const { stage } = sample;
    expect(sample, `all of the instant ${stage}`).toEqual({
      ...sample,
      clock: `${seconds(sample)} s`,
      slider: seconds(sample),
      logs: stage,
      diagram: stage,
      inspector: stage,
      inLogs: sample.onStage,
    });
  }
}

test('while time runs, all that is painted is of one instant: through elections, commits and a kill', async ({
  site,
  page,
}) => {
  await site.open();
  await page.evaluate(async () => {
    const q = window.quorumscope;
    await q.pause();
    await q.reset({ seed: 7 });
    await q.step('election');
    // A first entry, so that there is a table of the logs; then a moment before the next election.
    await q.runFor(300);
    const leader = (await q.state()).nodes.find(({ role }) => role === 'leader')?.id ?? 0;
    await q.kill(leader);
    await q.step('election');
    await q.back('tick', 3);
    await q.play(0.2);
  });
  const election = await samples(page, 60);
  expectOneInstant(election);
  const leaders = new Set(election.map(({ onStage }) => onStage.join()));
  expect(leaders.size, 'the election is among them').toBe(2);
  for (const { onStage, headline } of election) {
    if (onStage.length > 0) expect(headline).toContain(`n${onStage[0]}`);
    else expect(headline).not.toMatch(/n\d/);
  }

  // A node's own inspector, which asks the lab for its decisions, while writes commit.
  await page.locator(`g[data-node="${election.at(-1)?.onStage[0] ?? 1}"]`).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.evaluate(async () => {
    const q = window.quorumscope;
    await q.live();
    await q.play(0.2);
    for (let i = 0; i < 20; i++) void q.put('a', String(i));
  });
  const commits = await samples(page, 60);
  expectOneInstant(commits);
});
