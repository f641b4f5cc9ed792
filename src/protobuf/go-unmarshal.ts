import type { Field, MessageTable } from './table.ts';

/**
 * Which generator's code reads a message: gogo's (etcd 3.4 to 3.6), or google.golang.org/protobuf (etcd 3.7). They differ in what they
 * refuse, and in what they say: a message cut short is `unexpected EOF` to the one and nothing in particular to the other.
 */
export type GoCode = 'gogo' | 'protobuf-go';

/** The fields that were there, by their numbers; of one that is there twice the last. Those of messages within are bytes. */
export interface GoMessage {
  readonly numbers: ReadonlyMap<number, bigint>;
  readonly bytes: ReadonlyMap<number, Uint8Array>;
}

export const UNEXPECTED_EOF = 'unexpected EOF';
const NEGATIVE = 'proto: negative length found during unmarshaling';
/** That package puts a no-break space after the colon in some builds, so that nobody relies on its words. */
const INVALID = 'proto: cannot parse invalid wire-format data';
const FIELD_NUMBER_MAX = (1n << 29n) - 1n;

/**
 * A message from any bytes as etcd's generated code reads it: fields in any order, unknown ones passed over. Where it is none, the words of
 * that code's error: with records of the write-ahead log they decide whether etcd takes a damaged one for a torn one or refuses to start.
 */
export function goUnmarshal(table: MessageTable, bytes: Uint8Array, code: GoCode): GoMessage | string {
  const reader = new GoReader(bytes);
  const message = { numbers: new Map<number, bigint>(), bytes: new Map<number, Uint8Array>() };
  const problem =
    code === 'gogo' ? readByGogo(reader, table, message) : readByProtobufGo(reader, table, message);
  return problem ?? message;
}

interface GoFields {
  readonly numbers: Map<number, bigint>;
  readonly bytes: Map<number, Uint8Array>;
}

function readByGogo(reader: GoReader, table: MessageTable, into: GoFields): string | undefined {
  const name = table.name.slice(table.name.lastIndexOf('.') + 1);
  while (!reader.isAtEnd) {
    const wire = reader.varint();
    if (typeof wire === 'string') return wire;
    const number = Number(BigInt.asIntN(32, wire >> 3n));
    const wireType = Number(wire & 7n);
    if (wireType === 4) return `proto: ${name}: wiretype end group for non-group`;
    if (number <= 0) return `proto: ${name}: illegal tag ${number} (wire type ${wire})`;
    const field = table.fieldByNumber.get(number);
    const problem =
      field === undefined ? reader.skip(wireType) : readGogoField(reader, field, wireType, into);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function readGogoField(reader: GoReader, field: Field, wireType: number, into: GoFields): string | undefined {
  const isPacked = field.repeated && wireType === 2;
  if (!isPacked && wireType !== wireTypeOf(field)) {
    return `proto: wrong wireType = ${wireType} for field ${goName(field.name)}`;
  }
  const value = reader.varint();
  if (typeof value === 'string') return value;
  if (wireType === 0) {
    into.numbers.set(field.number, value);
    return undefined;
  }
  const taken = reader.take(value);
  if (typeof taken === 'string') return taken;
  into.bytes.set(field.number, taken);
  if (field.fieldType.type !== 'message') return undefined;
  const within = goUnmarshal(field.fieldType.table(), taken, 'gogo');
  return typeof within === 'string' ? within : undefined;
}

/** A known field of another wire type is passed over like an unknown one, and whatever is wrong has the same words. */
function readByProtobufGo(reader: GoReader, table: MessageTable, into: GoFields): string | undefined {
  while (!reader.isAtEnd) {
    const wire = reader.varint();
    if (typeof wire === 'string') return INVALID;
    const number = wire >> 3n;
    const wireType = Number(wire & 7n);
    if (number < 1n || number > FIELD_NUMBER_MAX || wireType === 4) return INVALID;
    const field = table.fieldByNumber.get(Number(number));
    const isPacked = field?.repeated === true && wireType === 2;
    if (field === undefined || (!isPacked && wireType !== wireTypeOf(field))) {
      if (reader.skip(wireType, number) !== undefined) return INVALID;
      continue;
    }
    const value = reader.strictVarint();
    if (typeof value === 'string') return INVALID;
    if (wireType === 0) {
      into.numbers.set(field.number, value);
      continue;
    }
    const taken = reader.take(value);
    if (typeof taken === 'string') return INVALID;
    into.bytes.set(field.number, taken);
    if (field.fieldType.type !== 'message') continue;
    if (typeof goUnmarshal(field.fieldType.table(), taken, 'protobuf-go') === 'string') return INVALID;
  }
  return undefined;
}

/** Of fields that are numbers or have a length: there are no others in etcd's messages. */
function wireTypeOf({ fieldType }: Field): number {
  if (fieldType.type === 'message') return 2;
  return fieldType.type === 'scalar' && (fieldType.kind === 'bytes' || fieldType.kind === 'string') ? 2 : 0;
}

/** The field of the generated type: `Type`, `NodeID`, `ConfState`. */
function goName(name: string): string {
  const upper = name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return upper.replace(/Id$/, 'ID');
}

class GoReader {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint | string {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (shift >= 64n) return 'proto: integer overflow';
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return UNEXPECTED_EOF;
      this.#at++;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  }

  /** A tenth byte has one bit to give. */
  strictVarint(): bigint | string {
    const from = this.#at;
    const value = this.varint();
    const isTooLong = this.#at - from === 10 && (this.#bytes[from + 9] ?? 0) > 1;
    return isTooLong ? 'proto: integer overflow' : value;
  }

  take(length: bigint): Uint8Array | string {
    if (BigInt.asIntN(64, length) < 0n) return NEGATIVE;
    const from = this.#at;
    const end = BigInt(from) + length;
    if (end > BigInt(this.#bytes.length)) return UNEXPECTED_EOF;
    this.#at = Number(end);
    return this.#bytes.subarray(from, this.#at);
  }

  /** Past an unknown field; the words of an error if it is none. `number`: a group must end with its own. */
  skip(wireType: number, number?: bigint): string | undefined {
    const open: (bigint | undefined)[] = [];
    let type = wireType;
    let own = number;
    for (;;) {
      const problem = this.#skipPlain(type, own, open);
      if (problem !== undefined) return problem;
      if (open.length === 0) return undefined;
      const wire = this.varint();
      if (typeof wire === 'string') return wire;
      type = Number(wire & 7n);
      own = number === undefined ? undefined : wire >> 3n;
    }
  }

  /** One field, or the beginning or end of a group, of which `open` keeps account. */
  #skipPlain(wireType: number, number: bigint | undefined, open: (bigint | undefined)[]): string | undefined {
    switch (wireType) {
      case 0: {
        const value = number === undefined ? this.varint() : this.strictVarint();
        return typeof value === 'string' ? value : undefined;
      }
      case 1:
        return problemOf(this.take(8n));
      case 5:
        return problemOf(this.take(4n));
      case 2: {
        const length = this.varint();
        return typeof length === 'string' ? length : problemOf(this.take(length));
      }
      case 3:
        open.push(number);
        return undefined;
      case 4:
        return open.length > 0 && open.pop() === number ? undefined : 'proto: unexpected end of group';
      default:
        return `proto: illegal wireType ${wireType}`;
    }
  }
}

function problemOf(taken: Uint8Array | string): string | undefined {
  return typeof taken === 'string' ? taken : undefined;
}
