import { concatenate } from '../../base/large-bytes.ts';
import { RUN_BEGINS_MS } from '../../base/run-begins.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { decodeBase64, encodeBase64 } from '../../etcd/rpc/base64.ts';
import { any, type Process, type Running, type Tool } from '../kernel/process.ts';
import { gnuTool, hintOf, ToolError } from './getopt.ts';
import { inputsOf, readAll, textOf } from './lines.ts';
import { allLines } from './parts.ts';

/** `tee [-a] [FILE…]`. */
export const tee: Tool = gnuTool({ short: 'ai', long: { append: 'a' } }, function* (process, given) {
  const { files, stdin } = process;
  for (const name of given.words)
    if (!given.has('a') && name !== '/dev/null') files.write(name, new Uint8Array(0));
  while (!stdin.isOver) {
    const piece = stdin.take();
    if (piece === undefined) {
      yield* any(stdin);
      continue;
    }
    for (const name of given.words) if (name !== '/dev/null') files.append(name, piece);
    process.write(1, piece);
  }
  return 0;
});

/** `base64 [-d] [-w COLS] [FILE]`. */
export const base64: Tool = gnuTool(
  { short: 'dDiw:', long: { decode: 'd', wrap: 'w', 'ignore-garbage': 'i' } },
  function* (process, given) {
    const { inputs, missing } = yield* inputsOf(process, given.words.slice(0, 1));
    if (missing > 0) return 1;
    const pieces: Uint8Array[] = [];
    for (const { input } of inputs) pieces.push(...(yield* readAll(input)));
    if (given.has('d')) return decode(process, textOf(pieces).replace(/\n/g, ''), given.has('i'));
    const width = given.value('w') ?? '76';
    if (!/^\d+$/.test(width)) throw new ToolError(`invalid wrap size: ‘${width}’`);
    const text = encodeBase64(concatenate(pieces));
    if (text === '') return 0;
    if (width === '0') process.write(1, text);
    else
      for (let at = 0; at < text.length; at += Number(width))
        process.write(1, `${text.slice(at, at + Number(width))}\n`);
    return 0;
  },
);

function decode(process: Process, text: string, isForgiving: boolean): number {
  const all = isForgiving ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text;
  // What is right up to the first wrong character is written, as GNU's does.
  const [good = ''] = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(all) ?? [];
  const rest = /^[A-Za-z0-9+/]*/.exec(all.slice(good.length))?.[0] ?? '';
  const part = rest.length % 4 < 2 ? '' : `${rest.slice(0, 3)}${'='.repeat(4 - (rest.length % 4))}`;
  for (const each of [good, part]) {
    const decoded = decodeBase64(encodeUtf8(each));
    if (decoded.ok) process.write(1, decoded.bytes);
  }
  if (good.length === all.length) return 0;
  throw new ToolError('invalid input');
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FULL_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `date [-u] [-Iseconds] [+FORMAT]`: the run's time, in UTC. */
export const date: Tool = gnuTool(
  { short: 'uI:R', long: { utc: 'u', universal: 'u', 'iso-8601': 'I', 'rfc-email': 'R' } },
  function* (process, given) {
    yield* any({ isReady: true });
    const [word] = given.words;
    const now = new Date(RUN_BEGINS_MS + Math.floor(process.nowMs));
    const formats: Readonly<Record<string, string>> = {
      date: '%Y-%m-%d',
      hours: '%Y-%m-%dT%H+00:00',
      minutes: '%Y-%m-%dT%H:%M+00:00',
      seconds: '%Y-%m-%dT%H:%M:%S+00:00',
      ns: '%Y-%m-%dT%H:%M:%S,%N+00:00',
    };
    const iso = given.value('I');
    if (word !== undefined && !word.startsWith('+')) throw new ToolError(`invalid date ‘${word}’`);
    const format =
      word?.slice(1) ??
      (iso !== undefined
        ? formats[iso]
        : given.has('R')
          ? '%a, %d %b %Y %H:%M:%S +0000'
          : '%a %b %e %H:%M:%S UTC %Y');
    if (format === undefined) throw new ToolError(`invalid argument ‘${iso ?? ''}’ for ‘--iso-8601’`);
    process.write(1, `${dated(format, now, process.nowMs)}\n`);
    return 0;
  },
);

const two = (value: number): string => String(value).padStart(2, '0');

function dated(format: string, now: Date, nowMs: number): string {
  const hour = now.getUTCHours();
  const parts: Readonly<Record<string, string>> = {
    '%': '%',
    n: '\n',
    t: '\t',
    Y: String(now.getUTCFullYear()),
    y: two(now.getUTCFullYear() % 100),
    m: two(now.getUTCMonth() + 1),
    d: two(now.getUTCDate()),
    e: String(now.getUTCDate()).padStart(2),
    H: two(hour),
    I: two(hour % 12 === 0 ? 12 : hour % 12),
    p: hour < 12 ? 'AM' : 'PM',
    M: two(now.getUTCMinutes()),
    S: two(now.getUTCSeconds()),
    N: String(Math.round((nowMs % 1000) * 1e6)).padStart(9, '0'),
    s: String(Math.floor(now.getTime() / 1000)),
    a: DAYS[now.getUTCDay()] ?? '',
    A: FULL_DAYS[now.getUTCDay()] ?? '',
    b: MONTHS[now.getUTCMonth()] ?? '',
    Z: 'UTC',
    z: '+0000',
  };
  const whole = format
    .replace(/%T/g, '%H:%M:%S')
    .replace(/%F/g, '%Y-%m-%d')
    .replace(/%D/g, '%m/%d/%y')
    .replace(/%R/g, '%H:%M')
    .replace(/%(\d)N/g, (_, digits: string) => (parts.N ?? '').slice(0, Number(digits)));
  return whole.replace(/%([^])/g, (all, letter: string) =>
    Object.hasOwn(parts, letter) ? (parts[letter] ?? all) : all,
  );
}

const YES_LINES = 100;
const YES_MAX = 100_000;

/** `yes [WORD…]`: until nobody reads any more; a terminal gets so many lines and no more. */
export function* yes(process: Process): Running<number> {
  const line = `${process.argv.slice(1).join(' ') || 'y'}\n`;
  const lines = encodeUtf8(line.repeat(YES_LINES));
  for (let written = 0; written < YES_MAX; written += YES_LINES) {
    process.write(1, lines);
    // Whoever reads has its turn.
    const turn = process.timer(0);
    while (!turn.isReady) yield* any(turn);
  }
  process.write(2, `yes: ended after ${YES_MAX} lines\n`);
  return 1;
}

/** `true`, for whoever calls programs; the shell has its own. */
export function* yea(): Running<number> {
  yield* any({ isReady: true });
  return 0;
}

/** `false`. */
export function* nay(): Running<number> {
  yield* any({ isReady: true });
  return 1;
}

/** `rm [-f] FILE…`. */
export const rm: Tool = gnuTool(
  { short: 'frRiv', long: { force: 'f', recursive: 'r' } },
  function* (process, given) {
    yield* any({ isReady: true });
    if (given.words.length === 0 && !given.has('f'))
      throw new ToolError(`missing operand\n${hintOf('rm').trimEnd()}`);
    let code = 0;
    for (const name of given.words) {
      const isThere = process.files.remove(name);
      if (isThere || given.has('f')) continue;
      process.write(2, `rm: cannot remove '${name}': No such file or directory\n`);
      code = 1;
    }
    return code;
  },
);

/** `touch FILE…`. */
export const touch: Tool = gnuTool({ short: 'c' }, function* (process, given) {
  yield* any({ isReady: true });
  if (given.words.length === 0) throw new ToolError(`missing file operand\n${hintOf('touch').trimEnd()}`);
  for (const name of given.words)
    if (!given.has('c') && process.files.read(name) === undefined)
      process.files.write(name, new Uint8Array(0));
  return 0;
});

/** `ls [-l] [FILE…]`: the console's files, one a line as in a pipe. */
export const ls: Tool = gnuTool({ short: 'la1hAtr' }, function* (process, given) {
  yield* any({ isReady: true });
  const names = given.words.length === 0 ? process.files.names() : given.words;
  let code = 0;
  for (const name of names) {
    const bytes = process.files.read(name);
    if (bytes === undefined) {
      process.write(2, `ls: cannot access '${name}': No such file or directory\n`);
      code = 2;
    } else process.write(1, given.has('l') ? `${String(bytes.length).padStart(8)} ${name}\n` : `${name}\n`);
  }
  return code;
});

/** `tac [FILE…]`. */
export const tac: Tool = gnuTool({ short: '' }, function* (process, given) {
  const { inputs, missing } = yield* inputsOf(process, given.words);
  for (const { input } of inputs)
    for (const line of (yield* allLines(input)).reverse()) process.write(1, `${line}\n`);
  return missing > 0 ? 1 : 0;
});

/** `clear`: what a terminal takes as that. */
export function* clear(process: Process): Running<number> {
  yield* any({ isReady: true });
  process.write(1, '\x1b[H\x1b[2J\x1b[3J');
  return 0;
}

/** `basename PATH [SUFFIX]`. */
export function* basename({ argv, write }: Process): Running<number> {
  yield* any({ isReady: true });
  const [, path, suffix = ''] = argv;
  if (path === undefined) {
    write(2, `basename: missing operand\n${hintOf('basename')}`);
    return 1;
  }
  const base = path.replace(/\/+$/, '').replace(/^.*\//, '') || '/';
  write(
    1,
    `${suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`,
  );
  return 0;
}

/** `jq` is known, and not here. */
export function* jq({ write }: Process): Running<number> {
  yield* any({ isReady: true });
  write(
    2,
    'sh: jq: not here. grep -o \'"key":"[^"]*"\' finds a field in JSON, base64 -d reads a value; etcdctl get -w simple or -w fields prints both\n',
  );
  return 127;
}
