import { Kernel, type FindTool, type IdleConsole } from './kernel.ts';
import type { Around, ConsoleEffect, ConsoleEvent } from './heard.ts';

/** What a console has heard since nothing ran in it, the newest first. */
interface Heard {
  readonly before: Heard | undefined;
  readonly event: ConsoleEvent;
  readonly around: Around;
}

/**
 * A console between two events: plain data, never changed, as every client program is. Its processes are generators, which no
 * copy of a world can have; so it keeps what it was while nothing ran in it and what it has heard since, and whoever goes
 * on from here makes them again. A kernel that lives in memory goes with the newest state that it has come to.
 */
export interface ConsoleProgram {
  readonly recipe: 'console';
  readonly lastId: number;
  readonly idle: IdleConsole;
  readonly heard: Heard | undefined;
}

const living = new WeakMap<ConsoleProgram, Kernel>();

/** What a console becomes by an event, and what it wants. `find`: the tools that can be called. */
export function stepConsole(
  program: ConsoleProgram,
  event: ConsoleEvent,
  around: Around,
  find: FindTool,
): { readonly program: ConsoleProgram; readonly effects: readonly ConsoleEffect[] } {
  const kernel = living.get(program) ?? madeAgain(program, find);
  // It goes on from here: a copy of the world that goes another way makes its own.
  living.delete(program);
  const effects = kernel.step(event, around);
  const { lastId } = kernel;
  const next: ConsoleProgram = kernel.isIdle
    ? { recipe: 'console', lastId, idle: kernel.save(), heard: undefined }
    : { ...program, lastId, heard: { before: program.heard, event, around } };
  living.set(next, kernel);
  return { program: next, effects };
}

function madeAgain({ idle, heard }: ConsoleProgram, find: FindTool): Kernel {
  const kernel = new Kernel(idle, find);
  const all: Heard[] = [];
  for (let each = heard; each !== undefined; each = each.before) all.push(each);
  for (const { event, around } of all.reverse()) kernel.step(event, around);
  return kernel;
}
