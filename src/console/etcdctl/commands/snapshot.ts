import type { Files, Running } from '../../kernel/process.ts';
import { any } from '../../kernel/process.ts';
import { open } from '../connect.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import { joinBytes } from '../bytes.ts';
import type { RpcStream } from '../rpc.ts';
import { deadlineExceeded } from '../rpc-errors.ts';
import { readSavedStore, statusOf } from '../saved-store.ts';
import { checkFirstCluster, RESTORE_FLAGS } from '../first-cluster.ts';

export const snapshot: EtcdctlCommand = {
  use: 'snapshot <subcommand>',
  short: 'Manages etcd node snapshots',
  commands: [
    {
      use: 'save <filename>',
      short: 'Stores an etcd node backend snapshot to a given file',
      run: save,
    },
    {
      use: 'restore <filename> [options]',
      short: 'Restores an etcd member snapshot to an etcd directory',
      flags: RESTORE_FLAGS,
      run: restore,
    },
    {
      use: 'status <filename>',
      short: 'Gets backend snapshot status of a given file',
      long:
        'When --write-out is set to simple, this command prints out comma-separated status lists for each endpoint.\n' +
        'The items in the lists are hash, revision, total keys, total size.',
      run: status,
    },
  ],
};

/** Without --command-timeout it takes as long as it takes. */
function* save(of: Invocation): Running<number> {
  const [path] = of.args;
  if (path === undefined || of.args.length > 1) {
    throw new Exit(EXIT.badArgs, 'snapshot save expects one argument');
  }
  const settings = yield* of.configure();
  if (settings.endpoints.length !== 1) {
    const list = `[${settings.endpoints.join(' ')}]`;
    const said = `snapshot must be requested to one selected node, not multiple ${list}`;
    throw new Exit(EXIT.interrupted, said);
  }
  const withinMs = of.flags.isGiven('command-timeout') ? of.timeoutMs : undefined;
  const end = of.process.nowMs + (withinMs ?? Infinity);
  const rpc = yield* open(of.process, settings, EXIT.interrupted);
  const stream = yield* rpc.openStream('snapshot', withinMs);
  if (stream === undefined) throw new Exit(EXIT.interrupted, deadlineExceeded().message);
  of.process.files.write(path, yield* allOf(stream, of, end));
  of.process.write(1, `Snapshot saved at ${path}\n`);
  return EXIT.success;
}

function* allOf(stream: RpcStream, { process }: Invocation, end: number): Running<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const timer = end === Infinity ? undefined : process.timer(end - process.nowMs);
  try {
    for (;;) {
      for (let next = stream.take(); next !== undefined; next = stream.take()) {
        if ('type' in next.message && next.message.type === 'snapshot') pieces.push(next.message.blob);
      }
      if (stream.end?.error !== undefined) throw new Exit(EXIT.interrupted, stream.end.error.message);
      if (stream.end !== undefined) return joinBytes(pieces);
      if (timer?.isReady === true) throw new Exit(EXIT.interrupted, deadlineExceeded().message);
      yield* timer === undefined ? any(stream) : any(stream, timer);
    }
  } finally {
    timer?.cancel();
    stream.close();
  }
}

function status(of: Invocation): number {
  const [path] = of.args;
  if (path === undefined || of.args.length > 1) {
    throw new Exit(EXIT.badArgs, 'snapshot status requires exactly one argument');
  }
  of.choosePrinter({});
  const file = of.process.files.read(path);
  if (file === undefined) throw new Exit(EXIT.error, `stat ${path}: no such file or directory`);
  const found = statusOf(readSavedStore(file)?.store ?? file);
  if (found === undefined) throw new Exit(EXIT.error, 'invalid database');
  of.print({ type: 'snapshotStatus', status: found });
  return EXIT.success;
}

/**
 * Makes a data directory among the scratch files: `member/snap/db` is the saved store. A machine whose disk it becomes begins with
 * it as a new cluster (`loseDisk` with it).
 */
function restore(of: Invocation): number {
  const { args, flags, process } = of;
  const [path] = args;
  if (path === undefined || args.length > 1) {
    throw new Exit(EXIT.badArgs, 'snapshot restore requires exactly one argument');
  }
  checkFirstCluster(flags);
  const directory = flags.text('data-dir') === '' ? `${flags.text('name')}.etcd` : flags.text('data-dir');
  const root = directory.replace(/\/+$/, '');
  if (isThere(process.files, root)) throw new Exit(EXIT.error, `data-dir "${directory}" exists`);
  const walDirectory = flags.text('wal-dir');
  if (walDirectory !== '' && isThere(process.files, walDirectory.replace(/\/+$/, ''))) {
    throw new Exit(EXIT.error, `wal-dir "${walDirectory}" exists`);
  }
  const file = process.files.read(path);
  if (file === undefined) throw new Exit(EXIT.error, `open ${path}: no such file or directory`);
  const saved = readSavedStore(file);
  if (saved === undefined) throw new Exit(EXIT.error, 'invalid database');
  if (!flags.bool('skip-hash-check') && saved.hash !== 'right') {
    const why =
      saved.hash === 'missing'
        ? 'snapshot missing hash but --skip-hash-check=false'
        : 'expected sha256 of the saved store, got another';
    throw new Exit(EXIT.error, why);
  }
  process.files.write(`${root}/member/snap/db`, saved.store);
  return EXIT.success;
}

/** There are no directories: one is where a file's name begins with it. */
function isThere(files: Files, directory: string): boolean {
  return files.names().some((name) => name === directory || name.startsWith(`${directory}/`));
}
