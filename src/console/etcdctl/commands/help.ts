import { findCommand } from '../../cobra/choose.ts';
import { quoteRaw } from '../../text/go-quote.ts';
import type { EtcdctlCommand } from '../command.ts';
import { EXIT } from '../exit.ts';
import { usageOf } from '../usage.ts';

/** The command that cobra adds by itself. */
export function helpCommand(root: () => EtcdctlCommand): EtcdctlCommand {
  return {
    use: 'help [command]',
    short: 'Help about any command',
    long: `Help provides help for any command in the application.
Simply type etcdctl help [path to command] for full details.`,
    run(of) {
      const found = findCommand(root(), of.args);
      if ('unknown' in found) {
        of.process.write(2, `Unknown help topic [${of.args.map(quoteRaw).join(' ')}]\n`);
        of.process.write(1, usageOf([root()]));
      } else of.process.write(1, usageOf(found.path));
      return EXIT.success;
    },
  };
}
