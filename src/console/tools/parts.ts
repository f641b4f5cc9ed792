import { concatenate } from '../../base/large-bytes.ts';
import { any, type Input, type Process, type Running, type Tool } from '../kernel/process.ts';
import { gnuTool, ToolError, type Given } from './getopt.ts';
import { LineReader, readAll } from './lines.ts';

/** Numbers with GNU's units. */
function sizeOf(text: string, what: string): number {
  const [, digits, unit = ''] = /^[-+]?(\d+)([kKMb]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new ToolError(`invalid number of ${what}: ‘${text}’`);
  return Number(digits) * ({ k: 1024, K: 1024, M: 1024 * 1024, b: 512 }[unit] ?? 1);
}

/** Each file in its turn, with a title where there are several; what is missing is told. */
function* each(process: Process, given: Given, part: (input: Input) => Running<void>): Running<number> {
  const names = given.words.length === 0 ? ['-'] : given.words;
  const showsTitle = (names.length > 1 || given.has('v')) && !given.has('q');
  let code = 0;
  let isFirst = true;
  for (const name of names) {
    const bytes = name === '-' ? undefined : process.files.read(name);
    if (name !== '-' && bytes === undefined) {
      process.write(
        2,
        `${process.argv[0] ?? ''}: cannot open '${name}' for reading: No such file or directory\n`,
      );
      code = 1;
      continue;
    }
    if (showsTitle)
      process.write(1, `${isFirst ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
    isFirst = false;
    yield* part(bytes === undefined ? process.stdin : inputOf(process, bytes));
  }
  return code;
}

export function inputOf(process: Process, bytes: Uint8Array): Input {
  const { input, output } = process.pipe();
  output.write(bytes);
  output.close();
  return input;
}

const long = { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', follow: 'f' };

/** `head [-n N | -c N] [FILE…]`: reads no further than it must; without a minus. */
export const head: Tool = gnuTool({ short: 'n:c:qv', digits: 'n', long }, (process, given) => {
  const bytes = given.value('c');
  const lines = given.value('n') ?? '10';
  const most = bytes === undefined ? sizeOf(lines, 'lines') : sizeOf(bytes, 'bytes');
  const isAllBut = (bytes ?? lines).startsWith('-');
  return each(process, given, function* (input) {
    if (isAllBut || bytes !== undefined) {
      const all = concatenate(yield* readAll(input));
      const at = bytes === undefined ? lineStarts(all) : Array.from({ length: all.length + 1 }, (_, i) => i);
      const count = bytes === undefined ? at.length : at.length - 1;
      const end = isAllBut ? Math.max(0, count - most) : Math.min(most, count);
      process.write(1, all.slice(0, at[end] ?? all.length));
      return;
    }
    for (let left = most; left > 0;) {
      const piece = input.take();
      if (piece === undefined) {
        if (input.isOver) return;
        yield* any(input);
        continue;
      }
      let end = 0;
      while (end < piece.length && left > 0) if (piece[end++] === 0x0a) left--;
      process.write(1, piece.subarray(0, end));
      input.putBack(piece.subarray(end));
    }
  });
});

/** `tail [-n N | -n +N | -c N] [FILE…]`. What grows is not followed: a file of a console grows by its own lines only. */
export const tail: Tool = gnuTool({ short: 'n:c:qv', digits: 'n', long }, (process, given) => {
  const bytes = given.value('c');
  const text = bytes ?? given.value('n') ?? '10';
  const size = sizeOf(text, bytes === undefined ? 'lines' : 'bytes');
  return each(process, given, function* (input) {
    const all = concatenate(yield* readAll(input));
    if (bytes !== undefined) {
      process.write(1, all.slice(text.startsWith('+') ? size - 1 : Math.max(0, all.length - size)));
      return;
    }
    const starts = lineStarts(all);
    const from = text.startsWith('+') ? Math.max(0, size - 1) : Math.max(0, starts.length - size);
    process.write(1, all.slice(starts[from] ?? all.length));
  });
});

/** Where lines begin; what stands behind the last line end is a line where it is not empty. */
function lineStarts(bytes: Uint8Array): number[] {
  const starts: number[] = bytes.length > 0 ? [0] : [];
  for (let at = bytes.indexOf(0x0a); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0x0a, at + 1))
    starts.push(at + 1);
  return starts;
}

/** Every line of an input. */
export function* allLines(input: Input): Running<string[]> {
  const lines: string[] = [];
  const reader = new LineReader(input);
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) lines.push(line);
  return lines;
}
