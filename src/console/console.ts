import { stepConsole } from './kernel/console-program.ts';
import { findTool } from './tools.ts';
import type { Around, ConsoleEffect, ConsoleEvent } from './kernel/heard.ts';
import type { ConsoleProgram } from './kernel/console-program.ts';

/** A console with all the tools that there are: what a world that has consoles loads (`sim/clients/console-step.ts`). */
export function step(
  program: ConsoleProgram,
  event: ConsoleEvent,
  around: Around,
): { readonly program: ConsoleProgram; readonly effects: readonly ConsoleEffect[] } {
  return stepConsole(program, event, around, findTool);
}

export { plainText, screenOf } from './screen.ts';
export { completeLine } from './complete/complete.ts';
