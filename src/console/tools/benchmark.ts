import { drawUint32 } from '../../base/random.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { errorText, grpcCode } from '../../etcd/error.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import { choose } from '../cobra/choose.ts';
import { lastOf, nameOf, type Command } from '../cobra/command.ts';
import { defaultHelp, defaultUsage } from '../cobra/default-usage.ts';
import { ProgressBar } from '../etcdctl/progress-bar.ts';
import { any, valueOf, type CallReply, type Process, type Running } from '../kernel/process.ts';
import { together } from '../kernel/together.ts';
import type { Flag, GivenFlags } from '../text/flag.ts';
import { Report } from './benchmark/report.ts';

const EXIT_WRONG = 1;
/** A client that has lost its member tries again so much later. */
const BACKOFF_MS = 100;
/** So many requests one line may make, and so many clients. */
const TOTAL_MAX = 1_000_000;
const CLIENTS_MAX = 10_000;

/** What a load is: its requests one by one. Throws a text for what it refuses. */
interface Load {
  readonly total: number;
  readonly rate: number;
  /** What is told before it begins. */
  readonly title?: string;
  readonly request: (index: number) => ClientOperation;
}

type Run = (flags: GivenFlags, process: Process) => Load | 'usage' | { readonly refused: string };

const whole = (flags: GivenFlags, name: string): number => Number(flags.whole(name));

const int = (name: string, value: number, usage: string): Flag => ({
  name,
  kind: 'int',
  default: String(value),
  usage,
});

const sizes: readonly Flag[] = [
  int('key-space-size', 1, 'Maximum possible keys'),
  int('val-size', 8, 'Value size of put request'),
];

const root: Command<Run> = {
  use: 'benchmark',
  short: 'A low-level benchmark tool for etcd3',
  long: 'benchmark is a low-level benchmark tool for etcd3.\nIt uses gRPC client directly and does not depend on\netcd client library.\n\t',
  persistentFlags: [
    { name: 'endpoints', kind: 'stringSlice', default: '[127.0.0.1:2379]', usage: 'gRPC endpoints' },
    { name: 'conns', kind: 'uint', default: '1', usage: 'Total number of gRPC connections' },
    { name: 'clients', kind: 'uint', default: '1', usage: 'Total number of gRPC clients' },
    { name: 'precise', kind: 'bool', default: 'false', usage: 'use full floating point precision' },
    { name: 'target-leader', kind: 'bool', default: 'false', usage: 'connect only to the leader node' },
    { name: 'dial-timeout', kind: 'duration', default: '0s', usage: 'dial timeout for client connections' },
  ],
  commands: [
    {
      use: 'put',
      short: 'Benchmark put',
      flags: [
        ...sizes,
        int('key-size', 8, 'Key size of put request'),
        int('rate', 0, 'Maximum puts per second (0 is no limit)'),
        int('total', 10_000, 'Total number of put requests'),
        { name: 'sequential-keys', kind: 'bool', default: 'false', usage: 'Use sequential keys' },
      ],
      run: putLoad,
    },
    {
      use: 'range key [end-range]',
      short: 'Benchmark range',
      flags: [
        int('rate', 0, 'Maximum range requests per second (0 is no limit)'),
        int('total', 10_000, 'Total number of range requests'),
        { name: 'consistency', kind: 'string', default: 'l', usage: 'Linearizable(l) or Serializable(s)' },
      ],
      run: rangeLoad,
    },
    {
      use: 'txn-put',
      short: 'Benchmark txn-put',
      flags: [
        ...sizes,
        int('key-size', 8, 'Key size of txn put'),
        int('txn-ops', 1, 'Number of puts per txn'),
        int('rate', 0, 'Maximum txns per second (0 is no limit)'),
        int('total', 10_000, 'Total number of txn requests'),
      ],
      run: txnLoad,
    },
  ],
};

/** `benchmark put|range|txn-put`: etcd's tools/benchmark 3.4, many calls at once in virtual time. */
export function* benchmark(process: Process): Running<number> {
  yield* any({ isReady: true });
  const chosen = choose(root, process.argv.slice(1));
  if (chosen.type === 'unknown') {
    process.write(2, `Error: ${chosen.message}\nRun 'benchmark --help' for usage.\n${chosen.message}\n`);
    return EXIT_WRONG;
  }
  if (chosen.type === 'wrong') {
    process.write(2, `Error: ${chosen.message}\n${defaultUsage(chosen.path)}\n${chosen.message}\n`);
    return EXIT_WRONG;
  }
  if (chosen.type === 'help') {
    process.write(1, defaultHelp(chosen.path));
    return 0;
  }
  const { given, run, path } = chosen;
  const load = run(given, process);
  const tooMany = whole(given, 'clients') > CLIENTS_MAX || whole(given, 'conns') > CLIENTS_MAX;
  if (load === 'usage') {
    process.write(2, `${defaultUsage(path)}\n`);
    return EXIT_WRONG;
  }
  if ('refused' in load || tooMany || load.total > TOTAL_MAX) {
    const most = `at most ${TOTAL_MAX} requests by ${CLIENTS_MAX} clients`;
    process.write(2, 'refused' in load ? load.refused : `benchmark: ${most} are made here\n`);
    return EXIT_WRONG;
  }
  yield* runLoad(process, given, load, nameOf(lastOf(path)));
  return 0;
}

function* runLoad(process: Process, flags: GivenFlags, load: Load, name: string): Running<void> {
  if (load.title !== undefined) process.write(1, `${load.title}\n`);
  const endpoints = yield* endpointsOf(process, flags);
  const conns = Math.max(1, whole(flags, 'conns'));
  const clients = Math.max(1, whole(flags, 'clients'));
  const report = new Report(flags.bool('precise'));
  const bar = new ProgressBar(process, load.total);
  const begunMs = process.nowMs;
  let sent = 0;
  let done = 0;
  let freeMs = process.nowMs;
  function* client(endpoint: string): Running<void> {
    while (sent < load.total) {
      const index = sent++;
      if (load.rate > 0) {
        const waits = freeMs - process.nowMs;
        freeMs = Math.max(freeMs, process.nowMs) + 1000 / load.rate;
        if (waits > 0) yield* valueOf(process.timer(waits));
      }
      const from = process.nowMs;
      const reply = yield* valueOf(process.call(endpoint, load.request(index)));
      if (reply.status === 'ok') report.took((process.nowMs - from) / 1000);
      else {
        report.failed(wrongText(reply, endpoint));
        yield* valueOf(process.timer(BACKOFF_MS));
      }
      bar.show(++done);
    }
  }
  // Connections take the endpoints in turn, and clients the connections.
  yield* together(
    Array.from({ length: clients }, (_, i) => client(endpoints[(i % conns) % endpoints.length] ?? '')),
  );
  bar.finish();
  const text = report.text((process.nowMs - begunMs) / 1000);
  process.write(1, name === 'range' ? text : `${text}\n`);
}

function wrongText(reply: Exclude<CallReply, { status: 'ok' }>, endpoint: string): string {
  if (reply.status === 'unreachable')
    return `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial tcp ${endpoint}: connect: connection refused"`;
  const text = errorText(reply.error);
  return text.startsWith('etcdserver: ') ? text : `rpc error: code = ${grpcCode(reply.error)} desc = ${text}`;
}

/** Without --endpoints the member of the console. With --target-leader whoever leads, as the endpoints tell. */
function* endpointsOf(process: Process, flags: GivenFlags): Running<readonly string[]> {
  const given = flags.isGiven('endpoints') ? flags.list('endpoints') : [process.endpoint];
  const all = given.map((each) => each.replace(/^[a-z]+:\/\//, ''));
  if (!flags.bool('target-leader')) return all;
  for (const endpoint of all) {
    const reply = yield* valueOf(process.call(endpoint, { type: 'status' }));
    if (reply.status !== 'ok' || reply.result.type !== 'status') continue;
    if (reply.result.leader === reply.identity.memberId) return [endpoint];
  }
  return all;
}

/** Go's binary.PutVarint into a key of that size. */
function keyOf(value: number, size: number): Uint8Array {
  const key = new Uint8Array(size);
  let rest = value * 2;
  for (let at = 0; at < size; at++) {
    key[at] = rest >= 0x80 ? (rest % 0x80) | 0x80 : rest;
    if (rest < 0x80) break;
    rest = Math.floor(rest / 0x80);
  }
  return key;
}

function bytesOf(process: Process, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => drawUint32(process.dice) & 0xff);
}

function keySpace(flags: GivenFlags): number | { readonly refused: string } {
  const size = whole(flags, 'key-space-size');
  return size > 0 ? size : { refused: `expected positive --key-space-size, got (${size})` };
}

function putLoad(flags: GivenFlags, process: Process): ReturnType<Run> {
  const space = keySpace(flags);
  if (typeof space !== 'number') return space;
  const value = bytesOf(process, whole(flags, 'val-size'));
  const size = whole(flags, 'key-size');
  const isSequential = flags.bool('sequential-keys');
  return {
    total: whole(flags, 'total'),
    rate: whole(flags, 'rate'),
    request: (index) => ({
      type: 'put',
      key: keyOf(isSequential ? index % space : drawUint32(process.dice) % space, size),
      value,
    }),
  };
}

function rangeLoad(flags: GivenFlags): ReturnType<Run> {
  const [key, end, ...more] = flags.args;
  const consistency = flags.text('consistency');
  if (key === undefined || more.length > 0 || !['l', 's'].includes(consistency)) return 'usage';
  const word = consistency === 'l' ? 'linearizable' : 'serializable';
  return {
    total: whole(flags, 'total'),
    rate: whole(flags, 'rate'),
    title: `bench with ${word} range`,
    request: () => ({
      type: 'range',
      key: encodeUtf8(key),
      ...(end !== undefined && { rangeEnd: encodeUtf8(end) }),
      revision: 0,
      consistency: word,
    }),
  };
}

function txnLoad(flags: GivenFlags, process: Process): ReturnType<Run> {
  const space = keySpace(flags);
  if (typeof space !== 'number') return space;
  const ops = whole(flags, 'txn-ops');
  if (ops > space)
    return {
      refused: `expected --txn-ops no larger than --key-space-size, got txn-ops(${ops}) key-space-size(${space})\n`,
    };
  const value = bytesOf(process, whole(flags, 'val-size'));
  const size = whole(flags, 'key-size');
  return {
    total: whole(flags, 'total'),
    rate: whole(flags, 'rate'),
    request: (index) => ({
      type: 'txn',
      compare: [],
      success: Array.from({ length: ops }, (_, i) => ({
        type: 'put' as const,
        key: keyOf((index * ops + i) % space, size),
        value,
      })),
      failure: [],
    }),
  };
}
