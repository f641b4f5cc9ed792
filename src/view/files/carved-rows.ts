import type { Carved, CarvedRecord } from '../../datadir/backend/carve.ts';
import { showAllBytes, showBytes } from '../say/show-bytes.ts';
import { shownValue, VALUE_SHOWN_BYTES, type ShownValue } from './key-rows.ts';

/** What was found in pages that the tree does not lead to, in numbers. */
export type CarvedSums = Pick<Carved, 'same' | 'others' | 'left'> & { readonly count: number };

/** A record that was found, as one line of a list. */
export interface CarvedRow extends Pick<
  CarvedRecord,
  'main' | 'sub' | 'deleted' | 'version' | 'valueBytes' | 'sureness' | 'standing' | 'page' | 'copies'
> {
  readonly number: number;
  readonly key: string;
}

export interface CarvedDetail extends CarvedRow {
  readonly wholeKey: string;
  readonly value: ShownValue | undefined;
}

export function carvedSums({ records, same, others, left }: Carved): CarvedSums {
  return { count: records.length, same, others, left };
}

export function carvedRow({ records }: Carved, number: number): CarvedRow | undefined {
  const record = records[number];
  if (record === undefined) return undefined;
  const { main, sub, deleted, version, valueBytes, sureness, standing, page, copies, key } = record;
  const own = { main, sub, deleted, version, valueBytes, sureness, standing, page, copies };
  return { ...own, number, key: showBytes(key) };
}

export function carvedDetail(carved: Carved, number: number): CarvedDetail | undefined {
  const [row, record] = [carvedRow(carved, number), carved.records[number]];
  if (row === undefined || record === undefined) return undefined;
  const { key, value, deleted } = record;
  return {
    ...row,
    wholeKey: showAllBytes(key.subarray(0, VALUE_SHOWN_BYTES)),
    value: value === undefined || deleted ? undefined : shownValue(value),
  };
}
