import { unreachable } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import type { RangeRequest, RangeResult, SortTarget } from '../request.ts';
import { goSort } from './go-sort.ts';
import { visitRange } from './key-index.ts';
import { compareKeys } from './key-range.ts';
import { keyValueOf, type KeyRecord } from './key-record.ts';
import type { StoreState } from './store-state.ts';

export type RangeAnswer =
  | { readonly ok: true; readonly result: RangeResult }
  | { readonly ok: false; readonly error: 'compacted' | 'futureRevision' };

/**
 * Answers a range request as of revision `current`, the newest the asker may see (etcd: applierV3backend.Range,
 * etcdserver/apply.go; rangeKeys, kvstore_txn.go).
 *
 * `count` is of all keys in the range: neither the limit nor the bounds on revisions change it. Without an order to
 * sort by and without bounds, no more than `limit` + 1 keys are looked at, the first in order of key; a sort target
 * other than KEY sorts what was looked at. So `limit 1` by VALUE, but with no order given, is the smaller of the first
 * two: etcd's answer, and therefore ours.
 */
export function readRange(state: StoreState, request: RangeRequest, current: Revision): RangeAnswer {
  if (request.revision > current) return { ok: false, error: 'futureRevision' };
  const at = request.revision <= 0 ? current : request.revision;
  if (at < state.compacted) return { ok: false, error: 'compacted' };

  const limit = request.limit !== undefined && request.limit > 0 ? request.limit : Infinity;
  const most = request.countOnly === true ? 0 : looksAtEverything(request) ? Infinity : limit + 1;
  const found: KeyRecord[] = [];
  let count = 0;
  visitRange(state.index, request, at, (record) => {
    count++;
    if (found.length < most) found.push(record);
  });

  const sorted = sort(request, withinBounds(request, found));
  const more = sorted.length > limit;
  const kvs = more ? sorted.slice(0, limit) : sorted;
  return {
    ok: true,
    result: {
      type: 'range',
      revision: current,
      kvs: kvs.map((record) => keyValueOf(record, request.keysOnly)),
      count,
      more,
    },
  };
}

/** 0 is no bound. */
function boundsOf(request: RangeRequest): readonly number[] {
  const { minModRevision, maxModRevision, minCreateRevision, maxCreateRevision } = request;
  return [minModRevision ?? 0, maxModRevision ?? 0, minCreateRevision ?? 0, maxCreateRevision ?? 0];
}

function looksAtEverything(request: RangeRequest): boolean {
  return (request.sortOrder ?? 'NONE') !== 'NONE' || boundsOf(request).some((bound) => bound !== 0);
}

function withinBounds(request: RangeRequest, records: KeyRecord[]): KeyRecord[] {
  const [minMod = 0, maxMod = 0, minCreate = 0, maxCreate = 0] = boundsOf(request);
  if (minMod === 0 && maxMod === 0 && minCreate === 0 && maxCreate === 0) return records;
  return records.filter(
    ({ main, createRevision }) =>
      (maxMod === 0 || main <= maxMod) &&
      (minMod === 0 || main >= minMod) &&
      (maxCreate === 0 || createRevision <= maxCreate) &&
      (minCreate === 0 || createRevision >= minCreate),
  );
}

/** A target other than KEY without an order sorts ascending. */
function sort(request: RangeRequest, records: KeyRecord[]): KeyRecord[] {
  const target = request.sortTarget ?? 'KEY';
  const order = request.sortOrder ?? 'NONE';
  if (order === 'NONE' && target === 'KEY') return records;
  const less = lessBy(target);
  goSort(records, order === 'DESCEND' ? (a, b) => less(b, a) : less);
  return records;
}

function lessBy(target: SortTarget): (a: KeyRecord, b: KeyRecord) => boolean {
  switch (target) {
    case 'KEY':
      return (a, b) => compareKeys(a.key, b.key) < 0;
    case 'VALUE':
      return (a, b) => compareKeys(a.value, b.value) < 0;
    case 'VERSION':
      return (a, b) => a.version < b.version;
    case 'CREATE':
      return (a, b) => a.createRevision < b.createRevision;
    case 'MOD':
      return (a, b) => a.main < b.main;
    default:
      return unreachable(target);
  }
}
