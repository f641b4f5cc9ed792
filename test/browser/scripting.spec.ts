import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { makeScripting, type Quorumscope } from '../../src/app/scripting.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { expect, test, type Site } from './site.ts';

type Call = readonly [keyof Quorumscope, ...unknown[]];

/** Calls a method with what a script might hand in; the error's text when it rejects. */
function call(site: Site, [name, ...args]: Call): Promise<{ value?: unknown; error?: string }> {
  return site.page.evaluate(
    async ([method, given]) => {
      const scripting = window.quorumscope as unknown as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >;
      try {
        return { value: await scripting[method]?.(...given) };
      } catch (error) {
        return { error: String(error) };
      }
    },
    [name, args] as const,
  );
}

async function value<T>(site: Site, ...wanted: Call): Promise<T> {
  const { value, error } = await call(site, wanted);
  expect(error, wanted.join(' ')).toBeUndefined();
  return value as T;
}

test('version and ready are there from the start', async ({ site, page }) => {
  await site.open();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await page.evaluate(() => window.quorumscope.version)).toBe(version);
});

test('what a script asks before the page has opened is done after it', async ({ site, page }) => {
  await page.goto('./');
  const seeds = await page.evaluate(async () => {
    await window.quorumscope.reset({ seed: 77, nodes: 3 });
    const early = await window.quorumscope.state();
    await window.quorumscope.ready;
    return [early.seed, (await window.quorumscope.state()).seed];
  });
  expect(seeds).toEqual([77, 77]);
  expect((await site.state()).nodes).toHaveLength(3);
});

test('state has every field of the contract', async ({ site }) => {
  await site.openWithLeader();
  await value(site, 'step', 'message');
  const state = await site.state();
  expect(Object.keys(state).toSorted()).toEqual(
    ['byHand', 'events', 'links', 'messages', 'nodes', 'seed', 'timeMs', 'violations'].toSorted(),
  );
  expect(state.nodes[0]).toMatchObject({
    id: 1,
    status: 'up',
    member: 'voter',
    term: 1,
    commitIndex: 1,
    appliedIndex: 1,
    firstIndex: 1,
    lastIndex: 1,
    snapshotIndex: 0,
    stableIndex: 1,
    log: [{ index: 1, term: 1, type: 'EntryNormal' }],
    revision: 1,
    worker: true,
  });
  const leader = await site.leader();
  expect(Object.keys(leader?.progress ?? {})).toEqual(['1', '2', '3', '4', '5']);
  expect(state.links).toHaveLength(20);
});

test('time: play, pause, runFor, step, back, seek, live', async ({ site }) => {
  await site.openPaused({ seed: 5 });
  const at = async (): Promise<number> => (await site.state()).timeMs;
  await value(site, 'runFor', 500);
  expect(await at()).toBe(500);
  await value(site, 'runFor', 1500);
  const live = await value<string>(site, 'hash');
  await value(site, 'seek', 500);
  expect(await at()).toBe(500);
  await value(site, 'live');
  expect(await at()).toBe(2000);
  expect(await value(site, 'hash')).toBe(live);

  const { events } = await site.state();
  await value(site, 'step');
  expect((await site.state()).events).toBe(events + 1);
  await value(site, 'back', 'event', 4);
  expect((await site.state()).events).toBe(events - 3);
  await value(site, 'live');
  for (const kind of ['message', 'tick', 'event'] as const) await value(site, 'step', kind, 2);
  await value(site, 'seek', 0);
  expect((await site.state()).events).toBe(0);

  await value(site, 'live');
  const before = await at();
  await value(site, 'play', 5);
  await expect.poll(at).toBeGreaterThan(before + 50);
  await value(site, 'pause');
  const paused = await at();
  await value(site, 'runFor', 0);
  expect(await at()).toBe(paused);
});

test('faults: kill, restart, pauseNode, resumeNode, partition, cut, heal, link', async ({ site }) => {
  const leader = await site.openWithLeader();
  const other = (leader % 5) + 1;
  const status = async (id: number) => (await site.state()).nodes[id - 1]?.status;
  await value(site, 'kill', other);
  expect(await status(other)).toBe('killed');
  await value(site, 'restart', other);
  expect(await status(other)).toBe('up');
  await value(site, 'pauseNode', other);
  expect(await status(other)).toBe('paused');
  await value(site, 'resumeNode', other);
  expect(await status(other)).toBe('up');

  const link = async (from: number, to: number) =>
    (await site.state()).links.find((each) => each.from === from && each.to === to);
  await value(site, 'partition', [
    [1, 2],
    [3, 4, 5],
  ]);
  expect(await link(1, 3)).toMatchObject({ cut: true });
  expect(await link(3, 4)).toMatchObject({ cut: false });
  await value(site, 'heal');
  await value(site, 'cut', 1, 2, { oneWay: true });
  expect(await link(1, 2)).toMatchObject({ cut: true });
  expect(await link(2, 1)).toMatchObject({ cut: false });
  await value(site, 'heal');
  await value(site, 'link', 1, 2, { latencyMs: 70, loss: 0.5, hold: true });
  expect(await link(1, 2)).toMatchObject({ latencyMs: 70, loss: 0.5, held: true, cut: false });
});

test('elections on demand: campaign and transferLeader', async ({ site }) => {
  const leader = await site.openWithLeader();
  const other = (leader % 5) + 1;
  await value(site, 'transferLeader', other);
  await value(site, 'runFor', 500);
  expect((await site.leader())?.id).toBe(other);
  await value(site, 'campaign', other);
  await value(site, 'runFor', 100);
  expect((await site.leader())?.id).toBe(other);
});

test('members come, are promoted, go, and change places through a joint configuration', async ({ site }) => {
  const leader = await site.openWithLeader();
  const member = async (id: number) => (await site.state()).nodes.find((node) => node.id === id)?.member;
  const ask = async (call: string, ...args: unknown[]) =>
    site.page.evaluate(
      async ([name, given]) => {
        const api = window.quorumscope as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
        const outcome = api[name]?.(...given);
        await window.quorumscope.runFor(800);
        return outcome;
      },
      [call, args] as const,
    );
  expect(await ask('memberAdd', 6, { learner: true })).toMatchObject({ status: 'ok' });
  expect(await member(6)).toBe('learner');
  expect(await ask('memberPromote', 6)).toMatchObject({ status: 'ok' });
  expect(await member(6)).toBe('voter');
  expect(await ask('memberRemove', 6)).toMatchObject({ status: 'ok' });
  expect(await member(6)).toBe('none');
  const out = (leader % 5) + 1;
  const changes = [
    { type: 'voter', member: 6 },
    { type: 'remove', member: out },
  ];
  expect(await ask('memberChange', changes, { transition: 'explicit' })).toMatchObject({ status: 'ok' });
  expect(await ask('leaveJoint')).toMatchObject({ status: 'ok' });
  expect([await member(6), await member(out)]).toEqual(['voter', 'none']);
});

/** A run by hand, as an expression: of what may happen next, something is chosen, again and again. */
const BY_HAND = `(async () => {
  const q = quorumscope;
  await q.reset({ seed: 3, nodes: 3, snapshotCount: 3 });
  await q.byHand(true);
  const said = [];
  for (let i = 0; i < 120; i++) {
    if (i % 30 === 10) q.put('k' + i, 'v').catch(() => undefined);
    const actions = (await q.enabledActions()).filter(({ type }) => type !== 'kill' || i % 40 === 39);
    const chosen = actions[(i * 7) % actions.length];
    said.push(chosen.label);
    await q.choose(chosen.id);
  }
  const stood = await q.state();
  const refused = await q.runFor(10).catch(({ message }) => message);
  await q.byHand(false);
  await q.runFor(3000);
  return JSON.stringify([stood, refused, said, await q.state().then(({ events }) => events), await q.hash()]);
})()`;

test('messages: hold, release, drop, duplicate, deliver; and by hand whatever may happen next', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  const messages = async () => (await site.state()).messages;
  // One of the next five ticks is the leader's, and sends heartbeats.
  for (let ticks = 0; ticks < 5 && (await messages()).length === 0; ticks++)
    await value(site, 'step', 'tick');
  const [first, second] = await messages();
  const fate = async (id: number) => (await messages()).find((each) => each.id === id)?.fate;
  await value(site, 'hold', first?.id);
  expect(await fate(first?.id ?? 0)).toBe('held');
  await value(site, 'release', first?.id);
  expect(await fate(first?.id ?? 0)).toBe('flying');
  const count = (await messages()).length;
  await value(site, 'duplicate', first?.id);
  expect(await messages()).toHaveLength(count + 1);
  await value(site, 'drop', second?.id);
  expect(await fate(second?.id ?? 0)).not.toBe('flying');
  await value(site, 'deliver', first?.id);
  await value(site, 'runFor', 0);
  expect(await fate(first?.id ?? 0)).toBeUndefined();

  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  const quorumscope = makeScripting(Promise.resolve(lab), 'test', Promise.resolve());
  const inNode: unknown = await runInNewContext(BY_HAND, { quorumscope });
  const inPage: unknown = await page.evaluate(BY_HAND);
  const withoutWorkers = String(inPage).replaceAll('"worker":true', '"worker":false');
  expect(withoutWorkers).toBe(inNode);
  expect(withoutWorkers).toMatch(/"timeMs":0,"byHand":true/);
  expect(withoutWorkers).toMatch(/Msg\w+ #\d+ from n\d arrives at n\d/);

  // The same by keys: the list comes, an election timer ends by Enter, and the focus stays in the list.
  await value(site, 'reset', { seed: 3, nodes: 3 });
  await page.keyboard.press('n');
  const timer = page.locator('[data-action="elapse:2"]');
  await expect(timer).toHaveAccessibleName(/election timer ends/);
  await timer.focus();
  await page.keyboard.press('Enter');
  const deliver = page.locator('[data-type="deliver"]');
  await expect(deliver).toHaveCount(2);
  await deliver.first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.hand [data-action]:focus')).toHaveCount(1);
  await page.keyboard.press('n');
  await expect(page.locator('.hand')).toHaveCount(0);
  expect(await site.state()).toMatchObject({ timeMs: 0, byHand: false });

  // A lab script: the same verdict and the same run in the page, with its workers, as in Node.js; and from a dropped file.
  const script = 'cluster voters=1,2,3\ncampaign 1\npropose 1 a=1\ncrash 3\ntick 2\nexpect 1 role=F';
  const report = await quorumscope.script(script);
  expect(report).toMatchObject({ passed: 0, failed: 1, failures: [{ line: 6, got: 'n1 role=L' }] });
  expect(await value(site, 'script', script)).toEqual(report);
  expect(await value(site, 'hash')).toBe(await quorumscope.hash());
  await page.evaluate(
    (text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'mine.txt', { type: 'text/plain' }));
      for (const type of ['dragover', 'drop']) {
        window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));
      }
    },
    script.replace('role=F', 'role=L'),
  );
  await expect(page.locator('.notice')).toContainText('mine.txt: 1 script, every line of it holds.');
});

test('clients: put, get and etcdctl settle in virtual time', async ({ site, page }) => {
  await site.openWithLeader();
  const outcomes = await page.evaluate(async () => {
    const q = window.quorumscope;
    let settled = false;
    const put = q.put('fruit', 'apple').then((outcome) => {
      settled = true;
      return outcome;
    });
    const pendingWhilePaused = !settled && (await q.state().then(() => !settled));
    await q.runFor(300);
    const get = q.get('fruit');
    await q.runFor(300);
    const local = q.get('fruit', { node: 3, consistency: 'serializable' });
    await q.runFor(100);
    const del = q.etcdctl('del fruit');
    await q.runFor(300);
    const old = q.etcdctl('get fruit --rev=2 --print-value-only');
    await q.runFor(300);
    return {
      pendingWhilePaused,
      put: await put,
      get: await get,
      local: await local,
      del: await del,
      old: await old,
      unknown: await q.etcdctl('frobnicate'),
    };
  });
  expect(outcomes).toMatchObject({
    pendingWhilePaused: true,
    put: { status: 'ok', revision: 2 },
    get: { status: 'ok', kvs: [{ key: 'fruit', value: 'apple', modRevision: 2, version: 1 }] },
    local: { status: 'ok', node: 3, kvs: [{ value: 'apple' }] },
    del: { stdout: '1\n', stderr: '', exitCode: 0 },
    old: { stdout: 'apple\n', exitCode: 0 },
    unknown: { stdout: '', exitCode: 1 },
  });
});

test('etcdctl speaks the old API where it is told so', async ({ site, page }) => {
  await site.openWithLeader();
  const results = await page.evaluate(async () => {
    const q = window.quorumscope;
    const set = q.etcdctl('set /dir/a 1', { api: 2 });
    await q.runFor(500);
    const missing = q.etcdctl('get /none', { api: 2 });
    await q.runFor(500);
    return [await set, await missing];
  });
  expect(results).toMatchObject([
    { stdout: '1\n', stderr: '', exitCode: 0 },
    { stdout: '', stderr: expect.stringContaining('100: Key not found (/none)'), exitCode: 4 },
  ]);
});

test('what cannot be done rejects with its reason and leaves everything as it was', async ({ site }) => {
  const leader = await site.openWithLeader();
  await value(site, 'kill', (leader % 5) + 1);
  const before = await value<string>(site, 'hash');
  const refused: readonly [Call, RegExp][] = [
    [['kill', 9], /9/],
    [['kill', '1'], /node is "1".*number/],
    [['kill', (leader % 5) + 1], /./],
    [['restart', leader], /./],
    [['resumeNode', leader], /./],
    [['campaign'], /node is missing/],
    [['transferLeader', 42], /42/],
    [['partition', [1, 2]], /groups/],
    [['partition', [[1], [77]]], /77/],
    [['cut', 1, 12], /12/],
    [['cut', 1, 2, { oneway: true }], /oneway/],
    [['link', 1, 2, { loss: 7 }], /loss/],
    [['link', 1, 2, { speed: 7 }], /speed/],
    [['deliver', 999_999], /999999/],
    [['hold', 999_999], /999999/],
    [['release', 999_999], /999999/],
    [['drop', 999_999], /999999/],
    [['duplicate', 999_999], /999999/],
    [['put', '', 'x'], /key/],
    [['put', 'a', 5], /value/],
    [['put', 'a', 'b', { node: 12 }], /12/],
    [['get', 'a', { consistency: 'eventual' }], /consistency/],
    [['reset', { nodes: 99 }], /nodes/],
    [['reset', { nodez: 3 }], /nodez/],
    [['reset', 5], /config/],
    [['step', 'leap'], /leap/],
    [['step', 'event', 0], /count/],
    [['runFor', -1], /-1/],
    [['runFor', 'long'], /ms/],
    [['seek', NaN], /ms/],
    [['play', 0], /speed/],
    [['play', -2], /speed/],
  ];
  for (const [each, reason] of refused) {
    const { error } = await call(site, each);
    expect(error, each.join(' ')).toMatch(reason);
    expect(await value(site, 'hash'), each.join(' ')).toBe(before);
  }
});
