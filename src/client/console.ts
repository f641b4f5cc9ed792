import { makeDice } from '../base/random.ts';
import type { ConsoleProgram } from '../console/kernel/console-program.ts';

/** A console in which nothing has run yet. What it does is in `console/`, which is loaded when one is opened. */
export function consoleProgram(): ConsoleProgram {
  return {
    recipe: 'console',
    lastId: 0,
    idle: {
      variables: new Map(),
      files: new Map(),
      dice: makeDice(0, 'console'),
      lastExit: 0,
      lastJob: 0,
      lastId: 0,
    },
    heard: undefined,
  };
}

/** The same, with the dice of its run. */
export function seededConsole(program: ConsoleProgram, seed: number, client: string): ConsoleProgram {
  return { ...program, idle: { ...program.idle, dice: makeDice(seed, 'console', client) } };
}
