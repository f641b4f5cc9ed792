import { RUN_BEGINS_MS } from '../../base/run-begins.ts';
import { concatenate } from '../../base/large-bytes.ts';
import { any, Killed, type Child, type Process, type Running, type Tool } from '../kernel/process.ts';
import { getopt, gnuTool, hintOf, ToolError } from './getopt.ts';
import { readAll, textOf } from './lines.ts';

/** Until it has ended; what ends its parent ends it too, for they are one job. */
export function* ended(child: Child): Running<number> {
  while (child.exitCode === undefined) yield* any(child);
  if (child.signal === 'SIGINT') throw new Killed('SIGINT');
  return child.exitCode;
}

const EXIT_XARGS_FAILED = 123;
const EXIT_UNKNOWN = 127;

/** `xargs [-n N] [-I TEXT] [-L N] [-r] [-t] [-d CHAR] [-0] [COMMAND…]`. */
export const xargs: Tool = gnuTool(
  {
    short: 'n:I:L:P:d:0rt',
    stopsAtWord: true,
    long: {
      'max-args': 'n',
      'max-lines': 'L',
      'max-procs': 'P',
      'no-run-if-empty': 'r',
      null: '0',
      delimiter: 'd',
      replace: 'I',
      verbose: 't',
    },
  },
  function* (process, given) {
    const text = textOf(yield* readAll(process.stdin));
    const command = given.words.length === 0 ? ['echo'] : given.words;
    const replaced = given.value('I');
    const separator = given.has('0') ? '\0' : given.value('d')?.replace('\\n', '\n');
    const items =
      separator !== undefined
        ? text.split(separator).filter((item, i, all) => item !== '' || i < all.length - 1)
        : replaced === undefined
          ? wordsOf(text)
          : text
              .split('\n')
              .map((line) => line.trimStart())
              .filter((line) => line !== '');
    const most = given.value('n') ?? given.value('L');
    if (most !== undefined && !/^[1-9]\d*$/.test(most))
      throw new ToolError(`value ${most} for -${given.has('n') ? 'n' : 'L'} option should be >= 1`);
    const size = replaced === undefined ? Number(most ?? Math.max(1, items.length)) : 1;
    let code = 0;
    // Without any word the command is run once.
    const isBare = items.length === 0 && replaced === undefined && !given.has('r');
    const end = isBare ? 1 : items.length;
    for (let at = 0; at < end; at += size) {
      const part = items.slice(at, at + size);
      const argv =
        replaced === undefined
          ? [...command, ...part]
          : command.map((word) => word.replaceAll(replaced, () => part[0] ?? ''));
      if (given.has('t')) process.write(2, `${argv.join(' ')}\n`);
      const { input, output } = process.pipe();
      output.close();
      const child = process.spawn(argv, { stdin: input });
      if (child === undefined) {
        process.write(2, `xargs: ${argv[0] ?? ''}: No such file or directory\n`);
        return EXIT_UNKNOWN;
      }
      if ((yield* ended(child)) !== 0) code = EXIT_XARGS_FAILED;
    }
    return code;
  },
);

/** Words as xargs splits them: at blanks, quotes and backslashes keep them together. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [piece] of text.matchAll(/(?:'[^'\n]*'|"[^"\n]*"|\\[^]|[^\s'"\\])+|['"]/g)) {
    if (piece === "'" || piece === '"')
      throw new ToolError(
        `unmatched ${piece === "'" ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`,
      );
    words.push(
      piece.replace(
        /'([^']*)'|"([^"]*)"|\\([^])/g,
        (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? '',
      ),
    );
  }
  return words;
}

const CLEAR = '\x1b[H\x1b[2J';

/** `watch [-n SECONDS] [-t] [-g] COMMAND…`: the command again and again, each time on an empty screen, until it is stopped. */
export const watch: Tool = gnuTool(
  {
    short: 'n:tdgexbc',
    stopsAtWord: true,
    long: { interval: 'n', 'no-title': 't', differences: 'd', chgexit: 'g', errexit: 'e', exec: 'x' },
  },
  function* (process, given) {
    if (given.words.length === 0) {
      process.write(2, '\nUsage:\n watch [options] command\n');
      return 1;
    }
    const asked = given.value('n') ?? '2';
    if (!/^\d+(?:[.,]\d*)?$|^[.,]\d+$/.test(asked))
      throw new ToolError(`failed to parse argument: '${asked}'`);
    const seconds = Math.max(0.1, Number(asked.replace(',', '.')));
    const line = given.words.join(' ');
    let before: string | undefined;
    for (;;) {
      const { input, output } = process.pipe();
      const child = process.spawn(given.has('x') ? given.words : ['sh', '-c', line], {
        stdout: output,
        stderr: output,
      });
      if (child === undefined)
        throw new ToolError(`unable to execute '${given.words[0] ?? ''}'`, EXIT_UNKNOWN);
      const pieces = yield* readAll(input);
      const code = yield* ended(child);
      const now = new Date(RUN_BEGINS_MS + Math.floor(process.nowMs))
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ');
      const title = given.has('t') ? '' : `Every ${seconds.toFixed(1)}s: ${line}    ${now}\n\n`;
      const text = textOf([concatenate(pieces)]);
      process.write(1, `${CLEAR}${title}${text}`);
      if (given.has('g') && before !== undefined && before !== text) return 0;
      if (given.has('e') && code !== 0) return code;
      before = text;
      const rings = process.timer(seconds * 1000);
      try {
        while (!rings.isReady) yield* any(rings);
      } finally {
        rings.cancel();
      }
    }
  },
);

const EXIT_ENV_FAILED = 125;

/** `env [-i] [-u NAME] [NAME=VALUE…] [COMMAND…]`: the command with these variables too, or all variables on lines. */
export const env: Tool = gnuTool(
  { short: 'iu:0', long: { 'ignore-environment': 'i', unset: 'u', null: '0' }, stopsAtWord: true },
  function* (process, given) {
    const variables = new Map(given.has('i') || given.words[0] === '-' ? [] : process.env);
    for (const [letter, name] of given.options) if (letter === 'u') variables.delete(name);
    const words = given.words[0] === '-' ? given.words.slice(1) : given.words;
    const begins = words.findIndex((word) => !word.includes('='));
    const argv = begins < 0 ? [] : words.slice(begins);
    for (const word of words.slice(0, words.length - argv.length)) {
      const at = word.indexOf('=');
      variables.set(word.slice(0, at), word.slice(at + 1));
    }
    if (argv.length === 0) {
      const end = given.has('0') ? '\0' : '\n';
      for (const [name, value] of variables) process.write(1, `${name}=${value}${end}`);
      return 0;
    }
    if (given.has('0'))
      throw new ToolError(`cannot specify --null (-0) with command\n${hintOf('env').trimEnd()}`);
    const child = process.spawn(argv, { env: variables });
    if (child === undefined)
      throw new ToolError(`‘${argv[0] ?? ''}’: No such file or directory`, EXIT_UNKNOWN);
    return yield* ended(child);
  },
  EXIT_ENV_FAILED,
);

const EXIT_LATE = 124;

/** `timeout SECONDS COMMAND…`: the command is ended after so long, in virtual time. */
export function* timeout(process: Process): Running<number> {
  const { words } = getopt(process.argv, { short: 's:k:', stopsAtWord: true });
  const [duration = '', ...argv] = words;
  const [, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(duration) ?? [];
  if (number === undefined || argv.length === 0) {
    process.write(
      2,
      argv.length === 0
        ? `timeout: missing operand\n${hintOf('timeout')}`
        : `timeout: invalid time interval ‘${duration}’\n`,
    );
    return 125;
  }
  const child = process.spawn(argv);
  if (child === undefined) {
    process.write(2, `timeout: failed to run command ‘${argv[0] ?? ''}’: No such file or directory\n`);
    return EXIT_UNKNOWN;
  }
  const scale: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  const rings = process.timer(Number(number) * (scale[unit] ?? 1) * 1000);
  while (child.exitCode === undefined && !rings.isReady) yield* any(child, rings);
  if (child.exitCode !== undefined) {
    rings.cancel();
    return child.exitCode;
  }
  child.kill('SIGTERM');
  while (child.exitCode === undefined) yield* any(child);
  return EXIT_LATE;
}
