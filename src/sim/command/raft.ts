import { id, isSet, list, node, text, whole } from '../../base/schema.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { loadedLog } from '../../node/core/loaded-log.ts';
import { Disk } from '../world/disk.ts';
import { parseMachineSettings } from '../world/parse-config.ts';
import { bootOf, type World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, ofNode } from './entry.ts';
import { knownMachine, runningMachine } from './known.ts';
import { tell } from './tell.ts';
import { term } from './term.ts';

const TICKS_MAX = 1_000_000;

/** What raft is told directly, as lab scripts and lessons do: beside etcd, which would tell it the same in its own time. */
export const raftCommands = {
  /** Raft's next Ready is taken: written, sent and applied as far as that needs no disk and no apply thread. */
  ready: entry('ready', {
    fields: { node },
    check: (world, command) => checkReady(world, command.node),
    perform: (world, command) => tell(world, command.node, { type: 'ready' }),
    isFault: false,
    label: ofNode,
    doc: 'With the setting readyByHand: the next Ready of a node’s raft is taken. Errors: unknownNode, notRunning, standsStill, nothingThere, badArgument (Readys are not taken by hand).',
  }),
  electionTimeout: entry('electionTimeout', {
    fields: { node, ticks: whole(0, TICKS_MAX) },
    check: (world, command) => void knownMachine(world, command.node),
    perform: (world, { node: machine, ticks }) => {
      const { settings, status } = world.machine(machine);
      world.machine(machine).settings = parseMachineSettings(world.config, settings, {
        fixedElectionTicks: ticks,
      });
      if (status !== 'killed') tell(world, machine, { type: 'electionTimeout', ticks });
    },
    isFault: false,
    label: ({ node: machine, ticks }) => ({ node: machine, object: String(ticks) }),
    doc: 'A node’s randomized election timeout is so many ticks from now on, after every reset and restart; 0: drawn again. Errors: unknownNode, badArgument.',
  }),
  readIndex: entry('readIndex', {
    fields: { node, context: text },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, { node: machine, context }) =>
      tell(world, machine, { type: 'readIndex', context: encodeUtf8(context) }),
    isFault: false,
    label: ({ node: machine, context }) => ({ node: machine, object: context }),
    doc: 'A node’s raft is asked for a read index under this context (raft: MsgReadIndex); what it confirms is among its decisions. Errors: unknownNode, notRunning.',
  }),
  syncWatchers: entry('syncWatchers', {
    fields: { node },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, command) => tell(world, command.node, { type: 'syncWatchers' }),
    isFault: false,
    label: ofNode,
    doc: 'Watches of a node that have fallen behind are told what they have missed, now instead of with its next tick. Errors: unknownNode, notRunning.',
  }),
  /** What a transport would say of a snapshot, whatever has become of it. */
  reportSnapshot: entry('reportSnapshot', {
    fields: { node, peer: node, ok: isSet },
    check: (world, command) => checkPeer(world, command.node, command.peer),
    perform: (world, { node: machine, peer, ok }) =>
      tell(world, machine, { type: 'snapshotStatus', peer, ok }),
    isFault: false,
    label: ({ node: machine, peer, ok }) => ({ node: machine, object: `${peer} ${ok ? 'ok' : 'fail'}` }),
    doc: 'A node’s raft hears that a snapshot to a peer has arrived, or not (raft: MsgSnapStatus). Errors: unknownNode, notRunning.',
  }),
  reportUnreachable: entry('reportUnreachable', {
    fields: { node, peer: node },
    check: (world, command) => checkPeer(world, command.node, command.peer),
    perform: (world, { node: machine, peer }) => tell(world, machine, { type: 'unreachable', peer }),
    isFault: false,
    label: ({ node: machine, peer }) => ({ node: machine, object: String(peer) }),
    doc: 'A node’s raft hears that a peer cannot be reached (raft: MsgUnreachable). Errors: unknownNode, notRunning.',
  }),
  /** The disk of a killed node becomes one with this log, by the terms of its entries. */
  loadDisk: entry('loadDisk', {
    fields: { node, log: list(term, 'a list of terms'), term, vote: id, commit: id },
    check: (world, { node: asked, log, commit }) => {
      if (knownMachine(world, asked).status !== 'killed') {
        throw new CommandError('alreadyRunning', `node ${asked} is running: kill it first`);
      }
      if (commit >= 0 && commit <= log.length) return;
      throw new CommandError('badArgument', `commit is ${commit}, but the log has ${log.length} entries`);
    },
    perform: (world, { node: asked, ...load }) => {
      const machine = world.machine(asked);
      machine.joining = false;
      machine.disk = Disk.holding(loadedLog(bootOf(world, asked).config, load));
    },
    isFault: true,
    label: ({ node: machine, log }) => ({ node: machine, object: log.join(',') }),
    doc: 'A killed node’s disk is replaced by one with this log: the term of each entry, and the hard state. Errors: unknownNode, alreadyRunning, badArgument.',
  }),
};

function checkPeer(world: World, machine: number, peer: number): void {
  runningMachine(world, machine);
  knownMachine(world, peer);
}

function checkReady(world: World, machine: number): void {
  const { image, status } = runningMachine(world, machine);
  if (!world.config.readyByHand) {
    throw new CommandError('badArgument', 'Readys are taken by hand only with the setting readyByHand');
  }
  if (status === 'paused') {
    throw new CommandError('standsStill', `node ${machine} is paused: let it go on first`);
  }
  if (image?.view().hasReady === true) return;
  throw new CommandError('nothingThere', `node ${machine} has no Ready to take`);
}
