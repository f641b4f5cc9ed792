import type { Page } from '@playwright/test';
import { expect, test, type Point } from './site.ts';

/** Boxes of what is drawn: by the browser for nodes and words, by its pixels for what is on the canvas. */
interface Drawn {
  readonly nodes: readonly DOMRect[];
  /** Pairs of words, nodes and crowns that cover each other. */
  readonly meeting: readonly string[];
  /** Words and crowns under a token: painted pixels of the canvas within their boxes. */
  readonly covered: readonly string[];
  /** Painted pixels of the canvas. */
  readonly painted: number;
  readonly window: { readonly width: number; readonly height: number };
}

/** Words are set with a halo, and their boxes are those of the line: a pixel of either may be shared. */
async function drawn(page: Page): Promise<Drawn> {
  return page.evaluate(() => {
    const nodes = [...document.querySelectorAll('.node-hit')].map((each) => each.getBoundingClientRect());
    const named = [...document.querySelectorAll('.node-words, .split-label, .link text, .node-crown')].map(
      (each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        const name = each.textContent === '' ? 'crown' : each.textContent;
        return { name, box: new DOMRect(x + 1, y + 2, width - 2, height - 4) };
      },
    );
    const things = [...named, ...nodes.map((box, i) => ({ name: `node ${i + 1}`, box }))];
    const meeting = things.flatMap((a, i) =>
      things
        .slice(i + 1)
        .filter(
          ({ box: b }) =>
            a.box.left < b.right && b.left < a.box.right && a.box.top < b.bottom && b.top < a.box.bottom,
        )
        .map((b) => `${a.name} / ${b.name}`),
    );
    const canvas = document.querySelector<HTMLCanvasElement>('.stage-canvas');
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!canvas || !copy) throw new Error('the stage has a canvas');
    copy.canvas.width = canvas.width;
    copy.canvas.height = canvas.height;
    copy.drawImage(canvas, 0, 0);
    const place = canvas.getBoundingClientRect();
    const scale = canvas.width / place.width;
    const inkIn = (box: DOMRect) => {
      const { data } = copy.getImageData(
        Math.floor((box.x - place.x) * scale),
        Math.floor((box.y - place.y) * scale),
        Math.max(1, Math.floor(box.width * scale)),
        Math.max(1, Math.floor(box.height * scale)),
      );
      let ink = 0;
      for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 40) ink++;
      return ink;
    };
    return {
      nodes: nodes.map((box) => box.toJSON() as DOMRect),
      meeting,
      covered: named.filter(({ box }) => inkIn(box) > 0).map(({ name }) => name),
      painted: inkIn(place),
      window: { width: innerWidth, height: innerHeight },
    };
  });
}

/** Lets the page draw what has just been done. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))),
      ),
  );
}

async function expectCalm(page: Page, what: string): Promise<void> {
  await settle(page);
  const { meeting, covered, painted } = await drawn(page);
  expect(meeting, what).toEqual([]);
  expect(covered, what).toEqual([]);
  expect(painted, what).toBeGreaterThan(0);
}

test('the ring has its room, and nothing on the stage covers anything: at an election, a commit, a split, in a small window', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await site.openPaused({ nodes: 5, seed: 5 });
  await settle(page);
  for (const [width, height, share] of [
    [1440, 900, 0.18],
    [1280, 720, 0.18],
    [960, 540, 0.12],
  ] as const) {
    await page.setViewportSize({ width, height });
    await settle(page);
    const { nodes } = await drawn(page);
    const [left, right] = [
      Math.min(...nodes.map(({ x }) => x)),
      Math.max(...nodes.map((box) => box.x + box.width)),
    ];
    const [top, bottom] = [
      Math.min(...nodes.map(({ y }) => y)),
      Math.max(...nodes.map((box) => box.y + box.height)),
    ];
    expect(((right - left) * (bottom - top)) / (width * height), `${width}×${height}`).toBeGreaterThan(share);
    expect(Math.min(...nodes.map((box) => box.width)), `${width}×${height}`).toBeGreaterThanOrEqual(36);
  }
  await page.evaluate(() => window.quorumscope.step('message', 4));
  await expectCalm(page, 'PreVotes');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(async () => {
    await window.quorumscope.step('election');
    await window.quorumscope.runFor(200);
    for (let i = 0; i < 5; i++) void window.quorumscope.put(`k${i}`, '1').catch(() => undefined);
    await window.quorumscope.step('commit');
  });
  await expectCalm(page, 'a commit');
  await page.evaluate(async () => {
    const { nodes } = await window.quorumscope.state();
    const leader = nodes.find(({ role }) => role === 'leader')?.id ?? 1;
    const others = [1, 2, 3, 4, 5].filter((id) => id !== leader);
    await window.quorumscope.link(leader, others[0] ?? 1, { hold: true });
    void window.quorumscope.put('b', '1').catch(() => undefined);
    await window.quorumscope.step('message', 2);
    await window.quorumscope.partition([[leader, others[0] ?? 1], others.slice(1)]);
  });
  await expectCalm(page, 'a split');

  // A menu opens where it covers no node.
  for (const node of [1, 2, 3, 4, 5]) {
    const { x, y } = await site.centreOf(node);
    await page.mouse.click(x, y);
    const menu = await page.getByRole('menu').boundingBox();
    const { nodes } = await drawn(page);
    const hidden = nodes.filter(
      (box) =>
        menu !== null &&
        box.x < menu.x + menu.width &&
        menu.x < box.x + box.width &&
        box.y < menu.y + menu.height &&
        menu.y < box.y + box.height,
    );
    expect(menu).not.toBeNull();
    expect(hidden, `the menu of node ${node}`).toEqual([]);
    await page.keyboard.press('Escape');
  }

  // A node is moved by a drag to where nothing is, and by arrow keys; what stands on the stage follows, and covers nothing there either.
  await page.evaluate(() => window.quorumscope.heal());
  const home = await site.centreOf(1);
  const away = { x: home.x - 150, y: home.y + 110 };
  await site.drag(home, away);
  await expect.poll(async () => distance(await site.centreOf(1), away)).toBeLessThan(2);
  await page.evaluate(() =>
    window.quorumscope.partition([
      [1, 3],
      [2, 4, 5],
    ]),
  );
  await expectCalm(page, 'a split of moved nodes');
  await page.keyboard.press('1');
  await page.keyboard.press('z');
  await expect(page.getByRole('form', { name: 'Move a node on the stage' })).toBeVisible();
  const before = await site.centreOf(1);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await site.centreOf(1)).x).toBeGreaterThan(before.x + 10);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'Move a node on the stage' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Arrange the nodes as a ring again' }).click();
  await expect.poll(async () => distance(await site.centreOf(1), home)).toBeLessThan(2);
});

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
