import type { Command } from '../../sim/command/command.ts';
import type { MachineSettings } from '../../sim/world/config.ts';
import { splitAddress, type MachineAddress } from '../kernel/address-book.ts';
import { any, valueOf, type Process, type Running } from '../kernel/process.ts';
import { parseDuration, toMs } from '../text/go-duration.ts';

const VERSION_TEXT =
  'etcd Version: 3.4.23\nGit SHA: Not provided (use ./build instead of go build)\nGo Version: go1.19.8\nGo OS/Arch: linux/amd64\n';
const EXIT_FAILED = 1;
const EXIT_WRONG_FLAG = 2;
/** How often a member in the foreground is looked at: it may be killed from elsewhere. */
const LOOKS_MS = 500;
/** Of etcd's default heartbeat interval, which is a tick. */
const TICK_MS = 100;

/** What ends etcd before it serves: its words on standard error. */
export class EtcdError extends Error {
  override name = 'EtcdError';
}

type Settings = { -readonly [Name in keyof MachineSettings]: MachineSettings[Name] };

interface Flag {
  readonly kind: 'text' | 'switch' | 'number';
  readonly usage: string;
  /** What it sets at a machine; absent: it names what is the run's (names, URLs, directories), or chooses the way to start. */
  readonly set?: (settings: Settings, value: string) => void;
}

const number = (usage: string, set: (settings: Settings, value: number) => void): Flag => ({
  kind: 'number',
  usage,
  set: (settings, value) => set(settings, Number(value)),
});
const text = (usage: string): Flag => ({ kind: 'text', usage });
const toggle = (usage: string, set: (settings: Settings, value: boolean) => void): Flag => ({
  kind: 'switch',
  usage,
  set: (settings, value) => set(settings, value === 'true'),
});

/** etcd 3.4's flags that mean something to a machine of the run, or name what it has. */
const FLAGS: Readonly<Record<string, Flag>> = {
  name: text('Human-readable name for this member: here the machine that it is.'),
  'data-dir': text('Path to the data directory: here every machine has its disk.'),
  'wal-dir': text('Path to the dedicated wal directory: here on the same disk.'),
  'listen-client-urls': text('List of URLs to listen on for client traffic: as the machine has them.'),
  'listen-peer-urls': text('List of URLs to listen on for peer traffic: as the machine has them.'),
  'advertise-client-urls': text('List of this member’s client URLs to advertise: as the machine has them.'),
  'initial-advertise-peer-urls': text(
    'List of this member’s peer URLs to advertise: as the machine has them.',
  ),
  'initial-cluster': text('Initial cluster configuration for bootstrapping: as the run has it.'),
  'initial-cluster-state': text("Initial cluster state ('new' or 'existing')."),
  'initial-cluster-token': text('Initial cluster token for the etcd cluster during bootstrap.'),
  logger: text('Here a member writes no log lines.'),
  'log-level': text('Here a member writes no log lines.'),
  'log-outputs': text('Here a member writes no log lines.'),
  'log-package-levels': text('Here a member writes no log lines.'),
  'snapshot-count': number(
    'Number of committed transactions to trigger a snapshot to disk.',
    (settings, value) => {
      settings.snapshotCount = value;
    },
  ),
  'heartbeat-interval': number('Time (in milliseconds) of a heartbeat interval.', (settings, value) => {
    settings.heartbeatTicks = ticks(value, 'heartbeat-interval');
  }),
  'election-timeout': number('Time (in milliseconds) for an election to timeout.', (settings, value) => {
    settings.electionTicks = ticks(value, 'election-timeout');
  }),
  'quota-backend-bytes': number(
    'Raise alarms when backend size exceeds the given quota.',
    (settings, value) => {
      if (value > 0) settings.quotaBytes = value;
    },
  ),
  'max-txn-ops': number('Maximum number of operations permitted in a transaction.', (settings, value) => {
    settings.maxTxnOps = value;
  }),
  'max-request-bytes': number(
    'Maximum client request size in bytes the server will accept.',
    (settings, value) => {
      settings.maxRequestBytes = value;
    },
  ),
  'pre-vote': toggle('Enable to run an additional Raft election phase.', (settings, value) => {
    settings.preVote = value;
  }),
  'strict-reconfig-check': toggle(
    'Reject reconfiguration requests that would cause quorum loss.',
    (settings, value) => {
      settings.strictReconfigCheck = value;
    },
  ),
  'enable-v2': toggle('Accept etcd V2 client requests.', (settings, value) => {
    settings.enableV2 = value;
  }),
  'experimental-enable-lease-checkpoint': toggle(
    'Enable to persist lease remaining TTL to prevent indefinite auto-renewal of long lived leases.',
    (settings, value) => {
      settings.leaseCheckpoints = value;
    },
  ),
  'auto-compaction-mode': {
    kind: 'text',
    usage: "Interpret 'auto-compaction-retention' one of: periodic|revision.",
    set: (settings, value) => {
      if (value !== 'periodic' && value !== 'revision')
        throw new EtcdError(`unsupported auto-compaction-mode "${value}"`);
      settings.autoCompactionMode = value;
    },
  },
  'auto-compaction-retention': {
    kind: 'text',
    usage: 'Auto compaction retention length. 0 means disable auto compaction.',
    set: (settings, value) => {
      settings.autoCompactionRetention = retention(value, settings.autoCompactionMode ?? 'periodic');
    },
  },
  'force-new-cluster': { kind: 'switch', usage: 'Force to create a new one-member cluster.' },
  version: { kind: 'switch', usage: 'Print the version and exit.' },
  help: { kind: 'switch', usage: 'Print this help and exit.' },
};

/**
 * `etcd FLAGS`: the machine of that name starts, with these flags from now on, and runs until it is stopped here or killed elsewhere. What it
 * is called, where it listens and where its data lies is the run's.
 */
export function* etcd(process: Process): Running<number> {
  yield* any({ isReady: true });
  const read = readFlags(process.argv.slice(1));
  if (typeof read === 'string') {
    process.write(2, `${read}\nUsage:\n${usage()}`);
    return EXIT_WRONG_FLAG;
  }
  if (read.has('version') || read.has('help')) {
    process.write(1, read.has('version') ? VERSION_TEXT : `Usage:\n${usage()}`);
    return 0;
  }
  try {
    return yield* serve(process, yield* start(process, read));
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    process.write(2, `etcd: ${error.message}\n`);
    return EXIT_FAILED;
  }
}

/** Flags as Go's flag package reads them; a text: what is wrong. */
function readFlags(words: readonly string[]): ReadonlyMap<string, string> | string {
  const given = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, name, value] = /^--?([^-=][^=]*)(?:=([^]*))?$/.exec(word) ?? [];
    if (name === undefined) return `'${word}' is not a valid flag`;
    const flag = name === 'h' ? FLAGS.help : Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    if (flag === undefined) return `flag provided but not defined: -${name}`;
    const own = value ?? (flag.kind === 'switch' ? 'true' : words[++at]);
    if (own === undefined) return `flag needs an argument: -${name}`;
    if (flag.kind === 'number' && !/^\d+$/.test(own))
      return `invalid value "${own}" for flag -${name}: parse error`;
    if (flag.kind === 'switch' && !/^(true|false|1|0|t|f)$/i.test(own))
      return `invalid boolean value "${own}" for -${name}: parse error`;
    const isOff = flag.kind === 'switch' && /^[0f]/i.test(own);
    if (name !== 'h' && isOff) given.set(name, 'false');
    else given.set(name === 'h' ? 'help' : name, flag.kind === 'switch' ? 'true' : own);
  }
  return given;
}

function usage(): string {
  return Object.entries(FLAGS)
    .map(
      ([name, flag]) =>
        `  --${name}${flag.kind === 'switch' ? '' : ` <${flag.kind}>`}\n    \t${flag.usage}\n`,
    )
    .join('');
}

/** Which machine it is: by its name, by the port it listens at, or else the console's own. */
function machineOf(process: Process, given: ReadonlyMap<string, string>): MachineAddress | number {
  const { book } = process;
  const name = given.get('name');
  const byName = book.find((machine) => machine.name === name);
  if (byName !== undefined) return byName;
  const urls = (given.get('listen-client-urls') ?? '').split(',');
  const ports = new Set(urls.map((url) => splitAddress(url).port));
  const byPort = book.find(({ clientUrls }) => clientUrls.some((url) => ports.has(splitAddress(url).port)));
  if (byPort !== undefined) return byPort;
  const own = book.find(({ clientUrls }) => clientUrls.some((url) => url.endsWith(process.endpoint)));
  if (name === undefined && own !== undefined) return own;
  const [, number] = /(\d+)$/.exec(name ?? '') ?? [];
  const node = Number(number ?? Math.max(0, ...book.map((machine) => machine.node)) + 1);
  if (book.some((machine) => machine.node === node))
    throw new EtcdError(
      `no machine is called ${name ?? ''}: here are ${book.map((machine) => machine.name).join(', ')}`,
    );
  return node;
}

/** Gives the node that runs then. */
function* start(process: Process, given: ReadonlyMap<string, string>): Running<number> {
  const settings: Settings = {};
  // The mode says what the retention means.
  const inOrder = [...given].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of inOrder) FLAGS[name]?.set?.(settings, value);
  const machine = machineOf(process, given);
  if (typeof machine === 'number') {
    yield* act(process, { type: 'addMachine', node: machine });
    return machine;
  }
  const { node, status } = machine;
  if (status !== 'killed') {
    const { host, port } = splitAddress(machine.clientUrls[0] ?? '');
    throw new EtcdError(`listen tcp ${host}:${port}: bind: address already in use (${machine.name} runs)`);
  }
  if (Object.keys(settings).length > 0) yield* act(process, { type: 'configure', node, settings });
  yield* act(process, {
    type: given.get('force-new-cluster') === 'true' ? 'forceNewCluster' : 'restart',
    node,
  });
  return node;
}

export function* act(process: Process, command: Command): Running<void> {
  const { error } = yield* valueOf(process.act(command));
  if (error !== undefined) throw new EtcdError(error.message);
}

/** In the foreground until it ends: by a signal, which ends the machine's process, or because it was killed elsewhere. */
export function* serve(process: Process, node: number): Running<number> {
  process.signals.catch();
  for (;;) {
    const looks = process.timer(LOOKS_MS);
    yield* any(looks, process.signals);
    looks.cancel();
    const signal = process.signals.take();
    const isRunning = process.book.some((machine) => machine.node === node && machine.status !== 'killed');
    if (!isRunning) {
      process.write(2, 'Killed\n');
      return 137;
    }
    if (signal === undefined) continue;
    yield* act(process, { type: 'kill', node });
    return signal === 'SIGINT' ? 130 : 143;
  }
}

function ticks(ms: number, name: string): number {
  if (ms < TICK_MS || ms % TICK_MS !== 0)
    throw new EtcdError(`--${name} is a whole number of ticks here, of ${TICK_MS} ms each`);
  return ms / TICK_MS;
}

/** Periodic: a duration, a bare number is hours. */
function retention(value: string, mode: 'periodic' | 'revision'): number {
  if (/^\d+$/.test(value)) return mode === 'revision' ? Number(value) : Number(value) * 3_600_000;
  try {
    return toMs(parseDuration(value));
  } catch {
    throw new EtcdError(`error parsing auto-compaction-retention: ${value}`);
  }
}
