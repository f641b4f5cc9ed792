import type { Frame } from '../../lab/frame/frame.ts';
import type { Breakpoint } from '../view-state.ts';
import type { LabPort, RunEnd } from '../../lab/lab-port.ts';

/** An instant at which a condition began to hold. */
export interface Hit {
  readonly event: number;
  readonly atMs: number;
}

/** The first of them, and how many there are in all. */
export interface Hits {
  readonly hits: readonly Hit[];
  readonly total: number;
}

/** A watch expression at the playhead; `changes`: when it changes, in the window of the diagram. */
export interface WatchFrame {
  readonly text: string;
  readonly value: string;
  readonly error?: string;
  readonly changes: readonly number[];
}

/** What of the lab is asked here. */
export interface ConditionsPort {
  setBreakpoints(list: readonly Breakpoint[]): Promise<void>;
  setWatches(list: readonly string[]): Promise<void>;
  holds(condition: string): Promise<Hits>;
  runUntil(condition: string, maxMs?: number): Promise<RunEnd>;
}

export function conditionsOf(lab: LabPort): ConditionsPort {
  return lab as unknown as ConditionsPort;
}

const NONE: readonly WatchFrame[] = [];

export function watchesOf(frame: Frame): readonly WatchFrame[] {
  return (frame as { watches?: readonly WatchFrame[] }).watches ?? NONE;
}

/** The breakpoint at which the run has halted. */
export function haltedAt(frame: Frame): number | undefined {
  return frame.halted?.breakpoint;
}
