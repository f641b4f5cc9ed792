import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { assert, present, unreachable } from '../base/assert.ts';
import { gatherPieces, LARGE_BYTES, lengthOf } from '../base/large-bytes.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { isZero, nameOf, wireTypeOf, zeroOf, type Fields } from './field-value.ts';
import type { Field, Held, MessageTable } from './table.ts';

/** The wire form of a message: fields in the order of their numbers, as etcd's writers put them. */
export function encode<T>(table: MessageTable<T>, message: T): Uint8Array {
  const writer = spareWriter ?? new BinaryWriter();
  // Not given back where an assertion fails on the way: what it has begun would come before the next message.
  spareWriter = undefined;
  writeFields(writer, table, message as Fields);
  const bytes = writer.finish();
  if (bytes.length <= SPARE_BYTES_MAX) spareWriter = writer;
  return bytes;
}

/** A writer has a buffer, which is good for the next message, too, if it is not a large one. */
let spareWriter: BinaryWriter | undefined;
const SPARE_BYTES_MAX = 1024 * 1024;

/** A message whose bytes may be in pieces. */
export type Pieced<T> = {
  readonly [Name in keyof T]: T[Name] extends Uint8Array | undefined
    ? T[Name] | readonly Uint8Array[]
    : T[Name] extends readonly unknown[] | string | number | bigint | boolean | undefined
      ? T[Name]
      : Pieced<T[Name]>;
};

/**
 * The same bytes in pieces: bytes of the message that are large are pieces of it as they are, and what `encode` needs as
 * one may be a list of pieces.
 */
export function encodePieces<T>(table: MessageTable<T>, message: Pieced<T>): readonly Uint8Array[] {
  const fields = message as Fields;
  return hasLarge(table, fields)
    ? gatherPieces(piecesOfFields(table, fields))
    : [encode(table as MessageTable, fields)];
}

function hasLarge(table: MessageTable, message: Fields): boolean {
  for (const { name, fieldType, repeated } of table.fieldsByNumber) {
    const value = message[name];
    if (repeated || typeof value !== 'object' || value === null) continue;
    const isLarge =
      fieldType.type === 'message'
        ? hasLarge(fieldType.table(), value as Fields)
        : bytesLength(value) >= LARGE_BYTES;
    if (isLarge) return true;
  }
  return false;
}

/** Of bytes, or of bytes in pieces. */
function bytesLength(value: object): number {
  return value instanceof Uint8Array ? value.length : lengthOf(value as readonly Uint8Array[]);
}

function piecesOfFields(table: MessageTable, message: Fields): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const writer = new BinaryWriter();
  for (const field of table.fieldsByNumber) {
    const inner = innerPieces(field, message[field.name]);
    if (inner === undefined) {
      writeField(writer, table, field, message[field.name]);
      continue;
    }
    writer.tag(field.number, WireType.LengthDelimited).uint32(lengthOf(inner));
    pieces.push(writer.finish(), ...inner);
  }
  pieces.push(writer.finish());
  return pieces;
}

/** Undefined for a field that is written as one. */
function innerPieces({ fieldType, repeated }: Field, value: unknown): readonly Uint8Array[] | undefined {
  if (repeated || value === undefined) return undefined;
  if (fieldType.type === 'message') return piecesOfFields(fieldType.table(), value as Fields);
  if (Array.isArray(value)) return value as readonly Uint8Array[];
  return value instanceof Uint8Array && value.length >= LARGE_BYTES ? [value] : undefined;
}

function writeFields(writer: BinaryWriter, table: MessageTable, message: Fields): void {
  for (const field of table.fieldsByNumber) writeField(writer, table, field, message[field.name]);
}

function writeField(writer: BinaryWriter, table: MessageTable, field: Field, value: unknown): void {
  if (value === undefined || value === null) {
    if (field.zero === 'written' && !field.repeated) writeValue(writer, table, field, zeroOf(field));
  } else if (field.repeated) {
    assert(Array.isArray(value), `${nameOf(table, field)} is a list`);
    writeRepeated(writer, table, field, value);
  } else if (field.zero !== 'omitted' || !isZero(field, value)) {
    writeValue(writer, table, field, value);
  }
}

function writeRepeated(
  writer: BinaryWriter,
  table: MessageTable,
  field: Field,
  values: readonly unknown[],
): void {
  if (field.fieldType.type !== 'enum') {
    for (const value of values) writeValue(writer, table, field, value);
  } else if (values.length > 0) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    for (const value of values) writer.int32(Number(value));
    writer.join();
  }
}

function writeValue(writer: BinaryWriter, table: MessageTable, field: Field, value: unknown): void {
  writer.uint32(((field.number << 3) | wireTypeOf(field)) >>> 0);
  const { fieldType } = field;
  switch (fieldType.type) {
    case 'scalar':
      if (fieldType.kind === 'uint64') writeUint64(writer, table, field, fieldType.held, value);
      else if (fieldType.kind === 'int64') writer.int64(value as bigint);
      else writeScalar(writer, table, field, value);
      break;
    case 'enum':
      writer.int32(enumNumber(field, value));
      break;
    case 'message':
      assert(typeof value === 'object', `${nameOf(table, field)} is a message`);
      writer.fork();
      writeFields(writer, fieldType.table(), value as Fields);
      writer.join();
      break;
    default:
      unreachable(fieldType);
  }
}

function enumNumber({ fieldType, name }: Field, value: unknown): number {
  if (fieldType.type !== 'enum' || fieldType.held === 'number') return Number(value);
  return present(fieldType.table.numbers.get(String(value)), `${name} has a value ${String(value)}`);
}

function writeScalar(writer: BinaryWriter, table: MessageTable, field: Field, value: unknown): void {
  switch (typeof value) {
    case 'number':
      if (field.fieldType.type === 'scalar' && field.fieldType.kind === 'int32') writer.int32(value);
      else writer.uint32(value);
      return;
    case 'boolean':
      writer.bool(value);
      return;
    case 'string':
      writer.bytes(encodeUtf8(value));
      return;
    default:
      if (value instanceof Uint8Array) writer.bytes(value);
      else writePieces(writer, table, field, value);
  }
}

function writePieces(writer: BinaryWriter, table: MessageTable, field: Field, value: unknown): void {
  assert(Array.isArray(value), `${nameOf(table, field)} has a value of its kind`);
  const pieces = value as readonly Uint8Array[];
  writer.uint32(lengthOf(pieces));
  for (const piece of pieces) writer.raw(piece);
}

const UINT64_RANGE = 1n << 64n;
/** So many ids below 0 there may be. */
const LOCAL_IDS = 16;

function writeUint64(
  writer: BinaryWriter,
  table: MessageTable,
  field: Field,
  held: Held,
  value: unknown,
): void {
  if (typeof value === 'number' && value >= 0 && value <= 0xffff_ffff && Number.isInteger(value)) {
    writer.uint32(value); // The same bytes, without the way over a bigint.
  } else if (typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest(held)) {
    writer.uint64(BigInt.asUintN(64, BigInt(value)));
  } else {
    const fits = typeof value === 'bigint' && held !== 'number' && value >= 0n && value < UINT64_RANGE;
    assert(fits, `${nameOf(table, field)} is no ${heldName[held]}: ${String(value)}`);
    writer.uint64(value);
  }
}

function lowest(held: Held): number {
  return held === 'id' ? -LOCAL_IDS : 0;
}

const heldName: Readonly<Record<Held, string>> = {
  bigint: 'number of 64 bits',
  number: 'index',
  numberOrBigint: 'term',
  id: "member's id",
};
