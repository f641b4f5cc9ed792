import { drawUint32, type Dice } from '../../../base/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import { prefixRangeEnd } from '../../../etcd/mvcc/key-range.ts';
import { splitAddress } from '../../kernel/address-book.ts';
import { any, type Process, type Running } from '../../kernel/process.ts';
import { together } from '../../kernel/together.ts';
import type { Flag } from '../../text/flag.ts';
import { quote } from '../../text/go-quote.ts';
import { ask } from '../ask.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import { LoadReport, type LoadStats } from '../load-report.ts';
import { ProgressBar } from '../progress-bar.ts';
import { RpcError, type Rpc } from '../rpc.ts';
import { defragmentMember } from './defrag.ts';

export const check: EtcdctlCommand = {
  use: 'check <subcommand>',
  short: 'commands for checking properties of the etcd cluster',
  commands: [
    {
      use: 'perf [options]',
      short: 'Check the performance of the etcd cluster',
      flags: flagsOf('performance', '/etcdctl-check-perf/'),
      run: perf,
    },
    {
      use: 'datascale [options]',
      short: 'Check the memory usage of holding data for different workloads on a given server endpoint.',
      long: 'If no endpoint is provided, localhost will be used. If multiple endpoints are provided, first endpoint will be used.',
      flags: flagsOf('datascale', '/etcdctl-check-datascale/'),
      run: datascale,
    },
  ],
};

function flagsOf(what: string, prefix: string): readonly Flag[] {
  const models = 'Accepted workloads: s(small), m(medium), l(large), xl(xLarge)';
  return [
    { name: 'load', kind: 'string', default: 's', usage: `The ${what} check's workload model. ${models}` },
    {
      name: 'prefix',
      kind: 'string',
      default: prefix,
      usage: `The prefix for writing the ${what} check's keys.`,
    },
    {
      name: 'auto-compact',
      kind: 'bool',
      default: 'false',
      usage: 'Compact storage with last revision after test is finished.',
    },
    {
      name: 'auto-defrag',
      kind: 'bool',
      default: 'false',
      usage: 'Defragment storage after test is finished.',
    },
  ];
}

type Model = 's' | 'm' | 'l' | 'xl';
const MODELS: Readonly<Record<string, Model>> = {
  s: 's',
  small: 's',
  m: 'm',
  medium: 'm',
  l: 'l',
  large: 'l',
  xl: 'xl',
  xLarge: 'xl',
};
/** Writes in a second, and by how many clients. */
const PERF = {
  s: { limit: 150, clients: 50 },
  m: { limit: 1000, clients: 200 },
  l: { limit: 8000, clients: 500 },
  xl: { limit: 15_000, clients: 1000 },
} as const;
const PERF_SECONDS = 60;
const PERF_BYTES = { key: 256, value: 1024 };
/** Pairs in all. */
const DATASCALE = {
  s: { limit: 10_000, clients: 50 },
  m: { limit: 100_000, clients: 200 },
  l: { limit: 1_000_000, clients: 500 },
  xl: { limit: 3_000_000, clients: 1000 },
} as const;
const DATASCALE_BYTES = { key: 512, value: 512 };
const DELETE_MS = 30_000;

function* perf(of: Invocation): Running<number> {
  const { limit, clients } = PERF[modelFrom(of)];
  const { process } = of;
  const rpc = yield* of.connect();
  const prefix = yield* emptyPrefix(of, rpc, PERF_SECONDS * 1000);
  const bar = new ProgressBar(process, PERF_SECONDS);
  const report = new LoadReport();
  const begun = process.nowMs;
  const tickets = { next: 0 };
  yield* together([
    ...Array.from({ length: clients }, () => writer(of, rpc, prefix, report, tickets, limit)),
    secondBySecond(process, bar),
  ]);
  bar.finish();
  const stats = report.stats((process.nowMs - begun) / 1000);
  yield* cleanUp(of, rpc, prefix, DELETE_MS);
  return sayPerformance(process, stats, limit) ? EXIT.success : EXIT.error;
}

/** One client: it takes the next ticket, waits until it is valid, and writes. */
function* writer(
  { process }: Invocation,
  rpc: Rpc,
  prefix: string,
  report: LoadReport,
  tickets: { next: number },
  limit: number,
): Running<void> {
  const begun = process.nowMs;
  for (;;) {
    const at = begun + (tickets.next++ * 1000) / limit;
    if (at >= begun + PERF_SECONDS * 1000) return;
    yield* pause(process, at - process.nowMs);
    yield* writeOne(process, rpc, prefix, PERF_BYTES, report);
  }
}

function* secondBySecond(process: Process, bar: ProgressBar): Running<void> {
  for (let second = 1; second < PERF_SECONDS; second++) {
    yield* pause(process, 1000);
    bar.show(second);
  }
  yield* pause(process, 1000);
}

function sayPerformance(
  process: Process,
  { perSecond, slowest, stddev, errors }: LoadStats,
  limit: number,
): boolean {
  const rate = `${Math.floor(perSecond) + 1} writes/s`;
  const judged = [
    ...failures(errors),
    perSecond / limit <= 0.9
      ? { ok: false, text: `FAIL: Throughput too low: ${rate}` }
      : { ok: true, text: `PASS: Throughput is ${rate}` },
    slowest > 0.5
      ? { ok: false, text: `Slowest request took too long: ${slowest.toFixed(6)}s` }
      : { ok: true, text: `PASS: Slowest request took ${slowest.toFixed(6)}s` },
    stddev > 0.1
      ? { ok: false, text: `Stddev too high: ${stddev.toFixed(6)}s` }
      : { ok: true, text: `PASS: Stddev is ${stddev.toFixed(6)}s` },
  ];
  const isGood = judged.every(({ ok }) => ok);
  process.write(1, judged.map(({ text }) => `${text}\n`).join(''));
  process.write(1, isGood ? 'PASS\n' : 'FAIL\n');
  return isGood;
}

function failures(errors: ReadonlyMap<string, number>): readonly { ok: boolean; text: string }[] {
  if (errors.size === 0) return [];
  const each = [...errors].map(([error, count]) => `FAIL: ERROR(${error}) -> ${count}`);
  return ['FAIL: too many errors', ...each].map((text) => ({ ok: false, text }));
}

function* datascale(of: Invocation): Running<number> {
  const { limit, clients } = DATASCALE[modelFrom(of)];
  const { process } = of;
  const rpc = yield* of.connect();
  const prefix = yield* emptyPrefix(of, rpc, undefined);
  const before = yield* residentBytes(process, rpc.endpoints[0] ?? '');
  if (before === 0) return unreadable(process, 'before');
  const size = DATASCALE_BYTES.key + DATASCALE_BYTES.value;
  process.write(
    1,
    `Start data scale check for work load [${limit} key-value pairs, ${size} bytes per key-value, ${clients} concurrent clients].\n`,
  );
  const bar = new ProgressBar(process, limit);
  const report = new LoadReport();
  const count = { begun: 0, done: 0 };
  yield* together(
    Array.from({ length: clients }, function* (): Running<void> {
      for (;;) {
        if (count.begun++ >= limit) return;
        yield* writeOne(process, rpc, prefix, DATASCALE_BYTES, report);
        bar.show(++count.done);
      }
    }),
  );
  bar.finish();
  const after = yield* residentBytes(process, rpc.endpoints[0] ?? '');
  if (after === 0) return unreadable(process, 'after');
  yield* cleanUp(of, rpc, prefix, undefined);
  const { errors } = report.stats(1);
  const said =
    errors.size > 0
      ? failures(errors).map(({ text }) => text)
      : [`PASS: Approximate system memory used : ${((after - before) / 2 ** 20).toFixed(2)} MB.`];
  process.write(1, said.map((line) => `${line}\n`).join(''));
  return errors.size > 0 ? EXIT.error : EXIT.success;
}

function unreadable(process: Process, when: 'before' | 'after'): number {
  process.write(1, `FAIL: Could not read process_resident_memory_bytes ${when} the put operations.\n`);
  return EXIT.error;
}

function modelFrom({ flags }: Invocation): Model {
  const load = flags.text('load');
  const model = Object.hasOwn(MODELS, load) ? MODELS[load] : undefined;
  if (model === undefined) throw new Exit(EXIT.badFeature, `unknown load option ${load}`);
  return model;
}

/** Keys that somebody else has under the prefix would be deleted in the end. */
function* emptyPrefix({ flags }: Invocation, rpc: Rpc, withinMs: number | undefined): Running<string> {
  const prefix = flags.text('prefix');
  const range = { ...rangeOf(prefix), revision: 0, limit: 1, consistency: 'linearizable' } as const;
  const { result } = yield* ask<'range'>(rpc, { type: 'range', ...range }, withinMs);
  if (result.kvs.length === 0) return prefix;
  const advice = `Delete with etcdctl del --prefix ${prefix} first`;
  throw new Exit(EXIT.invalidInput, `prefix ${quote(prefix)} has keys. ${advice}`);
}

function* writeOne(
  process: Process,
  rpc: Rpc,
  prefix: string,
  bytes: { readonly key: number; readonly value: number },
  report: LoadReport,
): Running<void> {
  const begun = process.nowMs;
  const key = keyOf(prefix, bytes.key, process.dice);
  try {
    yield* rpc.call<'put'>({ type: 'put', key, value: new Uint8Array(bytes.value) }, undefined);
    report.took((process.nowMs - begun) / 1000);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    report.failed(error.message);
  }
}

/** The prefix, a number drawn by lot, and zeros. */
function keyOf(prefix: string, size: number, dice: Dice): Uint8Array {
  const start = encodeUtf8(prefix);
  const key = new Uint8Array(start.length + size);
  key.set(start);
  const view = new DataView(key.buffer);
  view.setUint32(start.length, drawUint32(dice));
  view.setUint32(start.length + 4, drawUint32(dice));
  return key;
}

function* cleanUp(of: Invocation, rpc: Rpc, prefix: string, withinMs: number | undefined): Running<void> {
  const range = rangeOf(prefix);
  const { result } = yield* ask<'deleteRange'>(rpc, { type: 'deleteRange', ...range }, withinMs);
  if (of.flags.bool('auto-compact')) yield* compact(of, rpc, result.revision);
  if (!of.flags.bool('auto-defrag')) return;
  for (const endpoint of rpc.endpoints) {
    of.process.write(1, `Defragmenting "${endpoint}"\n`);
    if (!(yield* defragmentMember(of.process, rpc, endpoint, DELETE_MS))) throw new Exit(EXIT.error, '');
  }
}

function* compact({ process }: Invocation, rpc: Rpc, revision: number): Running<void> {
  process.write(1, `Compacting with revision ${revision}\n`);
  yield* ask<'compact'>(rpc, { type: 'compact', revision, physical: true }, DELETE_MS);
  process.write(1, `Compacted with revision ${revision}\n`);
}

function rangeOf(prefix: string): { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } {
  if (prefix === '') return { key: new Uint8Array([0]), rangeEnd: new Uint8Array([0]) };
  const key = encodeUtf8(prefix);
  return { key, rangeEnd: prefixRangeEnd(key) };
}

/** What the member says of its memory at /metrics; 0: nothing. */
function* residentBytes(process: Process, endpoint: string): Running<number> {
  const { host, port } = splitAddress(endpoint);
  const request = { method: 'GET', path: '/metrics', headers: {}, body: new Uint8Array() };
  const reply = process.http(`${host}:${port}`, request);
  let text = '';
  while (reply.end === undefined) {
    const piece = reply.take();
    if (piece === undefined) yield* any(reply);
    else text += decodeUtf8(piece);
  }
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? 0);
}

function* pause(process: Process, ms: number): Running<void> {
  if (ms <= 0) return;
  const timer = process.timer(ms);
  while (!timer.isReady) yield* any(timer);
}
