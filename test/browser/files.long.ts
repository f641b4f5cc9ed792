import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { memorySink, memorySource } from '../../src/base/byte-source.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { openDb } from '../../src/bbolt/db.ts';
import { writeDb } from '../../src/bbolt/write.ts';
import { readBackend } from '../../src/datadir/backend/backend.ts';
import { restoreTo } from '../../src/datadir/backend/restore.ts';
import { ByteSink as EtcdSink, writeKeyValue, writeRevisionKey } from '../../src/etcd/mvcc/stored-form.ts';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

/** The directories of the example, on this machine's disk. */
function unpackExample(name: string): string {
  const packed = readFileSync(new URL(`../../src/ui/files/examples/${name}.txt`, import.meta.url), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'quorumscope-files-'));
  for (const [path, bytes] of Object.entries(unzipSync(Buffer.from(packed, 'base64')))) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Drops files and directories of this machine on the page, as a file manager does. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
}

test('three directories are dropped, the verdicts read, the key found at which they part, and a revision restored', async ({
  site,
  page,
}) => {
  const folder = unpackExample('outage');
  try {
    await site.openWithLeader();
    await drop(
      page,
      ['m1', 'm2', 'm3'].map((name) => join(folder, `${name}.etcd`)),
    );
    const dialog = page.getByRole('dialog', { name: 'etcd’s files' });
    const cards = dialog.locator('.files-card');
    await expect(cards).toHaveCount(3);
    await expect(cards.nth(0)).toHaveAttribute('data-verdict', 'whole');
    await expect(cards.nth(1)).toHaveAttribute('data-verdict', 'repairable');
    await expect(cards.nth(1)).toContainText('unexpected EOF');
    // Whole by itself, and yet not of one history with the others: its card says so.
    await expect(cards.nth(2)).toContainText('Its history is not that of m1.etcd, from index 36');
    expect(await serious(site)).toEqual([]);

    await dialog.getByRole('tab', { name: 'Side by side' }).click();
    await expect(dialog.locator('.files-keep')).toContainText('m1.etcd');
    const parts = dialog.locator('[data-files=difference]').filter({ hasText: 'm1.etcd ↔ m3.etcd' });
    await expect(parts).toContainText('/app/orders/1001');
    expect(await serious(site)).toEqual([]);

    // The key, in the member that was started alone: its life, the entry that wrote it, its value.
    await dialog.getByRole('tab', { name: 'Keys over time' }).click();
    await dialog.locator('[data-files=member]').selectOption('2');
    await dialog.getByRole('searchbox').fill('/app/orders/1001');
    await expect(dialog.locator('[data-files=key-count]')).toHaveText('1 revision');
    await dialog.locator('.files-key').click();
    const key = dialog.locator('[data-files=key]');
    await expect(key).toContainText('"item": "kayak"');
    await expect(key).toContainText('/app/orders/1001');
    expect(await serious(site)).toEqual([]);

    // A delete, in the member to keep: restored without it. What is saved is what the library writes.
    await dialog.locator('[data-files=member]').selectOption('0');
    await dialog.getByRole('searchbox').fill('/app/counter');
    await dialog.locator('.files-key[data-gone]').click();
    const revision = Number(await key.locator('dd').first().textContent());
    await key.getByRole('button', { name: 'Restore without this delete' }).click();
    await expect(dialog.locator('[data-files=restore-without]')).toHaveValue(String(revision));
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save snapshot.db' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('snapshot.db');
    const saved = readFileSync(await download.path());
    const bytes = readFileSync(join(folder, 'm1.etcd/member/snap/db'));
    const db = openDb(memorySource('db', bytes));
    const backend = readBackend(db, () => undefined);
    const sink = memorySink();
    const expected = restoreTo(
      db,
      backend,
      { revision: backend.revision, without: [revision] },
      sink,
      () => undefined,
    );
    expect(saved.equals(sink.bytes())).toBe(true);
    await expect(dialog.locator('[data-files=saved]')).toHaveAttribute('data-hash', expected.hash);

    // The rest of what is to be seen, and nothing that a reader of the report should not see.
    await dialog.getByRole('tab', { name: 'Log' }).click();
    await expect(dialog.locator('.files-entry').first()).toBeVisible();
    await dialog.locator('[data-files=index]').fill('12');
    await expect(dialog.locator('.files-entry[aria-current]')).toContainText('12');
    expect(await serious(site)).toEqual([]);
    await dialog.getByRole('tab', { name: 'Pages and space' }).click();
    await expect(dialog.locator('.files-map canvas')).toBeVisible();
    await expect(dialog.getByRole('row', { name: /^\/app\/ / })).toBeVisible();
    expect(await serious(site)).toEqual([]);
    await dialog.getByRole('tab', { name: 'Report' }).click();
    const report = await dialog.locator('[data-files=report]').textContent();
    expect(report).toContain('"verdict": "repairable"');
    expect(report).not.toMatch(/orders|registry|kayak|m1\.etcd|127\.0\.0\.1/);

    // What is no file of an etcd is told, and what was open stays.
    writeFileSync(join(folder, 'notes.txt'), 'nothing');
    await drop(page, [join(folder, 'notes.txt')]);
    await expect(dialog.locator('.files-problem')).toContainText('No file of an etcd member is among these');
    await expect(dialog.locator('.files-problem')).toContainText('What was open stays.');
    await expect(dialog.locator('[data-files=report]')).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('members leave as directories; what a compaction removed is found again; files go on as a lab on the stage', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  await page.locator('.lab-button').click();
  await page.getByRole('button', { name: 'etcd files …' }).click();
  const dialog = page.getByRole('dialog', { name: 'etcd’s files' });
  // The lab's own members leave as directories for a real etcd.
  await dialog.locator('[data-files=ours-node]').selectOption('1');
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as .zip' }).click();
  const archive = unzipSync(readFileSync(await (await downloading).path()));
  expect(Object.keys(archive).map((path) => path.replace(/^[^/]+/, ''))).toContain('/member/snap/db');
  expect(await serious(site)).toEqual([]);

  await dialog.locator('[data-example=space]').click();
  await dialog.getByRole('tab', { name: 'Carve' }).click();
  await dialog.getByRole('button', { name: 'Search the pages that nothing leads to' }).click();
  await expect(dialog.locator('[data-files=carved]')).toContainText('68 revisions that the store has not.');
  await dialog.locator('.files-key').first().click();
  await expect(dialog.getByRole('region', { name: 'The chosen revision' })).toContainText('event 5');
  expect(await serious(site)).toEqual([]);

  await dialog.getByRole('button', { name: 'To the beginning' }).click();
  await dialog.locator('[data-example=outage]').click();
  await dialog.getByRole('tab', { name: 'As a lab' }).click();
  expect(await serious(site)).toEqual([]);
  await dialog.getByRole('button', { name: 'Open as a lab' }).click();
  await expect(dialog).toHaveCount(0);
  const { nodes, violations } = await site.state();
  expect(nodes.map(({ lastIndex }) => lastIndex).toSorted((a, b) => a - b)).toEqual([40, 40, 42]);
  // The member that was started alone has written over what the others had: no two logs may part so.
  expect(violations.map(({ property }) => property)).toContain('LogMatching');
});

/** A store of so many revisions of as many keys, as etcd would have it; some 270 bytes each. */
function writeLargeDb(path: string, revisions: number): void {
  const file = openSync(path, 'w');
  const sink = {
    size: 0,
    write(bytes: Uint8Array) {
      writeSync(file, bytes);
      this.size += bytes.length;
    },
  };
  const value = new Uint8Array(200).fill(0x78);
  function* records(): Generator<readonly [Uint8Array, Uint8Array]> {
    const [key, keyValue] = [new EtcdSink(), new EtcdSink()];
    for (let main = 2; main < revisions + 2; main++) {
      const name = encodeUtf8(`/load/${String(main).padStart(9, '0')}`);
      const record = {
        main,
        sub: 0,
        key: name,
        value,
        createRevision: main,
        version: 1,
        lease: 0n,
        deleted: false,
      };
      key.clear();
      keyValue.clear();
      writeRevisionKey(key, record);
      writeKeyValue(keyValue, record);
      yield [key.written(), keyValue.written()];
    }
  }
  writeDb(sink, [
    { name: 'key', entries: records },
    { name: 'meta', entries: () => [] },
  ]);
  closeSync(file);
}

test('a large file is read beside the page, which goes on drawing; stopped, what was open stays', async ({
  site,
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'quorumscope-files-'));
  try {
    const path = join(folder, 'db');
    writeLargeDb(path, 600_000);
    await site.open('?files');
    const dialog = page.getByRole('dialog', { name: 'etcd’s files' });
    await dialog.locator('[data-example=space]').click();
    const cards = dialog.locator('.files-card');
    await expect(cards).toHaveText(/m1\.etcd/);

    // Frames go on while it is read: they are counted, and how long the longest took is said for whoever reads this.
    await page.evaluate(() => {
      const seen = { frames: 0, longest: 0 };
      let before = performance.now();
      const frame = (now: number): void => {
        seen.frames++;
        seen.longest = Math.max(seen.longest, now - before);
        before = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      Object.assign(window, { seen });
    });
    await dialog.locator('[data-files=files]').setInputFiles(path);
    await expect(dialog.locator('.files-work')).toContainText(/MiB of 1\d\d MiB/);
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(dialog.locator('.files-work')).toHaveCount(0);
    await expect(cards).toHaveText(/m1\.etcd/);
    await expect(dialog.locator('.files-problem')).toHaveCount(0);

    await dialog.locator('[data-files=files]').setInputFiles(path);
    await expect(cards).not.toHaveText(/m1\.etcd/);
    const seen = await page.evaluate(
      () => Reflect.get(window, 'seen') as { frames: number; longest: number },
    );
    console.log(`while it was read: ${seen.frames} frames, the longest ${Math.round(seen.longest)} ms`);
    expect(seen.frames).toBeGreaterThan(10);

    // Hundreds of thousands of rows, the last and one in the middle.
    await dialog.getByRole('tab', { name: 'Keys over time' }).click();
    await expect(dialog.locator('[data-files=key-count]')).toHaveText('600000 revisions');
    const list = dialog.locator('.files-virtual');
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(list.getByRole('listitem').last()).toContainText('/load/000000002');
    await dialog.getByRole('searchbox').fill('/load/0003000');
    await expect(dialog.locator('[data-files=key-count]')).toHaveText('100 revisions');
    await dialog.locator('.files-key').first().click();
    await expect(dialog.locator('[data-files=key]')).toContainText('/load/000300099');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('while the screen is open, and after, the page can open no connection; nor can the worker', async ({
  site,
  page,
}) => {
  // The browser tells of what it refuses as of a request, too; what is answered went out.
  const answered: string[] = [];
  page.on('response', (response) => answered.push(new URL(response.url()).search));
  await site.open();
  const before = await page.evaluate(() => fetch('./?before').then(({ ok }) => ok));
  expect(before).toBe(true);
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (/files-worker/.test(response.url()))
      scripts.push(response.headers()['content-security-policy'] ?? 'none');
  });
  await page.locator('.lab-button').click();
  await page.getByRole('button', { name: 'etcd files …' }).click();
  const dialog = page.getByRole('dialog', { name: 'etcd’s files' });
  await expect(dialog.locator('.files-sealed')).toContainText("connect-src 'none'");
  await dialog.locator('[data-example=space]').click();
  await expect(dialog.locator('.files-card')).toHaveCount(1);
  expect(scripts[0]).toBe("default-src 'none'; script-src 'self'");

  const tried = await page.evaluate(async () => {
    const refused: string[] = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
    const answers = await Promise.all([
      fetch('./?one').then(
        () => 'answered',
        () => 'refused',
      ),
      new Promise<string>((resolve) => {
        const request = new XMLHttpRequest();
        request.addEventListener('error', () => resolve('refused'));
        request.addEventListener('load', () => resolve('answered'));
        request.open('GET', './?two');
        request.send();
      }),
    ]);
    navigator.sendBeacon('./?three', 'x');
    await new Promise((resolve) => setTimeout(resolve));
    return { answers, refused };
  });
  expect(tried.answers).toEqual(['refused', 'refused']);
  expect(tried.refused).toEqual(['connect-src', 'connect-src', 'connect-src']);
  expect(answered).toContain('?before');
  expect(answered.filter((search) => /one|two|three/.test(search))).toEqual([]);

  const worker = page.workers().find((each) => /files-worker/.test(each.url()));
  const found = await worker?.evaluate(async () => {
    const names = [
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'EventSource',
      'importScripts',
      'Worker',
      'caches',
    ];
    const left = names.filter((name) => Reflect.get(globalThis, name) !== undefined);
    const elsewhere: string = 'data:text/javascript,export default 1';
    // What a policy holds, where the site's server sends it: a script from elsewhere.
    const imported = await import(elsewhere).then(
      () => 'loaded',
      () => 'refused',
    );
    return { left, imported };
  });
  expect(found).toEqual({ left: [], imported: 'refused' });

  await dialog.getByRole('button', { name: 'Check it' }).click();
  await expect(dialog.locator('[data-files=sealed]')).toContainText('the browser refused it');
  await expect(dialog.locator('[data-files=sealed]')).toContainText('nothing to open a connection with');
  // It holds on when the screen is closed, and whatever comes late still comes.
  await page.keyboard.press('Escape');
  await expect(page.evaluate(() => fetch('./?after'))).rejects.toThrow();
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
  expect(site.complaints.every((said) => /connect-src|Fetch API|Refused to connect/.test(said))).toBe(true);
  site.complaints.length = 0;
});
