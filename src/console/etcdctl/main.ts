import { unreachable } from '../../base/assert.ts';
import { choose } from '../cobra/choose.ts';
import { inheritedFlags, nameOf, type Chosen } from '../cobra/command.ts';
import type { Process, Running, Tool } from '../kernel/process.ts';
import type { GivenFlags } from '../text/flag.ts';
import type { EtcdctlRun, Invocation } from './command.ts';
import { configure, open } from './connect.ts';
import type { ConnectionSettings } from './connection.ts';

import { EXIT, Exit } from './exit.ts';
import { EXIT_PANIC, Panic } from './panic.ts';
import type { Printed, Printer, PrintSettings } from './printer.ts';
import { printerOf } from './printers.ts';
import { root } from './root.ts';
import { RpcError, type Rpc } from './rpc.ts';
import { usageOf } from './usage.ts';

/** etcdctl 3.4 with ETCDCTL_API=3: a client of the cluster for one command. */
export const etcdctl3: Tool = function* (process) {
  const chosen = choose(root, process.argv.slice(1));
  switch (chosen.type) {
    case 'unknown':
      process.write(
        2,
        `Error: ${chosen.message}\nRun 'etcdctl --help' for usage.\nError: ${chosen.message}\n`,
      );
      return EXIT.error;
    case 'wrong':
      // cobra says it, with the usage; and etcdctl says it again.
      process.write(2, `Error: ${chosen.message}\n`);
      process.write(1, usageOf(chosen.path));
      process.write(2, `\nError: ${chosen.message}\n`);
      return EXIT.error;
    case 'help':
      process.write(1, usageOf(chosen.path));
      return EXIT.success;
    case 'run':
      return yield* carryOut(process, chosen);
    default:
      return unreachable(chosen);
  }
};

function* carryOut(process: Process, chosen: Extract<Chosen<EtcdctlRun>, { type: 'run' }>): Running<number> {
  try {
    const run = chosen.run(new Call(process, chosen));
    return typeof run === 'number' ? run : yield* run;
  } catch (error) {
    if (error instanceof Panic) {
      process.write(2, `panic: ${error.message}\n\ngoroutine 1 [running]:\nmain.main()\n`);
      return EXIT_PANIC;
    }
    if (!(error instanceof Exit || error instanceof RpcError)) throw error;
    if (error.message !== '') process.write(2, `Error: ${error.message}\n`);
    return error instanceof Exit ? error.exitCode : EXIT.error;
  }
}

class Call implements Invocation {
  readonly process: Process;
  readonly path: Invocation['path'];
  readonly flags: GivenFlags;
  readonly args: readonly string[];
  readonly #chosen: Extract<Chosen<EtcdctlRun>, { type: 'run' }>;
  #printer: Printer;

  constructor(process: Process, chosen: Extract<Chosen<EtcdctlRun>, { type: 'run' }>) {
    this.process = process;
    this.path = chosen.path;
    this.flags = chosen.given;
    this.args = chosen.given.args;
    this.#chosen = chosen;
    this.#printer = simplePrinter;
  }

  get format(): string {
    return this.flags.text('write-out');
  }

  get timeoutMs(): number {
    return this.flags.ms('command-timeout');
  }

  *configure(): Running<ConnectionSettings> {
    const { path, given } = this.#chosen;
    const isWatch = path.some((command) => nameOf(command) === 'watch');
    const own = isWatch ? ['ETCDCTL_WATCH_KEY', 'ETCDCTL_WATCH_RANGE_END'] : [];
    const inherited = inheritedFlags(path).map(({ name }) => name);
    const settings = yield* configure(this.process, given, inherited, own);
    this.choosePrinter({});
    return settings;
  }

  *connect(): Running<Rpc> {
    return yield* open(this.process, yield* this.configure());
  }

  /** Throws Exit: there is no such format. */
  choosePrinter(settings: Partial<PrintSettings>): void {
    const all = { hex: this.flags.bool('hex'), valueOnly: false, ...settings };
    const printer = printerOf(this.format, all);
    if (printer === undefined) throw new Exit(EXIT.badFeature, 'unsupported output format');
    this.#printer = printer;
  }

  print(what: Printed): void {
    this.process.write(1, this.#printer.print(what));
  }
}

const simplePrinter: Printer = {
  print: (what) => {
    const printer = printerOf('simple', { hex: false, valueOnly: false });
    if (printer === undefined) throw new Error('simple is a format');
    return printer.print(what);
  },
};
