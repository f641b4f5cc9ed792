import type { Micros, NodeId } from '../base/flavor.ts';
import type { Member } from '../node/member.ts';
import type { WorldEvent } from './world-event.ts';

/** A promise that was broken, where and when. */
export interface Violation {
  readonly property: string;
  readonly at: Micros;
  readonly event: number;
  readonly nodes: readonly NodeId[];
  readonly detail: string;
}

/** Looks on after every event and remembers; part of the world's state, so it is cloned with it. */
export interface Watcher {
  /** How many events it has looked at. */
  readonly steps: number;
  readonly violations: readonly Violation[];
  /** `member` is the one the event happened to, just after it, if it lives. */
  look(event: WorldEvent, member: Member | undefined): void;
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
