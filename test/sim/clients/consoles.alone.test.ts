import { expect, it, vi } from 'vitest';
import { decodeUtf8 } from '../../../src/base/utf8.ts';
import { any, valueOf, type Process, type Running, type Tool } from '../../../src/console/kernel/process.ts';
import { sh } from '../../../src/console/shell/sh.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import type { ConsoleInstruction } from '../../../src/console/kernel/heard.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../../src/sim/node-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { Recorder } from '../../../src/lab/play/recorder.ts';
import { fromCheckpoint, replayTo } from '../../../src/history/replay.ts';
import { BatchHost } from '../batch-host.ts';

/** One of each thing that a process may ask of the world. */
const tools = vi.hoisted(() => ({ found: {} as Record<string, Tool> }));
vi.mock('../../../src/console/tools.ts', () => ({ findTool: (name: string) => tools.found[name] }));

function* members(process: Process): Running<number> {
  const reply = yield* valueOf(process.call(process.argv[1] ?? '', { type: 'memberList' }));
  if (reply.status !== 'ok') {
    process.write(2, `${reply.status}\n`);
    return 1;
  }
  const { result, identity } = reply;
  process.write(1, `${result.type} of ${identity.memberId.toString(16)} term ${identity.raftTerm}\n`);
  return 0;
}

function* page(process: Process): Running<number> {
  const [, endpoint = '', path = ''] = process.argv;
  const body = new Uint8Array(0);
  const call = process.http(endpoint, { method: 'GET', path, headers: {}, body });
  while (call.end === undefined) {
    yield* any(call);
    if (call.head !== undefined) process.write(1, '');
    for (let piece = call.take(); piece !== undefined; piece = call.take()) process.write(1, piece);
  }
  process.write(1, ` ${call.head?.status ?? 0} ${call.end}\n`);
  return 0;
}

function* stop(process: Process): Running<number> {
  const machine = process.book.find(({ name }) => name === process.argv[1]);
  const { error } = yield* valueOf(process.act({ type: 'kill', node: machine?.node ?? 99 }));
  const statuses = process.book.map(({ status }) => status).join(' ');
  process.write(1, `${error?.code ?? 'done'}: ${statuses}\n`);
  return error === undefined ? 0 : 1;
}

function* watchAll(process: Process): Running<number> {
  const stream = process.openStream(process.endpoint, 'watch');
  const all = Uint8Array.of(0);
  const rest = { progressNotify: false, filters: [], prevKv: false, watchId: 0n, fragment: false };
  stream.send({ type: 'create', key: all, rangeEnd: all, startRevision: 0, ...rest });
  process.signals.catch();
  for (;;) {
    yield* any(stream, process.signals);
    if (process.signals.take() !== undefined) {
      stream.close();
      return 0;
    }
    for (let heard = stream.take(); heard !== undefined; heard = stream.take()) {
      const { message } = heard;
      if ('events' in message) process.write(1, `${message.created} ${message.events.length}\n`);
    }
    if (stream.end !== undefined) {
      process.write(2, `ended: ${stream.end.error ?? 'served'}\n`);
      return 1;
    }
  }
}

tools.found = { sh, members, page, stop, watchAll };

async function clusterOn(host: NodeHost, recorder?: Recorder): Promise<Cluster> {
  const config = parseConfig({ nodes: 3, seed: 7, bootstrap: 'etcd', preVote: false });
  const cluster = await Cluster.create(config, host, new Monitors(), recorder);
  recorder?.begin(cluster);
  return cluster;
}

async function runFor(cluster: Cluster, ms: number, recorder?: Recorder): Promise<void> {
  const until = cluster.world.now + ms * 1000;
  for (;;) {
    const step = cluster.runNext(until, Infinity);
    if (step === 'nothing') break;
    if (step !== 'done') await step;
    recorder?.history.maybeCheckpoint(cluster);
  }
  await cluster.confirm();
  cluster.setClock(until);
}

const tell = (cluster: Cluster, client: string, instruction: ConsoleInstruction): Promise<void> =>
  cluster.act({ type: 'tellClient', client, instruction });

const line = (cluster: Cluster, client: string, text: string): Promise<void> =>
  tell(cluster, client, { type: 'line', text });

/** An evening at two consoles. */
async function play(cluster: Cluster, recorder?: Recorder): Promise<void> {
  await runFor(cluster, 5000, recorder);
  const open = (client: string, node: number): Promise<void> =>
    cluster.act({ type: 'startClient', client, endpoints: [node], program: { recipe: 'console' } });
  await open('one', 1);
  await open('two', 2);
  await line(cluster, 'two', 'watchAll');
  await line(cluster, 'one', 'members 127.0.0.1:22379');
  await line(cluster, 'one', 'members 127.0.0.1:9');
  await line(cluster, 'one', 'page 127.0.0.1:2379 /version');
  await line(cluster, 'one', 'page 127.0.0.1:9 /version');
  await runFor(cluster, 500, recorder);
  const put = { type: 'put', key: Uint8Array.of(1), value: Uint8Array.of(2), lease: 0n } as const;
  await cluster.act({ type: 'request', request: cluster.world.calls.lastId + 1, node: 3, operation: put });
  await runFor(cluster, 500, recorder);
  await line(cluster, 'one', 'stop infra2');
  await line(cluster, 'one', 'stop infra2');
  await line(cluster, 'one', 'stop nobody');
  await runFor(cluster, 500, recorder);
  await line(cluster, 'one', 'members 127.0.0.1:22379');
  await runFor(cluster, 3000, recorder);
}

function said(cluster: Cluster, client: string): string {
  const { log } = cluster.world.clients.known(client);
  return log
    .slice(0)
    .map(({ note }) => (note.type === 'output' ? decodeUtf8(note.bytes) : ''))
    .join('');
}

it('a console calls, reads pages, watches, and stops machines, all in the run’s one order', async () => {
  const cluster = await clusterOn(new InProcessHost(Member));
  await play(cluster);
  expect(said(cluster, 'one')).toMatch(
    new RegExp(
      [
        '^memberList of [0-9a-f]+ term \\d+',
        'unreachable',
        '{"etcdserver":"3.4.23","etcdcluster":"3.4.0"} 200 served',
        ' 0 broken',
        'done: up killed up',
        'notRunning: up killed up',
        'unknownNode: up killed up',
        'unreachable\n$',
      ].join('\n'),
    ),
  );
  expect(said(cluster, 'two')).toBe('true 0\nfalse 1\nended: stopped\n');
  expect(cluster.world.asked).toEqual([]);
});

it('is the same run where members are asked in batches', async () => {
  const one = await clusterOn(new InProcessHost(Member));
  await play(one);
  const other = await clusterOn(new BatchHost(Member));
  await play(other);
  expect(other.world.hash.hex()).toBe(one.world.hash.hex());
  expect(said(other, 'one')).toBe(said(one, 'one'));
});

it('is replayed from any checkpoint, with what consoles asked to be done in its place', async () => {
  const recorder = new Recorder();
  const cluster = await clusterOn(new InProcessHost(Member), recorder);
  await play(cluster, recorder);
  const { events } = cluster.world;
  const hashes = new Set<string>();
  for (let at = 0; at <= events; at += 97) {
    const copy = fromCheckpoint(recorder.history, at, Member);
    await replayTo(recorder.history, copy, events);
    expect(said(copy, 'one')).toBe(said(cluster, 'one'));
    hashes.add(copy.world.hash.hex());
  }
  expect([...hashes]).toEqual([cluster.world.hash.hex()]);
});

it('refuses what is done in the name of a console that has not asked', async () => {
  const cluster = await clusterOn(new InProcessHost(Member));
  await expect(cluster.act({ type: 'kill', node: 1, by: 'one' })).rejects.toMatchObject({
    code: 'badArgument',
  });
});
