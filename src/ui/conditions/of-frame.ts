import type { Held } from '../../lab/debug/holds.ts';
import type { WatchFrame } from '../../lab/debug/watches.ts';
import type { Frame } from '../../lab/frame/frame.ts';

export type Hit = Held['hits'][number];

const NONE: readonly WatchFrame[] = [];

export function watchesOf(frame: Frame): readonly WatchFrame[] {
  return frame.watches ?? NONE;
}

/** The breakpoint at which the run has halted. */
export function haltedAt(frame: Frame): number | undefined {
  return frame.halted?.breakpoint;
}
