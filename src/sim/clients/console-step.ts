import { present } from '../../base/assert.ts';
import { microsToMs } from '../../base/flavor.ts';
import type { ConsoleProgram } from '../../console/kernel/console-program.ts';
import type { ConsoleEffect, ConsoleEvent } from '../../console/kernel/heard.ts';
import type { ClientEvent } from '../../client/effect.ts';
import type { Command } from '../command/command.ts';
import type { OpenEvent } from '../record/world-event.ts';
import type { World } from '../world/world.ts';
import { addressBook } from './address-book.ts';
import { clientDelay } from './client-hearing.ts';
import type { ClientRun } from './client-run.ts';
import { beginCall, openStream, setTimer, useStream } from './client-deeds.ts';
import { beginHttp, hangUp } from './client-http.ts';

let consoles: typeof import('../../console/console.ts') | undefined;

/** Consoles with their tools are many bytes: they are loaded when the first one is opened. */
export async function loadConsoles(): Promise<void> {
  consoles ??= await import('../../console/console.ts');
}

/** The room's door, once a console was opened in this thread. */
export function consolesHere(): typeof consoles {
  return consoles;
}

/** Whether consoles are needed before this can be done. */
export function opensConsole(command: Command): boolean {
  return command.type === 'startClient' && command.program.recipe === 'console';
}

/** Something happens to a console now. */
export function takeConsoleEvent(
  world: World,
  run: ClientRun,
  program: ConsoleProgram,
  event: ClientEvent,
  open: OpenEvent,
): void {
  const { step } = present(consoles, 'consoles are loaded before the first one is opened');
  const around = {
    nowMs: microsToMs(world.now),
    book: addressBook(world),
    at: run.client.endpoints[0] ?? 0,
  };
  const heard = heardBy(event);
  if (heard === undefined) return;
  const { program: next, effects } = step(program, heard, around);
  world.clients.set({ ...run, client: { ...run.client, program: next } });
  for (const effect of effects) act(world, run.name, effect, open);
}

/** What client programs hear and consoles do not is what they have asked for in another way. */
function heardBy(event: ClientEvent): ConsoleEvent | undefined {
  switch (event.type) {
    case 'answer':
    case 'stream':
      return undefined;
    case 'instructed': {
      const { instruction } = event;
      switch (instruction.type) {
        case 'line':
        case 'exec':
        case 'input':
        case 'eof':
        case 'signal':
          return { type: 'console', instruction };
        default:
          return undefined;
      }
    }
    default:
      return event;
  }
}

function act(world: World, name: string, effect: ConsoleEffect, open: OpenEvent): void {
  const run = world.clients.known(name);
  switch (effect.type) {
    case 'call':
      return beginCall(world, run, effect, open);
    case 'giveUp': {
      const request = [...run.calls].find(([, own]) => own === effect.call)?.[0];
      if (request !== undefined) world.due.push(world.now + clientDelay(world), { type: 'timeout', request });
      return;
    }
    case 'openStream':
      return openStream(world, run, effect, open);
    case 'sendStream':
    case 'closeStream':
      return useStream(world, run, effect, open);
    case 'openHttp':
      return beginHttp(world, run, effect, open);
    case 'closeHttp':
      return hangUp(world, run, effect.http);
    case 'timer':
      return setTimer(world, run, effect.timer, effect.ms);
    case 'act':
      return void world.asked.push({
        client: name,
        life: run.life,
        act: effect.act,
        command: { ...effect.command, by: name },
      });
    case 'note':
      return run.log.push({ at: world.now, event: open.number, note: effect.note });
    case 'done':
      run.log.push({ at: world.now, event: open.number, note: { type: 'done', outcome: effect.outcome } });
      world.clients.set({ ...run, status: 'done' });
  }
}
