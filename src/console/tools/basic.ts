import { any, Killed, type Process, type Running } from '../kernel/process.ts';
import { unescaped } from '../shell/parse-script.ts';
import { inputsOf } from './lines.ts';

/** `echo [-n] [-e] WORD…`. */
export function* echo({ argv, write }: Process): Running<number> {
  yield* any({ isReady: true });
  let words = argv.slice(1);
  let hasEnd = true;
  let isEscaped = false;
  while (/^-[neE]+$/.test(words[0] ?? '')) {
    hasEnd &&= !(words[0] ?? '').includes('n');
    isEscaped ||= (words[0] ?? '').includes('e');
    words = words.slice(1);
  }
  const text = words.join(' ');
  write(1, (isEscaped ? unescaped(text) : text) + (hasEnd ? '\n' : ''));
  return 0;
}

/** `cat [FILE…]`: bytes as they are. */
export function* cat(process: Process): Running<number> {
  const { inputs, missing } = yield* inputsOf(process, process.argv.slice(1));
  for (const { input } of inputs) {
    while (!input.isOver) {
      const piece = input.take();
      if (piece === undefined) yield* any(input);
      else process.write(1, piece);
    }
  }
  return missing > 0 ? 1 : 0;
}

const SEQ_MAX = 1_000_000;

/** `seq [FIRST [STEP]] LAST`. */
export function* seq({ argv, write }: Process): Running<number> {
  yield* any({ isReady: true });
  const numbers = argv.slice(1).map(Number);
  const [a = Number.NaN, b, c] = numbers;
  const [first, step, last] =
    c !== undefined && b !== undefined ? [a, b, c] : b !== undefined ? [a, 1, b] : [1, 1, a];
  if (numbers.some(Number.isNaN) || numbers.length === 0 || numbers.length > 3 || step === 0) {
    write(2, 'seq: it takes one to three numbers: seq [FIRST [STEP]] LAST\n');
    return 1;
  }
  const count = Math.floor((last - first) / step) + 1;
  if (count > SEQ_MAX) {
    write(2, `seq: more than ${SEQ_MAX} numbers\n`);
    return 1;
  }
  const lines = Array.from({ length: Math.max(0, count) }, (_, i) => `${first + i * step}\n`);
  write(1, lines.join(''));
  return 0;
}

const UNIT_S: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `sleep TIME[smhd]…`, of virtual time. */
export function* sleep({ argv, timer, write }: Process): Running<number> {
  let seconds = 0;
  for (const word of argv.slice(1)) {
    const [, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(word) ?? [];
    if (number === undefined) {
      write(2, `sleep: invalid time interval '${word}'\n`);
      return 1;
    }
    seconds += Number(number) * (UNIT_S[unit] ?? 1);
  }
  if (argv.length < 2) {
    write(2, 'sleep: missing operand\n');
    return 1;
  }
  const rings = timer(seconds * 1000);
  try {
    while (!rings.isReady) yield* any(rings);
    return 0;
  } catch (error) {
    if (error instanceof Killed) rings.cancel();
    throw error;
  }
}
