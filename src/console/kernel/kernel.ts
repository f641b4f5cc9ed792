import { cloneDice, type Dice } from '../../base/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { splitAddress } from './address-book.ts';
import { CaughtSignals, Pipe } from './handles.ts';
import type { Around, ConsoleEffect, ConsoleEvent, ConsoleInstruction } from './heard.ts';
import {
  any,
  Killed,
  PROMPT_SHELL,
  type Child,
  type Output,
  type Process,
  type Running,
  type Session,
  type Signal,
  type SpawnOptions,
  type Tool,
  type Waitable,
} from './process.ts';
import { Requests } from './requests.ts';
import { scratchFiles } from './scratch-files.ts';

/** What stays of a console while nothing runs in it. Never changed. */
export interface IdleConsole {
  readonly variables: ReadonlyMap<string, { readonly value: string; readonly isExported: boolean }>;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly dice: Dice;
  readonly lastExit: number;
  readonly lastJob: number;
  readonly lastId: number;
}

export type FindTool = (name: string) => Tool | undefined;

/** Processes that do so much within one instant are in a loop that would never end. */
const RESUMES_MAX = 200_000;
/** By which a shell knows what ended a process. */
const EXIT_BY: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143, SIGKILL: 137, SIGPIPE: 141 };
const EXIT_UNKNOWN_COMMAND = 127;

interface RunningJob {
  readonly job: number;
  readonly text: string;
  /** What is typed for it. */
  readonly stdin: Pipe;
  readonly root: RunningProcess;
  /** It is a line of the prompt: what it leaves unread is typed ahead. */
  readonly isTyped: boolean;
  /** What a shell calls it, if it was begun in the background. */
  readonly number: number | undefined;
  /** What has the foreground again when this job ends there. */
  behind: RunningJob | undefined;
}

/** A process, and the child that its parent sees. */
class RunningProcess implements Child {
  readonly pid: number;
  /** By which it was called. */
  readonly name: string;
  readonly job: number;
  readonly signals = new CaughtSignals();
  readonly requests: Requests;
  running: Running<number> | undefined;
  waits: readonly Waitable[] = [];
  /** Closed when it ends: what was made for it alone. */
  readonly closes: readonly (() => void)[];
  readonly #kill: (signal: Signal) => void;
  exitCode: number | undefined;
  signal: Signal | undefined;

  constructor(
    pid: number,
    {
      name,
      job,
      closes,
      requests,
      kill,
    }: Pick<RunningProcess, 'name' | 'job' | 'closes' | 'requests' | 'kill'>,
  ) {
    this.pid = pid;
    this.name = name;
    this.job = job;
    this.closes = closes;
    this.requests = requests;
    this.#kill = kill;
  }

  get isReady(): boolean {
    return this.exitCode !== undefined;
  }

  kill(signal: Signal): void {
    this.#kill(signal);
  }
}

/**
 * The processes of one console: what is done for them when something happens, until all of them wait again. It lives in memory
 * only: `console-program.ts` makes it again from what the console has heard.
 */
export class Kernel {
  readonly #find: FindTool;
  readonly #variables: Session['variables'];
  readonly #files: Map<string, Uint8Array>;
  readonly #dice: Dice;
  #lastExit: number;
  #lastJob: number;
  #lastId: number;

  readonly #processes = new Set<RunningProcess>();
  readonly #jobs = new Map<number, RunningJob>();
  #foreground: RunningJob | undefined;
  /** Of the job that was begun last in the background. */
  #lastPid: number | undefined;
  /** Lines that wait for their turn. */
  #lines: string[] = [];

  /** So many jobs have ended while this kernel lived. */
  #jobsEnded = 0;

  #effects: ConsoleEffect[] = [];
  #around: Around = { nowMs: 0, book: [], at: 0 };

  constructor(idle: IdleConsole, find: FindTool) {
    this.#find = find;
    this.#variables = new Map(idle.variables);
    this.#files = new Map(idle.files);
    this.#dice = cloneDice(idle.dice);
    this.#lastExit = idle.lastExit;
    this.#lastJob = idle.lastJob;
    this.#lastId = idle.lastId;
  }

  /** Nothing runs, nothing is waited for: `save` says all that there is. */
  get isIdle(): boolean {
    return this.#processes.size === 0 && this.#lines.length === 0 && this.#jobs.size === 0;
  }

  get lastId(): number {
    return this.#lastId;
  }

  save(): IdleConsole {
    return {
      variables: new Map(this.#variables),
      files: new Map(this.#files),
      dice: cloneDice(this.#dice),
      lastExit: this.#lastExit,
      lastJob: this.#lastJob,
      lastId: this.#lastId,
    };
  }

  /** Something happens: what the console wants then. */
  step(event: ConsoleEvent, around: Around): readonly ConsoleEffect[] {
    this.#around = around;
    this.#effects = [];
    this.#hear(event);
    this.#resume();
    return this.#effects;
  }

  #hear(event: ConsoleEvent): void {
    if (event.type === 'start') return;
    if (event.type === 'console') return this.#instructed(event.instruction);
    for (const { requests } of this.#processes) requests.hear(event);
  }

  #instructed(instruction: ConsoleInstruction): void {
    switch (instruction.type) {
      case 'line':
        return void this.#lines.push(instruction.text);
      case 'exec': {
        const { argv, env, stdin } = instruction;
        const text = argv.join(' ');
        const job = this.#begin(text, this.#toolOf(argv), argv, new Map([...this.#exported(), ...env]));
        if (stdin !== undefined) {
          job.stdin.write(stdin);
          job.stdin.close();
        }
        this.#note({ type: 'typed', job: job.job, text });
        this.#foreground ??= job;
        return;
      }
      case 'input': {
        const job = this.#jobFor(instruction.job);
        const text = decodeUtf8(instruction.bytes);
        // The job has ended meanwhile: as at a terminal, what was typed for it is read by the prompt.
        if (job === undefined) return this.#typedAhead(text);
        job.stdin.write(instruction.bytes);
        return this.#note({ type: 'input', job: job.job, text });
      }
      case 'eof':
        return this.#jobFor(instruction.job)?.stdin.close();
      case 'signal': {
        const job = this.#jobFor(instruction.job);
        // Ctrl-C at a terminal: what was typed ahead is forgotten.
        if (instruction.job === undefined && instruction.signal === 'SIGINT') this.#lines = [];
        if (job !== undefined) this.#signalJob(job, instruction.signal);
      }
    }
  }

  #typedAhead(text: string): void {
    this.#lines.push(...text.replace(/\n$/, '').split('\n'));
  }

  /** A terminal's signal goes to all processes of the job, the youngest first: each cleans up after its children. */
  #signalJob({ job }: RunningJob, signal: Signal): void {
    for (const process of [...this.#processes].reverse()) {
      if (process.job === job) this.#signal(process, signal);
    }
  }

  #jobFor(job: number | undefined): RunningJob | undefined {
    return job === undefined ? this.#foreground : this.#jobs.get(job);
  }

  /** The next line begins when the foreground is free. */
  #nextLine(): boolean {
    if (this.#foreground !== undefined) return false;
    const text = this.#lines.shift();
    if (text === undefined) return false;
    // As at a terminal: the shell of the prompt knows by its name that it is that.
    const argv = [PROMPT_SHELL, '-c', text];
    this.#foreground = this.#begin(text, this.#toolOf(['sh']), argv, this.#exported(), { isTyped: true });
    this.#note({ type: 'typed', job: this.#foreground.job, text });
    return true;
  }

  #exported(): Map<string, string> {
    const exported = [...this.#variables].filter(([, { isExported }]) => isExported);
    return new Map(exported.map(([name, { value }]) => [name, value]));
  }

  /** A name that no tool has is a tool that says so. */
  #toolOf([name = '']: readonly string[]): Tool {
    return this.#find(name) ?? unknownTool;
  }

  #begin(
    text: string,
    tool: Tool,
    argv: readonly string[],
    env: ReadonlyMap<string, string>,
    how: { readonly isTyped?: boolean; readonly number?: number } = {},
  ): RunningJob {
    const job = ++this.#lastJob;
    const stdin = new Pipe();
    const out = (fd: 1 | 2): Output => ({
      write: (bytes) => {
        if (bytes.length > 0) this.#note({ type: 'output', job, fd, bytes });
      },
      close: () => undefined,
    });
    const root = this.#start(tool, { argv, env, stdin, stdout: out(1), stderr: out(2), job, closes: [] });
    const begun: RunningJob = {
      job,
      text,
      stdin,
      root,
      isTyped: how.isTyped === true,
      number: how.number,
      behind: undefined,
    };
    this.#jobs.set(job, begun);
    return begun;
  }

  #start(
    tool: Tool,
    at: Pick<Process, 'argv' | 'env' | 'stdin' | 'stdout' | 'stderr'> & {
      readonly job: number;
      readonly closes: readonly (() => void)[];
    },
  ): RunningProcess {
    const pid = ++this.#lastId;
    const requests = new Requests({
      book: () => this.#around.book,
      newId: () => ++this.#lastId,
      want: (effect) => this.#effects.push(effect),
    });
    const { job, closes } = at;
    const name = at.argv[0] ?? '';
    const kill = (signal: Signal): void => this.#signal(running, signal);
    const running = new RunningProcess(pid, { name, job, closes, requests, kill });
    running.running = tool(this.#process(running, at));
    // A process that has not begun yet is ready to.
    running.waits = [ALWAYS];
    this.#processes.add(running);
    return running;
  }

  /** Until all wait: the eldest that is ready goes on, then it is looked at all of them again. */
  #resume(): void {
    for (let resumes = 0; ; resumes++) {
      const ready = this.#nextReady();
      if (ready === undefined) {
        if (this.#nextLine()) continue;
        return;
      }
      if (resumes < RESUMES_MAX) {
        this.#goOn(ready, () => ready.running?.next());
      } else {
        this.#writeErr(
          ready,
          `${ready.name}: ended: it goes on and on without waiting for anything; a sleep in the loop lets time go by\n`,
        );
        this.#end(ready, EXIT_BY.SIGKILL, 'SIGKILL');
      }
    }
  }

  #nextReady(): RunningProcess | undefined {
    for (const process of this.#processes) {
      if (process.waits.some(({ isReady }) => isReady)) return process;
    }
    return undefined;
  }

  #goOn(process: RunningProcess, go: () => IteratorResult<readonly Waitable[], number> | undefined): void {
    try {
      const step = go();
      if (step === undefined || step.done === true) this.#end(process, step?.value ?? 0, undefined);
      else process.waits = step.value;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#end(process, EXIT_BY[error.signal], error.signal);
    }
  }

  #signal(process: RunningProcess, signal: Signal): void {
    if (process.exitCode !== undefined) return;
    if (signal !== 'SIGKILL' && process.signals.isCaught) return process.signals.came(signal);
    if (signal === 'SIGKILL') {
      process.running?.return(0);
      return this.#end(process, EXIT_BY.SIGKILL, signal);
    }
    this.#goOn(process, () => process.running?.throw(new Killed(signal)));
  }

  #end(process: RunningProcess, exitCode: number, signal: Signal | undefined): void {
    process.exitCode = exitCode & 0xff;
    process.signal = signal;
    process.running = undefined;
    this.#processes.delete(process);
    process.requests.close();
    for (const end of process.closes) end();
    const job = this.#jobs.get(process.job);
    if (job === undefined || job.root !== process) return;
    // What a job leaves behind ends with it.
    for (const left of [...this.#processes].reverse()) {
      if (left.job === job.job) this.#signal(left, 'SIGKILL');
    }
    this.#jobs.delete(job.job);
    this.#jobsEnded++;
    if (this.#foreground === job) {
      const { behind } = job;
      this.#foreground = behind !== undefined && this.#jobs.has(behind.job) ? behind : undefined;
      this.#lastExit = process.exitCode;
      if (job.isTyped && signal === undefined) this.#leftUnread(job.stdin);
    }
    const by = signal === undefined ? {} : { signal };
    this.#note({ type: 'ended', job: job.job, exitCode: process.exitCode, ...by });
  }

  /** As at a terminal: the prompt reads what the job has not. */
  #leftUnread(stdin: Pipe): void {
    const left: Uint8Array[] = [];
    for (let piece = stdin.take(); piece !== undefined; piece = stdin.take()) left.push(piece);
    if (left.length > 0) this.#typedAhead(left.map(decodeUtf8).join(''));
  }

  #writeErr({ job }: RunningProcess, text: string): void {
    this.#note({ type: 'output', job, fd: 2, bytes: encodeUtf8(text) });
  }

  #note(note: Extract<ConsoleEffect, { type: 'note' }>['note']): void {
    this.#effects.push({ type: 'note', note });
  }

  #process(own: RunningProcess, at: Pick<Process, 'argv' | 'env' | 'stdin' | 'stdout' | 'stderr'>): Process {
    const around = (): Around => this.#around;
    const { argv, env, stdin, stdout, stderr } = at;
    const { requests } = own;
    return {
      argv,
      env,
      stdin,
      stdout,
      stderr,
      get nowMs() {
        return around().nowMs;
      },
      get book() {
        return around().book;
      },
      get endpoint() {
        const { book, at: node } = around();
        const url = book.find((each) => each.node === node)?.clientUrls[0] ?? '';
        const { host, port } = splitAddress(url);
        return `${host}:${port}`;
      },
      write: (fd, what) => {
        const bytes = typeof what === 'string' ? encodeUtf8(what) : what;
        (fd === 1 ? stdout : stderr).write(bytes);
      },
      call: (endpoint, operation, token) => requests.call(endpoint, operation, token),
      openStream: (endpoint, kind, options) => requests.openStream(endpoint, kind, options),
      http: (endpoint, request) => requests.http(endpoint, request),
      timer: (ms) => requests.timer(ms),
      act: (command) => requests.act(command),
      spawn: (words, options = {}) => this.#spawn(own, at, words, options),
      pipe: () => {
        const pipe = new Pipe();
        return { input: pipe, output: pipe };
      },
      signals: own.signals,
      files: scratchFiles(this.#files),
      session: this.#sessionOf(own, env),
      dice: this.#dice,
    };
  }

  #spawn(
    parent: RunningProcess,
    from: Pick<Process, 'env' | 'stdin' | 'stdout' | 'stderr'>,
    argv: readonly string[],
    options: SpawnOptions,
  ): Child | undefined {
    const tool = options.body ?? this.#find(argv[0] ?? '');
    if (tool === undefined) return undefined;
    const { env, stdin = from.stdin, stdout = from.stdout, stderr = from.stderr } = options;
    const outputs = [options.stdout, options.stderr].filter((output) => output !== undefined);
    const closes = [...new Set(outputs)].map((output) => () => output.close());
    if (options.stdin instanceof Pipe) closes.push(options.stdin.leave.bind(options.stdin));
    return this.#start(tool, {
      argv,
      env: env === undefined ? from.env : new Map([...from.env, ...env]),
      stdin,
      stdout,
      stderr,
      job: parent.job,
      closes,
    });
  }

  #sessionOf(own: RunningProcess, env: ReadonlyMap<string, string>): Session {
    const background = (): readonly (RunningJob & { readonly number: number })[] =>
      [...this.#jobs.values()].filter((job) => hasNumber(job)).sort((a, b) => a.number - b.number);
    const numbered = (number: number): RunningJob | undefined =>
      background().find((job) => job.number === number);
    const lastPid = (): number | undefined =>
      background().find(({ root }) => root.pid === this.#lastPid)?.root.pid;
    const lastExit = (): number => this.#lastExit;
    const setLastExit = (code: number): void => void (this.#lastExit = code);
    return {
      variables: this.#variables,
      get lastExit() {
        return lastExit();
      },
      set lastExit(code) {
        setLastExit(code);
      },
      begin: (text, body) => {
        const number = (background().at(-1)?.number ?? 0) + 1;
        const { job, root } = this.#begin(text, body, ['sh', '-c', text], env, { number });
        this.#note({ type: 'typed', job, text, number });
        this.#lastPid = root.pid;
        return { number, pid: root.pid, text };
      },
      jobs: () =>
        background()
          .filter(({ job }) => job !== own.job)
          .map(({ number, text, root }) => ({ number, pid: root.pid, text })),
      get lastPid() {
        return lastPid();
      },
      nextEnd: () => {
        const before = this.#jobsEnded;
        const ended = (): boolean => this.#jobsEnded > before;
        return {
          get isReady() {
            return ended();
          },
        };
      },
      kill: (number, signal) => {
        const job = numbered(number);
        if (job !== undefined) this.#signalJob(job, signal);
        return job !== undefined;
      },
      toForeground: (number) => {
        const job = numbered(number);
        if (job === undefined || job === this.#foreground) return undefined;
        job.behind = this.#foreground;
        this.#foreground = job;
        return job.root;
      },
    };
  }
}

function hasNumber(job: RunningJob): job is RunningJob & { readonly number: number } {
  return job.number !== undefined;
}

const ALWAYS: Waitable = { isReady: true };

function* unknownTool(process: Process): Running<number> {
  yield* any(ALWAYS);
  process.write(2, `sh: ${process.argv[0] ?? ''}: command not found\n`);
  return EXIT_UNKNOWN_COMMAND;
}
