import { beforeAll, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { ClientsView } from '../../../src/check/clients/clients-view.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { del, get, put, underPrefix, watch } from '../../../src/client/operations.ts';
import type {
  ClientOperation,
  KeyValue,
  OperationResult,
  WatchEvent,
  WatchResponse,
} from '../../../src/etcd/request.ts';
import { Member } from '../../../src/node/member.ts';
import type { ClientAnswer, NodeOutput } from '../../../src/node/io.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../../src/sim/record/watcher.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

const key = encodeUtf8('k1');
const serializable = { ...get(key), consistency: 'serializable' } as const;

/** What is asked in turn, all of it of node 1. */
const CALLS: readonly ClientOperation[] = [
  put(key, encodeUtf8('a')),
  put(key, encodeUtf8('b')),
  get(key),
  serializable,
  { type: 'leaseGrant', ttl: 2, id: 7n },
  { ...put(encodeUtf8('k2'), encodeUtf8('leased')), lease: 7n },
  del(key),
  put(key, encodeUtf8('c')),
  get(key),
  serializable,
  { type: 'leaseKeepAlive', id: 7n },
];

/** Every event of a run in which nothing is wrong. */
async function runEvents(): Promise<WorldEvent[]> {
  const events: WorldEvent[] = [];
  const journal = { append: (event: WorldEvent): void => void events.push(event) };
  const host = new InProcessHost(Member);
  const cluster = await Cluster.create(parseConfig({ nodes: 3, seed: 3 }), host, new NoWatcher(), journal);
  const passes = async (ms: number): Promise<void> => {
    await cluster.run({ until: cluster.world.now + ms * 1000, events: Infinity });
  };
  await passes(3000);
  const program = { recipe: 'watching', request: { ...watch(...prefix('k'), 1), prevKv: true } } as const;
  await cluster.act({ type: 'startClient', client: 'w', endpoints: [2], program });
  // Another one waits for what is to come: the store is at revision 1.
  const ahead = { recipe: 'watching', request: watch(...prefix('k'), 5) } as const;
  await cluster.act({ type: 'startClient', client: 'ahead', endpoints: [2], program: ahead });
  await passes(300);
  for (const operation of CALLS) {
    const request = cluster.world.calls.lastId + 1;
    await cluster.act({ type: 'request', request, node: 1, operation });
    await passes(300);
  }
  // The lease is not renewed any more.
  await passes(8000);
  await cluster.act({
    type: 'request',
    request: cluster.world.calls.lastId + 1,
    node: 1,
    operation: { type: 'leaseKeepAlive', id: 7n },
  });
  await passes(300);
  return events;
}

function prefix(text: string): [Uint8Array, Uint8Array] {
  const { key: from, rangeEnd } = underPrefix(encodeUtf8(text));
  return [from, rangeEnd];
}

let events: readonly WorldEvent[] = [];
beforeAll(async () => {
  events = await runEvents();
});

/** What is found in the run when each record is first changed by `change`. */
function findings(
  change: (output: NodeOutput, event: WorldEvent) => NodeOutput,
  run: readonly WorldEvent[] = events,
): string[] {
  const monitors = new Monitors([new ClientsView()]);
  for (const event of run) {
    const output = event.output && change(event.output, event);
    monitors.look({ ...event, output });
  }
  return monitors.violations.map(({ property, because }) =>
    because.type === 'watchBroken' ? `${property} ${because.how}` : `${property} ${because.type}`,
  );
}

/** The answers to the calls of the list, by their place in it, changed. */
function answering(
  changes: Readonly<Record<number, (result: OperationResult) => OperationResult>>,
  run: readonly WorldEvent[] = events,
): string[] {
  return findings(
    (output) => ({
      ...output,
      answers: output.answers.map((answer) => changed(answer, changes[answer.request - 1])),
    }),
    run,
  );
}

function changed(
  answer: ClientAnswer,
  change: ((result: OperationResult) => OperationResult) | undefined,
): ClientAnswer {
  const { result } = answer;
  if (change === undefined || result.status !== 'ok' || result.result.type === 'confChange') return answer;
  return { ...answer, result: { ...result, result: change(result.result) } };
}

const at = (revision: number) => (result: OperationResult) => ({ ...result, revision }) as OperationResult;
const withKvs =
  (change: (kv: KeyValue) => KeyValue) =>
  (result: OperationResult): OperationResult =>
    result.type === 'range' ? { ...result, kvs: result.kvs.map(change) } : result;

/** What the watch is sent, response by response, changed. */
function sending(change: (responses: WatchResponse[]) => WatchResponse[]): string[] {
  return findings((output) => {
    const streams = output.streams.flatMap((each) =>
      'type' in each.message
        ? [each]
        : change([each.message]).map((message) => Object.assign({}, each, { message })),
    );
    return { ...output, streams };
  });
}

const eachEvent = (response: WatchResponse, change: (event: WatchEvent) => WatchEvent[]): WatchResponse => ({
  ...response,
  events: response.events.flatMap(change),
});

const alive = (result: OperationResult): OperationResult => ({ ...result, ttl: 5 }) as OperationResult;

/** Of revision 2, with what the store was then: nothing else is wrong with it. */
const old = (result: OperationResult): OperationResult =>
  withKvs((kv) => ({ ...kv, value: encodeUtf8('a'), modRevision: 2, version: 1 }))(at(2)(result));

/** The watch's events of a revision are changed. */
const of = (revision: number, change: (event: WatchEvent) => WatchEvent[]): string[] =>
  sending((all) =>
    all
      .map((response) =>
        eachEvent(response, (event) => (event.kv.modRevision === revision ? change(event) : [event])),
      )
      // An empty response would be a mark.
      .filter(({ created, events: left }) => created || left.length > 0),
  );

describe('what clients are promised', () => {
  it('is kept in a run in which nothing is wrong, also by a copy of the monitor that goes on', () => {
    expect(findings((output) => output)).toEqual([]);
    const monitors = new Monitors([new ClientsView()]);
    const half = Math.floor(events.length / 2);
    for (const event of events.slice(0, half)) monitors.look(event);
    const [one, other] = [monitors.clone(), monitors.clone()];
    for (const copy of [one, other, monitors]) for (const event of events.slice(half)) copy.look(event);
    expect([...one.violations, ...other.violations, ...monitors.violations]).toEqual([]);
    const told = events.flatMap(({ output }) => output?.streams ?? []);
    expect(told.flatMap(({ message }) => ('type' in message ? [] : message.events)).length).toBeGreaterThan(
      4,
    );
  });

  it('[C2] an answer is not older than what had been answered before', () => {
    expect(answering({ 2: old })).toEqual(['Linearizability staleAnswer']);
  });

  it('[C2] an answer is what the store was like, and a write has made what it says', () => {
    const other = withKvs((kv) => ({ ...kv, value: encodeUtf8('z') }));
    expect(answering({ 2: other })).toEqual(['Linearizability wrongAnswer']);
    expect(answering({ 2: withKvs((kv) => ({ ...kv, version: 9 })) })).toEqual([
      'Linearizability wrongAnswer',
    ]);
    expect(answering({ 6: (result) => ({ ...result, deleted: 2 }) as OperationResult })).toEqual([
      'Linearizability wrongAnswer',
    ]);
    expect(answering({ 1: at(9) })).toEqual(['Linearizability answerOfFuture']);
    expect(answering({ 1: at(2) })).toContain('Linearizability wrongAnswer');
  });

  it('[C3] a serializable read may be old, but is of a state that there was, and no older than the one before', () => {
    expect(answering({ 3: old })).toEqual([]);
    expect(answering({ 3: withKvs((kv) => ({ ...kv, value: encodeUtf8('z') })) })).toEqual([
      'SerializableReads wrongAnswer',
    ]);
    expect(
      answering({ 9: (result) => ({ ...old(result), kvs: [kvOf('a', 2)] }) as OperationResult }),
    ).toEqual(['SerializableReads wentBack']);
    expect(answering({ 3: at(99) })).toEqual(['SerializableReads answerOfFuture']);
  });

  it('[C4] a watch is told everything it asked for once, in order, and as it was', () => {
    expect(of(2, () => [])).toContain('WatchResumable begunLate');
    expect(of(3, () => [])).toContain('WatchReliable skipped');
    expect(of(3, (event) => [event, event])).toEqual(['WatchUnique twice']);
    expect(of(3, (event) => [{ ...event, kv: { ...event.kv, key: encodeUtf8('other') } }])).toContain(
      'WatchFilter unasked',
    );
    // One of them has heard what was before, the other begins with it.
    expect(of(5, () => [])).toEqual(
      expect.arrayContaining(['WatchReliable skipped', 'WatchResumable begunLate']),
    );
    expect(of(2, (event) => [{ ...event, kv: { ...event.kv, createRevision: 1 } }])).toEqual([
      'WatchCreate create',
    ]);
    expect(of(3, (event) => [{ ...event, kv: { ...event.kv, value: encodeUtf8('z') } }])).toEqual([
      'WatchReliable invented',
    ]);
    expect(of(3, (event) => [{ ...event, prevKv: kvOf('z', 2) }])).toEqual(['WatchPrevKv previous']);
  });

  it('[C4] a watch is sent nothing that is out of turn, and marks that are true', () => {
    let kept: WatchResponse | undefined;
    const late = sending(([response]) => {
      if (response?.events[0]?.kv.modRevision === 2) {
        kept = response;
        return [];
      }
      const sent = response === undefined ? [] : [response];
      if (response?.events[0]?.kv.modRevision !== 3 || kept === undefined) return sent;
      return [...sent, kept];
    });
    expect(late).toEqual(['WatchResumable begunLate', 'WatchOrdered backwards']);
    const mark = sending(([response]) => {
      if (response?.events[0]?.kv.modRevision !== 3) return response === undefined ? [] : [response];
      return [{ ...response, events: [] }, response];
    });
    expect(mark[0]).toBe('WatchBookmark mark');
    const ended = sending(([response]) => {
      if (response?.events[0]?.kv.modRevision !== 3) return response === undefined ? [] : [response];
      return [{ ...response, events: [], canceled: true, compactRevision: 2 }, response];
    });
    expect(ended).toEqual(expect.arrayContaining(['WatchCancel notCompacted', 'WatchCancel afterEnd']));
    const twice = sending(([response]) => (response === undefined ? [] : split(response)));
    expect(twice).toEqual([]);
  });

  it('[C5] a lease lasts as long as it was promised, takes its keys with it, and is not told to live when it is gone', () => {
    const longer = answering({ 4: (result) => ({ ...result, ttl: 60 }) as OperationResult });
    expect(longer).toEqual(['LeaseNotEarly leaseEarly']);
    const kept = findings((output) => {
      const { records, leases } = output.changes;
      if (records === undefined || leases?.some(({ lease }) => lease === undefined) !== true) return output;
      return { ...output, changes: { ...output.changes, records: [] } };
    });
    expect(kept).toContain('LeaseAtomic leaseLeaves');
    const ghost = findings((output) => {
      const { leases, ...changes } = output.changes;
      return leases === undefined ? output : { ...output, changes };
    });
    expect(ghost).toContain('LeaseGhost leaseGhost');
    expect(answering({ 11: alive })).toEqual(['LeaseTruthful leaseUntrue']);
    // Whoever answers was deposed and does not know it yet.
    const deposing = events.flatMap((event) => {
      const { output, input } = event;
      if (output === undefined || input?.type !== 'request' || input.request !== 11) return [event];
      const other = { ...output, trace: [{ type: 'becameLeader', term: 99 }], answers: [], sends: [] };
      return [
        { ...event, node: (event.node % 3) + 1, input: undefined, output: other, calls: [] } as WorldEvent,
        event,
      ];
    });
    expect(deposing).toHaveLength(events.length + 1);
    expect(answering({ 11: alive }, deposing)).not.toContain('LeaseTruthful leaseUntrue');
    // It had come while the lease was there, and waited at a member that was paused.
    const waiting = events
      .filter(({ input }) => input?.type === 'request' && input.request === 12)
      .map((event) => Object.assign({}, event, { number: 1, waits: true, output: undefined, calls: [] }));
    expect(waiting).toHaveLength(1);
    expect(answering({ 11: alive }, [...waiting, ...events])).toEqual([]);
  });

  it('[C6] what was answered is in the log of whoever is elected later, and nothing is applied twice', () => {
    const leaderLater = findings((output, { node }) => {
      if (node !== 3) return output;
      // Nothing comes to its log, and then it is elected.
      const changes = { ...output.changes, appended: [], last: 0, applied: 0 };
      const elected = (output.changes.applied ?? 0) > 5;
      const trace = elected ? [{ type: 'becameLeader', term: 99 } as const] : [];
      return { ...output, changes, trace: [...output.trace, ...trace] };
    });
    expect(leaderLater).toContain('DurableAck lacksAnswered');
    let first: Uint8Array | undefined;
    const again = findings((output) => {
      const { appended } = output.changes;
      if (appended === undefined) return output;
      const copies = appended.map((entry) => {
        if (entry.type !== 'EntryNormal' || entry.data === undefined) return entry;
        first ??= entry.data;
        return Object.assign({}, entry, { data: first });
      });
      return { ...output, changes: { ...output.changes, appended: copies } };
    });
    expect(again).toContain('AtMostOnce appliedTwice');
  });
});

function kvOf(value: string, modRevision: number): KeyValue {
  return { key, value: encodeUtf8(value), createRevision: 2, modRevision, version: 1, lease: 0n };
}

/** Large responses may come in fragments, which are one. */
function split(response: WatchResponse): WatchResponse[] {
  if (response.events.length < 2) return [response];
  const [first, ...others] = response.events;
  return [
    { ...response, fragment: true, events: first === undefined ? [] : [first] },
    { ...response, events: others },
  ];
}
