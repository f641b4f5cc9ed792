import type { Dice } from '../../base/random.ts';
import type { StreamAnswer, StreamRequest } from '../../client/effect.ts';
import type { HttpHead, HttpRequest } from '../../etcd/gateway/http.ts';
import type {
  ClientOperation,
  EtcdErrorCode,
  OperationResult,
  ResponseIdentity,
} from '../../etcd/request.ts';
import type { SnapshotChunk, StreamKind } from '../../node/io.ts';
import type { Command } from '../../sim/command/command.ts';
import type { AddressBook } from './address-book.ts';

/** Anything that may be waited for. `isReady`: whoever waits for it has a reason to go on. */
export interface Waitable {
  readonly isReady: boolean;
}

/**
 * A program of a console while it runs: it gives what it waits for, and goes on when one of these is ready. Nothing else
 * takes time: whatever it does in between happens at one instant of the run.
 */
export type Running<T> = Generator<readonly Waitable[], T, void>;

/** A program that can be called by its name. Gives its exit code, 0 to 255. */
export type Tool = (process: Process) => Running<number>;

/** Waits until one of them is ready. Throws `Killed` where a signal ends the process: whoever cleans up uses `finally`. */
export function* any(...what: readonly Waitable[]): Running<void> {
  yield what;
}

/** Something that will have a value once. */
export interface Reply<T> extends Waitable {
  readonly value: T | undefined;
  /** Nobody waits for it any more: its call is given up, its timer does not ring. */
  cancel(): void;
}

/** Waits for a value. */
export function* valueOf<T>(reply: Reply<T>): Running<T> {
  while (reply.value === undefined) yield [reply];
  return reply.value;
}

/** Waits for a value, but no longer than so many milliseconds of virtual time; undefined: it was given up. */
export function* valueWithin<T>(process: Process, reply: Reply<T>, ms: number): Running<T | undefined> {
  const timer = process.timer(ms);
  while (reply.value === undefined && !timer.isReady) yield [reply, timer];
  if (reply.value === undefined) reply.cancel();
  else timer.cancel();
  return reply.value;
}

/** Two signals that a terminal sends, the one that nobody catches, and that of who writes to nobody. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGPIPE';

/** The process is ended by a signal. It passes through the process's generator, so that `finally` is done. */
export class Killed extends Error {
  override name = 'Killed';
  constructor(readonly signal: Signal) {
    super(`ended by ${signal}`);
  }
}

/** Bytes that come, in pieces as they were written. Ready when there are some, or there will be no more. */
export interface Input extends Waitable {
  /** The next piece; undefined: nothing is there now. */
  take(): Uint8Array | undefined;
  /** What was taken and not used is taken again, before the rest. */
  putBack(bytes: Uint8Array): void;
  /** Nothing more will come, and all has been taken. */
  readonly isOver: boolean;
  /** Somebody types it at the console. */
  readonly isTerminal: boolean;
}

/** Where bytes go: another process's input, a file, the console. */
export interface Output {
  write(bytes: Uint8Array): void;
  /** There will be no more. */
  close(): void;
}

/** One attempt of a call at one member. unreachable: nobody listens at that address. */
export type CallReply =
  | { readonly status: 'ok'; readonly result: OperationResult; readonly identity: ResponseIdentity }
  /** failed: certainly without effect. unknown: it may take effect, now, later or never. */
  | { readonly status: 'failed' | 'unknown'; readonly error: EtcdErrorCode }
  | { readonly status: 'unreachable' };

export interface StreamMessage {
  readonly message: StreamAnswer | SnapshotChunk;
  readonly identity: ResponseIdentity;
}

export interface StreamOptions {
  /** What an authenticate call gave. */
  readonly token?: string;
  /** A member that knows of no leader refuses it, and ends it (clientv3: WithRequireLeader). */
  readonly needsLeader?: boolean;
}

/** A stream to one member. Ready when a message is there, or it has ended. */
export interface Stream extends Waitable {
  send(message: StreamRequest): void;
  /** The next message; undefined: none is there now. */
  take(): StreamMessage | undefined;
  /** Set once the other end has closed it and all messages are taken. `unreachable`: it was never open, or its member died. */
  readonly end: { readonly error: EtcdErrorCode | 'unreachable' | undefined } | undefined;
  close(): void;
}

/** An HTTP call. Ready when its head has come and was not looked at, or bytes are there, or it is over. */
export interface HttpReply extends Waitable {
  readonly head: HttpHead | undefined;
  /** The next piece of the body; undefined: none is there now. */
  take(): Uint8Array | undefined;
  /** served: to its end. broken: nobody listens there, or the member died. Undefined while it goes on or bytes wait. */
  readonly end: 'served' | 'broken' | undefined;
  /** Hangs up. */
  close(): void;
}

/** What became of something that was done to the machines; `error`: why it was not. */
export interface ActReply {
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** A process that this one has begun. Ready once it has ended. */
export interface Child extends Waitable {
  readonly exitCode: number | undefined;
  /** It was ended by this signal. */
  readonly signal: Signal | undefined;
  kill(signal: Signal): void;
}

export interface SpawnOptions {
  /** What it runs instead of the tool of its name. */
  readonly body?: Tool;
  /** Beside what this process has. */
  readonly env?: ReadonlyMap<string, string>;
  /**
   * Absent: this process's own, as the next two. What is given is the child's alone: when it ends, its outputs are closed, and
   * who writes into its input is ended by SIGPIPE.
   */
  readonly stdin?: Input;
  readonly stdout?: Output;
  readonly stderr?: Output;
}

/** Ready when a signal has come that was caught. */
export interface Signals extends Waitable {
  /** From now on SIGINT and SIGTERM do not end the process: they are taken here. */
  catch(): void;
  /** Again they do. */
  release(): void;
  take(): Signal | undefined;
}

/** The named scratch files of a console. A name is a path without meaning: there are no directories. */
export interface Files {
  read(name: string): Uint8Array | undefined;
  write(name: string, bytes: Uint8Array): void;
  append(name: string, bytes: Uint8Array): void;
  remove(name: string): boolean;
  /** In order of their names. */
  names(): readonly string[];
}

/** The name by which the shell at the prompt knows that it is that, as at a terminal. */
export const PROMPT_SHELL = '-sh';

/** What was begun before `&`, while its processes run. */
export interface Job {
  /** As shells count: one more than the greatest that still runs. */
  readonly number: number;
  readonly pid: number;
  readonly text: string;
}

/** What a console keeps from line to line, for its shell. */
export interface Session {
  /** By name; `isExported`: processes have it in their environment. */
  readonly variables: Map<string, { readonly value: string; readonly isExported: boolean }>;
  /** Of the last line in the foreground (`$?`). */
  lastExit: number;
  /** Begins a job in the background; its standard input is what `input` brings when it is in the foreground. */
  begin(text: string, body: Tool): Job;
  /** Those that run in the background, ascending by number; without the one that asks. */
  jobs(): readonly Job[];
  /** Of the job that was begun last, while it runs (`$!`). */
  readonly lastPid: number | undefined;
  /** Ready once another job has ended after this was asked for. */
  nextEnd(): Waitable;
  /** False: no such job runs. */
  kill(number: number, signal: Exclude<Signal, 'SIGPIPE'>): boolean;
  /** What is typed goes to this job until it has ended. Undefined: no such job runs in the background. */
  toForeground(number: number): Child | undefined;
}

/** What a program sees of the machine that it runs on: one shell on a machine beside the cluster. */
export interface Process {
  /** The first is the name by which it was called. */
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  /** Virtual milliseconds since the beginning of the run. */
  readonly nowMs: number;
  /** Who is where, as of now. */
  readonly book: AddressBook;
  /** The member that the console is at: whoever is asked where a tool asks 127.0.0.1:2379 by default. `host:port`. */
  readonly endpoint: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Never waits. Text goes out as UTF-8. */
  readonly write: (fd: 1 | 2, what: string | Uint8Array) => void;
  /** One attempt at the member that listens at `host:port`, with nothing above it: no balancer, no retry, no time-out. */
  readonly call: (endpoint: string, operation: ClientOperation, token?: string) => Reply<CallReply>;
  readonly openStream: (endpoint: string, kind: StreamKind, options?: StreamOptions) => Stream;
  readonly http: (endpoint: string, request: HttpRequest) => HttpReply;
  /** Rings after so many milliseconds of virtual time, and never at once. */
  readonly timer: (ms: number) => Reply<true>;
  /** Something is done to the machines (kill, restart, addMachine, ...), right after this instant. */
  readonly act: (command: Command) => Reply<ActReply>;
  /** Another tool, found by its first word. Undefined: there is no tool of that name. */
  readonly spawn: (argv: readonly string[], options?: SpawnOptions) => Child | undefined;
  /** A pipe between two processes. */
  readonly pipe: () => { readonly input: Input; readonly output: Output };
  readonly signals: Signals;
  readonly files: Files;
  readonly session: Session;
  /** Seeded by the run and the console. */
  readonly dice: Dice;
}
