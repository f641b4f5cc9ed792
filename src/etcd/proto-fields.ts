import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { unreachable } from '../base/assert.ts';

/**
 * Protocol Buffers by table: a message is a list of fields, each with its number and kind. As in proto3, a zero, a
 * false and an empty string of bytes are not written, and a field that is not in the table is an error here, because
 * a command that is only half understood must not be applied.
 */
export type FieldKind = 'number' | 'bool' | 'bytes' | 'message';
export interface Field {
  readonly name: string;
  readonly number: number;
  readonly kind: FieldKind;
}
export type FieldValue = number | boolean | Uint8Array;

/** The bytes are not what the table describes. */
export class WireFormatError extends Error {
  override name = 'WireFormatError';
}

const wireTypeOf: Readonly<Record<FieldKind, WireType>> = {
  number: WireType.Varint,
  bool: WireType.Varint,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
};

/** A message as its table and the values of its fields, by name; what is undefined is not there. */
export interface FieldsToWrite {
  readonly table: readonly Field[];
  readonly values: Readonly<Record<string, FieldValue | FieldsToWrite | undefined>>;
}

export function encodeFields(message: FieldsToWrite): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(writer, message);
  return writer.finish();
}

/** Fields are written in the order of the table; a message within is written even if it is empty. */
export function writeFields(writer: BinaryWriter, { table, values }: FieldsToWrite): void {
  for (const field of table) {
    const value = values[field.name];
    if (value === undefined || value === 0 || value === false) continue;
    if (value instanceof Uint8Array) {
      if (value.length > 0) writer.tag(field.number, WireType.LengthDelimited).bytes(value);
    } else if (typeof value === 'object') {
      writer.tag(field.number, WireType.LengthDelimited).fork();
      writeFields(writer, value);
      writer.join();
    } else {
      writer.tag(field.number, WireType.Varint).int64(Number(value));
    }
  }
}

/** By name what is in the bytes; of a field that is there twice, the last. Throws WireFormatError. */
export function decodeFields(
  what: string,
  table: readonly Field[],
  bytes: Uint8Array,
): ReadonlyMap<string, FieldValue> {
  const found = new Map<string, FieldValue>();
  const reader = new BinaryReader(bytes);
  let field: Field | undefined;
  try {
    while (reader.pos < reader.len) {
      field = undefined;
      const [number, wireType] = reader.tag();
      field = fieldNumbered(table, number);
      if (wireType !== wireTypeOf[field.kind]) throw new WireFormatError(`has wire type ${wireType}`);
      found.set(field.name, readValue(reader, field.kind));
    }
  } catch (error) {
    const place = field === undefined ? what : `${what}: field ${field.name}`;
    throw new WireFormatError(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found;
}

function fieldNumbered(table: readonly Field[], number: number): Field {
  for (const field of table) if (field.number === number) return field;
  throw new WireFormatError(`field ${number} is not known`);
}

function readValue(reader: BinaryReader, kind: FieldKind): FieldValue {
  switch (kind) {
    case 'bool':
      return reader.bool();
    case 'number': {
      const value = Number(reader.int64());
      if (!Number.isSafeInteger(value)) throw new WireFormatError(`${value} is too big`);
      return value;
    }
    case 'bytes':
    case 'message':
      return reader.bytes();
    default:
      return unreachable(kind);
  }
}

export function numberField(fields: ReadonlyMap<string, FieldValue>, name: string): number {
  const value = fields.get(name);
  return typeof value === 'number' ? value : 0;
}

export function boolField(fields: ReadonlyMap<string, FieldValue>, name: string): boolean {
  return fields.get(name) === true;
}

/** Undefined if it is not there. */
export function bytesField(fields: ReadonlyMap<string, FieldValue>, name: string): Uint8Array | undefined {
  const value = fields.get(name);
  return value instanceof Uint8Array ? value : undefined;
}
