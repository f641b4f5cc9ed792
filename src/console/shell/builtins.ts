import { encodeUtf8, Utf8Pieces } from '../../base/utf8.ts';
import { any, type Input, type Job, type Process, type Running } from '../kernel/process.ts';
import { parseInteger } from './sums.ts';
import type { ShellState } from './variables.ts';

/** What a command of the shell itself gets. */
export interface BuiltinCall {
  /** The first is its name. */
  readonly words: readonly string[];
  readonly state: ShellState;
  readonly process: Process;
  readonly write: (fd: 1 | 2, text: string) => void;
  readonly stdin: Input;
}

type Builtin = (call: BuiltinCall) => Running<number>;

/** `exit`: the shell ends with this code. */
export class LeaveShell extends Error {
  override name = 'LeaveShell';
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** `break` (`leaves`) and `continue`. */
export class LoopJump extends Error {
  override name = 'LoopJump';
  constructor(readonly leaves: boolean) {
    super(leaves ? 'break' : 'continue');
  }
}

export function builtinOf(name: string): Builtin | undefined {
  return Object.hasOwn(builtins, name) ? builtins[name] : undefined;
}

export function builtinNames(): readonly string[] {
  return Object.keys(builtins);
}

/** One that never waits. */
function atOnce(does: (call: BuiltinCall) => number): Builtin {
  return function* (call) {
    yield* any({ isReady: true });
    return does(call);
  };
}

const builtins: Readonly<Record<string, Builtin>> = {
  ':': atOnce(() => 0),
  true: atOnce(() => 0),
  false: atOnce(() => 1),
  exit: atOnce(({ words, state }) => {
    throw new LeaveShell((parseInteger(words[1] ?? '') ?? state.lastExit) & 0xff);
  }),
  break: atOnce(() => {
    throw new LoopJump(true);
  }),
  continue: atOnce(() => {
    throw new LoopJump(false);
  }),
  // There is one place, and no directories in it: lines of a tutorial that go to one may pass.
  cd: atOnce(() => 0),
  pwd: atOnce(({ write }) => {
    write(1, '/\n');
    return 0;
  }),
  export: atOnce(exported),
  unset: atOnce(({ words, state }) => {
    for (const name of words.slice(1)) state.variables.delete(name);
    return 0;
  }),
  set: atOnce(({ words, state, write }) => {
    // Options as `set -e` are not known; what a console has is listed.
    if (words.length > 1) return 0;
    for (const [name, { value }] of [...state.variables].sort(([a], [b]) => (a < b ? -1 : 1)))
      write(1, `${name}=${value}\n`);
    return 0;
  }),
  read: readLine,
  jobs: atOnce(({ process, write }) => {
    for (const { number, text } of process.session.jobs()) write(1, `[${number}]  Running    ${text} &\n`);
    return 0;
  }),
  fg: foreground,
  wait: waitFor,
  kill: atOnce(killed),
};

function exported({ words, state, write }: BuiltinCall): number {
  for (const word of words.slice(1)) {
    if (word === '-p') continue;
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      write(2, `sh: export: \`${word}': not a valid identifier\n`);
      return 1;
    }
    state.set(name, at < 0 ? state.value(name) : word.slice(at + 1), true);
  }
  if (words.length === 1)
    for (const [name, value] of state.exported()) write(1, `export ${name}="${value}"\n`);
  return 0;
}

/** One line of the input, into variables. */
function* readLine({ words, state, stdin }: BuiltinCall): Running<number> {
  const names = words.slice(1).filter((word) => !word.startsWith('-'));
  let text = '';
  const decoder = new Utf8Pieces();
  while (!stdin.isOver) {
    const piece = stdin.take();
    if (piece === undefined) {
      yield* any(stdin);
      continue;
    }
    text += decoder.decode(piece);
    if (text.includes('\n')) break;
  }
  const isThere = text !== '';
  const end = text.indexOf('\n');
  const rest = end < 0 ? '' : text.slice(end + 1);
  if (rest !== '') stdin.putBack(encodeUtf8(rest));
  const fields = (end < 0 ? text : text.slice(0, end)).trim().split(/[ \t]+/);
  for (const [i, name] of names.entries()) {
    state.set(name, i === names.length - 1 ? fields.slice(i).join(' ') : (fields[i] ?? ''));
  }
  return isThere ? 0 : 1;
}

/** `%3` by its number; `17` by that of its process; without a word, `%%` and `%+`: the newest in the background. */
function jobOf({ process }: BuiltinCall, word: string | undefined): Job | undefined {
  const jobs = process.session.jobs();
  if (word === undefined || /^%[%+]?$/.test(word)) return jobs.at(-1);
  const asked = parseInteger(word.replace(/^%/, ''));
  return jobs.find(({ number, pid }) => asked === (word.startsWith('%') ? number : pid));
}

function* foreground(call: BuiltinCall): Running<number> {
  const { process, write, words } = call;
  const [, word] = words;
  // fg alone takes a number without its sign.
  const job = jobOf(call, word !== undefined && /^\d+$/.test(word) ? `%${word}` : word);
  const child = job === undefined ? undefined : process.session.toForeground(job.number);
  if (job === undefined || child === undefined) {
    write(2, `sh: fg: ${word ?? 'current'}: no such job\n`);
    return 1;
  }
  write(1, `${job.text}\n`);
  while (child.exitCode === undefined) yield* any(child);
  return child.exitCode;
}

function* waitFor(call: BuiltinCall): Running<number> {
  const { words, process } = call;
  const all = process.session.jobs();
  const wanted =
    words.length > 1 ? words.slice(1).map((word) => jobOf(call, word)?.pid) : all.map(({ pid }) => pid);
  const isRunning = (): boolean => process.session.jobs().some(({ pid }) => wanted.includes(pid));
  while (isRunning()) {
    yield* any(process.session.nextEnd(), process.signals);
    if (process.signals.take() !== undefined) return 130;
  }
  return 0;
}

function killed(call: BuiltinCall): number {
  const { words, process, write } = call;
  const name = (words.find((word) => /^-[A-Z0-9]/.test(word)) ?? '-TERM').slice(1).replace(/^SIG/, '');
  const signal = {
    TERM: 'SIGTERM',
    '15': 'SIGTERM',
    INT: 'SIGINT',
    '2': 'SIGINT',
    KILL: 'SIGKILL',
    '9': 'SIGKILL',
  } as const;
  const known = Object.entries(signal).find(([each]) => each === name)?.[1];
  const asked = words.slice(1).filter((word) => !/^-[A-Z0-9]/.test(word));
  let code = known === undefined || asked.length === 0 ? 1 : 0;
  if (known === undefined) write(2, `sh: kill: ${name}: invalid signal specification\n`);
  else if (asked.length === 0) write(2, 'kill: usage: kill [-INT | -TERM | -KILL] %JOB | PID ...\n');
  else {
    for (const word of asked) {
      const job = jobOf(call, word);
      if (job !== undefined && process.session.kill(job.number, known)) continue;
      write(
        2,
        `sh: kill: ${word.startsWith('%') ? '' : '('}${word}${word.startsWith('%') ? ': no such job' : ') - No such process'}\n`,
      );
      code = 1;
    }
  }
  return code;
}
