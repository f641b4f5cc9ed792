import * as v from 'valibot';
import { msToMicros, type NodeId } from '../../base/flavor.ts';
import { id, isSet, node, number, text } from '../../base/schema.ts';
import { switchToHand, switchToTime } from '../hand/by-hand.ts';
import { checkElapse, giveTicks, ticksToElection } from '../hand/elapse.ts';
import {
  finishWrite,
  firstWaiting,
  isEndOfCall,
  isForClient,
  isReport,
  isWork,
  pickFirst,
  stepClient,
} from '../hand/waiting.ts';
import { advanceClock } from '../settle.ts';
import type { Machine } from '../world/machine.ts';
import { MS_MAX } from '../world/parse-config.ts';
import type { World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, ofNode } from './entry.ts';
import { runningClient, runningMachine } from './known.ts';

const ELSEWHERE = 'One of the actions of enabledActions(); choose(actionId) picks it.';

/** Time stands or goes; and by hand what happens next, beside messages that arrive, are lost or are there twice. */
export const handCommands = {
  byHand: entry('byHand', {
    fields: { on: isSet, takesReadys: v.optional(isSet) },
    check: (world, { on }) => {
      if (on && world.byHand) throw new CommandError('byHand', 'time stands already');
      if (!on && !world.byHand) throw new CommandError('notByHand', 'time goes already');
    },
    perform: (world, { on, takesReadys }) =>
      on ? switchToHand(world) : switchToTime(world, takesReadys === true),
    isFault: false,
    label: ({ on }) => ({ begins: on }),
    doc: 'byHand(on): the clock stands and whatever happens next is picked from enabledActions(), or it goes again and nothing is lost.',
  }),
  /** The oldest write of the machine's disk is done. */
  finishWrite: entry('finishWrite', {
    fields: { node },
    check: (world, command) => {
      checkByHand(world);
      checkWrite(world, runningMachine(world, command.node));
    },
    perform: (world, command) => finishWrite(world, world.machine(command.node)),
    isFault: false,
    label: ofNode,
    doc: `A disk finishes its oldest write. ${ELSEWHERE} Errors: notByHand, unknownNode, notRunning, nothingThere, diskStuck.`,
  }),
  /** The oldest piece of work of the member's apply thread is done. */
  finishApply: entry('finishApply', {
    fields: { node },
    check: (world, command) => {
      checkByHand(world);
      const { id: machine } = goingMachine(world, command.node);
      if (firstWaiting(world, (item) => isWork(item, 'applyDone', machine)) !== undefined) return;
      throw new CommandError('nothingThere', `node ${machine} is applying nothing`);
    },
    perform: (world, command) => pickFirst(world, (item) => isWork(item, 'applyDone', command.node)),
    isFault: false,
    label: ofNode,
    doc: `A member finishes what it applies. ${ELSEWHERE} Errors: notByHand, unknownNode, notRunning, standsStill, nothingThere.`,
  }),
  tick: entry('tick', {
    fields: { node },
    check: (world, command) => {
      checkByHand(world);
      goingMachine(world, command.node);
    },
    perform: (world, command) => giveTicks(world, world.machine(command.node), 1),
    isFault: false,
    label: ofNode,
    doc: `A member’s clock ticks once. ${ELSEWHERE} Errors: notByHand, unknownNode, notRunning, standsStill.`,
  }),
  /** Ticks until the member's election timer has ended. */
  elapse: entry('elapse', {
    fields: { node },
    check: (world, command) => {
      checkByHand(world);
      checkElapse(goingMachine(world, command.node));
    },
    perform: (world, command) => {
      const machine = world.machine(command.node);
      giveTicks(world, machine, ticksToElection(machine) ?? 0);
    },
    isFault: false,
    label: ofNode,
    doc: `A member’s clock ticks until its election timer ends. ${ELSEWHERE} Errors: notByHand, unknownNode, notRunning, standsStill, nothingThere (it never ends: no voter).`,
  }),
  /** Time passes all the same, and nothing becomes due: the world's clock catches up with those of members that were given ticks. */
  passTime: entry('passTime', {
    fields: { ms: number(0, MS_MAX) },
    check: (world) => checkByHand(world),
    perform: (world, { ms }) => {
      const passed = msToMicros(ms);
      advanceClock(world, world.now + passed);
      for (const machine of world.machines.values()) machine.ahead = Math.max(0, machine.ahead - passed);
    },
    isFault: false,
    label: ({ ms }) => ({ object: `${ms} ms` }),
    doc: 'By hand the clock goes on by so many ms, 0 to 60,000, and nothing happens. Errors: notByHand, badArgument.',
  }),
  /** A member hears what its transport has to report, by its number among what waits. */
  report: entry('report', {
    fields: { report: id },
    check: (world, { report }) => {
      checkByHand(world);
      const item = firstWaiting(world, (each) => isReport(each) && each.seq === report);
      if (item?.type === 'input') return void goingMachine(world, item.node);
      throw new CommandError('nothingThere', `there is no report ${report} of a transport`);
    },
    perform: (world, { report }) => pickFirst(world, (item) => isReport(item) && item.seq === report),
    isFault: false,
    label: ({ report }) => ({ object: `#${report}` }),
    doc: `A member hears what became of a snapshot, or that a peer is not reached. ${ELSEWHERE} Errors: notByHand, nothingThere, standsStill.`,
  }),
  /** The next thing that comes to a client program comes now. */
  clientStep: entry('clientStep', {
    fields: { client: text },
    check: (world, { client }) => {
      checkByHand(world);
      if (runningClient(world, client).status === 'paused') {
        throw new CommandError('standsStill', `client ${client} is paused: let it go on first`);
      }
      if (firstWaiting(world, (item) => isForClient(item, client)) !== undefined) return;
      throw new CommandError('nothingThere', `nothing is on its way to client ${client}`);
    },
    perform: (world, { client }) => stepClient(world, client),
    isFault: false,
    label: ({ client }) => ({ object: client }),
    doc: `A client program hears what comes next for it. ${ELSEWHERE} Errors: notByHand, unknownClient, standsStill, nothingThere.`,
  }),
  /** Whoever waits for this call gives up. */
  timeout: entry('timeout', {
    fields: { request: id },
    check: (world, { request }) => {
      checkByHand(world);
      if (firstWaiting(world, (item) => isEndOfCall(item, request)) !== undefined) return;
      throw new CommandError('nothingThere', `call ${request} is not under way: nobody waits for it`);
    },
    perform: (world, { request }) => pickFirst(world, (item) => isEndOfCall(item, request)),
    isFault: false,
    label: ({ request }) => ({ object: `#${request}` }),
    doc: `The client of a call gives up. ${ELSEWHERE} Errors: notByHand, nothingThere.`,
  }),
};

function checkByHand(world: World): void {
  if (world.byHand) return;
  throw new CommandError('notByHand', 'time goes by itself: switch to by hand first, then pick what happens');
}

/** A process that is paused does nothing of its own. */
function goingMachine(world: World, machine: NodeId): Machine {
  const running = runningMachine(world, machine);
  if (running.status === 'up') return running;
  throw new CommandError('standsStill', `node ${machine} is paused: let it go on first`);
}

function checkWrite(world: World, { id: machine, disk }: Machine): void {
  if (firstWaiting(world, (item) => isWork(item, 'writeDone', machine)) !== undefined) return;
  if (disk.queue.length > 0 && disk.stuck) {
    throw new CommandError('diskStuck', `the disk of node ${machine} is stuck: it finishes nothing`);
  }
  throw new CommandError('nothingThere', `node ${machine} is writing nothing`);
}
