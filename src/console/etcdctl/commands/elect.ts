import {
  compareRevision,
  del,
  get,
  getFirst,
  leaseKey,
  put,
  slashed,
  txn,
  underPrefix,
} from '../../../client/operations.ts';
import type { KeyValue, RangeResult, ResponseIdentity } from '../../../etcd/request.ts';
import { any, type Running } from '../../kernel/process.ts';
import { bytesOfWord } from '../../text/go-string.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { RpcError } from '../rpc.ts';
import type { WatchNews } from '../watches.ts';
import { inSession, nextNews, unlessCancelled, waitForElders, type SessionOfClient } from './session.ts';

export const elect: EtcdctlCommand = {
  use: 'elect <election-name> [proposal]',
  short: 'Observes and participates in leader election',
  flags: [{ name: 'listen', shorthand: 'l', kind: 'bool', default: 'false', usage: 'observation mode' }],
  *run(of) {
    const [name, proposal, ...more] = of.args;
    if (name === undefined || more.length > 0) {
      const said = 'elect takes one election name argument and an optional proposal argument';
      throw new Exit(EXIT.badArgs, said);
    }
    const rpc = yield* of.connect();
    const listens = of.flags.bool('listen');
    if (proposal === undefined && !listens) {
      throw new Exit(EXIT.badArgs, 'no proposal argument but -l not set');
    }
    if (proposal !== undefined && listens) throw new Exit(EXIT.badArgs, 'proposal given but -l is set');
    const prefix = slashed(bytesOfWord(name));
    const settings = { ttl: 0, dialTimeoutMs: of.flags.ms('dial-timeout') };
    return yield* inSession(of.process, rpc, settings, (session) =>
      proposal === undefined
        ? observe(of, session, prefix)
        : campaign(of, session, prefix, bytesOfWord(proposal)),
    );
  },
};

/** Waits to be the leader and is it until a signal comes or the lease is lost (clientv3/concurrency: Election.Campaign). */
function* campaign(
  of: Invocation,
  session: SessionOfClient,
  prefix: Uint8Array,
  proposal: Uint8Array,
): Running<number> {
  const { rpc } = session;
  const key = leaseKey(prefix, session.lease);
  const request = txn(
    [compareRevision('CREATE', key, 'EQUAL', 0)],
    [put(key, proposal, session.lease)],
    [get(key)],
  );
  const { result } = yield* unlessCancelled(session, rpc.call(request, undefined));
  const created = result.revision;
  try {
    yield* unlessCancelled(session, waitForElders(session, prefix, created - 1));
  } catch (error) {
    if (session.cancelled.isReady) yield* resign(session, key, created);
    throw error;
  }
  of.print({ type: 'answer', answer: yield* unlessCancelled(session, rpc.call(get(key), undefined)) });
  while (!session.cancelled.isReady && !session.lost.isReady) yield* any(session.cancelled, session.lost);
  if (!session.cancelled.isReady) throw new Exit(EXIT.error, 'elect: session expired');
  yield* resign(session, key, created);
  return EXIT.success;
}

function* resign({ rpc }: SessionOfClient, key: Uint8Array, created: number): Running<void> {
  const isOwn = compareRevision('CREATE', key, 'EQUAL', created);
  yield* rpc.call(txn([isOwn], [del(key)]), undefined);
}

/** Prints each leader as it comes, until a signal does. */
function* observe(of: Invocation, session: SessionOfClient, prefix: Uint8Array): Running<number> {
  try {
    yield* unlessCancelled(session, observeLeaders(of, session, prefix));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  }
  if (!session.cancelled.isReady) throw new Exit(EXIT.error, 'elect: observer lost');
  return EXIT.success;
}

/** One leader after the other, and what each proclaims (clientv3/concurrency: Election.Observe). Ends where a watch does. */
function* observeLeaders(of: Invocation, session: SessionOfClient, prefix: Uint8Array): Running<void> {
  for (;;) {
    const answer = yield* session.rpc.call(getFirst(prefix, 'CREATE', 'ASCEND'), undefined);
    const [eldest] = answer.result.kvs;
    let leader: KeyValue | undefined = eldest;
    let { revision } = answer.result;
    let { identity } = answer;
    if (leader === undefined) {
      const first = yield* firstPut(session, prefix, revision);
      if (first === undefined) return;
      leader = first.kv;
      revision = leader.modRevision;
      identity = first.identity;
    }
    show(of, identity, { type: 'range', revision, kvs: [leader], count: 0, more: false });
    if (!(yield* follow(of, session, leader.key, revision, answer.result))) return;
  }
}

/** The first key that is put under the prefix; undefined: the watch has ended. */
function* firstPut(
  { watches }: SessionOfClient,
  prefix: Uint8Array,
  revision: number,
): Running<{ readonly kv: KeyValue; readonly identity: ResponseIdentity } | undefined> {
  const { key, rangeEnd } = underPrefix(prefix);
  const channel = watches.open({ key, rangeEnd, startRevision: revision, prevKv: false });
  try {
    for (;;) {
      const news = yield* nextNews(channel);
      if (news === undefined || news.error !== undefined) return undefined;
      const event = news.response.events.find(({ type }) => type === 'PUT');
      if (event !== undefined) return { kv: event.kv, identity: news.identity };
    }
  } finally {
    watches.close(channel);
  }
}

/** What a leader proclaims until it is one no more. false: the watch has ended. */
function* follow(
  of: Invocation,
  { watches }: SessionOfClient,
  key: Uint8Array,
  revision: number,
  found: RangeResult,
): Running<boolean> {
  const startRevision = revision + 1;
  const channel = watches.open({ key, rangeEnd: new Uint8Array(0), startRevision, prevKv: false });
  try {
    for (;;) {
      const news = yield* nextNews(channel);
      if (news === undefined) return false;
      if (tellProclaimed(of, news, found)) return true;
    }
  } finally {
    watches.close(channel);
  }
}

/** The number of keys is still that of the first look, as in etcd's library. Gives whether the leader is gone. */
function tellProclaimed(of: Invocation, { response, identity }: WatchNews, found: RangeResult): boolean {
  for (const { type, kv } of response.events) {
    if (type === 'DELETE') return true;
    show(of, identity, { ...found, revision: response.revision, kvs: [kv] });
  }
  return false;
}

function show(of: Invocation, identity: ResponseIdentity, result: RangeResult): void {
  of.print({ type: 'answer', answer: { result, identity } });
}
