import type { Page } from '@playwright/test';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

/** Goes to a page of the course, by its name. */
async function turnTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages of the course' }).getByRole('button', { name }).click();
  await expect(page.getByRole('region', { name, exact: true }).first()).toBeVisible();
}

/** Answers every question of the quiz with its choice of this number, or the last that it has. */
async function takeQuiz(page: Page, choice: number): Promise<void> {
  for (;;) {
    const choices = page.locator('.course-choices input');
    await choices.nth(Math.min(choice, (await choices.count()) - 1)).check();
    const finish = page.getByRole('button', { name: 'Finish' });
    if (await finish.isVisible()) return finish.click();
    await page.getByRole('button', { name: 'Next' }).click();
  }
}

test('the course: its pages one after the other, the lab untouched behind them', async ({ site, page }) => {
  await site.open('?course');
  await page.evaluate(() => window.quorumscope.pause());
  const hash = () => page.evaluate(() => window.quorumscope.hash());
  const before = await hash();
  const course = page.getByRole('dialog', { name: 'The course' });
  await expect(course.getByRole('heading', { name: /^E Terms and elections/ })).toBeVisible();
  const cards = course.locator('.course-card');
  const all = await cards.count();
  await course.getByRole('radio', { name: 'Core track' }).check();
  expect(await cards.count()).toBeLessThan(all);
  await expect(cards.filter({ hasNot: page.locator('.course-core') })).toHaveCount(0);
  expect(await serious(site)).toEqual([]);

  await test.step('the quiz twice: right and wrong is told after the second time alone', async () => {
    await turnTo(page, 'Quiz');
    await page.getByRole('button', { name: 'Before the course' }).click();
    expect(await serious(site)).toEqual([]);
    await takeQuiz(page, 0);
    await expect(course).toContainText('Your first answers are kept.');
    await expect(course.locator('.quiz-because')).toHaveCount(0);
    await page.getByRole('button', { name: 'After the course' }).click();
    await takeQuiz(page, 2);
    const bars = course.locator('.quiz-bar b');
    await expect(bars).toHaveText([/^\d+ of 18$/, /^\d+ of 18$/]);
    await expect(course.locator('.quiz-answer')).toHaveCount(18);
    await expect(course.locator('.quiz-choices [data-right]')).toHaveCount(18);
    expect(await serious(site)).toEqual([]);
  });

  await test.step('the glossary is searched, and its terms lead to each other', async () => {
    await turnTo(page, 'Glossary');
    await page.getByRole('searchbox').fill('joint');
    await expect(course.locator('dt').first()).toHaveText('joint consensus');
    await course.locator('dd').first().getByRole('button', { name: 'majorities', exact: true }).click();
    await expect(page.locator('#term-quorum')).toBeFocused();
    expect(await serious(site)).toEqual([]);
  });

  await test.step('the introduction’s claims have an answer each', async () => {
    await turnTo(page, 'Claims');
    await expect(course.locator('.claim')).not.toHaveCount(0);
    await expect(course.locator('.claim').first()).toContainText('At its next timeout'.toLowerCase());
    expect(await serious(site)).toEqual([]);
  });

  await test.step('results: the code of this browser is read by the teacher’s view; a damaged one is named', async () => {
    await turnTo(page, 'Results');
    await page.getByRole('textbox', { name: 'Name (optional)' }).fill('Ada');
    const code = await page.getByRole('textbox', { name: 'Code', exact: true }).inputValue();
    expect(code).toMatch(/^QS1-/);
    const paste = page.getByRole('textbox', { name: /^Codes/ });
    await paste.fill(`${code}\n${code.slice(0, -1)}!\nhello`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(course).toContainText('1 learner');
    await expect(course.locator('.form-error')).toContainText('pasted, line 2: this code is damaged');
    await expect(course.locator('.form-error')).toContainText('pasted, line 3: no code stands there');
    await expect(course.getByRole('row', { name: /^quiz\/majority/ })).toContainText('✓ right');
    expect(await serious(site)).toEqual([]);
  });

  await test.step('message types lead into the run', async () => {
    expect(await hash()).toBe(before);
    await turnTo(page, 'Message types');
    await expect(course.locator('.message-line')).toHaveCount(24);
    await course.getByRole('button', { name: /^17 MsgPreVote/ }).click();
    await expect(course.getByRole('heading', { name: /^MsgPreVote/ })).toBeVisible();
    expect(await serious(site)).toEqual([]);
    await course.getByRole('button', { name: /^3 MsgApp / }).click();
    await course.getByRole('button', { name: 'To the next MsgApp of this run' }).click();
    await expect(course).toHaveCount(0);
    await expect(page.locator('.caption-words')).toContainText('MsgApp');
  });
  expect(site.complaints).toEqual([]);
});

test('lecture mode: two votes, the run between, and both drawn; the audience’s code counts once', async ({
  site,
  page,
}) => {
  await site.open('?vote=E1.who');
  await page.getByRole('radio', { name: /^B/ }).check();
  const code = await page.getByRole('textbox', { name: 'Your code' }).inputValue();
  expect(await serious(site)).toEqual([]);

  await site.open('?lecture=E1.who');
  const dialog = page.getByRole('dialog', { name: 'E1 · First election' });
  await expect(dialog.getByRole('heading', { level: 3 })).toBeVisible();
  await page.keyboard.press('a');
  await page.keyboard.press('c');
  await page.keyboard.press('c');
  await page.keyboard.press('Shift+C');
  await page.getByRole('button', { name: 'One more for B' }).click();
  await page.getByText('Votes by code').click();
  await page.getByRole('textbox', { name: /^Codes/ }).fill(`${code}\n${code}\nnothing`);
  await expect(dialog).toContainText('4 votes');
  await expect(dialog).toContainText('Line 3: no code stands there');
  expect(await serious(site)).toEqual([]);
  await page.getByRole('button', { name: 'Talk about it' }).click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('spinbutton', { name: 'Hands for A' }).fill('7');
  await page.getByRole('button', { name: 'Run it', exact: true }).last().click();

  const strip = page.getByRole('region', { name: 'A question for the audience' });
  await expect(strip.getByRole('button', { name: 'Run it again' })).toBeEnabled({ timeout: 60_000 });
  const { nodes } = await site.state();
  expect(nodes.filter(({ role }) => role === 'leader').map(({ id }) => id)).toEqual([1]);
  expect(await serious(site)).toEqual([]);
  await strip.getByRole('button', { name: 'Show the votes' }).click();
  const right = page.locator('.lecture-votes [data-right]');
  await expect(right).toContainText('1 · 25 %');
  await expect(right).toContainText('7 · 100 %');
  await expect(page.locator('.lecture-because')).toHaveCount(3);
  expect(await serious(site)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(site.complaints).toEqual([]);
});
