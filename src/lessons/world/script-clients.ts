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
import { checkRequest } from '../../etcd/apply/request-checks.ts';
import type { LoggedOperation } from '../../etcd/command.ts';
import type { Answer } from '../../etcd/answer.ts';
import type { ClientOperation, LeaseId, WatchRequest } from '../../etcd/request.ts';
import { isReadOnlyTxn } from '../../etcd/txn/txn-plan.ts';
import type { RecordedCall } from '../run/client-record.ts';
import type {
  CallOwner,
  HeldLock,
  PendingCall,
  Received,
  ScriptClient,
  ScriptWatch,
} from './script-client.ts';
import type { Links } from './links.ts';
import type { ScriptNode } from './script-node.ts';
import { bytesOf } from '../language/text.ts';

/** etcd asks for a read index again after 500 ms. */
const ASK_AGAIN_TICKS = 5;
const MAX_TXN_OPS = 128;

/** What clients need of the world around them. */
export interface ClientsWorld {
  readonly ids: readonly NodeId[];
  readonly ticks: number;
  readonly links: Links;
  has(id: NodeId): boolean;
  node(id: NodeId): ScriptNode | undefined;
  newest(): ScriptNode | undefined;
  act(node: ScriptNode, action: () => void): void;
  countDropped(error: string | undefined): void;
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
 * The clients of a script's world: what they have asked for and heard. A call goes to its node at once and its answer
 * comes back at once; what takes time is the cluster. A client that is paused hears everything later, in order.
 */
export class ScriptClients {
  readonly #world: ClientsWorld;
  readonly #clients = new Map<string, ScriptClient>();
  readonly #watches = new Map<string, ScriptWatch>();
  readonly #leases = new Map<string, LeaseId>();
  readonly #streams = new Map<number, StreamOwner>();
  #pending: PendingCall[] = [];
  /** For the judges. */
  readonly records: RecordedCall[] = [];
  /** Lines of the script that have begun: the clock of the records. */
  lines = 0;
  #lastId = 0;

  constructor(world: ClientsWorld) {
    this.#world = world;
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
  call(client: ScriptClient, operation: ClientOperation): void {
    const last = { operation, result: undefined };
    client.last = last;
    this.#call(client.at, operation, { type: 'client', client, last }, client.timeout);
  }

  /** A command without a client. */
  propose(node: NodeId, operation: ClientOperation): void {
    this.#call(node, operation, { type: 'nobody' }, undefined);
  }

  /** What a read of a node's own state yields now. */
  read(node: ScriptNode, operation: Extract<ClientOperation, { type: 'range' }>): Answer {
    const error = checkRequest(operation, { maxTxnOps: MAX_TXN_OPS });
    return error === undefined ? node.machine.etcd.read(operation) : { ok: false, error };
  }

  /** The same, as something that a client has seen. */
  readAndRecord(node: ScriptNode, operation: Extract<ClientOperation, { type: 'range' }>): void {
    const answer = this.read(node, operation);
    const record = this.#record(operation);
    if (answer.ok) this.#recordResult(record, { status: 'ok', result: answer.result });
  }

  openWatch(watch: ScriptWatch): void {
    this.#watches.set(watch.name, watch);
    this.#create(watch, watch.request.startRevision);
  }

  /** Goes on with a watch on the client's node. */
  resume(watch: ScriptWatch, from: number): void {
    this.#closeStream(watch.stream);
    watch.node = watch.client.at;
    watch.isCancelled = false;
    this.#create(watch, from);
  }

  tellWatch(watch: ScriptWatch, request: WatchRequest): void {
    this.#world.node(watch.node)?.services.request(watch.stream, request, this.#machine(watch.node));
    this.hear(watch.node);
  }

  lock(client: ScriptClient, name: string, lease: LeaseId): void {
    const options = { name: bytesOf(name), holds: true, lease, ttl: 0, keepAlive: false };
    const lock: HeldLock = { program: lockProgram(options), streams: new Map(), failure: undefined };
    client.locks.set(name, lock);
    this.#tell(client, lock, { type: 'start' });
  }

  unlock(client: ScriptClient, lock: HeldLock): void {
    this.#tell(client, lock, { type: 'told', told: { type: 'release' } });
  }

  /** Everything that came in the meantime happens now. */
  wake(client: ScriptClient): void {
    client.isPaused = false;
    for (const received of client.waiting.splice(0)) this.#receive(client, received);
  }

  /** Takes from a node what it has to say: answers, reads that may be done, messages on streams. */
  hear(id: NodeId): void {
    const node = this.#world.node(id);
    if (node === undefined) return;
    for (const { command, answer } of node.takeCommands()) {
      const call = this.#pending.find((each) => each.id === command.id && each.node === id);
      if (call !== undefined) this.#end(call, resultOf(answer));
    }
    for (const read of node.takeReads()) {
      const call = this.#pending.find((each) => each.id === read && each.node === id);
      if (call !== undefined) this.#end(call, this.#readNow(node, call.operation));
    }
    for (const { stream, response } of node.services.takeMessages()) this.#heard(stream, response);
  }

  /** The node's life has ended: what was written there may have been done, what was read was not answered. */
  lost(id: NodeId): void {
    for (const call of this.#pending.filter(({ node }) => node === id)) {
      this.#end(call, { status: isRead(call.operation) ? 'failed' : 'unknown', error: 'stopped' });
    }
  }

  /** Time has passed: clients give up, reads are asked for again. */
  tick(): void {
    const { ticks } = this.#world;
    for (const call of this.#pending.filter(({ deadline }) => deadline <= ticks)) {
      this.#end(call, { status: isRead(call.operation) ? 'failed' : 'unknown', error: 'timeout' });
    }
    for (const call of this.#pending) {
      const node = this.#world.node(call.node);
      if (call.askAgainAt > ticks || node === undefined) continue;
      call.askAgainAt = ticks + ASK_AGAIN_TICKS;
      this.#ask(node, call);
    }
  }

  /** A leader ends leases because their time has come: their keys may be gone from now on. */
  expire(node: ScriptNode, operations: readonly LoggedOperation[]): void {
    for (const op of operations) {
      if (op.type === 'leaseRevoke') this.#recordRevoke(op.id);
      this.#world.act(node, () => node.propose({ id: ++this.#lastId, op }));
    }
  }

  #call(at: NodeId, operation: ClientOperation, owner: CallOwner, timeout: number | undefined): void {
    const deadline = timeout === undefined ? Infinity : this.#world.ticks + timeout;
    const record = this.#record(operation);
    const call: PendingCall = {
      id: ++this.#lastId,
      node: at,
      operation,
      owner,
      record,
      deadline,
      askAgainAt: Infinity,
    };
    this.#pending.push(call);
    const node = this.#world.node(at);
    const error = checkRequest(operation, { maxTxnOps: MAX_TXN_OPS });
    if (node === undefined) return this.#end(call, { status: 'failed', error: 'unhealthy' });
    if (error !== undefined) return this.#end(call, { status: 'failed', error });
    this.#begin(node, call);
  }

  #begin(node: ScriptNode, call: PendingCall): void {
    const { operation } = call;
    switch (operation.type) {
      case 'leaseKeepAlive':
      case 'leaseTimeToLive':
        call.askAgainAt = this.#world.ticks + ASK_AGAIN_TICKS;
        return this.#ask(node, call);
      case 'range':
      case 'txn':
        if (!isRead(operation)) break;
        if (isSerializable(operation)) return this.#end(call, this.#readNow(node, operation));
        call.askAgainAt = this.#world.ticks + ASK_AGAIN_TICKS;
        return this.#ask(node, call);
      default:
    }
    if (operation.type === 'leaseRevoke') this.#recordRevoke(operation.id);
    this.#world.act(node, () => {
      const error = node.propose({ id: call.id, op: operation as LoggedOperation });
      this.#world.countDropped(error);
      if (error === 'proposalDropped') this.#end(call, { status: 'failed', error: 'proposalDropped' });
    });
  }

  /** Asks for a read index, or the leader for a lease; what is not answered is asked again. */
  #ask(node: ScriptNode, call: PendingCall): void {
    const { operation } = call;
    if (operation.type !== 'leaseKeepAlive' && operation.type !== 'leaseTimeToLive') {
      return this.#world.act(node, () => node.askToRead(call.id));
    }
    const leader = this.#leaderSeenBy(node);
    const result = leader && leaseAnswer(leader, operation.type, operation.id);
    if (result !== undefined) this.#end(call, result);
  }

  /** The leader that a node knows, if they can reach each other and it knows of it itself. */
  #leaderSeenBy(node: ScriptNode): ScriptNode | undefined {
    const { lead } = node.status().softState;
    if (lead === node.id) return node;
    const { links } = this.#world;
    if (links.isCut({ from: node.id, to: lead }) || links.isCut({ from: lead, to: node.id }))
      return undefined;
    return this.#world.has(lead) ? this.#world.node(lead) : undefined;
  }

  #readNow(node: ScriptNode, operation: ClientOperation): CallAnswer {
    assert(operation.type === 'range' || operation.type === 'txn', 'only ranges and transactions are read');
    return resultOf(node.machine.etcd.read(operation));
  }

  #end(call: PendingCall, result: CallAnswer): void {
    this.#pending = this.#pending.filter((each) => each !== call);
    const { owner } = call;
    if (owner.type === 'nobody') return this.#recordResult(call.record, result);
    const received: Received = { type: 'answer', call, result };
    if (owner.client.isPaused) owner.client.waiting.push(received);
    else this.#receive(owner.client, received);
  }

  #receive(client: ScriptClient, received: Received): void {
    if (received.type === 'stream') return this.#receiveMessage(client, received.stream, received.message);
    const { call, result } = received;
    this.#recordResult(call.record, result);
    if (call.owner.type === 'client') call.owner.last.result = result;
    else if (call.owner.type === 'lock') {
      this.#tell(client, call.owner.lock, { type: 'answer', call: call.owner.call, result });
    }
  }

  #heard(stream: number, message: StreamAnswer): void {
    const owner = this.#streams.get(stream);
    if (owner === undefined) return;
    const client = owner.type === 'watch' ? owner.watch.client : owner.client;
    if (client.isPaused) client.waiting.push({ type: 'stream', stream, message });
    else this.#receiveMessage(client, stream, message);
  }

  #receiveMessage(client: ScriptClient, stream: number, message: StreamAnswer): void {
    const owner = this.#streams.get(stream);
    if (owner === undefined || !('watchId' in message)) return;
    if (owner.type === 'watch') return watched(owner.watch, message);
    this.#tell(client, owner.lock, { type: 'stream', stream: owner.stream, message });
  }

  #tell(client: ScriptClient, lock: HeldLock, event: ClientEvent): void {
    const { program, effects } = stepProgram(lock.program, event);
    assert(program.recipe === 'lock', 'a lock stays a lock');
    lock.program = program;
    for (const effect of effects) {
      if (effect.type === 'call') {
        const owner: CallOwner = { type: 'lock', client, lock, call: effect.call };
        this.#call(client.at, effect.operation, owner, client.timeout);
      } else if (effect.type === 'openStream') {
        const stream = this.#openStream(client.at, { type: 'lock', client, lock, stream: effect.stream });
        lock.streams.set(effect.stream, stream);
      } else if (effect.type === 'sendStream') {
        this.#send(client.at, lock.streams.get(effect.stream), effect.message);
      } else if (effect.type === 'closeStream') {
        this.#closeStream(lock.streams.get(effect.stream) ?? 0);
      } else if (effect.type === 'done' && effect.outcome.type === 'failed') {
        lock.failure = effect.outcome.error as CallFailure['error'];
      }
    }
  }

  #create(watch: ScriptWatch, startRevision: number): void {
    watch.stream = this.#openStream(watch.node, { type: 'watch', watch });
    this.#send(watch.node, watch.stream, { ...watch.request, startRevision });
  }

  #openStream(at: NodeId, owner: StreamOwner): number {
    const stream = ++this.#lastId;
    this.#streams.set(stream, owner);
    this.#world.node(at)?.services.open(stream);
    return stream;
  }

  #send(at: NodeId, stream: number | undefined, message: StreamRequest): void {
    const node = this.#world.node(at);
    if (node === undefined || stream === undefined || message.type === 'keepAlive') return;
    node.services.request(stream, message, node.machine);
    this.hear(at);
  }

  #closeStream(stream: number): void {
    this.#streams.delete(stream);
    for (const id of this.#world.ids) this.#world.node(id)?.services.close(stream);
  }

  #machine(id: NodeId): ScriptNode['machine'] {
    return present(this.#world.node(id), `n${id} is up`).machine;
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

  #recordRevoke(lease: LeaseId): void {
    const keys = this.#world.newest()?.machine.etcd.leases.keys(lease) ?? [];
    for (const key of keys) this.#record({ type: 'deleteRange', key });
  }
}

function resultOf(answer: Answer): CallAnswer {
  return answer.ok ? { status: 'ok', result: answer.result } : { status: 'failed', error: answer.error };
}

/** Whether it changes nothing. */
function isRead(operation: ClientOperation): boolean {
  if (operation.type === 'txn') return isReadOnlyTxn(operation);
  return ['range', 'leaseKeepAlive', 'leaseTimeToLive'].includes(operation.type);
}

function isSerializable(operation: Extract<ClientOperation, { type: 'range' | 'txn' }>): boolean {
  if (operation.type === 'range') return operation.consistency === 'serializable';
  return [...operation.success, ...operation.failure].every(
    (each) => each.type === 'range' && each.consistency === 'serializable',
  );
}

/** What the leader says of a lease; undefined: it does not lead (any more). */
function leaseAnswer(
  leader: ScriptNode,
  type: 'leaseKeepAlive' | 'leaseTimeToLive',
  id: LeaseId,
): CallAnswer | undefined {
  const { services, machine } = leader;
  const { revision } = machine.store;
  if (type === 'leaseKeepAlive') {
    const ttl = services.renew(id, machine);
    return ttl === undefined ? undefined : { status: 'ok', result: { type, revision, id, ttl } };
  }
  if (!services.isPrimary) return undefined;
  const lease = machine.etcd.leases.lookup(id);
  const result =
    lease === undefined
      ? { type, revision, id, ttl: -1, grantedTtl: 0, keys: [] }
      : { type, revision, id, ttl: services.remaining(id) ?? 0, grantedTtl: lease.ttl, keys: [] };
  return { status: 'ok', result };
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
