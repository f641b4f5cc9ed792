import { concatenate } from '../../base/large-bytes.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import {
  any,
  Killed,
  type Child,
  type Input,
  type Output,
  type Process,
  type Running,
} from '../kernel/process.ts';
import { builtinOf, LeaveShell, LoopJump } from './builtins.ts';
import { expandText, expandWords, type ExpandParts } from './expand.ts';
import { parseScript } from './parse-script.ts';
import {
  ShellError,
  type Chain,
  type Item,
  type Pipeline,
  type Redirect,
  type Script,
  type ShellCommand,
} from './script.ts';
import type { ShellState } from './variables.ts';

/** Of a shell that cannot do what it is told. */
export const EXIT_SYNTAX = 2;
const EXIT_UNKNOWN_COMMAND = 127;
/** So much may come of `$(…)`. */
const OUTPUT_BYTES_MAX = 16_000_000;

/** Where a command reads and writes; undefined: where its shell does. */
interface Ends {
  readonly stdin?: Input;
  readonly stdout?: Output;
  readonly stderr?: Output;
}

/** Does a script in a process: gives the exit code of the last command. */
export function* runScript(process: Process, state: ShellState, text: string): Running<number> {
  return yield* new ShellRun(process, state).list(parseScript(text), {});
}

class ShellRun {
  readonly #process: Process;
  readonly #state: ShellState;

  constructor(process: Process, state: ShellState) {
    this.#process = process;
    this.#state = state;
  }

  *list(script: Script, ends: Ends): Running<number> {
    let code = 0;
    for (const item of script) {
      code = item.isBackground ? this.#begin(item) : yield* this.#chain(item.chain, ends);
      this.#state.lastExit = code;
    }
    return code;
  }

  #begin({ chain, text }: Item): number {
    const state = this.#state.copy();
    const { number, pid } = this.#process.session.begin(text, function* (process) {
      return yield* leaving(process, new ShellRun(process, state).#chain(chain, {}));
    });
    this.#state.lastPid = pid;
    this.#process.write(1, `[${number}] ${pid}\n`);
    return 0;
  }

  *#chain({ first, rest }: Chain, ends: Ends): Running<number> {
    let code = yield* this.#pipeline(first, ends);
    for (const { on, pipeline } of rest) {
      this.#state.lastExit = code;
      if ((code === 0) === (on === '&&')) code = yield* this.#pipeline(pipeline, ends);
    }
    return code;
  }

  *#pipeline(pipeline: Pipeline, ends: Ends): Running<number> {
    const { commands, isNegated, isTimed } = pipeline;
    const from = this.#process.nowMs;
    const [only] = commands;
    const code =
      commands.length === 1 && only !== undefined
        ? yield* this.#command(only, ends)
        : yield* this.#piped(commands, ends);
    if (isTimed) this.#err(ends, `\nreal\t${timeText(this.#process.nowMs - from)}\n`);
    return isNegated ? (code === 0 ? 1 : 0) : code;
  }

  /** All at once, each in a shell of its own; the last one's exit code counts. */
  *#piped(commands: readonly ShellCommand[], ends: Ends): Running<number> {
    let stdin = ends.stdin && shared(ends.stdin);
    let last: Child | undefined;
    for (const [i, command] of commands.entries()) {
      const pipe = i < commands.length - 1 ? this.#process.pipe() : undefined;
      last = this.#subshell([command], {
        ...(stdin !== undefined && { stdin }),
        ...(pipe === undefined
          ? ends.stdout !== undefined && { stdout: kept(ends.stdout) }
          : { stdout: pipe.output }),
        ...(ends.stderr !== undefined && { stderr: kept(ends.stderr) }),
      });
      stdin = pipe?.input;
    }
    return last === undefined ? 0 : yield* ended(last);
  }

  #subshell(commands: readonly ShellCommand[], ends: Ends): Child {
    const state = this.#state.copy();
    const child = this.#process.spawn(['sh'], {
      ...ends,
      body: function* (process) {
        process.signals.catch();
        const shell = new ShellRun(process, state);
        let code = 0;
        for (const command of commands) code = yield* leaving(process, shell.#command(command, {}));
        return code;
      },
    });
    if (child === undefined) throw new Error('a body of its own needs no tool');
    return child;
  }

  *#command(command: ShellCommand, around: Ends): Running<number> {
    const ends = yield* this.#redirected(command.redirects, around);
    if (typeof ends === 'string') {
      this.#err(around, `sh: ${ends}\n`);
      return 1;
    }
    return yield* this.#compound(command, ends);
  }

  *#compound(command: ShellCommand, ends: Ends): Running<number> {
    if (command.type === 'simple') return yield* this.#simple(command, ends);
    if (command.type === 'group') return yield* this.list(command.body, ends);
    if (command.type === 'for') return yield* this.#for(command, ends);
    if (command.type === 'while') return yield* this.#while(command, ends);
    if (command.type === 'subshell') {
      return yield* leaving(
        this.#process,
        new ShellRun(this.#process, this.#state.copy()).list(command.body, ends),
      );
    }
    for (const { test, body } of command.branches) {
      if ((yield* this.list(test, ends)) === 0) return yield* this.list(body, ends);
    }
    return yield* this.list(command.otherwise, ends);
  }

  *#while(command: Extract<ShellCommand, { type: 'while' }>, ends: Ends): Running<number> {
    let code = 0;
    for (;;) {
      const test = yield* this.list(command.test, ends);
      if ((test === 0) === command.until) return code;
      const jump = yield* this.#body(command.body, ends);
      code = jump.code;
      if (jump.leaves) return code;
    }
  }

  *#for(command: Extract<ShellCommand, { type: 'for' }>, ends: Ends): Running<number> {
    let code = 0;
    for (const word of yield* expandWords(command.words, this.#expanding(ends))) {
      this.#state.set(command.name, word);
      const jump = yield* this.#body(command.body, ends);
      code = jump.code;
      if (jump.leaves) break;
    }
    return code;
  }

  /** A loop's body once; `leaves`: `break`. */
  *#body(body: Script, ends: Ends): Running<{ readonly code: number; readonly leaves: boolean }> {
    try {
      return { code: yield* this.list(body, ends), leaves: false };
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      return { code: 0, leaves: error.leaves };
    }
  }

  *#simple(command: Extract<ShellCommand, { type: 'simple' }>, ends: Ends): Running<number> {
    const parts = this.#expanding(ends);
    const set: [string, string][] = [];
    for (const { name, value } of command.assignments) set.push([name, yield* expandText(value, parts)]);
    const words = yield* expandWords(command.words, parts);
    const [name] = words;
    if (name === undefined) {
      for (const each of set) this.#state.set(...each);
      return set.length > 0 &&
        command.assignments.some(({ value }) => value.some(({ type }) => type === 'command'))
        ? this.#state.lastExit
        : 0;
    }
    const builtin = builtinOf(name);
    if (builtin !== undefined) {
      const write = (fd: 1 | 2, text: string): void => {
        (fd === 1 ? (ends.stdout ?? this.#process.stdout) : (ends.stderr ?? this.#process.stderr)).write(
          encodeUtf8(text),
        );
      };
      return yield* builtin({
        words,
        state: this.#state,
        process: this.#process,
        write,
        stdin: ends.stdin ?? this.#process.stdin,
      });
    }
    const child = this.#process.spawn(words, {
      env: new Map([...this.#state.exported(), ...set]),
      ...(ends.stdin !== undefined && { stdin: shared(ends.stdin) }),
      ...(ends.stdout !== undefined && { stdout: kept(ends.stdout) }),
      ...(ends.stderr !== undefined && { stderr: kept(ends.stderr) }),
    });
    if (child === undefined) {
      this.#err(ends, `sh: ${name}: command not found\n`);
      return EXIT_UNKNOWN_COMMAND;
    }
    return yield* ended(child);
  }

  #expanding(ends: Ends): ExpandParts {
    return {
      state: this.#state,
      names: () => this.#process.files.names(),
      output: (script) => this.#outputOf(script, ends),
    };
  }

  *#outputOf(script: Script, ends: Ends): Running<Uint8Array> {
    const { input, output } = this.#process.pipe();
    const state = this.#state.copy();
    const child = this.#process.spawn(['sh'], {
      stdout: output,
      ...(ends.stderr !== undefined && { stderr: kept(ends.stderr) }),
      body: function* (process) {
        process.signals.catch();
        return yield* leaving(process, new ShellRun(process, state).list(script, {}));
      },
    });
    const pieces: Uint8Array[] = [];
    let size = 0;
    while (!input.isOver) {
      const piece = input.take();
      if (piece === undefined) yield* any(input);
      else if ((size += piece.length) <= OUTPUT_BYTES_MAX) pieces.push(piece);
    }
    if (child !== undefined) this.#state.lastExit = yield* ended(child);
    return concatenate(pieces);
  }

  /** Where a command reads and writes after its redirections, or why not. */
  *#redirected(redirects: readonly Redirect[], around: Ends): Running<Ends | string> {
    let { stdin, stdout, stderr } = around;
    const parts = this.#expanding(around);
    for (const redirect of redirects) {
      switch (redirect.type) {
        case 'file': {
          const name = yield* expandText(redirect.to, parts);
          if (name === '') return 'ambiguous redirect';
          const file = this.#fileOutput(name, redirect.appends);
          if (redirect.fd !== 2) stdout = file;
          if (redirect.fd !== 1) stderr = file;
          break;
        }
        case 'same': {
          const from =
            redirect.as === 1 ? (stdout ?? this.#process.stdout) : (stderr ?? this.#process.stderr);
          if (redirect.fd === 1) stdout = from;
          else stderr = from;
          break;
        }
        case 'input': {
          const name = yield* expandText(redirect.from, parts);
          const bytes = name === '/dev/null' ? new Uint8Array(0) : this.#process.files.read(name);
          if (bytes === undefined) return `${name}: No such file or directory`;
          stdin = this.#inputOf(bytes);
          break;
        }
        case 'text':
          stdin = this.#inputOf(encodeUtf8(yield* expandText(redirect.word, parts)));
      }
    }
    return {
      ...(stdin !== undefined && { stdin }),
      ...(stdout !== undefined && { stdout }),
      ...(stderr !== undefined && { stderr }),
    };
  }

  #inputOf(bytes: Uint8Array): Input {
    const { input, output } = this.#process.pipe();
    output.write(bytes);
    output.close();
    return input;
  }

  #fileOutput(name: string, appends: boolean): Output {
    const { files, stdout, stderr } = this.#process;
    if (name === '/dev/null') return { write: () => undefined, close: () => undefined };
    if (name === '/dev/stdout') return kept(stdout);
    if (name === '/dev/stderr') return kept(stderr);
    if (!appends || files.read(name) === undefined) files.write(name, new Uint8Array(0));
    return { write: (bytes) => files.append(name, bytes), close: () => undefined };
  }

  #err(ends: Ends, text: string): void {
    (ends.stderr ?? this.#process.stderr).write(encodeUtf8(text));
  }
}

/** An output that is not the child's alone: its end does not close it. */
function kept(output: Output): Output {
  return { write: (bytes) => output.write(bytes), close: () => undefined };
}

/** An input that is not the child's alone: what it leaves is there for the next. */
function shared(input: Input): Input {
  return {
    get isReady() {
      return input.isReady;
    },
    get isOver() {
      return input.isOver;
    },
    isTerminal: input.isTerminal,
    take: () => input.take(),
    putBack: (bytes) => input.putBack(bytes),
  };
}

function* ended(child: Child): Running<number> {
  while (child.exitCode === undefined) yield* any(child);
  // What was interrupted ends the line that it was in, as at a terminal.
  if (child.signal === 'SIGINT') throw new Killed('SIGINT');
  return child.exitCode;
}

/** All that a shell does, or one that it has begun: `exit`, and what it cannot do, end this one and no other. */
export function* leaving(process: Process, running: Running<number>): Running<number> {
  try {
    return yield* running;
  } catch (error) {
    if (error instanceof LeaveShell) return error.code;
    if (error instanceof LoopJump) return 0;
    if (!(error instanceof ShellError)) throw error;
    process.write(2, `sh: ${error.message}\n`);
    return EXIT_SYNTAX;
  }
}

function timeText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${minutes}m${((ms % 60_000) / 1000).toFixed(3)}s`;
}
