import { encodeUtf8 } from '../../../base/utf8.ts';
import { prefixRangeEnd } from '../../../etcd/mvcc/key-range.ts';
import type { KeyValue, TxnOperation, WatchEvent } from '../../../etcd/request.ts';
import { any, type Running } from '../../kernel/process.ts';
import { ask } from '../ask.ts';
import { open } from '../connect.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import type { Rpc, RpcStream } from '../rpc.ts';

export const makeMirror: EtcdctlCommand = {
  use: 'make-mirror [options] <destination>',
  short: 'Makes a mirror at the destination etcd cluster',
  flags: [
    { name: 'prefix', kind: 'string', default: '', usage: 'Key-value prefix to mirror' },
    {
      name: 'dest-prefix',
      kind: 'string',
      default: '',
      usage: 'destination prefix to mirror a prefix to a different prefix in the destination cluster',
    },
    {
      name: 'no-dest-prefix',
      kind: 'bool',
      default: 'false',
      usage: 'mirror key-values to the root of the destination cluster',
    },
    {
      name: 'dest-cert',
      kind: 'string',
      default: '',
      usage: 'Identify secure client using this TLS certificate file for the destination cluster',
    },
    {
      name: 'dest-key',
      kind: 'string',
      default: '',
      usage: 'Identify secure client using this TLS key file',
    },
    {
      name: 'dest-cacert',
      kind: 'string',
      default: '',
      usage: 'Verify certificates of TLS enabled secure servers using this CA bundle',
    },
    {
      name: 'dest-insecure-transport',
      kind: 'bool',
      default: 'true',
      usage: 'Disable transport security for client connections',
    },
  ],
  run,
};

/** Pairs that are read at once (clientv3/mirror). */
const BATCH = 1000;
const REPORT_MS = 30_000;
interface Mirror {
  readonly from: Rpc;
  readonly to: Rpc;
  readonly rename: (key: Uint8Array) => Uint8Array;
  total: number;
}

/** What there is, and then every change, until one of the clusters fails it. Every half minute it says how many pairs. */
function* run(of: Invocation): Running<number> {
  const { args, flags, process } = of;
  const [destination] = args;
  if (destination === undefined || args.length > 1) {
    throw new Exit(EXIT.badArgs, 'make-mirror takes one destination argument');
  }
  for (const name of ['dest-cert', 'dest-key', 'dest-cacert']) {
    const file = flags.text(name);
    if (file !== '') throw new Exit(EXIT.badArgs, `open ${file}: no such file or directory`);
  }
  const settings = yield* of.configure();
  const isPlain = flags.bool('dest-insecure-transport');
  const endpoints = [isPlain ? destination : `https://${destination}`];
  const to = yield* open(process, { ...settings, endpoints, credentials: undefined });
  const from = yield* open(process, settings);
  if (flags.bool('no-dest-prefix') && flags.text('dest-prefix') !== '') {
    const said = '`--dest-prefix` and `--no-dest-prefix` cannot be set at the same time, choose one';
    throw new Exit(EXIT.badArgs, said);
  }
  const prefix = flags.text('prefix');
  const other = flags.text('dest-prefix');
  const newPrefix = flags.bool('no-dest-prefix') ? '' : other === '' ? prefix : other;
  const mirror: Mirror = { from, to, rename: renaming(prefix, newPrefix), total: 0 };
  const range = rangeOf(prefix);
  const revision = yield* copyAll(mirror, range);
  return yield* follow(of, mirror, range, revision + 1);
}

type Range = Pick<Extract<TxnOperation, { readonly type: 'range' }>, 'key'> & {
  readonly rangeEnd: Uint8Array;
};

function rangeOf(prefix: string): Range {
  if (prefix === '') return { key: new Uint8Array([0]), rangeEnd: new Uint8Array([0]) };
  const key = encodeUtf8(prefix);
  return { key, rangeEnd: prefixRangeEnd(key) };
}

/** Keys of the range begin with the prefix, so that it is enough to change the beginning. */
function renaming(prefix: string, newPrefix: string): (key: Uint8Array) => Uint8Array {
  const [length, start] = [encodeUtf8(prefix).length, encodeUtf8(newPrefix)];
  return (key) => new Uint8Array([...start, ...key.subarray(length)]);
}

/** Gives the revision of which everything has been copied. */
function* copyAll({ from, to, ...mirror }: Mirror, range: Range): Running<number> {
  let { key } = range;
  let revision = 0;
  for (;;) {
    const read = { ...range, key, revision, limit: BATCH, consistency: 'linearizable' } as const;
    const { result } = yield* ask<'range'>(from, { type: 'range', ...read }, undefined);
    if (revision === 0) ({ revision } = result);
    for (const pair of result.kvs) yield* ask<'put'>(to, putOf(mirror, pair), undefined);
    const last = result.kvs.at(-1);
    if (!result.more || last === undefined) return revision;
    key = new Uint8Array([...last.key, 0]);
  }
}

function putOf({ rename }: Pick<Mirror, 'rename'>, { key, value }: KeyValue) {
  return { type: 'put', key: rename(key), value } as const;
}

/** One transaction a revision. */
function* follow(of: Invocation, mirror: Mirror, range: Range, startRevision: number): Running<number> {
  const { process } = of;
  const stream = yield* watching(mirror.from, range, startRevision);
  let timer = process.timer(REPORT_MS);
  try {
    for (;;) {
      for (let next = stream.take(); next !== undefined; next = stream.take()) {
        if ('type' in next.message) continue;
        if (next.message.compactRevision !== 0) {
          throw new Exit(EXIT.error, 'etcdserver: mvcc: required revision has been compacted');
        }
        yield* mirrorEvents(mirror, next.message.events);
      }
      if (stream.end !== undefined) throw new Exit(EXIT.error, stream.end.error?.message ?? 'EOF');
      if (timer.isReady) {
        process.write(1, `${mirror.total}\n`);
        timer = process.timer(REPORT_MS);
      }
      yield* any(stream, timer);
    }
  } finally {
    timer.cancel();
    stream.close();
  }
}

function* watching(from: Rpc, range: Range, startRevision: number): Running<RpcStream> {
  const stream = yield* from.openStream('watch', undefined);
  if (stream === undefined) throw new Exit(EXIT.error, 'context deadline exceeded');
  stream.send({
    type: 'create',
    ...range,
    startRevision,
    progressNotify: false,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
  });
  return stream;
}

function* mirrorEvents(mirror: Mirror, events: readonly WatchEvent[]): Running<void> {
  for (let from = 0; from < events.length;) {
    const revision = events[from]?.kv.modRevision;
    const end = events.findIndex(({ kv }, i) => i > from && kv.modRevision !== revision);
    const same = events.slice(from, end < 0 ? events.length : end);
    const success = same.map(({ type, kv }) =>
      type === 'PUT' ? putOf(mirror, kv) : ({ type: 'deleteRange', key: mirror.rename(kv.key) } as const),
    );
    yield* ask<'txn'>(mirror.to, { type: 'txn', compare: [], success, failure: [] }, undefined);
    mirror.total += same.length;
    from += same.length;
  }
}
