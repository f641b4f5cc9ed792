import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { assert, present, unreachable } from '../base/assert.ts';
import { gatherPieces, LARGE_BYTES, lengthOf } from '../base/large-bytes.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { isZero, nameOf, wireTypeOf, zeroOf, type Fields } from './field-value.ts';
import type { Field, Held, MessageTable, ScalarKind } from './table.ts';

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
  for (const { name, fieldType } of table.largeFields) {
    const value = message[name];
    if (typeof value !== 'object' || value === null) continue;
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
  for (const one of writersOf(table)) {
    const { field } = one;
    const inner = innerPieces(field, message[field.name]);
    if (inner === undefined) {
      writeField(writer, one, message[field.name]);
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
  for (const one of writersOf(table)) writeField(writer, one, message[one.field.name]);
}

/** How one field is written: what its table says of it is looked up once, not with every value. */
interface FieldWriter {
  readonly field: Field;
  /** In errors. */
  readonly name: string;
  /** The field's number and wire type, as they stand before each value. */
  readonly tag: number;
  /** What stands after the tag. */
  readonly write: (writer: BinaryWriter, value: unknown) => void;
}

const fieldWriters = new WeakMap<MessageTable, readonly FieldWriter[]>();

function writersOf(table: MessageTable): readonly FieldWriter[] {
  let writers = fieldWriters.get(table);
  if (writers === undefined) {
    writers = table.fieldsByNumber.map((field) => writerOf(table, field));
    fieldWriters.set(table, writers);
  }
  return writers;
}

function writerOf(table: MessageTable, field: Field): FieldWriter {
  const tag = ((field.number << 3) | wireTypeOf(field)) >>> 0;
  return { field, name: nameOf(table, field), tag, write: contentWriter(field, nameOf(table, field)) };
}

function writeField(writer: BinaryWriter, one: FieldWriter, value: unknown): void {
  const { field, name } = one;
  if (value === undefined || value === null) {
    if (field.zero === 'written' && !field.repeated) writeValue(writer, one, zeroOf(field));
  } else if (field.repeated) {
    assert(Array.isArray(value), `${name} is a list`);
    writeRepeated(writer, one, value);
  } else if (field.zero !== 'omitted' || !isZero(field, value)) {
    writeValue(writer, one, value);
  }
}

function writeRepeated(writer: BinaryWriter, one: FieldWriter, values: readonly unknown[]): void {
  const { field } = one;
  if (field.fieldType.type !== 'enum') {
    for (const value of values) writeValue(writer, one, value);
  } else if (values.length > 0) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    for (const value of values) writer.int32(Number(value));
    writer.join();
  }
}

function writeValue(writer: BinaryWriter, { tag, write }: FieldWriter, value: unknown): void {
  writer.uint32(tag);
  write(writer, value);
}

function contentWriter(field: Field, name: string): FieldWriter['write'] {
  const { fieldType } = field;
  switch (fieldType.type) {
    case 'scalar': {
      const { kind, held } = fieldType;
      if (kind === 'uint64') return (writer, value) => writeUint64(writer, name, held, value);
      if (kind === 'int64') return (writer, value) => void writer.int64(value as bigint);
      return (writer, value) => writeScalar(writer, name, kind, value);
    }
    case 'enum':
      return (writer, value) => void writer.int32(enumNumber(field, value));
    case 'message':
      return (writer, value) => {
        assert(typeof value === 'object', `${name} is a message`);
        writer.fork();
        writeFields(writer, fieldType.table(), value as Fields);
        writer.join();
      };
    default:
      return unreachable(fieldType);
  }
}

function enumNumber({ fieldType, name }: Field, value: unknown): number {
  if (fieldType.type !== 'enum' || fieldType.held === 'number') return Number(value);
  return present(fieldType.table.numbers.get(String(value)), `${name} has a value ${String(value)}`);
}

function writeScalar(writer: BinaryWriter, name: string, kind: ScalarKind, value: unknown): void {
  switch (typeof value) {
    case 'number':
      if (kind === 'int32') writer.int32(value);
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
      else writePieces(writer, name, value);
  }
}

function writePieces(writer: BinaryWriter, name: string, value: unknown): void {
  assert(Array.isArray(value), `${name} has a value of its kind`);
  const pieces = value as readonly Uint8Array[];
  writer.uint32(lengthOf(pieces));
  for (const piece of pieces) writer.raw(piece);
}

const UINT64_RANGE = 1n << 64n;
/** So many ids below 0 there may be. */
const LOCAL_IDS = 16;

function writeUint64(writer: BinaryWriter, name: string, held: Held, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value <= 0xffff_ffff && Number.isInteger(value)) {
    writer.uint32(value); // The same bytes, without the way over a bigint.
  } else if (typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest(held)) {
    writer.uint64(BigInt.asUintN(64, BigInt(value)));
  } else {
    const fits = typeof value === 'bigint' && held !== 'number' && value >= 0n && value < UINT64_RANGE;
    assert(fits, `${name} is no ${heldName[held]}: ${String(value)}`);
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
