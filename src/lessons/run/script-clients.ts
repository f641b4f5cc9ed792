import { assert, present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type {
  CallFailure,
  CallAnswer,
  ClientEvent,
  StreamAnswer,
  StreamRequest,
} from '../../client/effect.ts';
import { lockProgram } from '../../client/lock.ts';
import { stepProgram } from '../../client/process.ts';
import type { Answer } from '../../etcd/answer.ts';
import { checkRequest } from '../../etcd/apply/request-checks.ts';
import type { ClientOperation, LeaseId, WatchRequest } from '../../etcd/request.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { ClientAnswer } from '../../node/io.ts';
import { giveUp } from '../../sim/clients/client-call.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import { bytesOf } from '../language/text.ts';
import type { RecordedCall } from './client-record.ts';
import { LeaseKeys } from './lease-keys.ts';
import type {
  CallOwner,
  HeldLock,
  PendingCall,
  Received,
  ScriptClient,
  ScriptWatch,
} from './script-client.ts';

const MAX_TXN_OPS = 128;

/** What clients need of the cluster around them. */
interface ClientsCluster {
  readonly world: World;
  readonly ticks: number;
  has(id: NodeId): boolean;
  node(id: NodeId): MemberImage | undefined;
  act(command: Command): Promise<void>;
  tellWatchers(id: NodeId): Promise<boolean>;
}

type StreamOwner =
  | { readonly type: 'watch'; readonly watch: ScriptWatch }
  | {
      readonly type: 'lock';
      readonly client: ScriptClient;
      readonly lock: HeldLock;
      readonly stream: number;
    };

/**
 * The clients of a script: what they have asked for and heard. Each call is a command; its answer comes in the events
 * that follow from it or from a later one. A client that is paused hears everything later, in order.
 */
export class ScriptClients {
  readonly #cluster: ClientsCluster;
  readonly #clients = new Map<string, ScriptClient>();
  readonly #watches = new Map<string, ScriptWatch>();
  readonly #leases = new Map<string, LeaseId>();
  readonly #streams = new Map<number, StreamOwner>();
  readonly #pending = new Map<number, PendingCall>();
  /** Heard and not yet taken in, in order. */
  #news: Received[] = [];
  #isGoingOn = false;
  readonly #leaseKeys = new LeaseKeys();
  /** For the judges. */
  readonly records: RecordedCall[] = [];
  /** Lines of the script that have begun: the clock of the records. */
  lines = 0;

  constructor(cluster: ClientsCluster) {
    this.#cluster = cluster;
  }

  add(client: ScriptClient): void {
    this.#clients.set(client.name, client);
  }

  client(name: string): ScriptClient | undefined {
    return this.#clients.get(name);
  }

  watch(name: string): ScriptWatch | undefined {
    return this.#watches.get(name);
  }

  clients(): ScriptClient[] {
    return [...this.#clients.values()];
  }

  /** A lease by the name that the script gives it; the first time it gets the next number. */
  lease(name: string): LeaseId {
    const known = this.#leases.get(name);
    if (known !== undefined) return known;
    const id = BigInt(this.#leases.size + 1);
    this.#leases.set(name, id);
    return id;
  }

  leaseName(id: LeaseId): string {
    return [...this.#leases].find(([, each]) => each === id)?.[0] ?? String(id);
  }

  /** A call of a client's own, which is then its last. */
  async call(client: ScriptClient, operation: ClientOperation): Promise<void> {
    const last = { operation, result: undefined };
    client.last = last;
    await this.#call(client.at, operation, { type: 'client', client, last }, client.timeout);
  }

  /** A command without a client. */
  async propose(node: NodeId, operation: ClientOperation): Promise<void> {
    await this.#call(node, operation, { type: 'nobody' }, undefined);
  }

  /** What a read of a node's own state yields now. */
  read(node: MemberImage, operation: Extract<ClientOperation, { type: 'range' }>): Answer {
    const error = checkRequest(operation, { maxTxnOps: MAX_TXN_OPS });
    return error === undefined ? node.read(operation) : { ok: false, error };
  }

  /** The same, as something that a client has seen. */
  readAndRecord(node: MemberImage, operation: Extract<ClientOperation, { type: 'range' }>): void {
    const answer = this.read(node, operation);
    const record = this.#record(operation);
    if (answer.ok) this.#recordResult(record, { status: 'ok', result: answer.result });
  }

  async openWatch(watch: ScriptWatch): Promise<void> {
    this.#watches.set(watch.name, watch);
    await this.#create(watch, watch.request.startRevision);
  }

  /** Goes on with a watch on the client's node. */
  async resume(watch: ScriptWatch, from: number): Promise<void> {
    await this.#closeStream(watch.stream);
    watch.node = watch.client.at;
    watch.isCancelled = false;
    await this.#create(watch, from);
  }

  async tellWatch(watch: ScriptWatch, message: WatchRequest): Promise<void> {
    await this.#send(watch.stream, message);
  }

  async lock(client: ScriptClient, name: string, lease: LeaseId): Promise<void> {
    const options = { name: bytesOf(name), holds: true, lease, ttl: 0, keepAlive: false };
    const lock: HeldLock = { program: lockProgram(options), streams: new Map(), failure: undefined };
    client.locks.set(name, lock);
    await this.#tell(client, lock, { type: 'start' });
  }

  async unlock(client: ScriptClient, lock: HeldLock): Promise<void> {
    await this.#tell(client, lock, { type: 'instructed', instruction: { type: 'release' } });
  }

  /** Everything that came in the meantime happens now. */
  async wake(client: ScriptClient): Promise<void> {
    client.isPaused = false;
    this.#news.push(...client.waiting.splice(0));
    await this.goOn();
  }

  /** Notes what an event has brought for clients; they take it in when they go on. */
  hear(event: WorldEvent): void {
    for (const { request, status } of event.calls) {
      const call = this.#pending.get(request);
      if (status === 'invoked' || call === undefined) continue;
      this.#pending.delete(request);
      this.#news.push({ type: 'answer', call, result: resultIn(event, request, call.operation) });
    }
    for (const { stream, message } of event.output?.streams ?? []) {
      if (!('type' in message) || message.type === 'leaseGrant' || message.type === 'leaseKeepAlive') {
        this.#news.push({ type: 'stream', stream, message });
      }
    }
    if (event.output === undefined) return;
    for (const key of this.#leaseKeys.take(event.output.changes)) {
      this.#record({ type: 'deleteRange', key: bytesOf(key) });
    }
  }

  /** Clients take in what they have heard, and do what follows from it, until there is nothing more. */
  async goOn(): Promise<void> {
    if (this.#isGoingOn) return;
    this.#isGoingOn = true;
    try {
      for (let next = this.#news.shift(); next !== undefined; next = this.#news.shift()) {
        const client = this.#listenerOf(next);
        if (client?.isPaused === true) client.waiting.push(next);
        else await this.#receive(next);
      }
    } finally {
      this.#isGoingOn = false;
    }
  }

  /** Time has passed: clients give up. */
  async tick(): Promise<void> {
    const { ticks } = this.#cluster;
    const late = [...this.#pending.values()].filter(({ deadline }) => deadline <= ticks);
    for (const { id } of late) {
      if (this.#pending.has(id)) await this.#cluster.act({ type: 'timeout', request: id });
    }
  }

  async #call(
    node: NodeId,
    operation: ClientOperation,
    owner: CallOwner,
    timeout: number | undefined,
  ): Promise<void> {
    const { world, ticks } = this.#cluster;
    const deadline = timeout === undefined ? Infinity : ticks + timeout;
    const id = world.calls.lastId + 1;
    const record = this.#record(operation);
    const call: PendingCall = { id, node, operation, owner, record, deadline };
    this.#pending.set(id, call);
    const client = owner.type === 'nobody' ? {} : { client: owner.client.name };
    try {
      await this.#cluster.act({ type: 'request', request: id, node, operation, ...client });
    } catch (error) {
      // The one thing that the world does not even let reach a member.
      if (!(error instanceof CommandError) || error.code !== 'emptyKey') throw error;
      this.#pending.delete(id);
      this.#news.push({ type: 'answer', call, result: { status: 'failed', error: 'emptyKey' } });
      await this.goOn();
    }
  }

  #listenerOf(received: Received): ScriptClient | undefined {
    if (received.type === 'answer') {
      const { owner } = received.call;
      return owner.type === 'nobody' ? undefined : owner.client;
    }
    const owner = this.#streams.get(received.stream);
    return owner?.type === 'watch' ? owner.watch.client : owner?.client;
  }

  async #receive(received: Received): Promise<void> {
    if (received.type === 'stream') return this.#receiveMessage(received.stream, received.message);
    const { call, result } = received;
    const { owner } = call;
    this.#recordResult(call.record, result);
    if (owner.type === 'client') owner.last.result = result;
    else if (owner.type === 'lock') {
      await this.#tell(owner.client, owner.lock, { type: 'answer', call: owner.call, result });
    }
  }

  async #receiveMessage(stream: number, message: StreamAnswer): Promise<void> {
    const owner = this.#streams.get(stream);
    if (owner === undefined || !('watchId' in message)) return;
    if (owner.type === 'watch') return watched(owner.watch, message);
    await this.#tell(owner.client, owner.lock, { type: 'stream', stream: owner.stream, message });
  }

  async #tell(client: ScriptClient, lock: HeldLock, event: ClientEvent): Promise<void> {
    const { program, effects } = stepProgram(lock.program, event);
    assert(program.recipe === 'lock', 'a lock stays a lock');
    lock.program = program;
    for (const effect of effects) {
      if (effect.type === 'call') {
        const owner: CallOwner = { type: 'lock', client, lock, call: effect.call };
        await this.#call(client.at, effect.operation, owner, client.timeout);
      } else if (effect.type === 'openStream') {
        const owner: StreamOwner = { type: 'lock', client, lock, stream: effect.stream };
        lock.streams.set(effect.stream, await this.#openStream(client.at, client.name, owner));
      } else if (effect.type === 'sendStream') {
        await this.#send(lock.streams.get(effect.stream) ?? 0, effect.message);
      } else if (effect.type === 'closeStream') {
        await this.#closeStream(lock.streams.get(effect.stream) ?? 0);
      } else if (effect.type === 'done' && effect.outcome.type === 'failed') {
        lock.failure = effect.outcome.error as CallFailure['error'];
      }
    }
  }

  async #create(watch: ScriptWatch, startRevision: number): Promise<void> {
    watch.stream = await this.#openStream(watch.node, watch.client.name, { type: 'watch', watch });
    await this.#send(watch.stream, { ...watch.request, startRevision });
  }

  async #openStream(node: NodeId, client: string, owner: StreamOwner): Promise<number> {
    const stream = this.#cluster.world.streams.lastId + 1;
    this.#streams.set(stream, owner);
    await this.#cluster.act({ type: 'openStream', stream, node, kind: 'watch', client });
    return stream;
  }

  /** What a watch has missed it is told at once: there is no time to wait for here. */
  async #send(stream: number, message: StreamRequest): Promise<void> {
    const node = this.#openedAt(stream);
    if (node === undefined) return;
    await this.#cluster.act({ type: 'sendStream', stream, message });
    if (this.#cluster.node(node) !== undefined) await this.#cluster.tellWatchers(node);
  }

  async #closeStream(stream: number): Promise<void> {
    this.#streams.delete(stream);
    if (this.#openedAt(stream) !== undefined) await this.#cluster.act({ type: 'closeStream', stream });
  }

  /** Undefined: the stream is not open any more. */
  #openedAt(stream: number): NodeId | undefined {
    const open = this.#cluster.world.streams.get(stream);
    return open?.endedAt === undefined ? open?.node : undefined;
  }

  #record(operation: ClientOperation): number {
    this.records.push({
      operation,
      invokedAt: 2 * this.lines,
      returnedAt: undefined,
      result: undefined,
      isVoid: false,
    });
    return this.records.length - 1;
  }

  /** What has certainly not been done did not happen. */
  #recordResult(at: number, result: CallAnswer): void {
    const record = present(this.records[at], 'every call is recorded');
    if (result.status === 'ok') {
      record.returnedAt = 2 * this.lines + 1;
      record.result = result.result;
    } else if (result.status === 'failed') record.isVoid = true;
  }
}

/** How the call ends in this event: as its member answers, or as the world ends it. */
function resultIn(
  { output, command, input }: WorldEvent,
  request: number,
  what: ClientOperation,
): CallAnswer {
  const answer = output?.answers.find((each) => each.request === request);
  if (answer !== undefined) return callResult(answer.result);
  if (command?.type === 'request') return { status: 'failed', error: 'unhealthy' };
  return callResult(
    giveUp(what, input?.type === 'requestGone' || command === undefined ? 'timeout' : 'stopped'),
  );
}

function callResult(result: ClientAnswer['result']): CallAnswer {
  if (result.status !== 'ok') return result;
  assert(result.result.type !== 'confChange', 'clients of scripts change no members');
  return { status: 'ok', result: result.result };
}

function watched(watch: ScriptWatch, message: Extract<StreamAnswer, { watchId: bigint }>): void {
  if (message.created) watch.watchId = message.watchId;
  if (message.canceled) {
    watch.isCancelled = true;
    watch.compactRevision = message.compactRevision;
    return;
  }
  const last = message.events.at(-1);
  if (last !== undefined) {
    watch.events.push(...message.events);
    watch.responses++;
    watch.next = Math.max(watch.next, last.kv.modRevision + 1);
  } else if (!message.created) {
    watch.progress = message.revision;
    watch.next = Math.max(watch.next, message.revision + 1);
  }
}
