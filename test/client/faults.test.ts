import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { drawInt, drawUnit, makeDice, type Dice } from '../../src/base/random.ts';
import type { Observed } from '../../src/check/linearizability/history.ts';
import type { SequentialModel } from '../../src/check/linearizability/model.ts';
import { search } from '../../src/check/linearizability/search.ts';
import { del, FROM_KEY, get, put, txn, watch } from '../../src/client/operations.ts';
import type { RecipeOptions } from '../../src/client/recipes.ts';
import type { ClientOperation, OperationResult, WatchEvent } from '../../src/etcd/request.ts';
import { KvStore } from '../../src/etcd/mvcc/kv-store.ts';
import { Member } from '../../src/node/member.ts';
import type { ClientCall } from '../../src/sim/clients/client-call.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { drawFault, type FaultName } from '../../src/sim/command/faults.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { bytes, text } from './little-etcd.ts';

/** What clients did to one key and saw of it; undefined: the key is not there. */
type KeyOperation =
  | { readonly type: 'write'; readonly value: string | undefined }
  | { readonly type: 'read'; readonly value: string | undefined }
  /** Puts `value` if `expected` is there. succeeded undefined: nobody knows. */
  | {
      readonly type: 'swap';
      readonly expected: string;
      readonly value: string;
      readonly succeeded: boolean | undefined;
    };

const keyModel: SequentialModel<string | undefined, KeyOperation> = {
  initial: undefined,
  step: (state, operation) => {
    if (operation.type === 'write') return { state: operation.value };
    if (operation.type === 'read') return operation.value === state ? { state } : undefined;
    const holds = operation.expected === state;
    if (operation.succeeded !== undefined && operation.succeeded !== holds) return undefined;
    return { state: holds ? operation.value : state };
  },
  name: (state) => (state === undefined ? '-' : `=${state}`),
};

const KEYS = ['x', 'y', 'z'];

/** Calls on few keys; values are all different. */
function drawCalls(dice: Dice, client: string, count: number): ClientOperation[] {
  return Array.from({ length: count }, (_, i) => {
    const key = bytes(KEYS[drawInt(dice, 0, KEYS.length - 1)] ?? 'x');
    const value = bytes(`${client}.${i}`);
    switch (drawInt(dice, 0, 6)) {
      case 0:
      case 1:
        return put(key, value);
      case 2:
        return del(key);
      case 3: {
        const expected = `c${drawInt(dice, 0, 2)}.${drawInt(dice, 0, i)}`;
        const compare = { result: 'EQUAL', target: { type: 'VALUE', value: bytes(expected) }, key } as const;
        return txn([compare], [put(key, value)]);
      }
      case 4:
        return { ...get(key), consistency: 'serializable' };
      default:
        return get(key);
    }
  });
}

/** The call as the model sees it; undefined: it says nothing about what must hold. */
function operationOf({ what, result }: ClientCall): { key: string; operation: KeyOperation } | undefined {
  const answer: OperationResult | undefined =
    result?.status === 'ok' && result.result.type !== 'confChange' ? result.result : undefined;
  switch (what.type) {
    case 'put':
      return { key: text(what.key), operation: { type: 'write', value: text(what.value) } };
    case 'deleteRange':
      return { key: text(what.key), operation: { type: 'write', value: undefined } };
    case 'range': {
      if (answer?.type !== 'range' || what.consistency === 'serializable') return undefined;
      const kv = answer.kvs[0];
      return { key: text(what.key), operation: { type: 'read', value: kv && text(kv.value) } };
    }
    case 'txn': {
      const [compare] = what.compare;
      const [swap] = what.success;
      if (compare?.target.type !== 'VALUE' || swap?.type !== 'put') return undefined;
      const expected = text(present(compare.target.value, 'a value is compared'));
      const succeeded = answer?.type === 'txn' ? answer.succeeded : undefined;
      return {
        key: text(swap.key),
        operation: { type: 'swap', expected, value: text(swap.value), succeeded },
      };
    }
    default:
      return undefined;
  }
}

function historyOf(calls: readonly ClientCall[], key: string): Observed<KeyOperation>[] {
  return calls.flatMap((call) => {
    const status = call.result?.status;
    const seen = operationOf(call);
    if (seen === undefined || seen.key !== key || status === 'failed') return [];
    const returnedAt = status === 'ok' ? call.returnedAt : undefined;
    return [{ operation: seen.operation, invokedAt: call.invokedAt, returnedAt }];
  });
}

const faults: readonly FaultName[] = [
  'kill',
  'restart',
  'pause',
  'partition',
  'oneway',
  'loss',
  'duplicate',
  'jitter',
  'transfer',
  'compaction',
];

const everything: RecipeOptions = { recipe: 'watching', request: watch(FROM_KEY, FROM_KEY, 1) };

/** Half a minute of calls, watches and locks under faults, and then a quiet time in which all comes to rest. */
async function stormyRun(seed: number): Promise<Cluster> {
  const config = parseConfig({ nodes: 3, seed, snapshotCount: 20, clientTimeoutMs: 1500 });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new NoWatcher());
  const dice = makeDice(seed, 'storm');
  const start = async (client: string, endpoints: number[], program: RecipeOptions): Promise<void> =>
    cluster.act({ type: 'startClient', client, endpoints, program });
  for (const [i, endpoints] of [[1, 2, 3], [2], [3, 1]].entries()) {
    const operations = drawCalls(dice, `c${i}`, 60);
    await start(`c${i}`, endpoints, { recipe: 'calls', operations, gapMs: 200, stays: false });
    await start(`w${i}`, endpoints, everything);
    await start(`l${i}`, [1, 2, 3], {
      recipe: 'lock',
      name: bytes('m'),
      holds: true,
      lease: 0n,
      ttl: 3,
      keepAlive: true,
    });
  }
  for (let step = 0; step < 60; step++) {
    await runFor(cluster, drawInt(dice, 50, 900));
    const fault = present(faults[drawInt(dice, 0, faults.length - 1)], 'a fault');
    await cluster
      .act(drawUnit(dice) < 0.2 ? { type: 'heal' } : drawFault(dice, cluster.world, fault))
      .catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
      });
  }
  await calm(cluster);
  await runFor(cluster, 30_000);
  return cluster;
}

async function calm(cluster: Cluster): Promise<void> {
  await cluster.act({ type: 'heal' });
  for (const from of [1, 2, 3]) {
    const { status } = cluster.world.machine(from);
    if (status === 'killed') await cluster.act({ type: 'restart', node: from });
    if (status === 'paused') await cluster.act({ type: 'resume', node: from });
    for (const to of [1, 2, 3].filter((id) => id !== from)) {
      const settings = { latencyMs: 5, jitterMs: 0, loss: 0, duplicate: 0, hold: false };
      await cluster.act({ type: 'link', from, to, settings });
    }
  }
}

async function runFor(cluster: Cluster, ms: number): Promise<void> {
  const until = cluster.world.now + ms * 1000;
  await cluster.run({ until, events: Infinity });
  cluster.setClock(until);
}

/** `put x@5`, in the order of the changes. */
function historyOfStore(cluster: Cluster): string[] {
  const member = present(cluster.members()[0], 'a member lives');
  const changes = member.records(2, member.view().revision);
  return changes.map(({ key, main, deleted }) => `${deleted ? 'del' : 'put'} ${text(key)}@${main}`);
}

/** A store that has lived through the same changes. */
function storeOf(cluster: Cluster): KvStore {
  const member = present(cluster.members()[0], 'a member lives');
  const store = KvStore.create();
  const revision = member.view().revision;
  for (let main = 2; main <= revision; main++) {
    const write = store.beginWrite();
    for (const record of member.records(main, main)) {
      if (record.deleted) write.deleteRange({ key: record.key });
      else write.put(record.key, record.value, record.lease);
    }
    write.end();
  }
  return store;
}

function shown({ type, kv }: WatchEvent): string {
  return `${type === 'PUT' ? 'put' : 'del'} ${text(kv.key)}@${kv.modRevision}`;
}

describe('clients in a storm', async () => {
  const runs: { seed: number; cluster: Cluster }[] = [];
  for (let seed = 1; seed <= 8; seed++) runs.push({ seed, cluster: await stormyRun(seed) });

  it('have something to tell: known and unknown outcomes, retries, resumed watches', () => {
    const statuses = runs.flatMap(({ cluster }) =>
      cluster.world.calls.ended.slice(0).map(({ result }) => result?.status),
    );
    expect(statuses.filter((status) => status === 'ok').length).toBeGreaterThan(500);
    expect(statuses.filter((status) => status === 'unknown').length).toBeGreaterThan(20);
    const notes = runs.flatMap(({ cluster }) =>
      [...cluster.world.clients.all()].flatMap(({ log }) => log.slice(0).map(({ note }) => note.type)),
    );
    expect(notes).toEqual(expect.arrayContaining(['retrying', 'resuming', 'owner', 'waiting', 'leaseLost']));
  });

  it('see a history that is linearizable on every key', () => {
    for (const { seed, cluster } of runs) {
      const calls = cluster.world.calls.ended.slice(0);
      for (const key of KEYS) {
        const history = historyOf(calls, key);
        expect(history.length).toBeGreaterThan(10);
        const { type } = search(history, keyModel, { steps: 1e7, bytes: 2 ** 28 });
        expect(type, `seed ${seed}, key ${key}`).toBe('linearizable');
      }
    }
  });

  it('see by every watch every change, once, in order, over all that happened to its members', () => {
    for (const { seed, cluster } of runs) {
      const history = historyOfStore(cluster);
      expect(history.length).toBeGreaterThan(30);
      for (const name of ['w0', 'w1', 'w2']) {
        const log = cluster.world.clients.known(name).log.slice(0);
        const seen = log.flatMap(({ note }) => (note.type === 'seen' ? note.events.map(shown) : []));
        expect(seen, `seed ${seed}, ${name}`).toEqual(history);
      }
    }
  });

  it('are given tokens that nobody else is given', () => {
    for (const { seed, cluster } of runs) {
      const tokens = ['l0', 'l1', 'l2'].flatMap((name) =>
        cluster.world.clients
          .known(name)
          .log.slice(0)
          .flatMap(({ note }) => (note.type === 'owner' ? [note.createRevision] : [])),
      );
      expect(new Set(tokens).size, `seed ${seed}`).toBe(tokens.length);
    }
  });

  it('read by serializable reads only what there was at the revision that is named', () => {
    for (const { seed, cluster } of runs) {
      const store = storeOf(cluster);
      for (const { what, result } of cluster.world.calls.ended.slice(0)) {
        if (what.type !== 'range' || result?.status !== 'ok' || result.result.type !== 'range') continue;
        const { revision, kvs } = result.result;
        const answer = store.range({ ...what, revision });
        expect(answer.ok && answer.result.type === 'range' && answer.result.kvs, `seed ${seed}`).toEqual(kvs);
      }
    }
  });
});
