import { describe, expect, it } from 'vitest';
import { Digest } from '../../src/base/digest.ts';
import type { ClientEvent } from '../../src/client/effect.ts';
import type { EtcdErrorCode } from '../../src/etcd/request.ts';
import type { NodeInput, NodeOutput } from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { hashEvent } from '../../src/sim/record/hash-event.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import type { Journal, WorldEvent } from '../../src/sim/record/world-event.ts';
import { makeEvent } from '../../src/sim/settle.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { liesAbout } from '../host/lies.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const get = { type: 'range', key: bytes('k'), revision: 0, consistency: 'linearizable' } as const;
const watchOfK = {
  type: 'create',
  key: bytes('k'),
  rangeEnd: new Uint8Array(0),
  startRevision: 0,
  progressNotify: false,
  filters: [],
  prevKv: false,
  watchId: 0n,
  fragment: false,
} as const;

/** Members that change what they give back, as a member with a fault would, and are honest otherwise. */
function lying(lie: (output: NodeOutput) => NodeOutput) {
  return {
    boot(boot: Parameters<typeof Member.boot>[0]) {
      const { member, output } = Member.boot(boot);
      const handle = member.handle.bind(member);
      member.handle = (input: NodeInput) => lie(handle(input));
      return { member, output };
    },
  };
}

/** Three seconds to elect a leader, then a watch, a put, a read and an HTTP request at it. */
async function runOf(factory: { boot: typeof Member.boot }, journal?: Journal): Promise<Cluster> {
  const config = parseConfig({ nodes: 3, seed: 11, bootstrap: 'etcd' });
  const cluster = await Cluster.create(config, new InProcessHost(factory), new NoWatcher(), journal);
  const run = async (until: number) => {
    await cluster.run({ until, events: Infinity });
    cluster.setClock(until);
  };
  await run(3_000_000);
  const node = [...cluster.world.machines.values()].find(({ state }) => state === 'StateLeader')?.id ?? 0;
  const body = bytes(JSON.stringify({ key: btoa('k') }));
  const commands: Command[] = [
    { type: 'openStream', stream: 1, node, kind: 'watch' },
    { type: 'sendStream', stream: 1, message: watchOfK },
    { type: 'request', request: 1, node, operation: { type: 'put', key: bytes('k'), value: bytes('v') } },
    { type: 'request', request: 2, node, operation: get },
    { type: 'http', request: 1, node, http: { method: 'POST', path: '/v3/kv/range', headers: {}, body } },
  ];
  let at = 3_000_000;
  for (const command of commands) {
    await cluster.act(command);
    await run((at += 300_000));
  }
  return cluster;
}

/** What the honest run says to its clients, by kind. */
function heard({ world }: Cluster) {
  return {
    answers: world.calls.ended.slice(0).map(({ result }) => result?.status),
    messages: world.streams.get(1)?.received.slice(0).length,
    http: world.http.get(1)?.end,
  };
}

function failed(error: EtcdErrorCode): ClientEvent {
  return { type: 'answer', call: 1, result: { status: 'failed', error } };
}

/** Of an event all that is mixed in field by field; of a delivered message and a write the rest is told elsewhere. */
function partsOf({
  at,
  node,
  message,
  waits,
  input,
  ended,
  calls,
  sent,
  output,
}: WorldEvent): Partial<WorldEvent> {
  const isDelivery = input?.type === 'message' || input?.type === 'peer';
  const writes = output?.writes.map(({ id, bytes, sync }) => ({ id, bytes, sync }));
  const { applies, answers, streams, http } = output ?? {};
  return {
    at,
    node,
    message,
    waits,
    ended,
    calls,
    ...(input === undefined || isDelivery ? {} : { input }),
    sent: sent.map(({ id, dueAt, copyOf, payload }) => ({
      id,
      dueAt,
      copyOf,
      payload,
    })) as unknown as WorldEvent['sent'],
    ...(output === undefined
      ? {}
      : { output: { writes, applies, answers, streams, http } as unknown as NodeOutput }),
  };
}

function hashOf(event: WorldEvent): string {
  const hash = new Digest();
  hashEvent(hash, event);
  return hash.hex();
}

/** Some of what the run has, so that every kind of it is looked at. */
const IN_THE_RUN = [
  '.sent[].payload(MsgApp).entries[](EntryNormal).data',
  '.sent[].payload(MsgApp).commit',
  '.sent[].payload(MsgAppResp).rejectHint',
  '.sent[].payload(MsgHeartbeat).commit',
  '.sent[].payload(MsgHeartbeatResp).term',
  '.sent[].payload(MsgHeartbeatResp).context',
  '.sent[].payload(MsgVote).logTerm',
  '.ended[].end',
  '.calls[].status',
  '.input(writeDone).write',
  '.input(applyDone).apply',
  '.output.writes[].bytes',
  '.output.applies[].last',
];

describe('the fingerprint of a run', () => {
  it('is the same for the same run', async () => {
    const [one, other] = [await runOf(Member), await runOf(lying((output) => output))];
    expect(heard(one)).toEqual({ answers: ['ok', 'ok'], messages: 2, http: 'served' });
    expect(one.world.hash.hex()).toBe(other.world.hash.hex());
  });

  const lies: readonly [string, (output: NodeOutput) => NodeOutput][] = [
    [
      'a read is answered with another value',
      (output) => ({
        ...output,
        answers: output.answers.map((answer) => {
          if (answer.result.status !== 'ok' || answer.result.result.type !== 'range') return answer;
          const kvs = answer.result.result.kvs.map((kv) => ({ ...kv, value: bytes('w') }));
          return { ...answer, result: { ...answer.result, result: { ...answer.result.result, kvs } } };
        }),
      }),
    ],
    [
      'an answer names another term',
      (output) => ({
        ...output,
        answers: output.answers.map((answer) => {
          if (answer.result.status !== 'ok') return answer;
          const identity = { ...answer.result.identity, raftTerm: 77 };
          return { ...answer, result: { ...answer.result, identity } };
        }),
      }),
    ],
    [
      'a watch tells another value',
      (output) => ({
        ...output,
        streams: output.streams.map((each) => {
          if (!('events' in each.message)) return each;
          const events = each.message.events.map(({ kv, ...rest }) => ({
            ...rest,
            kv: { ...kv, value: bytes('w') },
          }));
          return { ...each, message: { ...each.message, events } };
        }),
      }),
    ],
    [
      'an HTTP body has another byte',
      (output) => ({
        ...output,
        http: output.http.map((each) =>
          each.type === 'body'
            ? { ...each, bytes: each.bytes.map((byte, i) => (i === 3 ? 65 : byte)) }
            : each,
        ),
      }),
    ],
  ];

  it.each(lies)('differs when %s, and nothing else does', async (_, lie) => {
    const [honest, lied] = [await runOf(Member), await runOf(lying(lie))];
    expect(lied.world.events).toBe(honest.world.events);
    expect(heard(lied)).toEqual(heard(honest));
    expect(lied.world.hash.hex()).not.toBe(honest.world.hash.hex());
  });

  it('differs by every field of a message, an input and a piece of disk work', async () => {
    const unseen: string[] = [];
    const kinds = new Set<string>();
    const lookAt = (event: WorldEvent) => {
      for (const { kind, tell } of liesAbout(partsOf(event))) {
        // A field or an item more or less would be another form, which nobody makes.
        if (kinds.has(kind) || / (without .*|with more|longer)$/.test(kind)) continue;
        kinds.add(kind);
        if (hashOf(event) === hashOf({ ...event, ...(tell() as object) })) unseen.push(kind);
      }
    };
    await runOf(Member, { append: lookAt });
    expect([...kinds]).toEqual(expect.arrayContaining(IN_THE_RUN));
    expect(unseen).toEqual([]);
  });

  it('differs by what a client program hears', () => {
    const hashes = [failed('timeout'), failed('stopped'), { type: 'timer', timer: 1 } as const].map(
      (heard) => {
        const hash = new Digest();
        hashEvent(hash, { ...makeEvent(1, 5, 'client', 0), client: 'locker', heard });
        return hash.hex();
      },
    );
    expect(new Set(hashes).size).toBe(3);
  });
});
