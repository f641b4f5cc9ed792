import { decodeUtf8 } from '../../../src/base/utf8.ts';
import { consoleProgram } from '../../../src/client/console.ts';
import type { MachineAddress } from '../../../src/console/kernel/address-book.ts';
import { stepConsole, type ConsoleProgram } from '../../../src/console/kernel/console-program.ts';
import type { ConsoleEffect, ConsoleEvent, ConsoleInstruction } from '../../../src/console/kernel/heard.ts';
import { findTool } from '../../../src/console/tools.ts';
import type { HttpHead, HttpRequest } from '../../../src/etcd/gateway/http.ts';

export interface Served {
  readonly head: HttpHead;
  readonly body: readonly Uint8Array[];
  /** Absent: it goes on. */
  readonly end?: 'served' | 'broken';
}

type Call = Extract<ConsoleEffect, { type: 'call' }>;
type Reply = Extract<ConsoleEvent, { type: 'reply' }>['reply'];

/** Three machines with etcd's ports. */
export const threeMachines: readonly MachineAddress[] = [1, 2, 3].map((node) => ({
  node,
  name: `infra${node}`,
  clientUrls: [`http://127.0.0.1:${node === 1 ? '' : node}2379`],
  peerUrls: [`http://127.0.0.1:${node}2380`],
  status: 'up',
}));

/** A console beside machines that are no more than a list: its timers ring as soon as nothing else is to be done. */
export class Terminal {
  #program: ConsoleProgram = consoleProgram();
  #timers: { readonly timer: number; readonly at: number }[] = [];
  book: readonly MachineAddress[];
  now = 0;
  out = '';
  err = '';
  exit: number | undefined;
  /** What was done to machines. */
  readonly acts: string[] = [];
  serve: (request: HttpRequest & { readonly node: number }) => Served = () => {
    throw new Error('nobody serves');
  };
  /** After so many milliseconds. */
  answer: (call: Call) => { readonly reply: Reply; readonly ms: number } = () => {
    throw new Error('nobody answers');
  };

  constructor(book: readonly MachineAddress[] = threeMachines) {
    this.book = book;
  }

  #take(event: ConsoleEvent): void {
    const around = { nowMs: this.now, at: 1, book: this.book };
    const { program, effects } = stepConsole(this.#program, event, around, findTool);
    this.#program = program;
    const then: ConsoleEvent[] = [];
    for (const effect of effects) then.push(...this.#did(effect));
    for (const each of then) this.#take(each);
  }

  #later: { readonly at: number; readonly event: ConsoleEvent }[] = [];

  #did(effect: ConsoleEffect): readonly ConsoleEvent[] {
    switch (effect.type) {
      case 'timer':
        this.#timers.push({ timer: effect.timer, at: this.now + effect.ms });
        return [];
      case 'note': {
        const { note } = effect;
        if (note.type === 'output' && note.fd === 1) this.out += decodeUtf8(note.bytes);
        if (note.type === 'output' && note.fd === 2) this.err += decodeUtf8(note.bytes);
        if (note.type === 'ended') this.exit = note.exitCode;
        return [];
      }
      case 'act': {
        const { act, command } = effect;
        this.acts.push('node' in command ? `${command.type} ${command.node}` : command.type);
        this.book = this.book.map((machine) => {
          if (!('node' in command) || command.node !== machine.node) return machine;
          if (command.type === 'kill') return { ...machine, status: 'killed' };
          return command.type === 'restart' ? { ...machine, status: 'up' } : machine;
        });
        return [{ type: 'acted', act, error: undefined }];
      }
      case 'openHttp': {
        const { head, body, end } = this.serve({ ...effect.request, node: effect.endpoint });
        const { http } = effect;
        return [
          { type: 'httpHead', http, head },
          ...body.map((bytes) => ({ type: 'httpBody', http, bytes }) as const),
          ...(end === undefined ? [] : [{ type: 'httpEnd', http, end } as const]),
        ];
      }
      case 'call': {
        const { reply, ms } = this.answer(effect);
        this.#later.push({ at: this.now + ms, event: { type: 'reply', call: effect.call, reply } });
        return [];
      }
      default:
        return [];
    }
  }

  tell(instruction: ConsoleInstruction): void {
    this.#take({ type: 'console', instruction });
  }

  /** A line, until nothing is waited for: its output, then its errors. */
  run(text: string): string {
    this.begin(text);
    this.wait();
    return this.out + this.err;
  }

  begin(text: string): void {
    this.out = '';
    this.err = '';
    this.exit = undefined;
    this.tell({ type: 'line', text });
  }

  /** What comes until then, or until nothing more comes. */
  wait(untilMs = Infinity): void {
    for (;;) {
      const all = [
        ...this.#later,
        ...this.#timers.map(({ timer, at }) => ({ at, event: { type: 'timer', timer } as const })),
      ];
      const next = all.sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > untilMs) return;
      this.#later = this.#later.filter((each) => each !== next);
      const { event } = next;
      if (event.type === 'timer') this.#timers = this.#timers.filter(({ timer }) => timer !== event.timer);
      this.now = Math.max(this.now, next.at);
      this.#take(event);
    }
  }
}
