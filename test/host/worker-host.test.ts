import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import type { NodeReply } from '../../src/host/member/node-port.ts';
import type { MemberBoot, NodeOutput } from '../../src/node/io.ts';
import type { Fallen, NodeBatch } from '../../src/sim/node-host.ts';
import { counters, saying } from './counter-member.ts';
import { FakeWorker } from './fake-worker.ts';

let workers: FakeWorker[];
let host: WorkerHost;

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  host = new WorkerHost(() => {
    const worker = new FakeWorker(counters);
    workers.push(worker);
    return worker;
  }, counters);
});
afterEach(() => {
  host.dispose();
  vi.useRealTimers();
});

function boot(id: number): MemberBoot {
  return { config: { id } as MemberBoot['config'], disk: { files: [] } };
}

async function startAll(count: number): Promise<void> {
  for (let id = 1; id <= count; id++) await host.start(boot(id));
}

/** Each member does its inputs, one at a time, ahead of its worker; gives the last of what each has answered. */
function runAhead(batches: readonly NodeBatch[]): (NodeOutput | Fallen | undefined)[] {
  return batches.map(({ node, inputs }) => inputs.map((input) => host.step(node, input)).at(-1));
}

function ticks(node: number, count = 1): NodeBatch {
  return { node, inputs: Array.from({ length: count }, () => ({ type: 'tick' as const })) };
}

const MIB = 1024 * 1024;

/** How many questions the first worker has had. */
function asked(): number {
  return present(workers[0], 'a worker').asked.length;
}

/** A request with a value of so many bytes. */
function large(node: number, bytes: number): NodeBatch {
  const operation = { type: 'put', key: Uint8Array.of(107), value: new Uint8Array(bytes) } as const;
  return { node, inputs: [{ type: 'request', request: 1, operation }] };
}

/** A member that says 7 in the place of `count`. */
function sayingSevenFor(count: number): (output: NodeOutput) => NodeOutput {
  return (output) => (isDeepStrictEqual(output, saying(count)) ? saying(7) : output);
}

describe('WorkerHost', () => {
  it('starts one worker a member and runs a round with one message to each', async () => {
    await startAll(3);
    const results = await host.run([ticks(1, 2), ticks(3)]);
    expect(results).toEqual([
      { node: 1, outputs: [saying(1), saying(2)] },
      { node: 3, outputs: [saying(1)] },
    ]);
    expect(workers.map((worker) => worker.asked.map(({ type }) => type))).toEqual([
      ['start', 'run'],
      ['start'],
      ['start', 'run'],
    ]);
    expect(host.member(1)?.view().applied).toBe(2);
    expect([1, 2, 3, 4].map((node) => host.inWorker(node))).toEqual([true, true, true, false]);
  });

  it('ends the worker of a killed member and starts a new one for its next life', async () => {
    await startAll(2);
    await host.run([ticks(2, 5)]);
    host.kill(2);
    expect(workers.map((worker) => worker.terminated)).toEqual([false, true]);
    expect(host.inWorker(2)).toBe(false);
    expect(host.member(2)).toBeUndefined();
    await host.start(boot(2));
    expect(workers).toHaveLength(3);
    expect(await host.run([ticks(2)])).toEqual([{ node: 2, outputs: [saying(1)] }]);
  });

  it('reports a member that throws with its reason and what it had put out, and the rest goes on', async () => {
    await startAll(2);
    const [fallen, other] = await host.run([
      { node: 1, inputs: [{ type: 'tick' }, { type: 'campaign' }, { type: 'tick' }] },
      ticks(2),
    ]);
    expect(fallen).toEqual({ node: 1, outputs: [saying(1)], crashed: 'Error: node 1 fell at 1' });
    expect(other).toEqual({ node: 2, outputs: [saying(1)] });
    expect([host.inWorker(1), host.inWorker(2)]).toEqual([false, true]);
    expect(present(workers[0], 'its worker').terminated).toBe(true);
  });

  it('crashes a member whose worker answers otherwise than its shadow, and says where they differ', async () => {
    await startAll(2);
    present(workers[1], 'a worker').lie = sayingSevenFor(2);
    const results = await host.run([ticks(1, 2), ticks(2, 2)]);
    expect(results[0]).toEqual({ node: 1, outputs: [saying(1), saying(2)] });
    expect(results[1]).toEqual({
      node: 2,
      outputs: [],
      crashed: 'diverged at outputs[1].trace[0].first',
    });
    expect(host.inWorker(2)).toBe(false);
  });

  it('crashes a member whose worker gives a digest that is not that of its records', async () => {
    for (const change of [{ digest: 7 }, { count: 3 }]) {
      await host.restore([]);
      await startAll(2);
      present(workers.at(-1), 'the second worker').distort = ({ round, answer }) => ({
        round,
        answer: answer.outputs === undefined ? { ...answer, ...change } : answer,
      });
      const [honest, liar] = await host.run([ticks(1, 2), ticks(2, 2)]);
      expect(honest).toEqual({ node: 1, outputs: [saying(1), saying(2)] });
      const crashed = 'diverged: the digest that its worker gave is not that of its records';
      expect(liar).toEqual({ node: 2, outputs: [], crashed });
    }
  });

  it('crashes a member whose worker gives an answer again, or before its turn', async () => {
    await startAll(3);
    const [again, early] = workers.slice(1);
    let last: NodeReply | undefined;
    present(again, 'a worker').distort = (right) => {
      const said = last ?? right;
      last = right;
      return said;
    };
    present(early, 'a worker').distort = ({ round, answer }) => ({ round: round + 1, answer });
    expect(await host.run([ticks(1), ticks(2)])).toEqual([
      { node: 1, outputs: [saying(1)] },
      { node: 2, outputs: [saying(1)] },
    ]);
    const results = await host.run([ticks(1), ticks(2), ticks(3)]);
    expect(results.map(({ crashed }) => crashed?.replace(/:.*/, ''))).toEqual([
      undefined,
      'its worker answered another question than number 3',
      'its worker answered another question than number 2',
    ]);
  });

  it('crashes a member whose worker says it crashed when its shadow did not', async () => {
    await startAll(1);
    present(workers[0], 'a worker').distort = ({ round, answer }) => ({
      round,
      answer: { ...answer, crashed: 'out of memory' },
    });
    expect(await host.run([ticks(1)])).toEqual([
      {
        node: 1,
        outputs: [],
        crashed: 'diverged: the worker crashed (out of memory), its shadow went on',
      },
    ]);
  });

  it('crashes a member whose worker dies in a round, or had died before it', async () => {
    await startAll(2);
    const [first, second] = workers.map((worker) => present(worker, 'a worker'));
    present(first, 'a worker').distort = () => undefined;
    const round = host.run([ticks(1), ticks(2)]);
    first?.fail('Script error');
    expect(await round).toEqual([
      { node: 1, outputs: [], crashed: 'its worker failed: Script error' },
      { node: 2, outputs: [saying(1)] },
    ]);
    second?.emit('messageerror');
    expect(host.inWorker(2)).toBe(false);
    expect(await host.run([ticks(2)])).toEqual([
      { node: 2, outputs: [], crashed: 'its worker sent what cannot be read' },
    ]);
  });

  it('takes any answer but the right one as the end of that worker, and of no other', async () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const nonsense: unknown[] = [
      'x'.repeat(100_000),
      null,
      42n,
      [],
      cyclic,
      { round: 99, answer: { node: 1, count: 1, digest: 7 } },
      { round: 2 },
      { round: 2, answer: { node: 2, count: 1, digest: 7 } },
      { round: 2, answer: { node: 1, count: 1, digest: 7, crashed: {} } },
      { round: 2, answer: { node: 1, count: 1 } },
      { round: 2, answer: { node: 1, count: 1, digest: '7' } },
      { round: 2, answer: { node: 1, count: -1, digest: 7 } },
      { round: 2, answer: { node: 1, count: cyclic, digest: cyclic } },
      {
        round: 2,
        answer: { node: 1, count: 2, digest: 7, outputs: Array.from({ length: 9 }, () => cyclic) },
      },
    ];
    for (const reply of nonsense) {
      const each: FakeWorker[] = [];
      const shaken = new WorkerHost(() => {
        const worker = new FakeWorker(counters);
        each.push(worker);
        return worker;
      }, counters);
      await shaken.start(boot(1));
      await shaken.start(boot(2));
      present(each[0], 'a worker').distort = (right) => {
        const round = right.round;
        return (isRecord(reply) && reply['round'] === 2 ? { ...reply, round } : reply) as never;
      };
      const results = await shaken.run([ticks(1), ticks(2)]);
      const [fallen, other] = results;
      expect(fallen?.crashed, String(reply)).toMatch(/its worker answered|diverged/);
      expect(fallen?.crashed?.length).toBeLessThan(300);
      expect(other).toEqual({ node: 2, outputs: [saying(1)] });
      expect(each.map((worker) => worker.terminated)).toEqual([true, false]);
      shaken.dispose();
    }
  });

  it('does not trust a worker that speaks without being asked, and hears of one that closes', async () => {
    await startAll(2);
    present(workers[0], 'a worker').emit('message', { data: 'hello' });
    present(workers[1], 'a worker').emit('close');
    const results = await host.run([ticks(1), ticks(2)]);
    expect(results.map(({ crashed }) => crashed)).toEqual([
      'its worker answered although nothing was asked: "hello"',
      'its worker has closed: it has not answered, and never will',
    ]);
  });

  it('gives a worker ten beats to answer, however long a frozen tab makes a beat', async () => {
    await startAll(1);
    present(workers[0], 'a worker').distort = () => undefined;
    let result: unknown;
    const round = host.run([ticks(1)]).then((results) => (result = results[0]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(result).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    await round;
    expect(result).toEqual({
      node: 1,
      outputs: [],
      crashed: 'its worker has not answered for 10 s',
    });
  });

  it('gives a worker more beats for what is large in its question', async () => {
    await startAll(2);
    present(workers[0], 'a worker').distort = () => undefined;
    let result: unknown;
    const round = host.run([large(1, 20 * MIB)]).then((results) => (result = results[0]));
    await vi.advanceTimersByTimeAsync(13_000);
    expect(result).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    await round;
    expect(result).toMatchObject({ crashed: 'its worker has not answered for 13 s' });
  });

  it('tells its worker of a piece, and is far ahead, by bytes as well as by inputs', async () => {
    await startAll(1);
    const before = asked();
    runAhead([large(1, 3 * MIB)]);
    expect(asked()).toBe(before);
    for (let i = 0; i < 7; i++) runAhead([large(1, 3 * MIB)]);
    expect(asked()).toBe(before + 4);
    expect(host.isFarAhead).toBe(false);
    for (let i = 0; i < 4; i++) runAhead([large(1, 3 * MIB)]);
    expect(host.isFarAhead).toBe(true);
    expect(await host.confirm()).toEqual([]);
    expect(host.isFarAhead).toBe(false);
  });

  it('lets the workers of the next run load side by side, and ends those that it does not need', async () => {
    await startAll(3);
    await host.restore([]);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, true, true, false, false, false]);
    await host.start(boot(1));
    await host.start(boot(2));
    expect(workers).toHaveLength(6);
    expect(await host.run([ticks(1)])).toEqual([{ node: 1, outputs: [saying(1)] }]);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, true, true, false, false, true]);
    expect([1, 2, 3].map((node) => host.inWorker(node))).toEqual([true, true, false]);
  });

  it('restores a checkpoint: members come back with their state, those that are not in it are gone', async () => {
    await startAll(3);
    await host.run([ticks(1, 4), ticks(2, 2)]);
    const checkpoint = [1, 2].map((node) => present(host.member(node), 'a member').clone());
    await host.run([ticks(1, 4), ticks(3)]);
    host.kill(2);
    await host.restore(checkpoint);
    expect([1, 2, 3].map((node) => host.member(node)?.view().applied)).toEqual([4, 2, undefined]);
    expect([1, 2, 3].map((node) => host.inWorker(node))).toEqual([true, true, false]);
    expect(await host.run([ticks(1), ticks(2)])).toEqual([
      { node: 1, outputs: [saying(5)] },
      { node: 2, outputs: [saying(3)] },
    ]);
  });

  it('never shares a member with the checkpoint it was restored from', async () => {
    await startAll(1);
    const checkpoint = [present(host.member(1), 'a member').clone()];
    await host.restore(checkpoint);
    await host.run([ticks(1, 3)]);
    expect(checkpoint[0]?.view().applied).toBe(0);
    await host.restore(checkpoint);
    expect(await host.run([ticks(1)])).toEqual([{ node: 1, outputs: [saying(1)] }]);
  });

  it('says in the next round that a worker could not take a checkpoint', async () => {
    await startAll(1);
    const checkpoint = [present(host.member(1), 'a member').clone()];
    present(workers[0], 'a worker').distort = ({ round, answer }) => ({
      round,
      answer: { ...answer, crashed: 'the saved state could not be loaded' },
    });
    await host.restore(checkpoint);
    expect(host.inWorker(1)).toBe(false);
    expect(await host.run([ticks(1)])).toMatchObject([
      { node: 1, crashed: 'the saved state could not be loaded' },
    ]);
  });

  it('runs ahead of its workers, tells them many inputs in one message, and confirms', async () => {
    await startAll(2);
    for (let i = 1; i <= 3; i++) {
      expect(runAhead([ticks(1), ticks(2)])).toEqual([saying(i), saying(i)]);
    }
    expect(workers.map((worker) => worker.asked.length)).toEqual([1, 1]);
    expect(await host.confirm()).toEqual([]);
    expect(workers.map((worker) => worker.asked.length)).toEqual([2, 2]);
    expect(workers[0]?.asked[1]).toMatchObject({ type: 'run', node: 1, inputs: [{}, {}, {}] });
    expect(await host.confirm()).toEqual([]);
    expect(await host.run([ticks(1)])).toEqual([{ node: 1, outputs: [saying(4)] }]);
  });

  it('is far ahead after a thousand inputs, and no more once they are confirmed', async () => {
    await startAll(1);
    runAhead([ticks(1, 900)]);
    expect(host.isFarAhead).toBe(false);
    runAhead([ticks(1, 100)]);
    expect(host.isFarAhead).toBe(true);
    await host.confirm();
    expect(host.isFarAhead).toBe(false);
  });

  it('finds who has run ahead of a worker that does otherwise, or is dead, and the rest goes on', async () => {
    await startAll(3);
    present(workers[1], 'a worker').lie = sayingSevenFor(2);
    present(workers[2], 'a worker').distort = () => undefined;
    runAhead([ticks(1, 2), ticks(2, 2), ticks(3, 2)]);
    const confirmed = host.confirm();
    present(workers[2], 'a worker').fail('Script error');
    expect(await confirmed).toEqual([
      { node: 2, crashed: 'diverged at outputs[1].trace[0].first' },
      { node: 3, crashed: 'its worker failed: Script error' },
    ]);
    expect([1, 2, 3].map((node) => host.inWorker(node))).toEqual([true, false, false]);
    expect([1, 2, 3].map((node) => host.member(node) === undefined)).toEqual([false, true, true]);
  });

  it('says at once of a member that throws, or whose worker is known to be dead, and not again', async () => {
    await startAll(2);
    present(workers[1], 'a worker').fail('Script error');
    runAhead([ticks(1, 2)]);
    expect(runAhead([{ node: 1, inputs: [{ type: 'campaign' }] }, ticks(2)])).toEqual([
      { crashed: 'Error: node 1 fell at 2' },
      { crashed: 'its worker failed: Script error' },
    ]);
    expect(await host.confirm()).toEqual([]);
  });

  it('does not hold against a new life what a worker has said of the one before', async () => {
    await startAll(1);
    present(workers[0], 'a worker').distort = () => undefined;
    runAhead([ticks(1, 70)]);
    host.kill(1);
    await host.start(boot(1));
    runAhead([ticks(1)]);
    expect(await host.confirm()).toEqual([]);
    expect(host.inWorker(1)).toBe(true);
  });
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
