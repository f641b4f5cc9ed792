import * as v from 'valibot';
import { unreachable } from '../../base/assert.ts';
import { msToMicros, type NodeId } from '../../base/flavor.ts';
import { makeDice, type Dice } from '../../base/random.ts';
import type { DiskImage } from '../../storage/disk.ts';
import { placeOfFlip, type Damage, type FlipPlace, type FlipProblem } from '../../storage/damage.ts';
import { recover } from '../../storage/recover.ts';
import { StorageError } from '../../storage/storage-error.ts';
import type { Machine } from '../world/machine.ts';
import { MS_MAX } from '../world/parse-config.ts';
import {
  computeLookahead,
  diskDurations,
  loseDisk,
  pushInput,
  writeDone,
  type World,
} from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, ofNode, settingsText } from './entry.ts';
import { bytes } from '../../etcd/operation-schema.ts';
import { fields, id, isSet, node, number, whole, word } from '../../base/schema.ts';
import { knownMachine } from './known.ts';

/** Settings of one machine's disk; absent fields stay as they are. */
const diskSettings = fields({
  /** How long a sync takes, in ms. */
  fsyncMs: v.exactOptional(number(0, MS_MAX)),
  /** Nothing is done until it is free again; the member goes on all the same. */
  stuck: v.exactOptional(isSet),
  /** Its syncs say they are done and have synced nothing. */
  lies: v.exactOptional(isSet),
  /** No byte more goes onto it, or any number again. */
  full: v.exactOptional(isSet),
  /** So many bytes more go onto it, and then it is full. */
  roomBytes: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
  /** Every write ends with an error of the device. */
  writesFail: v.exactOptional(isSet),
  /** What a start cannot read: the log, the newest snapshot. */
  unreadable: v.exactOptional(word(['nothing', 'wal', 'snap'])),
});
export type DiskSettings = Readonly<v.InferOutput<typeof diskSettings>>;

export const diskCommands = {
  disk: entry('disk', {
    fields: { node, settings: diskSettings },
    check: (world, command) => void knownMachine(world, command.node),
    perform: (world, command) => setDisk(world, world.machine(command.node), command.settings),
    isFault: true,
    label: ({ node: id, settings }) => ({ node: id, object: settingsText(settings) }),
    doc: `disk(id, {fsyncMs?, stuck?, lies?, full?, roomBytes?, writesFail?, unreadable?}): how long a sync of its disk takes (0 to ${MS_MAX} ms); whether it does nothing until it is free again; whether its syncs say they are done and have synced nothing (what was written since is lost with the power, and at the next honest sync it is not); whether it is full, now or after so many bytes (ENOSPC), or every write fails (EIO): the member ends at its next write; what a start cannot read of it: nothing, wal (it does not start), snap (the newest snapshot: it starts from the one before). Errors: unknownNode, badArgument.`,
  }),
  /** Of a killed machine's disk one bit is another. What is left out the run's seed says. */
  bitFlip: entry('bitFlip', {
    fields: {
      node,
      file: v.optional(word(['wal', 'snap']), 'wal'),
      /** Of the log: the record, from 1, or from the end by negative numbers. */
      record: v.exactOptional(id),
      /** Within the record with its length before it, or within the snapshot's file. */
      byte: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
      bit: v.exactOptional(whole(0, 7)),
    },
    check: (world, command) =>
      void damageOf(knownMachine(world, command.node), command, flipDice(world, command.node)),
    perform: (world, command) => {
      const machine = world.machine(command.node);
      flip(machine, damageOf(machine, command, flipDice(world, command.node)));
    },
    isFault: true,
    label: ({ node: machine, file, record, byte, bit }) => ({
      node: machine,
      object: [file, settingsText(defined({ record, byte, bit }))].filter((part) => part !== '').join(' '),
    }),
    doc: 'bitFlip(id, {file?: wal or snap, record?, byte?, bit?}): one bit of a killed node’s disk is another, in its log or its newest snapshot. record: of the log, from 1, negative from its end; byte: within that, its length of 8 bytes first, or within the snapshot’s file. What is left out the seed says, within what a checksum covers. A log with a wrong sum is refused: the node does not start (walpb: crc mismatch); a wrong snapshot is passed over for the one before. Errors: unknownNode, alreadyRunning, nothingThere, badArgument.',
  }),
  /** The disk of a killed machine is lost, or another machine stands in its place: it restarts with nothing. */
  loseDisk: entry('loseDisk', {
    fields: {
      node,
      /** In its place stands a data directory made of this saved store (etcdctl snapshot restore). */
      snapshot: v.exactOptional(bytes),
    },
    check: (world, { node: id, snapshot }) => {
      if (snapshot !== undefined) checkRestored(world, snapshot);
      if (knownMachine(world, id).status === 'killed') return;
      const message = `node ${id} is running: kill it first, then its disk can be lost`;
      throw new CommandError('alreadyRunning', message);
    },
    perform: (world, { node: id, snapshot }) => loseDisk(world, world.machine(id), snapshot),
    isFault: true,
    label: ofNode,
    doc: 'loseDisk(id): the disk of a killed node is lost: it restarts with nothing, as a member that joins. Errors: unknownNode, alreadyRunning, badArgument (a saved store that is none).',
  }),
};

function defined(values: Readonly<Record<string, number | undefined>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The same place as long as nothing has happened in between. */
function flipDice({ config, events }: World, machine: NodeId): Dice {
  return makeDice(config.seed, 'flip', machine, events);
}

/** Where a bit is to flip, in what is synced of a killed machine's disk. */
function damageOf({ id, status, disk }: Machine, asked: FlipPlace, dice: Dice): Damage {
  if (status !== 'killed') {
    throw new CommandError(
      'alreadyRunning',
      `node ${id} is running: kill it first, then its disk can be damaged`,
    );
  }
  const damage = placeOfFlip(disk.image(), asked, dice);
  if (typeof damage === 'object') return damage;
  throw new CommandError(damage === 'nothingThere' ? 'nothingThere' : 'badArgument', flipProblem(id, damage));
}

function flipProblem(id: NodeId, problem: FlipProblem): string {
  switch (problem) {
    case 'nothingThere':
      return `node ${id} has no such file, or nothing in it`;
    case 'noSuchRecord':
      return `the log of node ${id} has no such record: they are counted from 1, from the end by negative numbers`;
    case 'noSuchByte':
      return 'byte lies beyond what it is counted in: a record of the log with its length before it, or the snapshot’s file';
    default:
      return unreachable(problem);
  }
}

/** A start that does not refuse the disk may know less than the one before would have: then it goes back on its word. */
function flip(machine: Machine, { file, byte, bit }: Damage): void {
  const { disk } = machine;
  const before = knownOn(disk.image());
  disk.flip(file, byte, bit);
  const after = knownOn(disk.image());
  machine.refused = after === undefined;
  if (after !== undefined && before !== undefined && after !== before) machine.forgot = true;
}

/** What a start finds that others count on, as text; undefined: it would not start. */
function knownOn(image: DiskImage): string | undefined {
  try {
    const { hardState, snapshot, entries } = recover(image);
    const last = entries.at(-1);
    const end = last === undefined ? snapshot : last;
    return [hardState.term, hardState.vote, hardState.commit, end?.index, end?.term].map(String).join('/');
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}

function checkRestored(world: World, snapshot: Uint8Array): void {
  if (world.config.bootstrap !== 'etcd') {
    throw new CommandError('badArgument', 'a saved store begins a cluster only where etcd bootstraps it');
  }
  if (snapshot.length === 0) throw new CommandError('badArgument', 'a saved store has bytes');
}

function setDisk(world: World, machine: Machine, settings: DiskSettings): void {
  const { fsyncMs, stuck, full, ...faults } = settings;
  if (full !== undefined) machine.disk.setFaults({ roomBytes: full ? 0 : undefined });
  machine.disk.setFaults(faults);
  if (fsyncMs !== undefined) machine.fsync = msToMicros(fsyncMs);
  world.lookahead = computeLookahead(world);
  if (stuck === undefined || stuck === machine.disk.stuck) return;
  if (stuck) return machine.disk.stick();
  const { fsync, buffer } = diskDurations(world, machine);
  for (const { write, dueAt } of machine.disk.free(world.now, ({ sync }) => (sync ? fsync : buffer))) {
    if (dueAt !== undefined) pushInput(world, machine, dueAt, writeDone(write, fsync));
  }
}
