import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import type { ConsoleNote } from '../../../src/client/effect.ts';
import {
  any,
  Killed,
  valueOf,
  type Process,
  type Running,
  type Tool,
} from '../../../src/console/kernel/process.ts';
import { Kernel } from '../../../src/console/kernel/kernel.ts';
import { stepConsole, type ConsoleProgram } from '../../../src/console/kernel/console-program.ts';
import { consoleProgram } from '../../../src/client/console.ts';
import type { Around, ConsoleEffect, ConsoleEvent } from '../../../src/console/kernel/heard.ts';

const around: Around = {
  nowMs: 0,
  at: 1,
  book: [
    {
      node: 1,
      name: 'infra1',
      clientUrls: ['http://127.0.0.1:2379'],
      peerUrls: ['http://127.0.0.1:12380'],
      status: 'up',
    },
  ],
};

/** Copies its input to its output, to the end. */
function* cat({ stdin, stdout }: Process): Running<number> {
  while (!stdin.isOver) {
    const piece = stdin.take();
    if (piece === undefined) yield* any(stdin);
    else stdout.write(piece);
  }
  return 0;
}

function* shout({ stdin, write }: Process): Running<number> {
  while (!stdin.isOver) {
    const piece = stdin.take();
    if (piece === undefined) yield* any(stdin);
    else write(1, decodeUtf8(piece).toUpperCase());
  }
  return 3;
}

/** What a shell does with `cat | shout`. */
function* piped(process: Process): Running<number> {
  const { input, output } = process.pipe();
  process.spawn(['cat'], { stdout: output });
  const last = process.spawn(['shout'], { stdin: input });
  if (last === undefined) return 1;
  yield* any(last);
  return last.exitCode ?? 0;
}

function* revision(process: Process): Running<number> {
  const reply = yield* valueOf(process.call('127.0.0.1:2379', { type: 'memberList' }));
  if (reply.status === 'ok') process.write(1, `revision ${reply.result.revision}\n`);
  else process.write(2, `${reply.status}\n`);
  return reply.status === 'ok' ? 0 : 1;
}

function* clean(process: Process): Running<number> {
  try {
    yield* any(process.timer(1000));
    return 0;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    process.write(2, 'cleaned\n');
    throw error;
  }
}

function* polite(process: Process): Running<number> {
  process.signals.catch();
  yield* any(process.signals);
  process.write(1, `caught ${process.signals.take() ?? ''}\n`);
  return 7;
}

/** Waits for ever, with a connection of each kind. */
function* holds(process: Process): Running<number> {
  const member = '127.0.0.1:2379';
  const body = new Uint8Array(0);
  const stream = process.openStream(member, 'watch');
  const page = process.http(member, { method: 'GET', path: '/version', headers: {}, body });
  yield* any(stream, page, process.call(member, { type: 'memberList' }), process.timer(1000));
  return 0;
}

function* spin(): Running<number> {
  for (;;) yield [{ isReady: true }];
}

/** A shell of one command. It outlives the signals that end what it has begun. */
function* sh({ argv, spawn, write, signals }: Process): Running<number> {
  signals.catch();
  const child = spawn((argv[2] ?? '').split(' '));
  if (child === undefined) {
    write(2, 'no such tool\n');
    return 127;
  }
  yield* any(child);
  return child.exitCode ?? 0;
}

const tools: Readonly<Record<string, Tool>> = { cat, shout, piped, revision, clean, polite, holds, spin, sh };
const find = (name: string): Tool | undefined => tools[name];

class Console {
  program: ConsoleProgram = consoleProgram();
  readonly notes: ConsoleNote[] = [];
  effects: readonly ConsoleEffect[] = [];

  take(event: ConsoleEvent): readonly ConsoleEffect[] {
    const { program, effects } = stepConsole(this.program, event, around, find);
    this.program = program;
    this.effects = effects;
    for (const effect of effects) if (effect.type === 'note') this.notes.push(effect.note as ConsoleNote);
    return effects;
  }

  line(text: string): readonly ConsoleEffect[] {
    return this.take({ type: 'console', instruction: { type: 'line', text } });
  }

  get text(): string {
    return this.notes.map((note) => (note.type === 'output' ? decodeUtf8(note.bytes) : '')).join('');
  }

  get ended(): readonly number[] {
    return this.notes.flatMap((note) => (note.type === 'ended' ? [note.exitCode] : []));
  }
}

describe('the kernel of a console', () => {
  it('lets processes run until all wait, through a pipe to the end of it', () => {
    const at = new Console();
    at.line('piped');
    expect(at.ended).toEqual([]);
    at.take({ type: 'console', instruction: { type: 'input', bytes: encodeUtf8('slow') } });
    expect(at.text).toBe('SLOW');
    at.take({ type: 'console', instruction: { type: 'eof' } });
    expect(at.ended).toEqual([3]);
    expect(at.program.heard).toBeUndefined();
  });

  it('does lines one after the other, and those that come early when their turn is', () => {
    const at = new Console();
    at.line('cat');
    at.line('nothing');
    expect(at.notes.map(({ type }) => type)).toEqual(['typed']);
    at.take({ type: 'console', instruction: { type: 'eof' } });
    expect(at.notes.map(({ type }) => type)).toEqual(['typed', 'ended', 'typed', 'output', 'ended']);
    expect(at.ended).toEqual([0, 127]);
  });

  it('makes calls of members that listen, and says at once where nobody does', () => {
    const at = new Console();
    const [, call] = at.line('revision');
    expect(call).toMatchObject({ type: 'call', endpoint: 1, operation: { type: 'memberList' } });
    at.take({
      type: 'reply',
      call: call?.type === 'call' ? call.call : 0,
      reply: { status: 'failed', error: 'noLeader' },
    });
    expect(at.text).toBe('failed\n');
    expect(at.ended).toEqual([1]);
    const nobody = new Kernel(at.program.idle, find).step(
      { type: 'console', instruction: { type: 'line', text: 'revision' } },
      { ...around, book: [] },
    );
    expect(nobody.map(({ type }) => type)).toEqual(['note', 'note', 'note']);
  });

  it('ends what is interrupted, after it has cleaned up, unless it catches the signal', () => {
    const at = new Console();
    at.line('clean');
    at.take({ type: 'console', instruction: { type: 'signal', signal: 'SIGINT' } });
    expect(at.text).toBe('cleaned\n');
    at.line('polite');
    at.take({ type: 'console', instruction: { type: 'signal', signal: 'SIGINT' } });
    expect(at.text).toBe('cleaned\ncaught SIGINT\n');
    at.line('polite');
    at.take({ type: 'console', instruction: { type: 'signal', signal: 'SIGKILL' } });
    expect(at.ended).toEqual([130, 7, 137]);
  });

  it('ends the connections of a process with it, however it ends', () => {
    const at = new Console();
    at.line('holds');
    const ended = at.take({ type: 'console', instruction: { type: 'signal', signal: 'SIGKILL' } });
    expect(ended.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['closeStream', 'closeHttp', 'giveUp']),
    );
    expect(at.ended).toEqual([137]);
  });

  it('ends a process that would never wait', () => {
    const at = new Console();
    at.line('spin');
    expect(at.ended).toEqual([137]);
  });

  it('goes on the same from a copy of what it was, whichever goes on first', () => {
    const at = new Console();
    at.line('piped');
    at.take({ type: 'console', instruction: { type: 'input', bytes: encodeUtf8('a') } });
    const fork = at.program;
    const input: ConsoleEvent = { type: 'console', instruction: { type: 'input', bytes: encodeUtf8('b') } };
    const first = stepConsole(fork, input, around, find);
    const second = stepConsole(fork, input, around, find);
    expect(second.effects).toEqual(first.effects);
    expect(first.effects).toMatchObject([
      { type: 'note', note: { type: 'input', text: 'b' } },
      { type: 'note', note: { type: 'output', bytes: encodeUtf8('B') } },
    ]);
    const eof: ConsoleEvent = { type: 'console', instruction: { type: 'eof' } };
    expect(stepConsole(second.program, eof, around, find).effects).toEqual(
      stepConsole(first.program, eof, around, find).effects,
    );
  });
});
