import { RUN_BEGINS_MS } from '../../base/run-begins.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { MachineAddress } from '../kernel/address-book.ts';
import { any, valueOf, type Process, type Running } from '../kernel/process.ts';

const VERSION = '0.3.19';
const EXIT_FAILED = 1;
const EXIT_WRONG_FLAG = 2;
const FIRST_PORT = 5000;
const PORT_STEP = 100;
/** How often the supervisor looks whether its processes run. */
const LOOKS_MS = 500;

interface Flag {
  readonly name: string;
  /** Go's word for its value; '': a switch. */
  readonly kind: '' | 'string' | 'uint';
  readonly usage: string;
}

const FLAGS: readonly Flag[] = [
  { name: 'b', kind: 'uint', usage: 'base number of port (default 5000)' },
  { name: 'basedir', kind: 'string', usage: 'base directory' },
  { name: 'env', kind: 'string', usage: 'Environment files to load, comma separated (default ".env")' },
  { name: 'exit-on-error', kind: '', usage: 'Exit goreman if a subprocess quits with a nonzero return code' },
  { name: 'exit-on-stop', kind: '', usage: 'Exit goreman if all subprocesses stop (default true)' },
  { name: 'f', kind: 'string', usage: 'proc file (default "Procfile")' },
  { name: 'logtime', kind: '', usage: 'show timestamp in log (default true)' },
  { name: 'p', kind: 'uint', usage: 'port (default 8555)' },
  { name: 'rpc-server', kind: '', usage: 'Start an RPC server listening on 0.0.0.0 (default true)' },
  {
    name: 'set-ports',
    kind: '',
    usage: 'False to avoid setting PORT env var for each subprocess (default true)',
  },
];

const TASKS: readonly (readonly [what: string, does: string])[] = [
  ['check', 'Show entries in Procfile'],
  ['help [TASK]', 'Show this help'],
  ['export [FORMAT] [LOCATION]', 'Export the apps to another process\n(upstart)'],
  ['run COMMAND [PROCESS...]', 'Run a command\nstart\nstop\nstop-all\nrestart\nrestart-all\nlist\nstatus'],
  ['start [PROCESS]', 'Start the application'],
  ['version', 'Display Goreman version'],
];

/** What ends goreman with its text on standard error. */
class GoremanError extends Error {
  override name = 'GoremanError';
}

/** One line of a Procfile, and the machine that it runs on. */
interface Proc {
  readonly name: string;
  readonly node: number;
}

/**
 * goreman: the machines are its processes, one each, by their names, or as the console's file `Procfile` names them. It is as if
 * `goreman start` ran beside the cluster from the beginning: whoever stops all of them may start them again.
 */
export function* goreman(process: Process): Running<number> {
  yield* any({ isReady: true });
  const read = readFlags(process.argv.slice(1));
  if (typeof read === 'string') {
    process.write(2, `${read}\nUsage of ${process.argv[0] ?? ''}:\n${flagUsages()}`);
    return EXIT_WRONG_FLAG;
  }
  const [task, ...words] = read.words;
  try {
    if (task === 'version') process.write(1, `${VERSION}\n`);
    else if (task === 'check') {
      const names = procsOf(process, read.values).map(({ name }) => name);
      process.write(1, `valid procfile detected (${names.sort().join(', ')})\n`);
    } else if (task === 'run' && words.length > 0)
      yield* runCommand(process, procsOf(process, read.values), words);
    else if (task === 'start') yield* supervise(process, procsOf(process, read.values), words, read.values);
    else if (task === 'export' && words.length === 2)
      throw new GoremanError('here is no init system that the processes could be exported to');
    else process.write(2, usage());
    return 0;
  } catch (error) {
    if (!(error instanceof GoremanError)) throw error;
    process.write(2, `${process.argv[0] ?? ''}: ${error.message}\n`);
    return EXIT_FAILED;
  }
}

type Values = ReadonlyMap<string, string>;

/** Flags as Go's flag package reads them, up to the first word that is none; a text: what is wrong. */
function readFlags(
  words: readonly string[],
): { readonly values: Values; readonly words: readonly string[] } | string {
  const values = new Map<string, string>();
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return { values, words: words.slice(at + 1) };
    const [, name, value] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) break;
    const flag = FLAGS.find((each) => each.name === name);
    if (flag === undefined) return `flag provided but not defined: -${name}`;
    if (value !== undefined || flag.kind === '') values.set(name, value ?? 'true');
    else if (++at >= words.length) return `flag needs an argument: -${name}`;
    else values.set(name, words[at] ?? '');
  }
  return { values, words: words.slice(at) };
}

function flagUsages(): string {
  return FLAGS.map(
    ({ name, kind, usage: text }) => `  -${name}${kind === '' ? '' : ` ${kind}`}\n    \t${text}\n`,
  ).join('');
}

function usage(): string {
  const lines = TASKS.flatMap(([what, does]) =>
    does
      .split('\n')
      .map((line, i) => (i === 0 ? `  goreman ${what.padEnd(26)} # ${line}` : `${' '.repeat(39)}${line}`)),
  );
  return `Tasks:\n${lines.join('\n')}\n\nOptions:\n${flagUsages()}`;
}

/** The Procfile of the console's files; where there is none, every machine by its name. */
function procsOf({ files, book }: Process, values: Values): readonly Proc[] {
  const name = values.get('f') ?? 'Procfile';
  const bytes = files.read(name);
  if (bytes === undefined) {
    if (values.has('f')) throw new GoremanError(`open ${name}: no such file or directory`);
    return book.map((machine) => ({ name: machine.name, node: machine.node }));
  }
  const procs: Proc[] = [];
  for (const line of decodeUtf8(bytes).split('\n')) {
    const at = line.indexOf(':');
    const proc = line.slice(0, Math.max(0, at)).trim();
    if (proc === '' || proc.startsWith('#')) continue;
    // Its line says which member it begins; a name alone may be enough.
    const [, member] = /--?name[= ]+'?"?([^\s'"]+)/.exec(line.slice(at + 1)) ?? [];
    const machine = machineOf(book, member ?? proc) ?? machineOf(book, proc);
    if (machine === undefined)
      throw new GoremanError(
        `${name}: ${proc} is none of the machines (${book.map((each) => each.name).join(', ')})`,
      );
    procs.push({ name: proc, node: machine.node });
  }
  if (procs.length === 0) throw new GoremanError('no valid entry');
  return procs;
}

/** A machine by its name, or by the number in the name of etcd's own Procfile: `etcd2`. */
function machineOf(book: Process['book'], name: string): MachineAddress | undefined {
  const [, number] = /^etcd(\d+)$/.exec(name) ?? [];
  return (
    book.find((machine) => machine.name === name) ??
    (number === undefined ? undefined : book.find(({ node }) => String(node) === number))
  );
}

function find(process: Process, procs: readonly Proc[], name: string, missing: string): Proc {
  const found = procs.find((proc) => proc.name === name);
  if (found !== undefined) return found;
  const node = machineOf(process.book, name)?.node;
  const same = procs.find((proc) => proc.node === node);
  if (same === undefined) throw new GoremanError(`${missing}: ${name}`);
  return same;
}

function isRunning({ book }: Process, { node }: Proc): boolean {
  return book.some((machine) => machine.node === node && machine.status !== 'killed');
}

function* runCommand(
  process: Process,
  procs: readonly Proc[],
  [command, ...names]: readonly string[],
): Running<void> {
  switch (command) {
    case 'start':
      for (const name of names) yield* start(process, find(process, procs, name, 'unknown name'));
      return;
    case 'stop':
      for (const name of names) yield* stop(process, find(process, procs, name, 'unknown proc'));
      return;
    case 'stop-all':
      for (const proc of procs) yield* stop(process, proc);
      return;
    case 'restart':
    case 'restart-all': {
      const all = names.length === 0 || command === 'restart-all';
      const chosen = all ? procs.map(({ name }) => name) : names;
      for (const name of chosen) {
        const proc = find(process, procs, name, 'unknown proc');
        yield* stop(process, proc);
        yield* start(process, proc);
      }
      return;
    }
    case 'list':
      process.write(1, procs.map(({ name }) => `${name}\n`).join(''));
      return;
    case 'status':
      for (const proc of procs) process.write(1, `${isRunning(process, proc) ? '*' : ' '}${proc.name}\n`);
      return;
    default:
      throw new GoremanError('unknown command');
  }
}

function* start(process: Process, proc: Proc): Running<void> {
  if (!isRunning(process, proc)) yield* act(process, 'restart', proc);
}

function* stop(process: Process, proc: Proc): Running<void> {
  if (isRunning(process, proc)) yield* act(process, 'kill', proc);
}

function* act(process: Process, type: 'kill' | 'restart', { node }: Proc): Running<void> {
  const { error } = yield* valueOf(process.act({ type, node }));
  if (error !== undefined) throw new GoremanError(error.message);
}

/** `goreman start`: what does not run is started, and all of them are stopped when it is. */
function* supervise(
  process: Process,
  procs: readonly Proc[],
  names: readonly string[],
  values: Values,
): Running<void> {
  const chosen = names.length === 0 ? procs : names.map((name) => find(process, procs, name, 'unknown proc'));
  const width = Math.max(...chosen.map(({ name }) => name.length));
  const say = ({ name }: Proc, text: string): void => {
    const time = new Date(RUN_BEGINS_MS + process.nowMs).toISOString().slice(11, 19);
    const stamp = values.get('logtime') === 'false' ? '' : `${time} `;
    process.write(1, `${stamp}${name.padStart(width)} | ${text}\n`);
  };
  const basePort = Number(values.get('b') ?? FIRST_PORT);
  process.signals.catch();
  for (const [i, proc] of chosen.entries()) {
    if (isRunning(process, proc)) continue;
    yield* start(process, proc);
    say(proc, `Starting ${proc.name} on port ${basePort + i * PORT_STEP}`);
  }
  const running = new Set(chosen);
  while (running.size > 0) {
    const looks = process.timer(LOOKS_MS);
    yield* any(looks, process.signals);
    looks.cancel();
    const isEnding = process.signals.take() !== undefined;
    for (const proc of chosen) {
      if (isEnding) yield* stop(process, proc);
      const runs = !isEnding && isRunning(process, proc);
      if (runs && !running.has(proc))
        say(proc, `Starting ${proc.name} on port ${basePort + chosen.indexOf(proc) * PORT_STEP}`);
      if (!runs && running.has(proc)) say(proc, `Terminating ${proc.name}`);
      if (runs) running.add(proc);
      else running.delete(proc);
    }
  }
}
