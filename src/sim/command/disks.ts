import * as v from 'valibot';
import { msToMicros } from '../../base/flavor.ts';
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
import { fields, isSet, node, number } from '../../base/schema.ts';
import { knownMachine } from './known.ts';

/** Settings of one machine's disk; absent fields stay as they are. */
const diskSettings = fields({
  /** How long a sync takes, in ms. */
  fsyncMs: v.exactOptional(number(0, MS_MAX)),
  /** Nothing is done until it is free again; the member goes on all the same. */
  stuck: v.exactOptional(isSet),
});
export type DiskSettings = Readonly<v.InferOutput<typeof diskSettings>>;

export const diskCommands = {
  disk: entry('disk', {
    fields: { node, settings: diskSettings },
    check: (world, command) => void knownMachine(world, command.node),
    perform: (world, command) => setDisk(world, world.machine(command.node), command.settings),
    isFault: true,
    label: ({ node: id, settings }) => ({ node: id, object: settingsText(settings) }),
    doc: `disk(id, {fsyncMs?, stuck?}): how long a sync of its disk takes (0 to ${MS_MAX} ms), and whether it does nothing until it is free again. Errors: unknownNode, badArgument.`,
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

function checkRestored(world: World, snapshot: Uint8Array): void {
  if (world.config.bootstrap !== 'etcd') {
    throw new CommandError('badArgument', 'a saved store begins a cluster only where etcd bootstraps it');
  }
  if (snapshot.length === 0) throw new CommandError('badArgument', 'a saved store has bytes');
}

function setDisk(world: World, machine: Machine, { fsyncMs, stuck }: DiskSettings): void {
  if (fsyncMs !== undefined) machine.fsync = msToMicros(fsyncMs);
  world.lookahead = computeLookahead(world);
  if (stuck === undefined || stuck === machine.disk.stuck) return;
  if (stuck) return machine.disk.stick();
  const { fsync, buffer } = diskDurations(world, machine);
  for (const { write, dueAt } of machine.disk.free(world.now, ({ sync }) => (sync ? fsync : buffer))) {
    if (dueAt !== undefined) pushInput(world, machine, dueAt, writeDone(write, fsync));
  }
}
