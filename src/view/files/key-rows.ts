import type { Revision } from '../../base/flavor.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { Db } from '../../bbolt/db.ts';
import type { KeyTimes } from '../../datadir/backend/key-times.ts';
import { valueOf } from '../../datadir/backend/value.ts';
import { valueKind, type ValueKind } from '../../datadir/backend/value-kind.ts';
import { formatId } from '../say/format.ts';
import { hexLines, showAllBytes, showBytes } from '../say/show-bytes.ts';

/** Which records of a store are listed. */
export interface KeyQuery {
  /** Keys that begin so; '' for all. */
  readonly prefix: string;
  /** The store as it was at this revision, in the order of the keys; absent: every revision there is, the newest first. */
  readonly at?: Revision;
}

/** A record of a key, as one line of a list. */
export interface KeyRow {
  readonly position: number;
  readonly main: Revision;
  readonly sub: number;
  readonly key: string;
  readonly isTombstone: boolean;
  readonly create: Revision;
  readonly version: number;
  /** As etcdctl prints it; '' for none. */
  readonly lease: string;
  readonly valueBytes: number;
}

/** The positions of the records that a query means, in the order in which they are listed. */
export function listedKeys(times: KeyTimes, { prefix, at }: KeyQuery): Uint32Array {
  const numbers = times.names.withPrefix(encodeUtf8(prefix));
  if (at !== undefined) return Uint32Array.from(times.at(at, numbers));
  const isAsked = new Uint8Array(times.names.size);
  for (const number of numbers) isAsked[number] = 1;
  const listed = new Uint32Array(times.length);
  let length = 0;
  for (let position = times.length - 1; position >= 0; position--)
    if (isAsked[times.keyNumber(position)] === 1) listed[length++] = position;
  return listed.subarray(0, length);
}

export function keyRow(times: KeyTimes, position: number): KeyRow {
  const lease = times.lease(position);
  return {
    position,
    main: times.main(position),
    sub: times.sub(position),
    key: showBytes(times.key(position)),
    isTombstone: times.isTombstone(position),
    create: times.createRevision(position),
    version: times.version(position),
    lease: lease === 0n ? '' : formatId(lease),
    valueBytes: times.valueBytes(position),
  };
}

/** So much of a value is shown; more is for the machine. */
export const VALUE_SHOWN_BYTES = 64 * 1024;

export interface ShownValue {
  readonly kind: ValueKind;
  /** As it is, what is not printable escaped; of JSON laid out. */
  readonly text: string;
  readonly hex: readonly string[];
  /** Bytes that are not shown as text. */
  readonly left: number;
}

/** A record with its value, and the whole life of its key, the oldest first. */
export interface KeyDetail extends KeyRow {
  readonly wholeKey: string;
  readonly value: ShownValue | undefined;
  readonly life: readonly KeyRow[];
}

/** So much of a key's life is listed: the newest. */
const LIFE_MAX = 200;

/** Throws DbError where its page cannot be read. */
export function keyDetail(db: Db, times: KeyTimes, position: number): KeyDetail {
  const life = times.ofKeyNumber(times.keyNumber(position)).slice(-LIFE_MAX);
  return {
    ...keyRow(times, position),
    wholeKey: showAllBytes(times.key(position).subarray(0, VALUE_SHOWN_BYTES)),
    value: times.isTombstone(position) ? undefined : shownValue(valueOf(db, times, position)),
    life: life.map((each) => keyRow(times, each)),
  };
}

export function shownValue(value: Uint8Array): ShownValue {
  const kind = valueKind(value);
  const shown = value.subarray(0, VALUE_SHOWN_BYTES);
  const isJson = kind.type === 'json' || (kind.type === 'kubernetes' && kind.form === 'json');
  return {
    kind,
    text: isJson && shown.length === value.length ? laidOut(shown) : showAllBytes(shown),
    hex: hexLines(shown).shown,
    left: value.length - shown.length,
  };
}

/** Where it is JSON: `valueKind` has read it. */
function laidOut(bytes: Uint8Array): string {
  const json: unknown = JSON.parse(decodeUtf8(bytes));
  return JSON.stringify(json, undefined, 2);
}
