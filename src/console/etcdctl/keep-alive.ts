import type { LeaseId } from '../../etcd/request.ts';
import { any, type Process, type Reply, type Running } from '../kernel/process.ts';
import { RpcError, type Answer, type Rpc, type RpcStream } from './rpc.ts';

/** clientv3: its loops of keep-alives and of deadlines look about so often, and a broken stream is opened again after as long. */
const LOOK_MS = 500;

/** clientv3 asks a stream that keeps a lease alive for a leader, and one for a single keep-alive not. */
const NEEDS_LEADER = true;

const NOT_FOUND = 'etcdserver: requested lease not found';

/** One keep-alive in a stream of its own (clientv3: KeepAliveOnce). Throws RpcError. */
export function* keepAliveOnce(rpc: Rpc, id: LeaseId): Running<Answer<'leaseKeepAlive'>> {
  for (;;) {
    const stream = yield* rpc.openStream('leaseKeepAlive', undefined);
    if (stream === undefined) throw new RpcError('context canceled', undefined);
    try {
      stream.send({ type: 'keepAlive', id });
      let answer: Answer<'leaseKeepAlive'> | undefined;
      while (answer === undefined && stream.end === undefined) {
        answer = takeAnswer(stream);
        if (answer === undefined && stream.end === undefined) yield* any(stream);
      }
      if (answer !== undefined) {
        if (answer.result.ttl <= 0) throw new RpcError(NOT_FOUND, 'leaseNotFound');
        return answer;
      }
      const error = stream.end?.error;
      if (error !== undefined && !isPassing(error)) throw error;
    } finally {
      stream.close();
    }
  }
}

/**
 * A lease that is kept alive until it is lost (clientv3: KeepAlive). A third of its time to live after each answer the next
 * one is asked for, at the look that comes then; where none comes within the whole of it, or one that says 0, it is lost.
 */
export class LeaseKeeper {
  readonly #process: Process;
  readonly #rpc: Rpc;
  readonly #id: LeaseId;
  /** Of the first answer; milliseconds. */
  readonly #firstWaitMs: number;

  constructor(process: Process, rpc: Rpc, id: LeaseId, dialTimeoutMs: number) {
    this.#process = process;
    this.#rpc = rpc;
    this.#id = id;
    this.#firstWaitMs = dialTimeoutMs > 0 ? dialTimeoutMs + 1000 : 5000;
  }

  /** Ends when the lease is lost, or no member takes keep-alives for it. */
  *keep(heard: (answer: Answer<'leaseKeepAlive'>) => void): Running<void> {
    let deadline = this.#process.nowMs + this.#firstWaitMs;
    for (;;) {
      const stream = yield* this.#rpc.openStream(
        'leaseKeepAlive',
        deadline - this.#process.nowMs,
        NEEDS_LEADER,
      );
      if (stream === undefined) return;
      const openedMs = this.#process.nowMs;
      let next: Reply<true> | undefined;
      const end = this.#process.timer(Math.max(1, deadline - openedMs));
      let over = end;
      try {
        stream.send({ type: 'keepAlive', id: this.#id });
        while (stream.end === undefined) {
          const answer = takeAnswer(stream);
          if (answer !== undefined) {
            if (answer.result.ttl <= 0) return;
            heard(answer);
            const ttlMs = answer.result.ttl * 1000;
            const { nowMs } = this.#process;
            deadline = nowMs + ttlMs;
            over.cancel();
            over = this.#process.timer(ttlMs);
            next?.cancel();
            next = this.#process.timer(untilLook(nowMs + ttlMs / 3, openedMs) - nowMs);
          } else if (over.isReady) return;
          else if (next?.isReady === true) {
            stream.send({ type: 'keepAlive', id: this.#id });
            next = undefined;
          } else if (next === undefined) yield* any(stream, over);
          else yield* any(stream, over, next);
        }
      } finally {
        over.cancel();
        next?.cancel();
        stream.close();
      }
      const pause = this.#process.timer(LOOK_MS);
      while (!pause.isReady) yield* any(pause);
      if (this.#process.nowMs >= deadline) return;
    }
  }
}

/** The first look after this time, of those that began then. */
function untilLook(ms: number, sinceMs: number): number {
  return sinceMs + Math.ceil((ms - sinceMs) / LOOK_MS) * LOOK_MS;
}

function takeAnswer(stream: RpcStream): Answer<'leaseKeepAlive'> | undefined {
  const taken = stream.take();
  if (taken === undefined) return undefined;
  const { message, identity } = taken;
  if (!('type' in message) || message.type === 'snapshot') return undefined;
  return { result: message, identity };
}

/** Another member may know better; what etcd has a name for ends it. */
function isPassing({ code }: RpcError): boolean {
  return code === undefined || code === 'stopped';
}
