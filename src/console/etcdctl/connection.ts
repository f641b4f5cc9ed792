import { drawUnit } from '../../base/random.ts';
import type { StreamKind } from '../../node/io.ts';
import type { ClientOperation, OperationResult } from '../../etcd/request.ts';
import { listenerAt, splitAddress } from '../kernel/address-book.ts';
import {
  any,
  type CallReply,
  type Process,
  type Reply,
  type Running,
  type Stream,
} from '../kernel/process.ts';
import { ATTEMPTS_MAX, backoffMs, isRepeatable, isTransient } from './retry-policy.ts';
import { connectionLost, deadlineExceeded, memberError } from './rpc-errors.ts';
import { RpcError, type Answer, type OperationOf, type ResultOf, type Rpc, type RpcStream } from './rpc.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** What etcdctl's global flags say of the connection. */
export interface ConnectionSettings {
  readonly endpoints: readonly string[];
  readonly dialTimeoutMs: number;
  /** --keepalive-time and --keepalive-timeout together: after so long without a sign of life a connection is given up. */
  readonly keepAliveMs: number;
  readonly credentials: Credentials | undefined;
}

/** gRPC's waits between attempts to connect (backoff.DefaultConfig). */
const CONNECT = { firstMs: 1000, factor: 1.6, mostMs: 120_000, jitter: 0.2 };

type Ended =
  | { readonly type: 'ok'; readonly answer: Answer }
  | { readonly type: 'error'; readonly error: RpcError; readonly isTransient: boolean };

/**
 * clientv3's Client with its balancer: calls go round the endpoints that are there, and wait while none is. The first goes
 * to the first of them.
 */
export class Connection implements Rpc {
  readonly #process: Process;
  readonly #settings: ConnectionSettings;
  readonly #session: Session;
  #next = 0;

  private constructor(process: Process, settings: ConnectionSettings, session: Session) {
    this.#process = process;
    this.#settings = settings;
    this.#session = session;
  }

  /**
   * As clientv3.New: where there is a user with a password, it is logged in at once. Throws RpcError; members that are not there are
   * no error yet.
   */
  static *open(process: Process, settings: ConnectionSettings): Running<Connection> {
    if (settings.endpoints.length === 0) throw new RpcError('etcdclient: no available endpoints', undefined);
    const connection = new Connection(process, settings, { token: undefined });
    if (connection.#hasLogin) yield* connection.#logIn(settings.dialTimeoutMs);
    return connection;
  }

  get endpoints(): readonly string[] {
    return this.#settings.endpoints;
  }

  at(endpoint: string): Connection {
    return new Connection(this.#process, { ...this.#settings, endpoints: [endpoint] }, this.#session);
  }

  *call<Type extends ClientOperation['type']>(
    operation: OperationOf<Type>,
    withinMs: number | undefined,
  ): Running<Answer<Type>> {
    const { result, identity } = yield* this.#repeat(operation, this.#deadline(withinMs));
    if (isResultOf<Type>(operation, result)) return { result, identity };
    throw new Error(`a call of ${operation.type} was answered with ${result.type}`);
  }

  *openStream(
    kind: StreamKind,
    withinMs: number | undefined,
    needsLeader = false,
  ): Running<RpcStream | undefined> {
    const endpoint = yield* this.#reach(this.#deadline(withinMs));
    if (endpoint === undefined) return undefined;
    const { token } = this.#session;
    const options = { needsLeader, ...(token === undefined ? {} : { token }) };
    return new MemberStream(endpoint, this.#process.openStream(hostAndPort(endpoint), kind, options));
  }

  close(): void {
    this.#session.token = undefined;
  }

  get #hasLogin(): boolean {
    const { credentials } = this.#settings;
    return credentials !== undefined && credentials.name !== '' && credentials.password !== '';
  }

  #deadline(withinMs: number | undefined): number {
    return withinMs === undefined ? Infinity : this.#process.nowMs + withinMs;
  }

  /** Where authentication is off, a login is no error and gives no token. */
  *#logIn(withinMs: number): Running<void> {
    const { name, password } = this.#settings.credentials ?? { name: '', password: '' };
    const deadline = withinMs > 0 ? this.#deadline(withinMs) : Infinity;
    const ended = yield* this.#attempt({ type: 'authenticate', name, password }, deadline, undefined);
    if (ended.type === 'ok') {
      const { result } = ended.answer;
      if (result.type === 'authenticate') this.#session.token = result.token;
    } else if (ended.error.code !== 'authNotEnabled') throw ended.error;
  }

  *#repeat(operation: ClientOperation, deadline: number): Running<Answer> {
    for (let attempt = 0; ; attempt++) {
      const waitMs = backoffMs(attempt, this.endpoints.length, drawUnit(this.#process.dice));
      if (waitMs > 0 && !(yield* this.#wait(waitMs, deadline))) throw deadlineExceeded();
      const ended = yield* this.#attempt(operation, deadline, this.#session.token);
      if (ended.type === 'ok') return ended.answer;
      if (attempt + 1 >= ATTEMPTS_MAX) throw ended.error;
      if (ended.error.code === 'invalidAuthToken' && this.#hasLogin) {
        yield* this.#logIn(deadline - this.#process.nowMs);
      } else if (!ended.isTransient || !isRepeatable(operation)) throw ended.error;
    }
  }

  *#attempt(operation: ClientOperation, deadline: number, token: string | undefined): Running<Ended> {
    const endpoint = yield* this.#reach(deadline);
    if (endpoint === undefined) return { type: 'error', error: deadlineExceeded(), isTransient: false };
    const reply = this.#process.call(hostAndPort(endpoint), operation, token);
    const ended = yield* this.#answerOf(reply, endpoint, deadline);
    if (ended === 'late') return { type: 'error', error: deadlineExceeded(), isTransient: false };
    if (ended === 'lost' || ended.status === 'unreachable') {
      return { type: 'error', error: connectionLost(), isTransient: true };
    }
    if (ended.status === 'ok') {
      return { type: 'ok', answer: { result: ended.result, identity: ended.identity } };
    }
    return { type: 'error', error: memberError(ended.error), isTransient: isTransient(ended.error) };
  }

  /** late: the deadline has passed. lost: the member stands still, and keep-alives have found out. */
  *#answerOf(
    reply: Reply<CallReply>,
    endpoint: string,
    deadline: number,
  ): Running<CallReply | 'late' | 'lost'> {
    const wasUp = statusOf(this.#process, endpoint) === 'up';
    while (reply.value === undefined) {
      const { nowMs } = this.#process;
      if (nowMs >= deadline) {
        reply.cancel();
        return 'late';
      }
      const timer = this.#process.timer(Math.min(this.#settings.keepAliveMs, deadline - nowMs));
      yield* any(reply, timer);
      const isQuiet = timer.isReady && this.#process.nowMs < deadline;
      timer.cancel();
      if (isQuiet && wasUp && statusOf(this.#process, endpoint) === 'paused') {
        reply.cancel();
        return 'lost';
      }
    }
    return reply.value;
  }

  /**
   * The endpoint whose turn it is; waits while there is none, as gRPC does between its attempts. A paused member takes
   * connections, and answers when it goes on: it is asked when there is no other. undefined: the deadline has passed.
   */
  *#reach(deadline: number): Running<string | undefined> {
    for (let waitMs = CONNECT.firstMs; ; waitMs = Math.min(waitMs * CONNECT.factor, CONNECT.mostMs)) {
      if (this.#process.nowMs >= deadline) return undefined;
      const is = (status: 'up' | 'paused') =>
        this.endpoints.filter((endpoint) => statusOf(this.#process, endpoint) === status);
      const up = is('up');
      const there = up.length > 0 ? up : is('paused');
      const endpoint = there[this.#next++ % there.length];
      if (endpoint !== undefined) return endpoint;
      const jitter = 1 + CONNECT.jitter * (drawUnit(this.#process.dice) * 2 - 1);
      if (!(yield* this.#wait(waitMs * jitter, deadline))) return undefined;
    }
  }

  /** Gives whether the deadline is still to come. */
  *#wait(ms: number, deadline: number): Running<boolean> {
    const timer = this.#process.timer(Math.min(ms, deadline - this.#process.nowMs));
    while (!timer.isReady) yield* any(timer);
    return this.#process.nowMs < deadline;
  }
}

/** Shared by a client's connections. */
interface Session {
  token: string | undefined;
}

class MemberStream implements RpcStream {
  readonly endpoint: string;
  readonly #stream: Stream;

  constructor(endpoint: string, stream: Stream) {
    this.endpoint = endpoint;
    this.#stream = stream;
  }

  get isReady(): boolean {
    return this.#stream.isReady;
  }

  get end(): RpcStream['end'] {
    const end = this.#stream.end;
    if (end === undefined) return undefined;
    if (end.error === undefined) return { error: undefined };
    return { error: end.error === 'unreachable' ? connectionLost() : memberError(end.error) };
  }

  send(message: Parameters<Stream['send']>[0]): void {
    this.#stream.send(message);
  }

  take(): ReturnType<Stream['take']> {
    return this.#stream.take();
  }

  close(): void {
    this.#stream.close();
  }
}

/** Of an endpoint with or without `http://`; undefined: nobody takes connections there. */
function statusOf({ book }: Process, endpoint: string): 'up' | 'paused' | undefined {
  // TLS is spoken by nobody here: such a connection never gets ready, nor does one to an address that is none.
  if (!/^(http:\/\/)?[^/]+$/.test(endpoint)) return undefined;
  const listener = listenerAt(book, hostAndPort(endpoint));
  if (listener?.port !== 'client' || listener.machine.status === 'killed') return undefined;
  return listener.machine.status;
}

function hostAndPort(endpoint: string): string {
  const { host, port } = splitAddress(endpoint);
  return `${host}:${port}`;
}

/** Every operation is answered by the result of its name. */
function isResultOf<Type extends ClientOperation['type']>(
  operation: ClientOperation,
  result: OperationResult,
): result is ResultOf<Type> {
  return result.type === operation.type;
}
