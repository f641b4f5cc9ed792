import type { EnumTable, FieldSpec, Held, MessageTable } from './table.ts';

// The fields of messages that are whole in memory. Their names are those of the table's properties.

/** Any whole number that stays a safe integer here: an index, a count. */
export function whole(number: number): FieldSpec<number> {
  return uint64(number, 'number');
}

/** The whole unsigned 64-bit range: a number while it is a safe integer, a bigint beyond. */
export function wide(number: number): FieldSpec<number | bigint> {
  return uint64(number, 'numberOrBigint');
}

/** An id of 64 bits, always a bigint. */
export function bigId(number: number): FieldSpec<bigint> {
  return uint64(number, 'bigint');
}

/** A member's id: as `wide`, and the local threads -1, -2 are 2^64-1 and 2^64-2 on the wire. */
export function memberId(number: number): FieldSpec<number | bigint> {
  return uint64(number, 'id');
}

function uint64<V>(number: number, held: Held): FieldSpec<V> {
  return { number, name: '', fieldType: { type: 'scalar', kind: 'uint64', held }, repeated: false };
}

export function uint32(number: number): FieldSpec<number> {
  return { number, name: '', fieldType: { type: 'scalar', kind: 'uint32', held: 'bigint' }, repeated: false };
}

export function flag(number: number): FieldSpec<boolean> {
  return { number, name: '', fieldType: { type: 'scalar', kind: 'bool', held: 'bigint' }, repeated: false };
}

export function text(number: number): FieldSpec<string> {
  return { number, name: '', fieldType: { type: 'scalar', kind: 'string', held: 'bigint' }, repeated: false };
}

export function maybeText(number: number): FieldSpec<string | undefined> {
  return { ...text(number), zero: 'writtenIfThere' };
}

/** Absent is not empty: an empty value is written with its length 0. In pieces only to be written. */
export function maybeBytes(number: number): FieldSpec<Uint8Array | undefined> {
  return { ...bytes(number), zero: 'writtenIfThere' };
}

/** The same, and what is read is a copy. */
export function maybeBytesCopied(number: number): FieldSpec<Uint8Array | undefined> {
  return { ...maybeBytes(number), copied: true };
}

/** Absent is empty. */
export function bytes(number: number): FieldSpec<Uint8Array> {
  return { number, name: '', fieldType: { type: 'scalar', kind: 'bytes', held: 'bigint' }, repeated: false };
}

/** A name for a number, by the table of all of them. */
export function named<Name extends string>(number: number, table: EnumTable<Name>): FieldSpec<Name> {
  return { number, name: '', fieldType: { type: 'enum', table, held: 'name' }, repeated: false };
}

/** A message within, which is always there: written even when empty. */
export function within<T>(number: number, table: () => MessageTable<T>): FieldSpec<T> {
  return { number, name: '', fieldType: { type: 'message', table }, repeated: false, zero: 'written' };
}

/** A message within, or undefined. */
export function maybeWithin<T>(number: number, table: () => MessageTable<T>): FieldSpec<T | undefined> {
  return { number, name: '', fieldType: { type: 'message', table }, repeated: false, zero: 'writtenIfThere' };
}

export function each<V>(field: FieldSpec<V>): FieldSpec<readonly V[]> {
  const { holds: _, ...rest } = field;
  return { ...rest, repeated: true };
}

export function all<T>(number: number, table: () => MessageTable<T>): FieldSpec<readonly T[]> {
  return { number, name: '', fieldType: { type: 'message', table }, repeated: true };
}

/** Written even when it is zero: whoever makes such a message names the field. */
export function always<V>(field: FieldSpec<V>): FieldSpec<V> {
  return { ...field, zero: 'written' };
}
