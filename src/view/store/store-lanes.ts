import type { Revision } from '../../base/flavor.ts';
import type { LeaseId } from '../../etcd/request.ts';
import type { RecordFrame, StoreFrame } from '../../lab/frame/frame.ts';
import { showBytes } from '../say/show-bytes.ts';
import { compareBytes } from './store-rows.ts';

/** The store over its revisions: a lane a key, a bar a version of it, from the revision that wrote it to the next. */
export interface StoreLanes {
  readonly first: Revision;
  readonly last: Revision;
  /** Revisions below are gone; 0: nothing is compacted. */
  readonly compacted: Revision;
  /** Ascending by key, at most `limit`. */
  readonly lanes: readonly KeyLane[];
  readonly ticks: readonly Revision[];
}

export interface KeyLane {
  readonly key: Uint8Array;
  readonly name: string;
  readonly versions: readonly VersionBar[];
}

/** One version's life, from `from` up to but not including `to`; a tombstone has no extent. */
export interface VersionBar {
  readonly from: Revision;
  readonly to: Revision;
  readonly deleted: boolean;
  /** It was written before the window begins: of it nothing more is known here. */
  readonly begunBefore: boolean;
  /** 0 of a tombstone, and where it is not known. */
  readonly version: number;
  readonly value: string;
  readonly lease: LeaseId;
}

const TICKS_MAX = 6;

export function storeLanes(store: StoreFrame, limit: number): StoreLanes {
  const { first, last, records } = store.history;
  const byKey = new Map<string, RecordFrame[]>();
  for (const record of records) {
    const name = hexOf(record.key);
    const known = byKey.get(name);
    if (known) known.push(record);
    else byKey.set(name, [record]);
  }
  const lanes = [...byKey.values()].flatMap((changes) => {
    const key = changes[0]?.key;
    return key ? { key, name: showBytes(key), versions: versionsOf(changes, store) } : [];
  });
  for (const { key, modRevision, version, value, lease } of store.kvs) {
    if (byKey.has(hexOf(key)) || modRevision > last) continue;
    // Nothing has changed it in the window: one version from end to end.
    lanes.push({
      key,
      name: showBytes(key),
      versions: [
        {
          from: Math.max(first, modRevision),
          to: last + 1,
          deleted: false,
          begunBefore: modRevision < first,
          version,
          value: showBytes(value),
          lease,
        },
      ],
    });
  }
  lanes.sort((a, b) => compareBytes(a.key, b.key));
  return {
    first,
    last,
    compacted: store.compactRevision,
    lanes: lanes.slice(0, limit),
    ticks: revisionTicks(first, last, TICKS_MAX),
  };
}

function versionsOf(changes: readonly RecordFrame[], store: StoreFrame): VersionBar[] {
  const { first, last } = store.history;
  const bars: VersionBar[] = [];
  const [oldest] = changes;
  const hadOneBefore =
    oldest !== undefined &&
    oldest.revision > Math.max(first, store.compactRevision) &&
    (oldest.deleted || oldest.version > 1);
  if (hadOneBefore) {
    bars.push({
      from: first,
      to: oldest.revision,
      deleted: false,
      begunBefore: true,
      version: oldest.deleted ? 0 : oldest.version - 1,
      value: '',
      lease: 0n,
    });
  }
  changes.forEach(({ revision, deleted, version, value, lease }, i) => {
    const next = changes[i + 1]?.revision ?? last + 1;
    bars.push({
      from: revision,
      to: deleted ? revision : next,
      deleted,
      begunBefore: false,
      version,
      value: showBytes(value),
      lease,
    });
  });
  return bars;
}

/** Round numbers along the window, few enough to be read. */
export function revisionTicks(first: Revision, last: Revision, most: number): Revision[] {
  const span = Math.max(1, last - first + 1);
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const step = steps.find((each) => span / each <= most) ?? Math.ceil(span / most);
  const ticks: Revision[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) ticks.push(at);
  return ticks;
}

/** Where a revision stands along the window, in percent; the window's end is 100. */
export function revisionPlace(
  revision: Revision,
  { first, last }: { readonly first: Revision; readonly last: Revision },
): number {
  const place = ((revision - first) / Math.max(1, last - first + 1)) * 100;
  return Math.min(100, Math.max(0, place));
}

function hexOf(key: Uint8Array): string {
  let hex = '';
  for (const byte of key) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
