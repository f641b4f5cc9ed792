import { consoleProgram } from '../../../src/client/console.ts';
import { etcdctl } from '../../../src/console/etcdctl/etcdctl.ts';
import { stepConsole, type ConsoleProgram } from '../../../src/console/kernel/console-program.ts';
import type { ConsoleEffect, ConsoleEvent } from '../../../src/console/kernel/heard.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';

export interface Offline {
  readonly stdout: string;
  readonly stderr: string;
  /** undefined: it waits for what never comes. */
  readonly exitCode: number | undefined;
  /** What was asked of members. */
  readonly asked: readonly Extract<ConsoleEffect, { type: 'call' }>['operation'][];
}

const BOOK = [
  {
    node: 1,
    name: 'default',
    clientUrls: ['http://localhost:2379'],
    peerUrls: ['http://localhost:2380'],
    status: 'up',
  },
] as const;

const find = (name: string): typeof etcdctl | undefined => (name === 'etcdctl' ? etcdctl : undefined);

/** One command at a member that never answers: what it says and asks in the first instant. */
export function runOffline(words: readonly string[], stdin = ''): Offline {
  const effects: ConsoleEffect[] = [];
  let program: ConsoleProgram = consoleProgram();
  const take = (event: ConsoleEvent): void => {
    const around = { nowMs: 0, book: BOOK, at: 1 };
    const step = stepConsole(program, event, around, find);
    program = step.program;
    effects.push(...step.effects);
  };
  take({ type: 'start' });
  const argv = ['etcdctl', ...words];
  take({ type: 'console', instruction: { type: 'exec', argv, env: [], stdin: encodeUtf8(stdin) } });
  const texts = { 1: '', 2: '' };
  let exitCode: number | undefined;
  const asked: Offline['asked'][number][] = [];
  for (const effect of effects) {
    if (effect.type === 'call') asked.push(effect.operation);
    if (effect.type !== 'note') continue;
    const { note } = effect;
    if (note.type === 'output') texts[note.fd] += decodeUtf8(note.bytes);
    else if (note.type === 'ended' && 'job' in note) exitCode = note.exitCode;
  }
  return { stdout: texts[1], stderr: texts[2], exitCode, asked };
}
