import type { Micros, NodeId } from '../../base/flavor.ts';
import type { Stall } from '../../check/progress/stall.ts';
import type { PropertyKind, PropertyName } from '../../check/properties.ts';
import type { ClientContradiction } from '../../check/clients/contradiction.ts';
import type { RaftContradiction } from '../../check/raft/contradiction.ts';
import type { WorldEvent } from './world-event.ts';

/** A property that was found broken: which, where and when. */
export interface Violation {
  readonly property: PropertyName;
  /** Whether it is damage, or a rule that was not kept. */
  readonly kind: PropertyKind;
  readonly at: Micros;
  readonly event: number;
  /** At whose event it was found: who has done it. 0: nobody. */
  readonly by: NodeId;
  readonly nodes: readonly NodeId[];
  readonly detail: string;
  readonly because: Contradiction;
  /** The event that it contradicts, where there is one. */
  readonly earlier?: number;
  /** The first event in which a member took a forged message: what came after may be the forger's doing. */
  readonly afterForged?: number;
  /** The first event in which a member began on a disk that had lost what it had said it had synced: likewise. */
  readonly afterForgot?: number;
}

/** What is broken, in numbers: entries, terms, nodes; `earlier` is the event that it contradicts. Each room of checks has its own. */
export type Contradiction = RaftContradiction | ClientContradiction;

/** Looks on after every event and remembers; part of the world's state, so it is cloned with it. */
export interface Watcher {
  /** How many events it has looked at. */
  readonly steps: number;
  readonly violations: readonly Violation[];
  /** What is stalled now: promises of progress that are open for longer than they should be; absent: nobody looks. */
  readonly stalls?: readonly Stall[];
  /** All that it may know is in the event: what the member said is its record. */
  look(event: WorldEvent): void;
  clone(): Watcher;
}

/** Sees nothing. */
export class NoWatcher implements Watcher {
  readonly steps = 0;
  readonly violations: readonly Violation[] = [];
  look(): void {}
  clone(): Watcher {
    return this;
  }
}
