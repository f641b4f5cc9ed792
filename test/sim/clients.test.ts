import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { getPrefix, put, watch } from '../../src/client/operations.ts';
import type { RecipeOptions } from '../../src/client/recipes.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import { Member } from '../../src/node/member.ts';
import type { ClientRun } from '../../src/sim/clients/client-run.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../src/sim/node-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { FakeWorker } from '../host/fake-worker.ts';
import { BatchHost } from './batch-host.ts';
import { drawCommand } from './random-commands.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => new TextDecoder().decode(value);

async function clusterOf(
  config: Partial<LabConfig> = {},
  host: NodeHost = new InProcessHost(Member),
): Promise<Cluster> {
  return Cluster.create(parseConfig({ nodes: 3, seed: 5, ...config }), host, new NoWatcher());
}

async function runFor(cluster: Cluster, ms: number): Promise<void> {
  const until = cluster.world.now + ms * 1000;
  await cluster.run({ until, events: Infinity });
  cluster.setClock(until);
}

async function start(
  cluster: Cluster,
  client: string,
  program: RecipeOptions,
  endpoints = [1, 2, 3],
): Promise<void> {
  await cluster.act({ type: 'startClient', client, endpoints, program });
}

function leaderOf(cluster: Cluster): number {
  const leader = cluster.members().find((member) => member.view().state === 'StateLeader');
  return leader?.view().id ?? 0;
}

function run(cluster: Cluster, client: string): ClientRun {
  return cluster.world.clients.known(client);
}

function outcome(cluster: Cluster, client: string): string | undefined {
  return run(cluster, client).client.outcome?.type;
}

function locker(ttl = 5): RecipeOptions {
  return { recipe: 'lock', name: bytes('m'), holds: true, lease: 0n, ttl, keepAlive: true };
}

function owns(cluster: Cluster, client: string): boolean {
  const { program } = run(cluster, client).client;
  return program.recipe === 'lock' && program.stage === 'owner';
}

const subscriber: RecipeOptions = { recipe: 'watching', request: watch(bytes('k'), new Uint8Array(0), 1) };

/** What a subscriber has seen, in order. */
function seenBy(cluster: Cluster, client: string): string[] {
  const { log } = run(cluster, client);
  return log
    .slice(0)
    .flatMap(({ note }) => (note.type === 'seen' ? note.events.map(({ kv }) => text(kv.value)) : []));
}

describe('client programs in the world', () => {
  it('take a lock in turn, and their calls and streams carry their names', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    for (const name of ['c1', 'c2']) await start(cluster, name, locker());
    await runFor(cluster, 2000);
    const [owner = '', other = ''] = owns(cluster, 'c1') ? ['c1', 'c2'] : ['c2', 'c1'];
    expect([owns(cluster, owner), owns(cluster, other)]).toEqual([true, false]);
    await cluster.act({ type: 'tellClient', client: owner, instruction: { type: 'release' } });
    await runFor(cluster, 1000);
    expect([outcome(cluster, owner), owns(cluster, other)]).toEqual(['released', true]);
    const callers = cluster.world.calls.ended.slice(0).map(({ client }) => client);
    expect(new Set(callers)).toEqual(new Set(['c1', 'c2']));
    expect(new Set([...cluster.world.streams.all()].map(({ client }) => client))).toEqual(
      new Set(['c1', 'c2']),
    );
  });

  it('lose a lock by a pause that outlasts their lease, and believe in it still', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    await start(cluster, 'c1', locker(2));
    await runFor(cluster, 1000);
    await start(cluster, 'c2', locker(2));
    await cluster.act({ type: 'pauseClient', client: 'c1' });
    await runFor(cluster, 6000);
    expect([owns(cluster, 'c1'), owns(cluster, 'c2')]).toEqual([true, true]);
    await cluster.act({ type: 'resumeClient', client: 'c1' });
    await runFor(cluster, 1000);
    expect(
      run(cluster, 'c1')
        .log.slice(0)
        .map(({ note }) => note.type),
    ).toContain('leaseLost');
  });

  it('keep a lock over the death of the leader', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    const leader = leaderOf(cluster);
    await start(cluster, 'c1', locker(3));
    await runFor(cluster, 1000);
    await cluster.act({ type: 'kill', node: leader });
    await runFor(cluster, 20_000);
    expect(owns(cluster, 'c1')).toBe(true);
    const leases = cluster.members().map((member) => member.view().revision);
    expect(new Set(leases).size).toBe(1);
    expect(
      run(cluster, 'c1')
        .log.slice(0)
        .map(({ note }) => note.type),
    ).not.toContain('leaseLost');
  });

  it('lose a lock by their end, once the lease has run out', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    await start(cluster, 'c1', locker(2));
    await runFor(cluster, 1000);
    await start(cluster, 'c2', locker(2));
    await runFor(cluster, 1000);
    await cluster.act({ type: 'stopClient', client: 'c1' });
    await runFor(cluster, 5000);
    expect([run(cluster, 'c1').status, owns(cluster, 'c2')]).toEqual(['stopped', true]);
  });

  it('see every change once and in order, though the members that serve them die one after another', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const cluster = await clusterOf({ seed });
      await runFor(cluster, 3000);
      const operations = Array.from({ length: 60 }, (_, i) => put(bytes('k'), bytes(`${i}`)));
      await start(cluster, 'sub', subscriber);
      await start(cluster, 'pub', { recipe: 'calls', operations, gapMs: 200, stays: false });
      for (const node of [1, 2, 3, 1]) {
        await runFor(cluster, 2500);
        await cluster.act({ type: 'kill', node });
        await runFor(cluster, 2500);
        await cluster.act({ type: 'restart', node });
      }
      await runFor(cluster, 30_000);
      expect(outcome(cluster, 'pub')).toBe('answered');
      const seen = seenBy(cluster, 'sub');
      const history = cluster.members()[0]?.view().revision ?? 0;
      // Each put that was done is a revision, and each revision was seen.
      expect(seen.length, `seed ${seed}`).toBe(history - 1);
      expect(seen.map(Number), `seed ${seed}`).toEqual(seen.map(Number).toSorted((a, b) => a - b));
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('lose no update by optimistic transactions whose answers are known', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    const key = bytes('n');
    for (let i = 0; i < 8; i++) {
      const statements = [{ type: 'write', key, value: { type: 'sum', keys: [key], plus: 1 } }] as const;
      await start(cluster, `c${i}`, { recipe: 'stm', isolation: 'serializable', statements, attemptsMax: 0 });
    }
    await runFor(cluster, 10_000);
    await start(cluster, 'r', { recipe: 'calls', operations: [getPrefix(key)], gapMs: 0, stays: false });
    await runFor(cluster, 1000);
    const read = run(cluster, 'r').client.outcome;
    const [result] = read?.type === 'answered' ? read.results : [];
    const kvs = result?.status === 'ok' && result.result.type === 'range' ? result.result.kvs : [];
    expect(kvs.map(({ value }) => text(value))).toEqual(['8']);
  });

  it('pass values through a queue while a member dies', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    const name = bytes('q');
    await start(cluster, 'd', { recipe: 'dequeue', name, order: 'fifo', count: 3 });
    await runFor(cluster, 500);
    await cluster.act({ type: 'kill', node: leaderOf(cluster) });
    await runFor(cluster, 4000);
    for (const value of ['a', 'b', 'c']) {
      await start(cluster, value, { recipe: 'enqueue', name, value: bytes(value) });
      await runFor(cluster, 1000);
    }
    await runFor(cluster, 5000);
    const taken = run(cluster, 'd').client.outcome;
    expect(taken?.type === 'taken' && taken.kvs.map(({ value }) => text(value))).toEqual(['a', 'b', 'c']);
  });

  it('log in as users, do what these may, and log in again when a member has forgotten them', async () => {
    const cluster = await clusterOf();
    await runFor(cluster, 3000);
    const [name, password] = ['alice', 'secret'];
    const setup: ClientOperation[] = [
      { type: 'authUserAdd', name: 'root', password: 'r' },
      { type: 'authRoleAdd', name: 'root' },
      { type: 'authUserGrantRole', user: 'root', role: 'root' },
      { type: 'authUserAdd', name, password },
      { type: 'authRoleAdd', name: 'ka' },
      {
        type: 'authRoleGrantPermission',
        name: 'ka',
        perm: { permType: 'READWRITE', key: bytes('a'), rangeEnd: new Uint8Array(0) },
      },
      { type: 'authUserGrantRole', user: name, role: 'ka' },
      { type: 'authEnable' },
    ];
    await start(cluster, 'root', { recipe: 'calls', operations: setup, gapMs: 0, stays: false });
    await runFor(cluster, 3000);
    const operations = ['a', 'b'].map((key) => put(bytes(key), bytes('1')));
    const program: RecipeOptions = { recipe: 'calls', operations, gapMs: 0, stays: true };
    const endpoints = [1, 2, 3];
    await cluster.act({ type: 'startClient', client: 'c1', endpoints, program, user: { name, password } });
    await start(cluster, 'c2', program);
    const wrong = { name, password: 'guess' };
    await cluster.act({ type: 'startClient', client: 'c3', endpoints, program, user: wrong });
    await runFor(cluster, 3000);
    const answers = (client: string): string[] =>
      run(cluster, client)
        .log.slice(0)
        .flatMap(({ note }) =>
          note.type === 'answered' ? [note.result.status === 'ok' ? 'ok' : note.result.error] : [],
        );
    expect(answers('c1')).toEqual(['ok', 'permissionDenied']);
    expect(answers('c2')).toEqual(['userEmpty', 'userEmpty']);
    expect(run(cluster, 'c3').client.outcome).toMatchObject({ type: 'failed', error: 'authFailed' });
    for (const node of endpoints) {
      await cluster.act({ type: 'kill', node });
      await cluster.act({ type: 'restart', node });
    }
    await runFor(cluster, 5000);
    const instruction = { type: 'call', operation: put(bytes('a'), bytes('2')) } as const;
    await cluster.act({ type: 'tellClient', client: 'c1', instruction });
    await runFor(cluster, 3000);
    expect(answers('c1')).toEqual(['ok', 'permissionDenied', 'ok']);
    const logins = cluster.world.calls.ended.slice(0).filter(({ what }) => what.type === 'authenticate');
    expect(logins.filter(({ client }) => client === 'c1').length).toBeGreaterThanOrEqual(2);
  });

  it('can only be done to what there is', async () => {
    const cluster = await clusterOf();
    const code = async (command: Command): Promise<string> => {
      const hash = cluster.world.hash.hex();
      const error: unknown = await cluster.act(command).catch((reason: unknown) => reason);
      expect(cluster.world.hash.hex()).toBe(hash);
      return error instanceof CommandError ? error.code : 'done';
    };
    await start(cluster, 'c1', subscriber);
    const program = subscriber;
    expect(await code({ type: 'startClient', client: 'c1', endpoints: [1], program })).toBe('alreadyThere');
    expect(await code({ type: 'startClient', client: 'c2', endpoints: [], program })).toBe('badArgument');
    expect(await code({ type: 'startClient', client: 'c2', endpoints: [9], program })).toBe('unknownNode');
    expect(await code({ type: 'startClient', client: '', endpoints: [1], program })).toBe('badArgument');
    expect(await code({ type: 'resumeClient', client: 'c1' })).toBe('notPaused');
    expect(await code({ type: 'stopClient', client: 'c2' })).toBe('unknownClient');
    await cluster.act({ type: 'pauseClient', client: 'c1' });
    expect(await code({ type: 'pauseClient', client: 'c1' })).toBe('alreadyPaused');
  });
});

/** Clients of all kinds while random things happen to the cluster and to them; events and hash after each. */
async function play(host: NodeHost, seed: number, copyAt = Infinity): Promise<string[]> {
  let cluster = await clusterOf({ seed, clientTimeoutMs: 400, jitterMs: 6, fsyncMs: 3, applyMs: 2 }, host);
  const dice = makeDice(seed, 'clients');
  const found: string[] = [];
  const programs: RecipeOptions[] = [
    locker(),
    locker(2),
    subscriber,
    {
      recipe: 'calls',
      operations: Array.from({ length: 40 }, (_, i) => put(bytes('k'), bytes(`${i}`))),
      gapMs: 70,
      stays: false,
    },
  ];
  for (const [i, program] of programs.entries()) await start(cluster, `c${i}`, program);
  for (let step = 0; step < 40; step++) {
    const until = cluster.world.now + drawInt(dice, 1, 200_000);
    await cluster.run({ until, events: Infinity });
    cluster.setClock(until);
    const client = `c${drawInt(dice, 0, 3)}`;
    const type = (['pauseClient', 'resumeClient', 'stopClient'] as const)[drawInt(dice, 0, 11)];
    const command: Command = type === undefined ? drawCommand(dice, cluster.world) : { type, client };
    try {
      await cluster.act(command);
    } catch (error) {
      expect(error, `seed ${seed}`).toBeInstanceOf(CommandError);
    }
    if (step === copyAt) {
      const members = cluster.members().map((member) => member.clone());
      const world = cluster.world.clone();
      await cluster.run({ until: cluster.world.now + 300_000, events: Infinity });
      await host.restore(members);
      cluster = new Cluster(world, host);
    }
    found.push(`${cluster.world.events} ${cluster.world.hash.hex()}`);
  }
  return found;
}

describe('a run with client programs', () => {
  it('is the same one event at a time, from a copy, and in workers', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const whole = await play(new BatchHost(Member), seed);
      expect(new Set(whole).size).toBeGreaterThan(30);
      expect(await play(new InProcessHost(Member), seed), `seed ${seed}`).toEqual(whole);
      expect(await play(new InProcessHost(Member), seed, 20), `seed ${seed}`).toEqual(whole);
      const workers = new WorkerHost(() => new FakeWorker(Member), Member);
      expect(await play(workers, seed), `seed ${seed}`).toEqual(whole);
      workers.dispose();
    }
  });
});
