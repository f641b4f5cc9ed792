import type { Revision } from '../../base/flavor.ts';
import type { MemberConfig } from '../io.ts';

/** Where a member's compactor stands (etcd: v3compactor). Never changed once made. */
export interface Compactor {
  /** When it looks next. */
  readonly nextLookMs: number;
  /** periodic: the revisions at the last looks, oldest first: the first is as old as what shall stay. */
  readonly revisions: readonly Revision[];
  /** periodic: when it began, or last compacted. */
  readonly lastSuccessMs: number;
  /** periodic: it has waited for the first whole period. */
  readonly hasBegun: boolean;
  /** revision: up to where it has compacted. */
  readonly compactedTo: Revision;
  /** Its compaction is under way: it looks no more until that has ended. */
  readonly call: number | undefined;
}

/** etcd compacts at least once an hour, .. */
const INTERVAL_MS_MAX = 3_600_000;
/** .. looks so often within that, .. */
const LOOKS_PER_INTERVAL = 10;
/** .. and where it counts revisions, every five minutes. */
const REVISION_LOOK_MS = 300_000;

/** As a member's life begins. */
export function beginCompactor(config: MemberConfig, revision: Revision): Compactor {
  return {
    nextLookMs: config.startedAtMs + lookMs(config),
    revisions: [revision],
    lastSuccessMs: config.startedAtMs,
    hasBegun: false,
    compactedTo: 0,
    call: undefined,
  };
}

/** How often a leader compacts, in ms. */
export function intervalMs(retention: number): number {
  return Math.min(retention, INTERVAL_MS_MAX);
}

/** How often it is looked whether to. */
export function lookMs({ autoCompactionMode, autoCompactionRetention }: MemberConfig): number {
  return autoCompactionMode === 'revision'
    ? REVISION_LOOK_MS
    : intervalMs(autoCompactionRetention) / LOOKS_PER_INTERVAL;
}

/** etcd keeps one look more than a period has. */
export function looksKept(config: MemberConfig): number {
  if (config.autoCompactionMode === 'revision') return 1;
  return Math.floor(config.autoCompactionRetention / lookMs(config)) + 1;
}
