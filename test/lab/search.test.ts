import { describe, expect, it } from 'vitest';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import type { RunTarget, StepKind } from '../../src/lab/lab-port.ts';
import { Lab } from '../../src/lab/lab.ts';
import { defaultLoad } from '../../src/client/load-settings.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../src/sim/node-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { FakeWorker } from '../host/fake-worker.ts';

/** With a clock that moves with every look: by `moves` ms, of the 25 of a slice. */
async function makeLab(config: Partial<LabConfig>, host: NodeHost, moves = 0.1): Promise<Lab> {
  let now = 0;
  const lab = new Lab({
    host,
    factory: Member,
    clock: () => (now += moves),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  await lab.reset(config);
  return lab;
}

/** Members in workers, one each, by their nodes. */
function makeWorkers(): { readonly host: WorkerHost; readonly workers: Map<number, FakeWorker> } {
  const workers = new Map<number, FakeWorker>();
  const spawn = (node: number): FakeWorker => {
    const worker = new FakeWorker(Member);
    workers.set(node, worker);
    return worker;
  };
  return { host: new WorkerHost(spawn, Member), workers };
}

const asked = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 5,
  timeline: { from: 0, to: 1e9, maxArrows: 5000, hide: [] },
  store: undefined,
} as const;

/** All that a viewer can tell of the run and the playhead in it. */
async function instant(lab: Lab): Promise<unknown> {
  const { version: _, ...frame } = await lab.frame(asked);
  return { frame, state: await lab.state(), hash: await lab.hash() };
}

/** A leader, and a lease that goes for so many seconds. */
async function withLease(lab: Lab, ttl: number): Promise<number> {
  await lab.step('election');
  await lab.runFor(500);
  const leader = (await lab.state()).nodes.find(({ role }) => role === 'leader')?.id ?? 0;
  const granted = lab.call({ operation: { type: 'leaseGrant', ttl, id: 77n }, node: leader });
  await lab.runFor(200);
  expect(await granted).toMatchObject({ status: 'ok' });
  return leader;
}

describe('a search beyond the record', () => {
  it('stops where steps along the record stop, for every kind and target', async () => {
    const config = { nodes: 3, seed: 5, loss: 0.05, clientTimeoutMs: 800 } as const;
    const [known, unknown] = [
      await makeLab(config, new InProcessHost(Member)),
      await makeLab(config, new InProcessHost(Member)),
    ];
    const settings = { ...defaultLoad, clients: 2, perSecond: 4 };
    for (const lab of [known, unknown]) {
      await lab.runFor(1500);
      void lab.call({ operation: { type: 'leaseGrant', ttl: 2, id: 77n } });
      const program = { recipe: 'load', name: new Uint8Array([108]), settings } as const;
      await lab.act({ type: 'startClient', client: 'load', endpoints: [1, 3], program });
      await lab.act({ type: 'kill', node: 2 });
    }
    await known.runFor(20_000);
    const kinds: readonly StepKind[] = [
      ...(['event', 'message', 'tick', 'election', 'commit', 'fault'] as const),
      ...(['ready', 'role', 'apply', 'answer'] as const),
    ];
    const targets: readonly RunTarget[] = [
      'commit',
      'answer',
      'reject',
      'lease',
      'MsgApp',
      'MsgHeartbeatResp',
    ];
    await known.seekEvent((await unknown.state()).events);
    let stops = 0;
    for (let round = 0; round < 2; round++) {
      for (const kind of kinds) {
        const ends = await Promise.all([known, unknown].map((lab) => lab.step(kind).catch(String)));
        expect(ends[0], kind).toBe(ends[1]);
        if (round > 0) continue;
        await Promise.all([known, unknown].map((lab) => lab.step(kind, 1, 3).catch(String)));
        expect(await unknown.hash(), `${kind} of node 3`).toBe(await known.hash());
      }
      for (const target of targets) {
        const [along, beyond] = await Promise.all([known, unknown].map((lab) => lab.runUntil(target, 2000)));
        expect(beyond, target).toEqual(along);
        if (along?.end === 'found') stops++;
        expect(await unknown.hash(), target).toBe(await known.hash());
      }
    }
    expect(stops).toBeGreaterThan(7);
  });

  it('that finds nothing or is stopped has moved nothing, at the newest instant and in the past', async () => {
    const lab = await makeLab({ nodes: 3, seed: 2 }, new InProcessHost(Member), 5);
    await withLease(lab, 1000);
    for (const at of ['newest', 'past'] as const) {
      if (at === 'past') await lab.seek((await lab.state()).timeMs - 1);
      const before = await instant(lab);
      await expect(lab.step('fault')).rejects.toThrow('no fault comes in the next 60 s');
      expect(await instant(lab)).toEqual(before);
      expect(await lab.runUntil('election', 5000)).toEqual({ end: 'timeOver', ms: 5000 });
      expect(await instant(lab)).toEqual(before);
      for (const search of [() => lab.runUntil('election', 1e9), () => lab.step('election', 3)]) {
        const searching = search().then(() => 'done', String);
        await lab.frame(asked);
        expect(await lab.frame(asked)).toMatchObject({ work: { progress: expect.any(Number) as number } });
        await lab.pause();
        expect(await searching).toMatch(/(runUntil|step) was stopped at [\d.]+ ms by pause/);
        expect(await instant(lab)).toEqual(before);
      }
    }
  });

  it('stopped on its way to what it has found, stands where it got to', async () => {
    const lab = await makeLab({ nodes: 3 }, new InProcessHost(Member), 5);
    await withLease(lab, 30);
    const { timeMs } = await lab.state();
    const running = lab.runUntil('lease').then(() => 'done', String);
    for (;;) {
      const { at } = await lab.frame(asked);
      if (at > timeMs * 1000) break;
    }
    await lab.pause();
    expect(await running).toMatch('runUntil was stopped');
    const after = await lab.state();
    expect(after.timeMs).toBeGreaterThan(timeMs);
    const again = await makeLab({ nodes: 3 }, new InProcessHost(Member));
    await withLease(again, 30);
    await again.runFor(after.timeMs - timeMs);
    expect(await lab.hash()).toBe(await again.hash());
    expect(await lab.runUntil('lease')).toMatchObject({ end: 'found' });
  });

  it('asks workers nothing, and to go on only in large batches', async () => {
    const { host, workers } = makeWorkers();
    const lab = await makeLab({ nodes: 3 }, host, 0.001);
    const twin = await makeLab({ nodes: 3 }, new InProcessHost(Member), 0.001);
    for (const each of [lab, twin]) await withLease(each, 60);
    const questions = (): number =>
      [...workers.values()].flatMap(({ asked }) => asked.filter(({ type }) => type !== 'begin')).length;
    let before = questions();
    await expect(lab.step('fault')).rejects.toThrow('no fault comes');
    expect(questions()).toBe(before);

    const { events } = await lab.state();
    before = questions();
    expect(await lab.runUntil('lease', 100_000)).toEqual(await twin.runUntil('lease', 100_000));
    expect(await lab.hash()).toBe(await twin.hash());
    const done = (await lab.state()).events - events;
    expect(done).toBeGreaterThan(3000);
    expect(questions() - before).toBeLessThan(done / 200);
    before = questions();
    await lab.step('event');
    expect(questions() - before).toBeLessThanOrEqual(1);
    host.dispose();
  });

  it('goes on to what comes in truth, when a worker fails on the way', async () => {
    const { host, workers } = makeWorkers();
    const lab = await makeLab({ nodes: 3 }, host);
    const leader = await withLease(lab, 5);
    const { timeMs } = await lab.state();
    let inputs = 0;
    const worker = workers.get(leader);
    if (worker !== undefined) worker.lie = (output) => (++inputs > 20 ? { ...output, sends: [] } : output);
    expect(await lab.runUntil('lease')).toMatchObject({ end: 'found' });
    const { nodes, timeMs: found } = await lab.state();
    // The leader has fallen, and who leads now gives the lease its whole time again.
    expect(nodes.find(({ id }) => id === leader)).toMatchObject({ status: 'killed' });
    expect(found - timeMs).toBeGreaterThan(6000);
    await lab.back('event');
    const before = await lab.state();
    await lab.step('event');
    expect((await lab.state()).events).toBe(before.events + 1);
    host.dispose();
  });
});
