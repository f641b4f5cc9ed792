import type { NodeId } from '../../base/flavor.ts';
import { present } from '../../base/assert.ts';
import { isLandmark, type EventLog, type Landmark } from '../../history/event-log.ts';
import { touches } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { World } from '../../sim/world/world.ts';
import type { StepKind } from '../lab-port.ts';
import type { Run } from './run.ts';

/** Something that events can be looked for by: in the record by its indexes, beyond it in each event as it happens. */
export interface Sought {
  /** The first such event of the record after `after`. */
  readonly next: (run: Run, after: number) => number | undefined | Promise<number | undefined>;
  /** For the events of a search from this world on, which come in their order. */
  readonly lookout: (world: World) => Lookout;
}

/** Whether it is in this event, with the world as the event has left it. */
export type Lookout = (event: WorldEvent, world: World) => boolean;

/** What can also be looked for backwards. */
export interface SoughtBothWays extends Sought {
  /** The last such event of the record before `before`. */
  readonly previous: (run: Run, before: number) => number | undefined;
}

/** Each kind of step; `node`: only what happens to it. */
export function soughtByKind(kind: StepKind, node: NodeId = 0): SoughtBothWays {
  switch (kind) {
    case 'violation':
      return violations(node);
    // A member is another one: its state, its status, or a new life.
    case 'role':
      return touched(touches.role, node, () => true);
    // What is about to be applied is said with it, and a start reads from the disk what was applied before.
    case 'apply':
      return touched(
        touches.applied,
        node,
        (type, ofSnapshot) => type === 'applyDone' || (type === 'writeDone' && ofSnapshot),
      );
    default:
      return landmarks(kind, node);
  }
}

export function landmarks(landmark: Landmark, node: NodeId = 0): SoughtBothWays {
  const isHere = (events: EventLog, n: number): boolean => node === 0 || events.nodeOf(n) === node;
  return {
    next({ history: { events } }, after) {
      let n = events.next(landmark, after);
      while (n !== undefined && !isHere(events, n)) n = events.next(landmark, n);
      return n;
    },
    previous({ history: { events } }, before) {
      let n = events.previous(landmark, before);
      while (n !== undefined && !isHere(events, n)) n = events.previous(landmark, n);
      return n;
    },
    lookout: () => (event) => isOf(event, node) && isLandmark(event, landmark),
  };
}

function touched(
  bits: number,
  node: NodeId,
  isSuch: (type: WorldEvent['type'], ofSnapshot: boolean) => boolean,
): SoughtBothWays {
  const isSo = (events: EventLog, n: number): boolean => isSuch(events.typeOf(n), events.is(n, 'snapshot'));
  return {
    next({ history: { events } }, after) {
      let n = events.nextTouch(node, bits, after);
      while (n !== undefined && !isSo(events, n)) n = events.nextTouch(node, bits, n);
      return n;
    },
    previous({ history: { events } }, before) {
      let n = events.previousTouch(node, bits, before);
      while (n !== undefined && !isSo(events, n)) n = events.previousTouch(node, bits, n);
      return n;
    },
    lookout: () => (event) =>
      isOf(event, node) && (event.touched & bits) !== 0 && isSuch(event.type, isLandmark(event, 'snapshot')),
  };
}

/** Events in which a promise is broken; the newest world of a branch has the list of all of them. */
function violations(node: NodeId): SoughtBothWays {
  const all = ({ live: { world } }: Run): readonly number[] =>
    world.watcher.violations
      .filter(({ nodes }) => node === 0 || nodes.includes(node))
      .map(({ event }) => event);
  return {
    next: (run, after) => all(run).find((event) => event > after),
    previous: (run, before) => all(run).findLast((event) => event < before),
    lookout: () => (event, world) => {
      const { violations } = world.watcher;
      for (let i = violations.length - 1; i >= 0; i--) {
        const { event: number, nodes } = present(violations[i], 'within the list');
        if (number < event.number) return false;
        if (number === event.number && (node === 0 || nodes.includes(node))) return true;
      }
      return false;
    },
  };
}

/** The arrival of messages of a type. */
export function arrivals(type: BusMessageType): Sought {
  return {
    next({ history: { events }, timeline: { arrows } }, after) {
      for (let number = after + 1; number <= events.last; number++) {
        const message = events.messageOf(number);
        if (message === 0 || arrows.typeOf(message) !== type) continue;
        if (events.typeOf(number) !== 'death') return number;
      }
      return undefined;
    },
    lookout:
      () =>
      ({ input, message }) => {
        if (message === 0 || (input?.type !== 'message' && input?.type !== 'peer')) return false;
        return input.message.type === type;
      },
  };
}

function isOf(event: WorldEvent, node: NodeId): boolean {
  return node === 0 || event.node === node;
}
