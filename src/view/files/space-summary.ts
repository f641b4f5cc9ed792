import type { Revision } from '../../base/flavor.ts';
import type { Db } from '../../bbolt/db.ts';
import type { PageProblem, PageReport } from '../../bbolt/report.ts';
import type { KeyTimes } from '../../datadir/backend/key-times.ts';
import {
  compactionGain,
  spaceByPrefix,
  spaceOf,
  type Share,
  type Space,
  type Spent,
} from '../../datadir/backend/space.ts';
import { showBytes } from '../say/show-bytes.ts';
import { pageMap, type PageMap } from './page-map.ts';

export interface PrefixRow extends Spent {
  readonly prefix: string;
  readonly keys: number;
  readonly bytes: number;
}

/** Where a file's bytes are, and what could be had back. */
export interface SpaceSummary extends Omit<Space, 'buckets'> {
  readonly prefixes: readonly PrefixRow[];
  /** Prefixes that are not listed, and their bytes. */
  readonly rest: { readonly prefixes: number; readonly bytes: number };
  /** A compaction at the newest revision. */
  readonly compaction: Share;
  /** About the length of the file after that compaction and a defragmentation. */
  readonly afterBoth: number;
  readonly map: PageMap;
  readonly problems: readonly PageProblem[];
}

/** A map of more cells is a picture of nothing. */
const CELLS_MAX = 4096;
/** A defragmentation fills pages so far (datadir/backend/space.ts). */
const DEFRAG_FILL = 0.9;
const PROBLEMS_MAX = 100;

/** `keepsTombstones`: as etcd compacts since 3.5.16 and 3.6. */
export function spaceSummary(
  db: Db,
  times: KeyTimes,
  report: PageReport,
  { revision, keepsTombstones }: { revision: Revision; keepsTombstones: boolean },
): SpaceSummary {
  const { buckets: _, ...space } = spaceOf(db, times, report);
  const { prefixes, rest } = spaceByPrefix(times);
  const compaction = compactionGain(times, revision, keepsTombstones);
  const pagesLess = Math.floor(compaction.bytes / (db.pageSize * DEFRAG_FILL));
  return {
    ...space,
    prefixes: prefixes.map((spent): PrefixRow => {
      const { prefix, keys, live, old, tombstones } = spent;
      return { prefix: showBytes(prefix), keys, live, old, tombstones, bytes: bytesOf(spent) };
    }),
    rest: { prefixes: rest.prefixes, bytes: bytesOf(rest) },
    compaction,
    afterBoth: Math.max(db.pageSize, space.afterDefrag - pagesLess * db.pageSize),
    map: pageMap(report, CELLS_MAX),
    problems: report.problems.slice(0, PROBLEMS_MAX),
  };
}

function bytesOf({ live, old, tombstones }: Spent): number {
  return live.bytes + old.bytes + tombstones.bytes;
}
