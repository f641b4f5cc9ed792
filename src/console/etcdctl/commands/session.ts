import type { LeaseId, RangeRequest } from '../../../etcd/request.ts';
import { getPrefix } from '../../../client/operations.ts';
import { any, type Process, type Running } from '../../kernel/process.ts';
import { Crew, Sign } from '../crew.ts';
import { LeaseKeeper } from '../keep-alive.ts';
import { RpcError, type Rpc } from '../rpc.ts';
import { Watches, type WatchChannel } from '../watches.ts';

/** etcd: concurrency.defaultSessionTTL, in seconds. */
const SESSION_TTL = 60;

/**
 * A lease that is kept alive as long as this goes on (clientv3/concurrency: Session), and what a lock and an election need beside it: a
 * signal that is waited for, and watches.
 */
export interface SessionOfClient {
  readonly process: Process;
  readonly rpc: Rpc;
  readonly watches: Watches;
  readonly lease: LeaseId;
  /** The lease is lost. */
  readonly lost: Sign;
  /** Somebody wants this to end. */
  readonly cancelled: Sign;
}

/** Goes on with `work` in a session, whose lease is left to run out. ttl in seconds; 0 or less: a minute. Throws RpcError. */
export function* inSession<T>(
  process: Process,
  rpc: Rpc,
  settings: { readonly ttl: number; readonly dialTimeoutMs: number },
  work: (session: SessionOfClient) => Running<T>,
): Running<T> {
  const ttl = settings.ttl > 0 ? settings.ttl : SESSION_TTL;
  const { result } = yield* rpc.call({ type: 'leaseGrant', ttl, id: 0n }, undefined);
  const session: SessionOfClient = {
    process,
    rpc,
    watches: new Watches(process, rpc),
    lease: result.id,
    lost: new Sign(),
    cancelled: new Sign(),
  };
  process.signals.catch();
  const crew = new Crew();
  crew.add(keepLease(session, settings.dialTimeoutMs));
  crew.add(hearSignal(session));
  crew.add(session.watches.serve());
  return yield* crew.run(work(session));
}

function* keepLease({ process, rpc, lease, lost }: SessionOfClient, dialTimeoutMs: number): Running<void> {
  yield* new LeaseKeeper(process, rpc, lease, dialTimeoutMs).keep(() => undefined);
  lost.set();
}

function* hearSignal({ process: { signals }, cancelled }: SessionOfClient): Running<void> {
  while (signals.take() === undefined) yield* any(signals);
  cancelled.set();
}

/** Goes on until it is cancelled. Throws RpcError then, and whatever the work does. */
export function* unlessCancelled<T>({ cancelled }: SessionOfClient, work: Running<T>): Running<T> {
  try {
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      if (!cancelled.isReady) yield [...step.value, cancelled];
      if (cancelled.isReady) throw new RpcError('context canceled', undefined);
    }
  } finally {
    work.return(undefined as never);
  }
}

/**
 * Waits until no key under the prefix is as old as this revision or older: each time for the youngest of those
 * (clientv3/concurrency: waitDeletes). Gives the revision at which there was none. Throws RpcError.
 */
export function* waitForElders(
  session: SessionOfClient,
  prefix: Uint8Array,
  maxCreateRevision: number,
): Running<number> {
  const youngest: RangeRequest = {
    ...getPrefix(prefix),
    limit: 1,
    sortOrder: 'DESCEND',
    sortTarget: 'CREATE',
    maxCreateRevision,
  };
  for (;;) {
    const { result } = yield* session.rpc.call(youngest, undefined);
    const [elder] = result.kvs;
    if (elder === undefined) return result.revision;
    yield* waitForDelete(session, elder.key, result.revision);
  }
}

function* waitForDelete({ watches }: SessionOfClient, key: Uint8Array, revision: number): Running<void> {
  const channel = watches.open({ key, rangeEnd: new Uint8Array(0), startRevision: revision, prevKv: false });
  try {
    for (;;) {
      const news = yield* nextNews(channel);
      if (news === undefined) throw new RpcError('lost watcher waiting for delete', undefined);
      if (news.error !== undefined) throw new RpcError(news.error, undefined);
      if (news.response.events.some(({ type }) => type === 'DELETE')) return;
    }
  } finally {
    watches.close(channel);
  }
}

/** undefined: there will be none. */
export function* nextNews(channel: WatchChannel): Running<ReturnType<WatchChannel['take']>> {
  while (!channel.isReady) yield* any(channel);
  return channel.take();
}
