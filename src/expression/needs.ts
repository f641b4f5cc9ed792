import { unreachable } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import type { RuleName } from '../raft/rules.ts';
import { touches, type Touch } from '../node/report/touched.ts';
import type { NodeTrace } from '../node/io.ts';
import type { BusMessageType } from '../sim/world/bus-message.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';

/** What of a member an expression may look at (node/report/touched.ts); `any`: what no bit of it tells of, as clocks and queues. */
export type Part = Touch | 'any';

/** Any event of the node may change it. */
export const ANY_TOUCH = -1;

/** What can happen in an event that an expression asks for. A set that is not there means any of the kind. */
export type Happens =
  /** A raft message is delivered, a member gives itself one, or its storage does. */
  | { readonly type: 'message'; readonly messages?: ReadonlySet<BusMessageType> }
  /** A message is sent. */
  | { readonly type: 'sent' }
  /** A message ends, delivered or not. */
  | { readonly type: 'ended' }
  | {
      readonly type: 'decision';
      readonly decisions?: ReadonlySet<NodeTrace['type']>;
      readonly rules?: ReadonlySet<RuleName>;
    }
  /** A call begins or ends. */
  | { readonly type: 'call' }
  /** Something happens to a client program. */
  | { readonly type: 'client' }
  /** A promise is broken: the length of the watcher's list has changed. */
  | { readonly type: 'violation' }
  | { readonly type: 'election' }
  | { readonly type: 'events'; readonly events: ReadonlySet<WorldEvent['type']> };

/** What of whom: node 0 is any; bits are those of `touches`, or ANY_TOUCH. */
export interface NodeTouch {
  readonly node: NodeId;
  readonly bits: number;
}

/**
 * Which events can change what an expression gives. One that matches nothing of it leaves the value as it was, or
 * (`Compiled.usesEvent`) as it is where nothing of the kind happens. Commands, and events in which a member becomes another
 * (`became`), always match.
 */
export interface Needs {
  /** Every event may: it asks for the time, or for what is in flight. */
  readonly every: boolean;
  readonly touches: readonly NodeTouch[];
  readonly happens: readonly Happens[];
}

export const NOTHING: Needs = { every: false, touches: [], happens: [] };
export const EVERYTHING: Needs = { every: true, touches: [], happens: [] };

export function needsOfTouches(node: NodeId | undefined, parts: readonly Part[]): Needs {
  if (parts.length === 0) return NOTHING;
  const bits = parts.reduce((all, part) => all | (part === 'any' ? ANY_TOUCH : touches[part]), 0);
  return { ...NOTHING, touches: [{ node: node ?? 0, bits }] };
}

export function needsOfHappens(...happens: readonly Happens[]): Needs {
  return { ...NOTHING, happens };
}

export function both(a: Needs, b: Needs): Needs {
  if (a.every || b.every) return EVERYTHING;
  if (a === NOTHING || a === b) return b;
  if (b === NOTHING) return a;
  return {
    every: false,
    touches: joined([...a.touches, ...b.touches]),
    happens: [...a.happens, ...b.happens.filter((one) => !a.happens.includes(one))],
  };
}

/** One a node. */
function joined(all: readonly NodeTouch[]): NodeTouch[] {
  const bitsOf = new Map<NodeId, number>();
  for (const { node, bits } of all) bitsOf.set(node, (bitsOf.get(node) ?? 0) | bits);
  return [...bitsOf].map(([node, bits]) => ({ node, bits }));
}

/** How much there is to look at, roughly: of two that are enough each, the smaller is better. */
export function breadthOf({ every, touches, happens }: Needs): number {
  if (every) return Infinity;
  let breadth = touches.length * 4;
  for (const one of happens) breadth += Object.keys(one).length > 1 ? 1 : 8;
  return breadth;
}

/**
 * Whether the event may have changed what an expression gives. A violation is not in the event: whoever keeps the list of them
 * says whether it has grown.
 */
export function mayMatter(needs: Needs, event: WorldEvent, hasNewViolation: boolean): boolean {
  if (needs.every || event.command !== undefined || event.became.length > 0) return true;
  for (const happens of needs.happens) if (hasHappened(happens, event, hasNewViolation)) return true;
  for (const { node, bits } of needs.touches) {
    if (node !== 0 && node !== event.node) continue;
    if (bits === ANY_TOUCH || (bits & event.touched) !== 0) return true;
  }
  return false;
}

function hasHappened(happens: Happens, event: WorldEvent, hasNewViolation: boolean): boolean {
  switch (happens.type) {
    case 'message': {
      const type = stepMessageType(event);
      return type !== undefined && (happens.messages?.has(type) ?? true);
    }
    case 'sent':
      return event.sent.length > 0;
    case 'ended':
      return event.ended.length > 0;
    case 'decision': {
      const { decisions, rules } = happens;
      return (event.output?.trace ?? []).some(
        (trace) =>
          (decisions?.has(trace.type) ?? true) &&
          (rules === undefined || ('rule' in trace && trace.rule !== undefined && rules.has(trace.rule))),
      );
    }
    case 'call':
      return event.calls.length > 0;
    case 'client':
      return event.client !== undefined;
    case 'violation':
      return hasNewViolation;
    case 'election':
      return event.elected !== undefined;
    case 'events':
      return happens.events.has(event.type);
    default:
      return unreachable(happens);
  }
}

/**
 * The type of the message that a step is about: the one that was delivered (also what members ask each other beside raft); or
 * what a member's own storage says, when a write or an apply is done; or else the first that the member gave itself.
 */
export function stepMessageType(event: WorldEvent): BusMessageType | undefined {
  const { input, output, waits } = event;
  if (input === undefined || waits) return undefined;
  switch (input.type) {
    case 'message':
    case 'peer':
      return input.message.type;
    case 'writeDone':
      return 'MsgStorageAppendResp';
    case 'applyDone':
      return 'MsgStorageApplyResp';
    default:
      for (const trace of output?.trace ?? []) if (trace.type === 'localMessage') return trace.messageType;
      return undefined;
  }
}
