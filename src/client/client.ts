import { present } from '../base/assert.ts';
import type { NodeId, Revision } from '../base/flavor.ts';
import { makeDice, type Dice } from '../base/random.ts';
import { grpcCode } from '../etcd/error.ts';
import type { ClientOperation, EtcdErrorCode, WatchRequest, WatchResponse } from '../etcd/request.ts';
import type {
  CallAnswer,
  ClientEvent,
  ClientNote,
  ProgramOutcome,
  StreamAnswer,
  StreamKind,
  StreamRequest,
} from './effect.ts';
import { seededProgram, stepProgram, type Program } from './process.ts';
import {
  backoff,
  defaultRetryPolicy,
  isNotConnected,
  isTokenUnknown,
  shouldRetry,
  type RetryPolicy,
} from './retry.ts';
import { clientRulesWith, type ClientRules } from './rules.ts';

/** What a client wants of the world: what its program wants, with the member it has chosen. */
export type EndpointEffect =
  | {
      readonly type: 'call';
      readonly call: number;
      readonly endpoint: NodeId;
      readonly operation: ClientOperation;
      readonly token: string | undefined;
    }
  | {
      readonly type: 'openStream';
      readonly stream: number;
      readonly endpoint: NodeId;
      readonly kind: StreamKind;
      readonly token: string | undefined;
    }
  | { readonly type: 'sendStream'; readonly stream: number; readonly message: StreamRequest }
  | { readonly type: 'closeStream'; readonly stream: number }
  | { readonly type: 'timer'; readonly timer: number; readonly ms: number }
  | { readonly type: 'note'; readonly note: ClientNote | RetryNote }
  | { readonly type: 'done'; readonly outcome: ProgramOutcome };

/** What the client does on its own, beneath its program. */
export type RetryNote =
  | {
      readonly type: 'retrying';
      readonly operation: ClientOperation;
      readonly attempt: number;
      readonly endpoint: NodeId;
      readonly error: EtcdErrorCode;
    }
  | { readonly type: 'resuming'; readonly endpoint: NodeId; readonly fromRevision: Revision };

/** Whom a client says it is. */
export interface ClientUser {
  readonly name: string;
  readonly password: string;
}

/** A call of the program's, and the attempt that is under way. */
interface OpenCall {
  /** The program's number. */
  readonly call: number;
  readonly operation: ClientOperation;
  readonly attempt: number;
  readonly endpoint: NodeId;
  /** The attempt's number, or its timer's while it waits to be made; 0 while the client logs in. */
  readonly id: number;
}

/** A stream of the program's, and the one that stands for it now. */
interface OpenStream {
  readonly stream: number;
  readonly kind: StreamKind;
  /** 0 while it waits to be opened again. */
  readonly id: number;
  /** Of that wait; 0: none. */
  readonly timer: number;
  /** The last watch asked for; a stream of a program has one. */
  readonly watch: Extract<WatchRequest, { type: 'create' }> | undefined;
  readonly isCreated: boolean;
  /** The first revision that has not been told; 0: not known yet. */
  readonly next: Revision;
}

/**
 * A client with its program and what etcd's client library does beneath programs (clientv3: balancer, retry
 * interceptor, watcher): it goes round its endpoints, makes calls again that may be, and goes on with a watch on another
 * member after the last revision it has heard of, so that the program sees one watch without gap or repeat. Plain data,
 * never changed.
 */
export interface Client {
  readonly name: string;
  readonly endpoints: readonly NodeId[];
  readonly policy: RetryPolicy;
  /** Switches of rules that are on (rules.ts). */
  readonly brokenRules: readonly string[];
  readonly program: Program;
  /** undefined: nobody; its calls carry no token. */
  readonly user: ClientUser | undefined;
  readonly token: string | undefined;
  /** Whether its program has begun: not before it is logged in. */
  readonly isStarted: boolean;
  /** The number of the login under way, or of the timer of the next one; 0: none. */
  readonly login: number;
  readonly dice: Dice;
  readonly lastId: number;
  /** How often an endpoint has been chosen. */
  readonly turns: number;
  readonly calls: readonly OpenCall[];
  readonly streams: readonly OpenStream[];
  /** Timers of the program's. */
  readonly timers: readonly { readonly timer: number; readonly id: number }[];
  readonly outcome: ProgramOutcome | undefined;
}

/** endpoints: at least one. */
export function makeClient(options: {
  readonly name: string;
  readonly endpoints: readonly NodeId[];
  readonly program: Program;
  readonly seed: number;
  readonly policy?: RetryPolicy;
  readonly brokenRules?: readonly string[];
  readonly user?: ClientUser;
}): Client {
  const { name, endpoints, program, seed, user } = options;
  // A load counts what comes back; a call that is made again would hide it.
  const usual = program.recipe === 'load' ? { ...defaultRetryPolicy, attemptsMax: 1 } : defaultRetryPolicy;
  const policy = options.policy ?? usual;
  return {
    name,
    endpoints,
    policy,
    brokenRules: options.brokenRules ?? [],
    program: seededProgram(program, seed, name),
    user,
    token: undefined,
    isStarted: false,
    login: 0,
    dice: makeDice(seed, 'client', name),
    lastId: 0,
    turns: 0,
    calls: [],
    streams: [],
    timers: [],
    outcome: undefined,
  };
}

/** What happens to a client: as to a program, with the client's own numbers. */
export function stepClient(
  client: Client,
  event: ClientEvent,
): { readonly client: Client; readonly effects: readonly EndpointEffect[] } {
  const step = new ClientStep(client);
  step.take(event);
  return { client: step.client, effects: step.effects };
}

class ClientStep {
  client: Client;
  readonly effects: EndpointEffect[] = [];

  constructor(client: Client) {
    this.client = client;
  }

  take(event: ClientEvent): void {
    switch (event.type) {
      case 'start':
        return this.client.user === undefined ? this.#run(event) : this.#logIn();
      case 'instructed':
        return this.#run(event);
      case 'answer':
        return this.#answered(event.call, event.result);
      case 'stream':
        return this.#heard(event.stream, event.message);
      case 'streamEnded':
        return this.#streamEnded(event.stream, event.error);
      case 'timer':
        return this.#timeOut(event.timer);
      // Only consoles hear these, and they are stepped by their world.
      case 'reply':
      case 'streamed':
      case 'httpHead':
      case 'httpBody':
      case 'httpEnd':
      case 'acted':
        return;
    }
  }

  /** One step of the program, and all it wants. */
  #run(event: ClientEvent): void {
    if (this.client.outcome !== undefined) return;
    const { program, effects } = stepProgram(this.client.program, event);
    this.#set({ program, isStarted: this.client.isStarted || event.type === 'start' });
    for (const effect of effects) {
      switch (effect.type) {
        case 'call':
          this.#attempt({ call: effect.call, operation: effect.operation, attempt: 1, endpoint: 0, id: 0 });
          break;
        case 'openStream':
          this.#open({
            stream: effect.stream,
            kind: effect.kind,
            id: 0,
            timer: 0,
            watch: undefined,
            isCreated: false,
            next: 0,
          });
          break;
        case 'sendStream':
          this.#send(effect.stream, effect.message);
          break;
        case 'closeStream':
          this.#close(effect.stream);
          break;
        case 'timer':
          this.#set({ timers: [...this.client.timers, { timer: effect.timer, id: this.#timer(effect.ms) }] });
          break;
        case 'note':
          this.effects.push(effect);
          break;
        case 'done':
          this.#finish(effect.outcome);
          break;
      }
    }
  }

  #finish(outcome: ProgramOutcome): void {
    for (const { stream } of this.client.streams) this.#close(stream);
    this.#set({ outcome, calls: [], timers: [] });
    this.effects.push({ type: 'done', outcome });
  }

  #attempt(call: OpenCall): void {
    const endpoint = this.#nextEndpoint();
    const id = this.#newId();
    this.#set({ calls: [...this.client.calls, { ...call, endpoint, id }] });
    const { token } = this.client;
    this.effects.push({ type: 'call', call: id, endpoint, operation: call.operation, token });
  }

  /** Gets a token, as clientv3 does before its first call and when a member does not know the one it has. */
  #logIn(): void {
    const { user, login } = this.client;
    if (user === undefined || login !== 0) return;
    const id = this.#newId();
    this.#set({ login: id, token: undefined });
    const operation: ClientOperation = { type: 'authenticate', ...user };
    this.effects.push({
      type: 'call',
      call: id,
      endpoint: this.#nextEndpoint(),
      operation,
      token: undefined,
    });
  }

  /** Logged in, or nobody has to: what waited for it goes on. The first time that is the program itself. */
  #loggedIn(result: CallAnswer): void {
    if (result.status !== 'ok' && grpcCode(result.error) === 'Unavailable') {
      return this.#set({ login: this.#timer(this.#backoffMs()) });
    }
    this.#set({ login: 0 });
    if (result.status !== 'ok' && result.error !== 'authNotEnabled') {
      return this.#finish({ type: 'failed', status: result.status, error: result.error });
    }
    const token =
      result.status === 'ok' && result.result.type === 'authenticate' ? result.result.token : undefined;
    this.#set({ token });
    const waiting = this.client.calls.filter(({ id }) => id === 0);
    this.#set({ calls: this.client.calls.filter(({ id }) => id !== 0) });
    if (!this.client.isStarted) this.#run({ type: 'start' });
    for (const call of waiting) this.#attempt(call);
  }

  #answered(id: number, result: CallAnswer): void {
    if (id === this.client.login) return this.#loggedIn(result);
    const call = this.client.calls.find((each) => each.id === id);
    if (call === undefined) return;
    const calls = this.client.calls.filter((each) => each !== call);
    this.#set({ calls });
    const { operation, attempt, endpoint } = call;
    const { policy, user } = this.client;
    if (user !== undefined && isTokenUnknown(result) && attempt < policy.attemptsMax) {
      this.#set({ calls: [...this.client.calls, { ...call, attempt: attempt + 1, id: 0 }] });
      return this.#logIn();
    }
    if (
      result.status === 'ok' ||
      attempt >= policy.attemptsMax ||
      !shouldRetry(operation, result, policy, this.#rules)
    ) {
      return this.#run({ type: 'answer', call: call.call, result });
    }
    this.effects.push({
      type: 'note',
      note: { type: 'retrying', operation, attempt: attempt + 1, endpoint, error: result.error },
    });
    const again = { ...call, attempt: attempt + 1 };
    // Nobody there: somebody else may be. Only when all have been asked it is worth while to wait.
    const isRoundOver = attempt % this.client.endpoints.length === 0;
    if (isNotConnected(result) && !isRoundOver) return this.#attempt(again);
    this.#set({ calls: [...this.client.calls, { ...again, id: this.#timer(this.#backoffMs()) }] });
  }

  #timeOut(id: number): void {
    if (id === this.client.login) {
      this.#set({ login: 0 });
      return this.#logIn();
    }
    const call = this.client.calls.find((each) => each.id === id);
    if (call !== undefined) {
      this.#set({ calls: this.client.calls.filter((each) => each !== call) });
      return this.#attempt(call);
    }
    const stream = this.client.streams.find((each) => each.timer === id);
    if (stream !== undefined) return this.#reopen(stream);
    const timer = this.client.timers.find((each) => each.id === id);
    if (timer === undefined) return;
    this.#set({ timers: this.client.timers.filter((each) => each !== timer) });
    this.#run({ type: 'timer', timer: timer.timer });
  }

  #open(stream: OpenStream): number {
    const endpoint = this.#nextEndpoint();
    const id = this.#newId();
    const others = this.client.streams.filter((each) => each.stream !== stream.stream);
    this.#set({ streams: [...others, { ...stream, id, timer: 0 }] });
    const { token } = this.client;
    this.effects.push({ type: 'openStream', stream: id, endpoint, kind: stream.kind, token });
    return endpoint;
  }

  #reopen(stream: OpenStream): void {
    const endpoint = this.#open(stream);
    const { watch } = stream;
    if (watch === undefined) return;
    const from = this.#rules.watchGoesOnFrom(stream.next > 0 ? stream.next : watch.startRevision);
    this.effects.push({ type: 'note', note: { type: 'resuming', endpoint, fromRevision: from } });
    this.#push(stream.stream, { ...watch, startRevision: from });
  }

  #send(name: number, message: StreamRequest): void {
    const stream = this.#stream(name);
    if (stream === undefined) return;
    if (message.type === 'create') {
      this.#setStream({ ...stream, watch: message, isCreated: false, next: message.startRevision });
    }
    this.#push(name, message);
  }

  #push(name: number, message: StreamRequest): void {
    const id = this.#stream(name)?.id ?? 0;
    if (id !== 0) this.effects.push({ type: 'sendStream', stream: id, message });
  }

  #close(name: number): void {
    const stream = this.#stream(name);
    if (stream === undefined) return;
    this.#set({ streams: this.client.streams.filter((each) => each !== stream) });
    if (stream.id !== 0) this.effects.push({ type: 'closeStream', stream: stream.id });
  }

  #heard(id: number, message: StreamAnswer): void {
    const stream = this.client.streams.find((each) => each.id === id);
    if (stream === undefined) return;
    if (!('watchId' in message)) return this.#run({ type: 'stream', stream: stream.stream, message });
    const isRepeated = message.created && stream.isCreated && !message.canceled;
    this.#setStream({
      ...stream,
      isCreated: stream.isCreated || message.created,
      next: nextOf(stream, message),
    });
    if (!isRepeated) this.#run({ type: 'stream', stream: stream.stream, message });
  }

  /** A watch goes on elsewhere unless the member has refused it; a lease's stream is the program's to open again. */
  #streamEnded(id: number, error: EtcdErrorCode | undefined): void {
    const stream = this.client.streams.find((each) => each.id === id);
    if (stream === undefined) return;
    const isTokenOld = error === 'invalidAuthToken' && this.client.user !== undefined;
    if (isTokenOld) this.#logIn();
    const isRefused = error !== undefined && grpcCode(error) !== 'Unavailable' && !isTokenOld;
    if (stream.kind === 'watch' && !isRefused) {
      return this.#setStream({ ...stream, id: 0, timer: this.#timer(this.#backoffMs()) });
    }
    this.#set({ streams: this.client.streams.filter((each) => each !== stream) });
    this.#run({ type: 'streamEnded', stream: stream.stream, error });
  }

  get #rules(): ClientRules {
    return clientRulesWith(this.client.brokenRules);
  }

  #stream(name: number): OpenStream | undefined {
    return this.client.streams.find((each) => each.stream === name);
  }

  #setStream(stream: OpenStream): void {
    this.#set({
      streams: this.client.streams.map((each) => (each.stream === stream.stream ? stream : each)),
    });
  }

  #backoffMs(): number {
    const { ms, dice } = backoff(this.client.policy, this.client.dice);
    this.#set({ dice });
    return ms;
  }

  #timer(ms: number): number {
    const timer = this.#newId();
    this.effects.push({ type: 'timer', timer, ms });
    return timer;
  }

  #newId(): number {
    this.#set({ lastId: this.client.lastId + 1 });
    return this.client.lastId;
  }

  #nextEndpoint(): NodeId {
    const { endpoints, turns } = this.client;
    this.#set({ turns: turns + 1 });
    return present(endpoints[turns % endpoints.length], 'a client has an endpoint');
  }

  #set(fields: Partial<Client>): void {
    this.client = { ...this.client, ...fields };
  }
}

/** The first revision that the watch has not been told about after this. */
function nextOf({ next, isCreated }: OpenStream, { created, events, revision }: WatchResponse): Revision {
  const last = events.at(-1);
  if (last !== undefined) return Math.max(next, last.kv.modRevision + 1);
  if (created) return next === 0 && !isCreated ? revision + 1 : next;
  return Math.max(next, revision + 1);
}
