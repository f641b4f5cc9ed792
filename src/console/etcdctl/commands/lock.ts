import {
  compareRevision,
  del,
  get,
  getFirst,
  leaseKey,
  NO_BYTES,
  put,
  slashed,
  txn,
} from '../../../client/operations.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import { any, type Running } from '../../kernel/process.ts';
import { bytesOfWord } from '../../text/go-string.ts';
import { runChild } from '../child.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { inSession, unlessCancelled, waitForElders, type SessionOfClient } from './session.ts';

export const lock: EtcdctlCommand = {
  use: 'lock <lockname> [exec-command arg1 arg2 ...]',
  short: 'Acquires a named lock',
  flags: [{ name: 'ttl', kind: 'int', default: '10', usage: 'timeout for session' }],
  *run(of) {
    const [name, ...command] = of.args;
    if (name === undefined) {
      throw new Exit(EXIT.badArgs, 'lock takes a lock name argument and an optional command to execute');
    }
    const rpc = yield* of.connect();
    const settings = { ttl: Number(of.flags.whole('ttl')), dialTimeoutMs: of.flags.ms('dial-timeout') };
    return yield* inSession(of.process, rpc, settings, (session) =>
      hold(of, session, bytesOfWord(name), command),
    );
  },
};

/** Waits for the lock and has it until a signal comes, the command has ended, or the lease is lost. */
function* hold(
  of: Invocation,
  session: SessionOfClient,
  name: Uint8Array,
  command: readonly string[],
): Running<number> {
  const prefix = slashed(name);
  const key = leaseKey(prefix, session.lease);
  const revision = yield* acquire(session, prefix, key);
  if (command.length > 0) {
    const env = new Map([
      ['ETCD_LOCK_KEY', decodeUtf8(key)],
      ['ETCD_LOCK_REV', String(revision)],
    ]);
    // What the environment says already comes after these, and counts.
    for (const variable of ['ETCD_LOCK_KEY', 'ETCD_LOCK_REV'])
      if (of.process.env.has(variable)) env.delete(variable);
    const failed = yield* runChild(of.process, command, env);
    yield* unlock(session, key);
    if (failed !== undefined) throw new Exit(EXIT.error, failed);
    return EXIT.success;
  }
  const answer = yield* unlessCancelled(session, session.rpc.call(get(key), undefined));
  if (answer.result.kvs.length === 0) throw new Exit(EXIT.error, 'lock lost on init');
  of.print({ type: 'answer', answer });
  while (!session.cancelled.isReady && !session.lost.isReady) yield* any(session.cancelled, session.lost);
  if (!session.cancelled.isReady) throw new Exit(EXIT.error, 'session expired');
  yield* unlock(session, key);
  return EXIT.success;
}

/** Gives the revision at which the lock was got (clientv3/concurrency: Mutex.Lock). Throws RpcError. */
function* acquire(session: SessionOfClient, prefix: Uint8Array, key: Uint8Array): Running<number> {
  const owner = getFirst(prefix, 'CREATE', 'ASCEND');
  const request = txn(
    [compareRevision('CREATE', key, 'EQUAL', 0)],
    [put(key, NO_BYTES, session.lease), owner],
    [get(key), owner],
  );
  const { result } = yield* unlessCancelled(session, session.rpc.call(request, undefined));
  const [own, eldest] = result.responses;
  const isOld = !result.succeeded && own?.type === 'range';
  const created = isOld ? (own.kvs[0]?.createRevision ?? result.revision) : result.revision;
  const first = eldest?.type === 'range' ? eldest.kvs[0] : undefined;
  if (first === undefined || first.createRevision === created) return result.revision;
  try {
    return yield* unlessCancelled(session, waitForElders(session, prefix, created - 1));
  } catch (error) {
    yield* unlock(session, key);
    throw error;
  }
}

function* unlock({ rpc }: SessionOfClient, key: Uint8Array): Running<void> {
  yield* rpc.call(del(key), undefined);
}
