import { decodeLab, encodeLab } from '../../src/saved/format.ts';
import { serious } from './serious.ts';
import { expect, Site, test } from './site.ts';

test('an instant is shared: another browser profile has it, with selection, notebook and view; a broken link leaves what was open', async ({
  site,
  page,
  browser,
  baseURL,
}) => {
  await site.openWithLeader({ nodes: 3 });
  const shared = await page.evaluate(async () => {
    const scope = window.quorumscope;
    const put = scope.put('<b>key</b>', '<img src=x onerror=alert(1)>');
    await scope.runFor(1000);
    await put;
    await scope.addMoment('here <i>it</i> is');
    await scope.kill(2);
    await scope.runFor(2500);
    // Another future, and back in it.
    const { timeMs } = await scope.state();
    await scope.seek(timeMs - 2000);
    await scope.restart(2);
    await scope.runFor(1500);
    await scope.back('message', 3);
    return { timeMs: (await scope.state()).timeMs, hash: await scope.hash() };
  });
  const { x, y } = await site.centreOf(1);
  await page.mouse.click(x, y);
  await page.keyboard.press('Escape');
  await expect(page.locator('.inspector .headline')).toHaveText(/^n1/);
  const selected = await page.locator('.inspector .headline').textContent();
  await page.locator('summary', { hasText: 'Lab' }).click();
  await page.getByRole('button', { name: 'Share a link …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this lab' });
  await expect(dialog).toContainText('3 actions · 2 branches · 1 note');
  const url = await dialog.getByRole('textbox', { name: /^Link, / }).inputValue();
  expect(url).toMatch(/#lab=[\w-]+$/);
  expect(url.length).toBeLessThan(1000);
  expect(await serious(site)).toEqual([]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy the link' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await page.evaluate(() => window.quorumscope.share())).toBe(url);

  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  try {
    const other = new Site(await context.newPage());
    await other.page.goto(url);
    await other.page.evaluate(() => window.quorumscope.ready);
    const found = await other.page.evaluate(async () => ({
      timeMs: (await window.quorumscope.state()).timeMs,
      hash: await window.quorumscope.hash(),
      moments: await window.quorumscope.moments(),
    }));
    expect(found).toMatchObject({ ...shared, moments: [{ note: 'here <i>it</i> is' }] });
    await expect(other.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await expect(other.page.locator('.inspector .headline')).toHaveText(selected ?? '');
    expect(new URL(other.page.url()).hash).toBe(new URL(url).hash);

    // A link that came to harm, opened in the same tab: it is said, and the lab that is open stays.
    await other.page.evaluate((hash) => location.assign(hash), new URL(url).hash.slice(0, -7));
    await expect(other.page.getByRole('alert')).toContainText('What was open stays');
    expect(await other.page.evaluate(() => window.quorumscope.hash())).toBe(shared.hash);
    // A reload of that address comes back to it, too.
    const isKept = (): Promise<boolean> =>
      other.page.evaluate(() => (sessionStorage.getItem('quorumscope.lab') ?? '').includes(location.hash));
    await expect.poll(isKept).toBe(true);
    await other.page.reload();
    await other.page.evaluate(() => window.quorumscope.ready);
    expect(await other.page.evaluate(() => window.quorumscope.hash())).toBe(shared.hash);
    // And in a new one: the usual cluster.
    const third = await context.newPage();
    await third.goto(`./?nodes=4#lab=${new URL(url).hash.slice(6, 60)}`);
    await third.evaluate(() => window.quorumscope.ready);
    await expect(third.getByRole('alert')).toContainText('What was open stays');
    expect((await third.evaluate(() => window.quorumscope.state())).nodes).toHaveLength(4);

    // As a file, dropped: the same instant again, in the middle of another run.
    const dropped = await third.evaluate(async (link) => {
      const scope = window.quorumscope;
      location.hash = new URL(link).hash;
      while ((await scope.state()).nodes.length === 4) await new Promise(requestAnimationFrame);
      const file = await scope.save();
      await scope.reset({ nodes: 5 });
      const carried = new DataTransfer();
      carried.items.add(new File([file as Uint8Array<ArrayBuffer>], 'my.quorumscope'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, cancelable: true }));
      while ((await scope.state()).nodes.length === 5) await new Promise(requestAnimationFrame);
      return scope.hash();
    }, url);
    expect(dropped).toBe(shared.hash);

    // One that another version computed differently: it is said from where on, and may be opened all the same.
    const lab = decodeLab(
      Uint8Array.from(await third.evaluate(async () => [...(await window.quorumscope.save())])),
    );
    const [first, ...others] = lab.branches;
    expect(first?.waypoints.length).toBeGreaterThan(0);
    const end = first?.waypoints.at(-1);
    const changed = first && {
      ...first,
      waypoints: [{ event: end?.event ?? 0, hash: '0'.repeat(end?.hash.length ?? 0) }],
    };
    const odd = [
      ...encodeLab({ ...lab, engine: 'older', branches: [...(changed ? [changed] : []), ...others] }),
    ];
    await third.evaluate(async (bytes) => {
      await window.quorumscope.reset({ nodes: 5 });
      const carried = new DataTransfer();
      carried.items.add(new File([Uint8Array.from(bytes)], 'odd.quorumscope'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, cancelable: true }));
    }, odd);
    const notice = third.getByRole('alert');
    await expect(notice).toContainText('saved by engine older');
    expect((await third.evaluate(() => window.quorumscope.state())).nodes).toHaveLength(5);
    await notice.getByRole('button', { name: 'Open anyway' }).click();
    await expect(notice).toContainText('it is another run than was saved');
    expect((await third.evaluate(() => window.quorumscope.state())).nodes).toHaveLength(3);
    expect(await third.evaluate(() => window.quorumscope.hash())).toBe(shared.hash);

    // A transcript that no run can be, dropped: it is said with its line, and what was open stays.
    await third.evaluate(() => {
      const carried = new DataTransfer();
      const text = 'add-nodes 3 voters=(1,2,3) index=2\n----\nok\n\nsend-snapshot 1 2\n----\nok\n';
      carried.items.add(new File([text], 'odd.txt'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, cancelable: true }));
    });
    await expect(third.getByRole('alert')).toContainText('line 5 of the transcript');
    expect(await third.evaluate(() => window.quorumscope.hash())).toBe(shared.hash);
    // The menu takes what a drop takes: this one becomes the run, by hand.
    const chooser = third.waitForEvent('filechooser');
    await third.locator('summary', { hasText: 'Lab' }).click();
    await third.getByRole('button', { name: 'Open a file …' }).click();
    await (await chooser).setFiles('test/transcripts/raft/more/forwarding.txt');
    await expect.poll(async () => (await third.evaluate(() => window.quorumscope.state())).byHand).toBe(true);

    // Labs are deleted in their list, and brought back.
    await third.locator('summary', { hasText: 'Lab' }).click();
    await third.getByRole('button', { name: 'My labs …' }).click();
    const labs = third.getByRole('dialog', { name: 'My labs' });
    const lines = labs.getByRole('button', { name: /^Delete / });
    await expect(lines.first()).toBeVisible();
    const count = await lines.count();
    await lines.last().click();
    await expect(lines).toHaveCount(count - 1);
    await labs.getByRole('button', { name: 'Undo' }).click();
    await expect(lines).toHaveCount(count);
  } finally {
    await context.close();
  }
});
