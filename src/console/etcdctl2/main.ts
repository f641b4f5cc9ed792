import { unreachable } from '../../base/assert.ts';
import type { Process, Running } from '../kernel/process.ts';
import { choose, type Chosen } from '../urfave/choose.ts';
import { app } from './app.ts';
import type { Run } from './command.ts';
import { EXIT, Exit } from './exit.ts';

/** urfave/cli: no such command. */
const EXIT_UNKNOWN = 3;

/** etcdctl with ETCDCTL_API=2. */
export function* etcdctl2(process: Process): Running<number> {
  const chosen = choose(app, process.argv.slice(1));
  switch (chosen.type) {
    case 'help':
      process.write(1, chosen.text);
      return EXIT.success;
    case 'version':
      process.write(1, `etcdctl version: ${app.version}\nAPI version: 2\n`);
      return EXIT.success;
    case 'wrong':
      process.write(1, chosen.stdout);
      process.write(2, `${chosen.message}\n`);
      return EXIT.badArgs;
    case 'unknown':
      process.write(2, `No help topic for '${chosen.name}'\n`);
      return EXIT_UNKNOWN;
    case 'run':
      return yield* run(process, chosen);
    default:
      return unreachable(chosen);
  }
}

function* run(
  process: Process,
  { run: command, globals, flags }: Extract<Chosen<Run>, { type: 'run' }>,
): Running<number> {
  try {
    return yield* command({ process, globals, flags });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    process.write(2, error.stderr);
    return error.exitCode;
  }
}
