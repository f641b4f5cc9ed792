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

/** Fields are written in the order of the table. A 'message' is given as its encoded bytes, and written even if empty. */
export function encodeFields(
  table: readonly Field[],
  values: Readonly<Record<string, FieldValue | undefined>>,
): Uint8Array {
  const writer = new BinaryWriter();
  for (const field of table) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (value instanceof Uint8Array) {
      if (value.length > 0 || field.kind === 'message') {
        writer.tag(field.number, WireType.LengthDelimited).bytes(value);
      }
    } else if (value !== 0 && value !== false) {
      writer.tag(field.number, WireType.Varint).int64(Number(value));
    }
  }
  return writer.finish();
}

/** By name what is in the bytes; of a field that is there twice, the last. Throws WireFormatError. */
export function decodeFields(
  what: string,
  table: readonly Field[],
  bytes: Uint8Array,
): ReadonlyMap<string, FieldValue> {
  const found = new Map<string, FieldValue>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = within(what, () => reader.tag());
    const field = table.find((candidate) => candidate.number === number);
    if (field === undefined) throw new WireFormatError(`${what}: field ${number} is not known`);
    if (wireType !== wireTypeOf[field.kind]) {
      throw new WireFormatError(`${what}: field ${field.name} has wire type ${wireType}`);
    }
    found.set(
      field.name,
      within(`${what}, field ${field.name}`, () => readValue(reader, field.kind)),
    );
  }
  return found;
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

/** The reader's own errors (truncated, bad tag), with where they happened. */
function within<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new WireFormatError(`${where}: ${error instanceof Error ? error.message : String(error)}`);
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
