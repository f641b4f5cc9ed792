import type { BinaryReader } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import { assert, present } from '../../base/assert.ts';
import type { NodeId, Term } from '../../base/flavor.ts';
import type { Codec, Field } from './codec.ts';

/** Whether a zero is left out, or written for the reader's eyes as etcd's writers do who name the field. */
type Zero = 'omitted' | 'written';

const UINT64_RANGE = 1n << 64n;
/** Ids from here on are those of local threads, which we count down from -1. */
const LOCAL_IDS_FROM = UINT64_RANGE - 16n;

/** A log index, or any other whole number that stays a safe integer here. */
export function uint64(number: number): Field<number> {
  return {
    number,
    absent: 0,
    write(writer, value) {
      assert(Number.isSafeInteger(value) && value >= 0, `field ${number} is no index: ${value}`);
      if (value !== 0) writer.tag(number, WireType.Varint).uint64(value);
    },
    read(reader, wireType) {
      const value = readUint64(reader, wireType);
      if (value > Number.MAX_SAFE_INTEGER) throw new Error(`${value} is larger than 2^53-1`);
      return Number(value);
    },
  };
}

/** A term: the whole unsigned 64-bit range, a bigint where a number cannot hold it. */
export function term(number: number): Field<Term> {
  return {
    number,
    absent: 0,
    write(writer, value) {
      assert(value >= 0 && value < UINT64_RANGE, `field ${number} is no term: ${value}`);
      if (value !== 0) writer.tag(number, WireType.Varint).uint64(value);
    },
    read(reader, wireType) {
      const value = readUint64(reader, wireType);
      return value > Number.MAX_SAFE_INTEGER ? value : Number(value);
    },
  };
}

/** A member's id; the local threads -1 and -2 are 2^64-1 and 2^64-2 on the wire. */
export function nodeId(number: number, zero: Zero = 'omitted'): Field<NodeId> {
  return {
    number,
    absent: 0,
    write(writer, value) {
      if (value !== 0 || zero === 'written') writer.tag(number, WireType.Varint).uint64(toWireId(value));
    },
    read: (reader, wireType) => fromWireId(readUint64(reader, wireType)),
  };
}

/** Ids one after the other, each with its tag (proto2's default); the packed form is read too. */
export function nodeIds(number: number): Field<readonly NodeId[]> {
  return {
    number,
    absent: [],
    write(writer, ids) {
      for (const id of ids) writer.tag(number, WireType.Varint).uint64(toWireId(id));
    },
    read(reader, wireType, before) {
      if (wireType !== WireType.LengthDelimited) return [...before, fromWireId(readUint64(reader, wireType))];
      const ids = before.slice();
      const end = readEnd(reader, wireType);
      while (reader.pos < end) ids.push(fromWireId(readUint64(reader, WireType.Varint)));
      return ids;
    },
  };
}

export function bool(number: number): Field<boolean> {
  return {
    number,
    absent: false,
    write(writer, value) {
      if (value) writer.tag(number, WireType.Varint).bool(value);
    },
    read(reader, wireType) {
      return readUint64(reader, wireType) !== 0n;
    },
  };
}

/** Absent is not empty: an empty value is written with its length 0. */
export function bytes(number: number): Field<Uint8Array | undefined> {
  return {
    number,
    absent: undefined,
    write(writer, value) {
      if (value !== undefined) writer.tag(number, WireType.LengthDelimited).bytes(value);
    },
    read(reader, wireType) {
      expectWireType(wireType, WireType.LengthDelimited);
      return reader.bytes().slice();
    },
  };
}

/** A name for a number, by the table of all of them. 0 counts as absent. */
export function named<Name extends string>(
  number: number,
  numbers: Readonly<Record<Name, number>>,
  zero: Zero = 'omitted',
): Field<Name> {
  const names = new Map(Object.keys(numbers).map((name) => [numbers[name as Name], name as Name]));
  return {
    number,
    absent: present(names.get(0), `field ${number} has no name for 0`),
    write(writer, name) {
      const value = numbers[name];
      if (value !== 0 || zero === 'written') writer.tag(number, WireType.Varint).uint64(value);
    },
    read(reader, wireType) {
      const value = readUint64(reader, wireType);
      const name = names.get(Number(value));
      if (name === undefined) throw new Error(`there is no ${value} among ${[...names.values()].join(', ')}`);
      return name;
    },
  };
}

/** A message within, which is always there: written even when empty. */
export function nested<T>(number: number, codec: Codec<T>): Field<T> {
  return {
    number,
    absent: codec.absent,
    write(writer, value) {
      writer.tag(number, WireType.LengthDelimited).fork();
      codec.write(writer, value);
      writer.join();
    },
    read: (reader, wireType) => codec.read(reader, readEnd(reader, wireType)),
  };
}

/** A message within, or undefined. Of several occurrences the last one counts. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    number: field.number,
    absent: undefined,
    write(writer, value) {
      if (value !== undefined) field.write(writer, value);
    },
    read: (reader, wireType) => field.read(reader, wireType, field.absent),
  };
}

/** Messages within, one after the other. The codec is asked for late, so that a message may contain its own kind. */
export function repeated<T>(number: number, codec: () => Codec<T>): Field<readonly T[]> {
  const none: readonly T[] = [];
  return {
    number,
    absent: none,
    write(writer, values) {
      for (const value of values) {
        writer.tag(number, WireType.LengthDelimited).fork();
        codec().write(writer, value);
        writer.join();
      }
    },
    read(reader, wireType, before) {
      const values = before === none ? [] : (before as T[]);
      values.push(codec().read(reader, readEnd(reader, wireType)));
      return values;
    },
  };
}

function readUint64(reader: BinaryReader, wireType: WireType): bigint {
  expectWireType(wireType, WireType.Varint);
  return BigInt(reader.uint64());
}

/** Reads a length and answers where what it announces ends. */
function readEnd(reader: BinaryReader, wireType: WireType): number {
  expectWireType(wireType, WireType.LengthDelimited);
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new Error(`${length} bytes announced, ${reader.len - reader.pos} left`);
  return end;
}

function expectWireType(found: WireType, expected: WireType): void {
  if (found !== expected) throw new Error(`wire type ${found} where ${expected} belongs`);
}

function toWireId(id: NodeId): bigint {
  assert(Number.isSafeInteger(id) && id >= -16, `no member's id: ${id}`);
  return BigInt.asUintN(64, BigInt(id));
}

function fromWireId(id: bigint): NodeId {
  if (id >= LOCAL_IDS_FROM) return Number(BigInt.asIntN(64, id));
  if (id > Number.MAX_SAFE_INTEGER) throw new Error(`${id} is larger than 2^53-1`);
  return Number(id);
}
