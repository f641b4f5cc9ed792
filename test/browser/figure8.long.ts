import { expect, test } from './site.ts';

/** One entry a message, so that an old entry and a new one travel apart; disks that are done at once, or when they are picked. */
const CONFIG = {
  nodes: 5,
  seed: 12,
  preVote: false,
  checkQuorum: false,
  storage: 'sync',
  fsyncMs: 0,
  maxSizePerMsg: 0,
};

test('figure 8 of the paper is made by hand from an empty cluster in 25 actions: (a), (b), (c), (d), and (e) instead', async ({
  site,
  page,
}) => {
  await site.openPaused(CONFIG);
  let actions = 0;
  /** One action of whoever makes the figure, and what it led to. */
  const act = async (deed: () => Promise<unknown>): Promise<void> => {
    const { events, byHand } = await site.state();
    await deed();
    actions++;
    await expect
      .poll(async () => {
        const now = await site.state();
        return now.events !== events || now.byHand !== byHand;
      })
      .toBe(true);
    await site.settled();
  };
  const until = (target: string) => async () => {
    await page.getByRole('combobox', { name: 'Run until what' }).selectOption(target);
    await page.getByRole('button', { name: 'Run until', exact: true }).click();
  };
  const to = (node: number, action: RegExp) => () => site.doTo(node, action);
  const key = (name: string) => async () => {
    await page.locator('body').focus();
    await page.keyboard.press(name);
  };
  const pick = (action: string) => () => page.locator(`[data-action="${action}"]`).click();
  const row = (type: string, from: number, node: number) =>
    page
      .locator(`.hand-list section[aria-label="n${node}"] li`)
      .filter({ has: page.getByText(type, { exact: true }), hasText: `n${from} → n${node}` })
      .locator('[data-type="deliver"]');
  const deliver = (type: string, from: number, node: number) => () => row(type, from, node).click();
  /** The terms of each log: S1 | S2 | S3 | S4 | S5, as the figure has them. */
  const logs = async () =>
    (await site.state()).nodes.map(({ log }) => log.map(({ term }) => String(term)).join(' ')).join(' | ');
  const leads = async () => {
    const leader = await site.leader();
    return `S${leader?.id ?? 0} in term ${String(leader?.term)}`;
  };

  await act(until('commit'));
  await act(to(1, /^Campaign now/));
  await act(until('election'));
  await act(until('MsgApp'));
  expect([await logs(), await leads()], '(a)').toEqual(['1 2 | 1 2 | 1 | 1 | 1', 'S1 in term 2']);
  await act(to(1, /^Isolate/));
  await act(to(5, /^Campaign now/));
  await act(until('election'));
  await act(to(5, /^Isolate/));
  expect([await logs(), await leads()], '(b)').toEqual(['1 2 | 1 2 | 1 | 1 | 1 3', 'S5 in term 3']);
  await act(to(5, /^Kill/));
  await act(to(1, /^Kill/));
  await act(to(1, /^Restart/));
  await act(key('h'));
  await act(to(1, /^Campaign now/));
  await act(to(1, /^Campaign now/));
  await act(until('election'));
  await act(key('n'));
  // Before it is picked the list says what it would do: S3 has no entry 2 yet, and says no.
  await row('MsgApp', 1, 3).focus();
  const preview = page.locator('.hand-preview[data-preview="here"]');
  await expect(preview).toContainText('MsgAppResp −');
  await expect(preview).toContainText('n3 → n1');
  await act(deliver('MsgApp', 1, 3));
  await act(deliver('MsgAppResp', 3, 1));
  await act(pick('finishWrite:1'));
  await row('MsgApp', 1, 3).hover();
  await expect(preview).toContainText('2: – → 2@2');
  await act(deliver('MsgApp', 1, 3));
  await act(pick('finishWrite:3'));
  expect([await logs(), await leads()], '(c)').toEqual(['1 2 4 | 1 2 | 1 2 | 1 | 1 3', 'S1 in term 4']);
  const { events, nodes } = await site.state();
  expect(Math.max(...nodes.map(({ commitIndex }) => commitIndex)), 'entry 2 is not committed').toBe(1);
  await act(to(1, /^Kill/));
  await act(to(5, /^Restart/));
  await act(key('n'));
  await act(until('commit'));
  expect([await logs(), await leads()], '(d)').toEqual(['1 2 4 | 1 3 | 1 3 | 1 3 | 1 3 5', 'S5 in term 5']);
  expect(actions).toBe(25);

  // From (c) again, and S1 goes on: with an entry of its own term on a majority entry 2 is committed, for good.
  const [first] = await page.evaluate(() => window.quorumscope.branches());
  await page.evaluate(([branch, event]) => window.quorumscope.goTo({ branch, event }), [
    first?.id ?? 0,
    events,
  ] as const);
  // A key means what the picture shows: first it must be that of (c).
  await site.settled();
  await act(key('n'));
  await act(until('commit'));
  expect((await logs()).split(' | ').slice(0, 3), '(e)').toEqual(['1 2 4', '1 2 4', '1 2 4']);
  expect((await site.state()).nodes[0]?.commitIndex).toBe(3);
  expect((await site.state()).violations).toEqual([]);

  // The same logs without the way to them: drawn, doubted where a property is broken already, and begun from.
  await page.getByText('Lab', { exact: true }).click();
  await page.getByRole('button', { name: 'Draw logs …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Draw logs by hand' });
  await dialog.getByRole('button', { name: '(c)' }).click();
  const cell = (node: number, index: number) =>
    dialog.getByRole('textbox', { name: `n${node}, term of entry ${index}` });
  await expect(cell(1, 3)).toHaveValue('4');
  await expect(dialog).toContainText('A cluster that keeps to Raft may come to this.');
  await cell(4, 1).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('4');
  await expect(dialog.locator('[data-property="ElectionSafety"]')).toContainText('term 4');
  await page.keyboard.press('Backspace');
  await expect(dialog.locator('[data-property]')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await logs()).toBe('1 2 4 | 1 2 | 1 2 | 1 | 1 3');
  expect((await site.state()).nodes.map(({ status }) => status)).toEqual(['up', 'up', 'up', 'up', 'killed']);
  expect((await site.state()).byHand).toBe(true);
});
