import type { Process, Running } from '../kernel/process.ts';
import { PROMPT_SHELL } from '../kernel/process.ts';
import { EXIT_SYNTAX, leaving, runScript } from './run-script.ts';
import { ShellState } from './variables.ts';

/**
 * `sh -c TEXT`: a line, or a script. Of the console's own lines it is the shell at the prompt: what they set stays. It outlives the
 * signals that end what it has begun, as the shell of a terminal does.
 */
export function* sh(process: Process): Running<number> {
  const { argv, session } = process;
  process.signals.catch();
  if (argv[1] !== '-c') {
    process.write(2, 'sh: here it runs a script that is given as its word: sh -c "…"\n');
    return EXIT_SYNTAX;
  }
  const isPrompt = argv[0] === PROMPT_SHELL;
  const given = [...process.env].map(([name, value]) => [name, { value, isExported: true }] as const);
  const variables = isPrompt ? session.variables : new Map(given);
  const state = new ShellState(variables, isPrompt ? session.lastExit : 0, argv.slice(2));
  if (isPrompt) state.lastPid = session.lastPid;
  return yield* leaving(process, runScript(process, state, argv[2] ?? ''));
}
