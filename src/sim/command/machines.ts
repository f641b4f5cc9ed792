import * as v from 'valibot';
import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot } from '../../node/io.ts';
import { touches } from '../../node/report/touched.ts';
import { phaseOf, stop } from '../settle.ts';
import { withOne, type OpenEvent } from '../record/world-event.ts';
import { openConnections, updateConnections, wakeConnections } from '../world/connections.ts';
import { LIVES_MAX, localTime, type Machine } from '../world/machine.ts';
import { MACHINE_ID_MAX, MACHINES_MAX } from '../world/parse-config.ts';
import { addMachine, bootOf, loseDisk, startAgain, startClock, type World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, ofNode } from './entry.ts';
import { isSet, node, text } from '../../base/schema.ts';
import { knownMachine, runningMachine } from './known.ts';

/** Machines and the processes on them: they end, stand still, start again, are new. */
export const machineCommands = {
  kill: entry('kill', {
    fields: { node },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, command, event) => {
      stop(world, world.machine(command.node), {}, event);
      return { kill: command.node };
    },
    isFault: true,
    label: ofNode,
    doc: 'kill(id): the process of a running node ends, at once; its disk stays as it is. Errors: unknownNode, notRunning.',
  }),
  /** The machine, and not the process alone: what was written and not synced is lost, or torn. */
  powerLoss: entry('powerLoss', {
    fields: { node, torn: v.optional(isSet, false) },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, { node: id, torn }, event) => {
      stop(world, world.machine(id), {}, event, torn ? 'torn' : 'unsynced');
      return { kill: id };
    },
    isFault: true,
    label: ({ node: id, torn }) => ({ node: id, object: torn ? 'torn' : '' }),
    doc: 'powerLoss(id, {torn?}): a running node’s machine is without power: what was not synced is lost. torn: some of it is on the disk all the same, up to anywhere within a record, and a sector of it may be zeros; how much, the seed says. Errors: unknownNode, notRunning, badArgument.',
  }),
  /** The host reports that the member's code threw or its worker died. */
  crashed: entry('crashed', {
    fields: { node, reason: text },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, command, event) => {
      stop(world, world.machine(command.node), { crashed: command.reason }, event);
      return { kill: command.node };
    },
    isFault: true,
    label: ofNode,
    doc: 'Of the host alone: the code of a running node threw, or its worker died; it stands as killed, with the reason.',
  }),
  restart: entry('restart', {
    fields: { node },
    check: (world, command) => checkRestart(knownMachine(world, command.node)),
    perform: (world, command, event) => {
      event.forgot = world.machine(command.node).forgot;
      startAgain(world, world.machine(command.node));
      return { start: started(world, command.node, event) };
    },
    isFault: true,
    label: ofNode,
    doc: 'restart(id): a killed node starts again, from what is on its disk. Errors: unknownNode, alreadyRunning, badArgument (started too often).',
  }),
  /** A killed voter starts as a cluster of its own, from what its disk knows to be committed. */
  forceNewCluster: entry('forceNewCluster', {
    fields: { node },
    check: (world, command) => checkForced(knownMachine(world, command.node)),
    perform: (world, command, event) => {
      event.forgot = world.machine(command.node).forgot;
      startAgain(world, world.machine(command.node));
      return { start: started(world, command.node, event, true) };
    },
    isFault: true,
    label: ofNode,
    doc: 'forceNewCluster(id): a killed voter starts as a cluster of its own (etcd --force-new-cluster), from what its disk knows to be committed. Errors: unknownNode, alreadyRunning, badArgument (removed, or nothing on its disk).',
  }),
  pause: entry('pause', {
    fields: { node },
    check: (world, command) => {
      const machine = runningMachine(world, command.node);
      if (machine.status !== 'paused') return;
      throw new CommandError('alreadyPaused', `node ${machine.id} is already paused`);
    },
    perform: (world, command, event) => pause(world, command.node, event),
    isFault: true,
    label: ofNode,
    doc: 'pauseNode(id): the process of a running node stands still, as in a long pause; its disk goes on, what comes for it waits. Errors: unknownNode, notRunning, alreadyPaused.',
  }),
  resume: entry('resume', {
    fields: { node },
    check: (world, command) => {
      const machine = runningMachine(world, command.node);
      if (machine.status === 'paused') return;
      throw new CommandError('notPaused', `node ${machine.id} is not paused`);
    },
    perform: (world, command, event) => resume(world, command.node, event),
    isFault: true,
    label: ofNode,
    doc: 'resumeNode(id): a paused node goes on; what has waited for it happens at once, in its order. Errors: unknownNode, notRunning, notPaused.',
  }),
  /**
   * A new, empty machine that is no member yet: it can be added by a configuration change. The machine of a removed member
   * begins again so, too.
   */
  addMachine: entry('addMachine', {
    fields: { node },
    check: (world, command) => checkNewMachine(world, command.node),
    perform: (world, command, event) => {
      beginMachine(world, command.node);
      return { start: started(world, command.node, event) };
    },
    isFault: true,
    label: ofNode,
    doc: `By memberAdd(id), where the machine is not there yet: a new one with an empty disk, 1 to ${MACHINE_ID_MAX}, ${MACHINES_MAX} at most. Errors: alreadyThere, badArgument.`,
  }),
};

function checkRestart({ id, status, life }: Machine): void {
  if (status !== 'killed') {
    throw new CommandError('alreadyRunning', `node ${id} is running: only a killed node can restart`);
  }
  if (life + 1 < LIVES_MAX) return;
  throw new CommandError('badArgument', `node ${id} has been started ${LIVES_MAX} times, and not once more`, {
    key: 'startedTooOften',
    values: { node: id, count: LIVES_MAX },
  });
}

/** A member without a log, or one that was removed, has no cluster to go on from. */
function checkForced(machine: Machine): void {
  const { id, status, removed, disk } = machine;
  if (status !== 'killed') {
    throw new CommandError('alreadyRunning', `node ${id} is running: kill it first, then it can go on alone`);
  }
  if (removed !== undefined) {
    throw new CommandError('badArgument', `node ${id} was removed from the cluster: it cannot go on alone`, {
      key: 'removedAlone',
      values: { node: id },
    });
  }
  if (disk.image().files.length === 0) {
    throw new CommandError('badArgument', `node ${id} has nothing on its disk: it cannot go on alone`, {
      key: 'nothingOnDisk',
      values: { node: id },
    });
  }
}

function checkNewMachine(world: World, id: NodeId): void {
  const machine = world.machines.get(id);
  if (machine?.removed !== undefined) return checkRestart(machine);
  if (machine !== undefined) throw new CommandError('alreadyThere', `node ${id} is already there`);
  checkRoom(world, [id]);
}

/** Whether there is room for these machines, which are not there yet. */
export function checkRoom(world: World, nodes: readonly NodeId[]): void {
  const bad = nodes.filter((id) => !isMachineId(id));
  if (bad.length === 0 && world.machines.size + nodes.length <= MACHINES_MAX) return;
  throw new CommandError(
    'badArgument',
    `node ${String([...bad, ...nodes][0])} cannot be added: a lab holds ${MACHINES_MAX} machines, numbered from 1 to ${MACHINE_ID_MAX}`,
    { key: 'noMachineMore', values: { max: MACHINES_MAX } },
  );
}

function isMachineId(id: NodeId): boolean {
  return Number.isSafeInteger(id) && id >= 1 && id <= MACHINE_ID_MAX;
}

function started(world: World, id: NodeId, event: OpenEvent, forceNewCluster = false): MemberBoot {
  openConnections(world, world.machine(id));
  updateConnections(world);
  event.became = withOne(event.became, phaseOf(world.machine(id)));
  return bootOf(world, id, forceNewCluster);
}

/** A machine that was not there, or one whose member was removed. */
function beginMachine(world: World, id: NodeId): void {
  const machine = world.machines.get(id);
  if (machine === undefined) return addMachine(world, id);
  loseDisk(world, machine);
  startAgain(world, machine);
}

/** The process stands still: its clock stops, what comes waits. Its disk goes on. */
function pause(world: World, id: NodeId, event: OpenEvent): void {
  const machine = world.machine(id);
  machine.status = 'paused';
  machine.pausedAt = localTime(machine, world.now);
  machine.tickLeft = (machine.nextTickAt ?? world.now) - world.now;
  machine.nextTickAt = undefined;
  machine.nextTickSeq = 0;
  updateConnections(world);
  event.became = withOne(event.became, phaseOf(machine));
  event.touched |= touches.role;
}

/**
 * The clock goes on from where it stood, and everything that waited happens now, in its order: before what is due at
 * this very instant, as it came before it.
 */
function resume(world: World, nodeId: NodeId, event: OpenEvent): void {
  const machine = world.machine(nodeId);
  machine.status = 'up';
  wakeConnections(machine, localTime(machine, world.now));
  const { id, life } = machine;
  world.due.pushBefore(
    world.now,
    machine.waiting.map((input) => ({ type: 'input', node: id, life, input, waited: true })),
  );
  machine.waiting = [];
  startClock(world, machine, machine.tickLeft);
  updateConnections(world);
  event.became = withOne(event.became, phaseOf(machine));
  event.touched |= touches.role;
}
