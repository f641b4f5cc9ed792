import { readFileSync } from 'node:fs';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('a leader that reads without asking: clients’ view says that what they saw is not linearizable, which two calls contradict each other, and leads to them', async ({
  site,
  page,
}) => {
  await site.openPaused({ nodes: 3, checkQuorum: false, brokenRules: ['readLocally'] });
  await page.evaluate(async () => {
    const scope = window.quorumscope;
    const leader = async (): Promise<number> => {
      const { nodes } = await scope.state();
      const leaders = nodes.filter(({ role }) => role === 'leader');
      return leaders.sort((a, b) => Number(b.term) - Number(a.term))[0]?.id ?? 0;
    };
    const write = async (node: number, value: string): Promise<void> => {
      const answer = scope.put('x', value, { node });
      await scope.runFor(300);
      await answer;
    };
    await scope.step('election');
    await scope.runFor(300);
    const old = await leader();
    await write(old, '1');
    await scope.isolate(old);
    await scope.runFor(3000);
    await write(await leader(), '2');
  });
  await page.locator('.lab-button').click();
  await page.getByRole('button', { name: 'Clients’ view …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clients’ view' });
  const verdict = dialog.locator('[data-verdict]');
  await expect(verdict).toHaveAttribute('data-verdict', 'linearizable');
  await expect(verdict).toContainText('There is an order in which 2 calls');

  // The run goes on: the verdict says until when it holds, and is given anew when asked.
  await page.evaluate(async () => {
    const scope = window.quorumscope;
    const { nodes } = await scope.state();
    const [old] = nodes
      .filter(({ role }) => role === 'leader')
      .sort((a, b) => Number(a.term) - Number(b.term));
    void scope.get('x', { node: old?.id ?? 0 }).catch(() => undefined);
    await scope.runFor(300);
  });
  await expect(dialog).toContainText('the run has gone on');
  await dialog.getByRole('button', { name: 'Judge again' }).click();
  await expect(verdict).toHaveAttribute('data-verdict', 'impossible');
  await expect(verdict).toContainText('Not linearizable');
  await expect(dialog).not.toContainText('the run has gone on');
  const why = dialog.getByRole('region', { name: 'Why' });
  await expect(why.getByRole('listitem')).toHaveCount(2);
  await expect(why.getByRole('listitem').first()).toContainText('put x=2');
  await expect(why.getByRole('listitem').last()).toContainText('no order explains this answer');
  await expect(why).toContainText('comes first');
  expect(await serious(site)).toEqual([]);

  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a picture' }).click();
  const file = readFileSync(await (await downloading).path(), 'utf8');
  expect(file).toContain('Not linearizable');
  expect(file).toContain('get x → 1');
  expect(file).not.toContain('var(');

  const newest = (await site.state()).timeMs;
  // From the picture to the instant of the read.
  await dialog.getByRole('button', { name: /get x/ }).first().focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await site.state()).timeMs).toBeLessThan(newest);
});
