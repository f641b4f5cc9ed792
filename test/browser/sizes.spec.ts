import type { Page } from '@playwright/test';
import { chooseLayout } from './pictures.ts';
import { expect, test } from './site.ts';
import { windowSizes } from './window-sizes.ts';

/** Whatever is wrong with the picture at this size, as sentences. `largeShare`: of a large window the nodes' box has so much at least. */
function complaints(page: Page, largeShare = 0.18): Promise<string[]> {
  return page.evaluate((large) => {
    const said: string[] = [];
    const { innerWidth: width, innerHeight: height } = window;
    const root = document.documentElement;
    const rem = Number.parseFloat(getComputedStyle(root).fontSize);

    // The picture has its share of the window. Where the page scrolls the window is no measure of it.
    const discs = [...document.querySelectorAll('g[data-node] .node-body')].map((disc) =>
      disc.getBoundingClientRect(),
    );
    if (discs.length !== 5) said.push(`${discs.length} nodes are drawn`);
    const [left, top] = [Math.min(...discs.map((box) => box.left)), Math.min(...discs.map((box) => box.top))];
    const [right, bottom] = [
      Math.max(...discs.map((box) => box.right)),
      Math.max(...discs.map((box) => box.bottom)),
    ];
    const share = ((right - left) * (bottom - top)) / (width * height);
    const wanted = width >= 1280 && height >= 720 ? large : 0.12;
    if (share < wanted) said.push(`the nodes' box has ${(share * 100).toFixed(1)} % of the window`);
    const least = Math.min(...discs.flatMap((box) => [box.width, box.height]));
    if (least < 36) said.push(`a node is ${least.toFixed(1)} px across`);
    const stage = document.querySelector('.stage-box')?.getBoundingClientRect();
    if (!stage || left < stage.left || top < stage.top || right > stage.right || bottom > stage.bottom)
      said.push('a node is not whole on the stage');

    // No scrolling in two dimensions.
    const app = document.querySelector('.app');
    if (root.scrollWidth > width || (app?.scrollWidth ?? 0) > width) said.push('the page scrolls sideways');
    if (root.scrollHeight > height) said.push('the document scrolls instead of the page in it');

    // Nothing is cut off where nobody can scroll to it.
    for (const element of document.querySelectorAll(
      'button, select, input, summary, label, output, p, h2, td, dd, canvas, svg',
    )) {
      const box = element.getBoundingClientRect();
      if (
        box.width === 0 ||
        element.closest(
          '.visually-hidden, .data-unseen, button[aria-hidden], [aria-live], .legend, .data-legend',
        )
      )
        continue;
      if (getComputedStyle(element).opacity === '0' || getComputedStyle(element).clipPath !== 'none')
        continue;
      let [across, down] = [true, true];
      for (let above = element.parentElement; above; above = above.parentElement) {
        const style = getComputedStyle(above);
        const room = above.getBoundingClientRect();
        across &&= !/auto|scroll/.test(style.overflowX);
        down &&= !/auto|scroll/.test(style.overflowY);
        const cutAcross =
          across && style.overflowX !== 'visible' && (box.left < room.left - 1 || box.right > room.right + 1);
        const cutDown =
          down && style.overflowY !== 'visible' && (box.top < room.top - 1 || box.bottom > room.bottom + 1);
        if (cutAcross || cutDown) {
          said.push(
            `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> “${(element.textContent ?? '').slice(0, 30)}” is cut off by .${above.className}`,
          );
          break;
        }
      }
    }

    // The logs, where they are shown, show a row: below the indexes, as high as a row must be.
    const logs = document.querySelector('.logs-scroll');
    if (logs && logs.clientHeight < (34 + (logs.clientWidth < 620 * (rem / 16) ? 38 : 14)) * (rem / 16))
      said.push(`the logs have ${logs.clientHeight} px`);
    return said;
  }, largeShare);
}

test('the picture has room, and nothing is cut off or out of reach, from a phone to a projector', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  await page.evaluate(async () => {
    const put = window.quorumscope.put('a-key', 'a value');
    await window.quorumscope.runFor(200);
    await put;
  });
  for (const [width, height] of windowSizes) {
    await test.step(`${width}×${height}`, async () => {
      await page.setViewportSize({ width, height });
      // The page has another form two frames later; until then its tabs are those of the last one.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      for (const view of ['Time', 'Logs']) {
        const tab = page.getByRole('tab', { name: view, exact: true });
        if ((await tab.count()) > 0) await tab.click();
        await expect.poll(() => complaints(page)).toEqual([]);
      }
      // The past has a control of its own, for which nothing moves.
      const play = page.getByRole('button', { name: 'Play', exact: true });
      const before = await play.boundingBox();
      await page.evaluate(() => window.quorumscope.back('message'));
      await page.getByRole('button', { name: 'Drop what follows' }).waitFor();
      await expect.poll(() => complaints(page)).toEqual([]);
      expect(await play.boundingBox()).toEqual(before);
      await page.evaluate(() => window.quorumscope.live());
    });
  }
});

test('a key gives one view the window, in larger type; Escape gives everything back', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  const typeSize = () =>
    page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const usual = await typeSize();
  const regions = { f: 'Stage', g: 'Logs', d: 'Time' } as const;
  for (const [key, name] of Object.entries(regions)) {
    await page.keyboard.press(key);
    for (const other of Object.values(regions))
      await expect(page.getByRole('region', { name: other, exact: true })).toHaveCount(
        other === name ? 1 : 0,
      );
    await expect(page.getByRole('tablist')).toHaveCount(0);
    const box = await page.getByRole('region', { name, exact: true }).boundingBox();
    expect(((box?.width ?? 0) * (box?.height ?? 0)) / (1440 * 900)).toBeGreaterThan(0.8);
    expect(await typeSize()).toBeGreaterThan(usual);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('tablist')).toHaveCount(1);
    expect(await typeSize()).toBe(usual);
  }
  // By its button, too; a call from there has its form over the stage.
  await page.getByRole('button', { name: 'The stage alone' }).click();
  await expect(page.getByRole('tablist')).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(page.getByRole('form').getByRole('textbox', { name: 'key' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show everything again' }).click();
  await expect(page.getByRole('list', { name: 'Last calls' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('tablist')).toHaveCount(1);
});

test('each layout has its room, is remembered, and is chosen in the menu or by a key', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  const layouts = {
    Lecture: 'lecture',
    Debug: 'debug-desk',
    Lesson: 'lesson-desk',
    Phone: undefined,
  } as const;
  for (const [name, grid] of Object.entries(layouts)) {
    await chooseLayout(page, name);
    await expect.poll(() => page.locator('main').getAttribute('data-panes')).toBe(grid ?? null);
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
      [1024, 768],
      [3840, 2160],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      await expect.poll(() => complaints(page, 0.11), `${name} ${width}×${height}`).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await page.keyboard.press('Shift+L');
  await expect(page.getByText('Layout: Explore')).toBeVisible();
  await page.keyboard.press('Shift+L');
  await expect(page.locator('main')).toHaveAttribute('data-panes', 'lecture');
  await page.reload();
  await page.evaluate(() => window.quorumscope.ready);
  await expect(page.locator('main')).toHaveAttribute('data-panes', 'lecture');
});

test('paper gets stage, logs, diagram and inspector, black on white, and no controls', async ({
  site,
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const leader = await site.openWithLeader();
  await page.keyboard.press(String(leader));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  for (const name of ['Stage', 'Logs', 'Time'])
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  await expect(page.getByText('HardState')).toBeVisible();
  await expect(
    page.locator('.button:visible, .data-tool:visible, select:visible, input:visible, summary:visible'),
  ).toHaveCount(0);
  const colours = () =>
    page.evaluate(() => {
      const style = getComputedStyle(document.querySelector('.stage') ?? document.body);
      return [style.backgroundColor, style.color];
    });
  await expect.poll(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  // Every canvas has been painted, and none of them over what is below it.
  const painted = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        const alphas = new Set(data.filter((_, i) => i % 4 === 3));
        return alphas.has(0) && alphas.has(255);
      }),
    );
  await expect.poll(painted).toEqual([true, true, true, true]);
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByRole('toolbar')).toBeVisible();
  await expect.poll(colours).not.toContain('rgb(255, 255, 255)');
});

test('a link to the page has a title, words and a picture wherever it is pasted', async ({
  page,
  request,
}) => {
  await page.goto('./');
  const content = (property: string) =>
    page.locator(`meta[property="og:${property}"]`).getAttribute('content');
  expect(await content('title')).toContain('Quorumscope');
  expect((await content('description'))?.length).toBeGreaterThan(50);
  const picture = await request.get(new URL((await content('image')) ?? '', page.url()).href);
  expect(picture.headers()['content-type']).toBe('image/png');
  const png = await picture.body();
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
});

test('the edges between panes are dragged and moved by keys, stay where they were left, and go back', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await site.open();
  const size = async (name: string): Promise<number> => {
    const box = await page.getByRole('region', { name, exact: true }).boundingBox();
    return Math.round(name === 'Details' ? (box?.width ?? 0) : (box?.height ?? 0));
  };
  const edge = (name: string) => page.getByRole('separator', { name });
  const drag = async (name: string, x: number, y: number) => {
    const box = await edge(name).boundingBox();
    const [left, top] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    await page.mouse.move(left, top);
    await page.mouse.down();
    await page.mouse.move(left + x, top + y, { steps: 3 });
    await page.mouse.up();
  };
  const [details, logs] = [await size('Details'), await size('Logs')];
  await drag('Width of the details', -100, 0);
  expect(await size('Details')).toBe(details + 100);
  expect(Number(await edge('Width of the details').getAttribute('aria-valuenow'))).toBeGreaterThan(30);
  // However far it is dragged, the stage keeps its half; a key brings it back from there.
  await drag('Height of the stage', 0, -800);
  const most = await size('Logs');
  expect(most).toBeGreaterThan(logs + 50);
  await page.keyboard.press('ArrowDown');
  expect(await size('Logs')).toBe(most - 16);
  await page.reload();
  await page.evaluate(() => window.quorumscope.ready);
  expect(await size('Details')).toBe(details + 100);
  expect(await size('Logs')).toBe(most - 16);
  await edge('Width of the details').dblclick();
  expect(await size('Details')).toBe(details);
  await edge('Height of the stage').focus();
  await page.keyboard.press('Home');
  expect(await size('Logs')).toBeLessThan(logs);
});
