import { assert, present } from '../../src/base/assert.ts';
import { Monitors } from '../../src/check/monitors.ts';
import type {
  ClientOperation,
  OperationResult,
  WatchRequest,
  WatchResponse,
} from '../../src/etcd/request.ts';
import type { ClientStreamMessage, StreamKind } from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const bytes = (text: string): Uint8Array => encoder.encode(text);
export const text = (value: Uint8Array): string => decoder.decode(value);

export const put = (key: string, value: string, lease = 0n): ClientOperation => ({
  type: 'put',
  key: bytes(key),
  value: bytes(value),
  lease,
});
export const del = (key: string): ClientOperation => ({ type: 'deleteRange', key: bytes(key) });
export const get = (
  key: string,
  consistency: 'linearizable' | 'serializable' = 'linearizable',
): ClientOperation => ({ type: 'range', key: bytes(key), revision: 0, consistency });

/** A watch of every key from a revision on. */
export function watchAll(startRevision: number): Extract<WatchRequest, { type: 'create' }> {
  const all = Uint8Array.of(0);
  return {
    type: 'create',
    key: all,
    rangeEnd: all,
    startRevision,
    progressNotify: false,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
  };
}

/** The results of a type, also where several types share one form. */
type ResultOf<Result, Type> = Result extends { readonly type: infer Types }
  ? Type extends Types
    ? Result
    : never
  : never;

/** A cluster that began as etcd's do, with its clock in the test's hand; Raft's safety is looked at all the while. */
export class EtcdLab {
  readonly cluster: Cluster;

  private constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  /** Runs until there is a leader whose members have told their names, and the cluster has a version. */
  static async start(fields: Partial<LabConfig> = {}): Promise<EtcdLab> {
    const config = parseConfig({ bootstrap: 'etcd', nodes: 3, clientTimeoutMs: 20_000, ...fields });
    const watcher = new Monitors();
    const lab = new EtcdLab(await Cluster.create(config, new InProcessHost(Member), watcher));
    await lab.run(40 * config.tickMs);
    return lab;
  }

  get world() {
    return this.cluster.world;
  }

  get leader(): number {
    const leads = this.cluster.members().filter((member) => member.view().state === 'StateLeader');
    leads.sort((a, b) => Number(b.view().term) - Number(a.view().term));
    return present(leads[0], 'somebody leads').view().id;
  }

  /** The first running member that does not lead. */
  get follower(): number {
    const { leader } = this;
    const ids = this.cluster.members().map((member) => member.view().id);
    return present(
      ids.find((id) => id !== leader),
      'somebody follows',
    );
  }

  async run(ms: number): Promise<void> {
    const to = this.world.now + ms * 1000;
    await this.cluster.run({ until: to, events: Infinity });
    this.cluster.setClock(to);
    const crashed = [...this.world.machines.values()].flatMap((machine) => machine.crashed ?? []);
    assert(crashed.length === 0, `nobody falls by itself: ${crashed.join('; ')}`);
  }

  act(command: Command): Promise<void> {
    return this.cluster.act(command);
  }

  /** Begins a call; its number. */
  async begin(node: number, operation: ClientOperation, token?: string): Promise<number> {
    const request = this.world.calls.lastId + 1;
    const more = token === undefined ? {} : { token };
    await this.act({ type: 'request', request, node, operation, ...more });
    return request;
  }

  /** `pending`, the error with its status, or `ok`. */
  outcome(request: number): string {
    const call = this.ended(request);
    if (call === undefined) return 'pending';
    return call.result?.status === 'ok' ? 'ok' : `${call.result?.status}: ${call.result?.error}`;
  }

  ended(request: number) {
    return this.world.calls.ended.slice(0).find((call) => call.id === request);
  }

  /** Makes a call and runs until it is answered; its result, or `status: error`. */
  async ask(node: number, operation: ClientOperation, token?: string): Promise<OperationResult | string> {
    const request = await this.begin(node, operation, token);
    for (let i = 0; i < 300 && this.world.calls.pendingCall(request) !== undefined; i++) await this.run(50);
    const result = present(this.ended(request)?.result, `request ${request} is answered`);
    if (result.status !== 'ok') return `${result.status}: ${result.error}`;
    assert(result.result.type !== 'confChange', 'a call of a client');
    return result.result;
  }

  /** The result, of the type that is named; throws on an error. */
  async must<Type extends OperationResult['type']>(
    type: Type,
    node: number,
    operation: ClientOperation,
    token?: string,
  ): Promise<ResultOf<OperationResult, Type>> {
    const result = await this.ask(node, operation, token);
    assert(typeof result !== 'string' && result.type === type, `${type}: ${JSON.stringify(result, show)}`);
    return result as ResultOf<OperationResult, Type>;
  }

  /** `a=1`, or `none`. */
  async read(node: number, key: string, consistency: 'linearizable' | 'serializable' = 'linearizable') {
    const result = await this.ask(node, get(key, consistency));
    if (typeof result === 'string') return result;
    assert(result.type === 'range', 'a range');
    const [kv] = result.kvs;
    return kv === undefined ? 'none' : `${key}=${text(kv.value)}`;
  }

  async open(node: number, kind: StreamKind, token?: string): Promise<number> {
    const stream = this.world.streams.lastId + 1;
    const more = token === undefined ? {} : { token };
    await this.act({ type: 'openStream', stream, node, kind, ...more });
    return stream;
  }

  async openWatch(node: number, request: WatchRequest, token?: string): Promise<number> {
    const stream = await this.open(node, 'watch', token);
    if (this.world.streams.get(stream)?.endedAt === undefined) {
      await this.act({ type: 'sendStream', stream, message: request });
    }
    return stream;
  }

  received(stream: number): ClientStreamMessage[] {
    const { received } = present(this.world.streams.get(stream), `stream ${stream}`);
    return received.slice(0).map(({ message }) => message);
  }

  watched(stream: number): WatchResponse[] {
    return this.received(stream).flatMap((message) => ('type' in message ? [] : message));
  }

  /** `STATUS BODY` of a page at a member's client port. */
  async page(node: number, path: string): Promise<string> {
    const request = this.world.http.lastId + 1;
    const http = { method: 'GET', path, headers: {}, body: new Uint8Array(0) };
    await this.act({ type: 'http', request, node, http });
    await this.run(500);
    const call = this.world.http.get(request);
    return `${call?.head?.status} ${(call?.body.slice(0) ?? []).map(text).join('')}`;
  }

  /** All that a snapshot stream sends, without the hash at its end. */
  async saveSnapshot(node: number): Promise<Uint8Array> {
    const stream = await this.open(node, 'snapshot');
    await this.run(100);
    const chunks = this.received(stream).flatMap((message) =>
      'type' in message && message.type === 'snapshot' ? [message.blob] : [],
    );
    return Buffer.concat(chunks.slice(0, -1));
  }

  /** Properties of Raft that did not hold. */
  get violations(): string[] {
    return this.world.watcher.violations.map(({ property, detail }) => `${property}: ${detail}`);
  }

  /** Revision, compaction and hash of each running member's store, by etcd's own hash and by ours. */
  hashes(): string[] {
    return this.cluster.members().map((member) => {
      const { revision, compactRevision, kvHash } = member.view();
      return `${revision} ${compactRevision} ${kvHash}`;
    });
  }
}

function show(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}
