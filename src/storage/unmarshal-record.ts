/** What a walpb.Record that is not as it is always written has in it. */
export interface LooseRecord {
  readonly type: number;
  readonly crc: number;
  readonly data: Uint8Array;
}

const NO_DATA = new Uint8Array(0);
const UNEXPECTED_EOF = 'unexpected EOF';
const NEGATIVE = 'proto: negative length found during unmarshaling';

/**
 * A walpb.Record from any bytes, as etcd's generated code reads it (wal/walpb/record.pb.go): fields in any order, unknown ones
 * passed over. Where it is none, the words of that code's error: which one decides whether etcd takes a damaged record for
 * a torn one (`unexpected EOF`) or refuses to start.
 */
export function unmarshalRecord(bytes: Uint8Array): LooseRecord | string {
  const reader = new LooseReader(bytes);
  let type = 0;
  let crc = 0;
  let data: Uint8Array = NO_DATA;
  while (!reader.isAtEnd) {
    const wire = reader.varint();
    if (typeof wire === 'string') return wire;
    const field = Number(BigInt.asIntN(32, wire >> 3n));
    const wireType = Number(wire & 7n);
    if (wireType === 4) return 'proto: Record: wiretype end group for non-group';
    if (field <= 0) return `proto: Record: illegal tag ${field} (wire type ${wire})`;
    if (field > 3) {
      const problem = reader.skip(wireType);
      if (problem !== undefined) return problem;
      continue;
    }
    const name = field === 1 ? 'Type' : field === 2 ? 'Crc' : 'Data';
    if (wireType !== (field === 3 ? 2 : 0)) return `proto: wrong wireType = ${wireType} for field ${name}`;
    const value = reader.varint();
    if (typeof value === 'string') return value;
    if (field === 1) type = Number(BigInt.asIntN(64, value));
    else if (field === 2) crc = Number(BigInt.asUintN(32, value));
    else {
      const taken = reader.take(value);
      if (typeof taken === 'string') return taken;
      data = taken;
    }
  }
  return { type, crc, data };
}

class LooseReader {
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

  take(length: bigint): Uint8Array | string {
    if (BigInt.asIntN(64, length) < 0n) return NEGATIVE;
    const from = this.#at;
    const end = BigInt(from) + length;
    if (end > BigInt(this.#bytes.length)) return UNEXPECTED_EOF;
    this.#at = Number(end);
    return this.#bytes.subarray(from, this.#at);
  }

  /** Past an unknown field; the words of an error if it is none. */
  skip(wireType: number): string | undefined {
    if (wireType === 0) {
      const value = this.varint();
      return typeof value === 'string' ? value : undefined;
    }
    if (wireType === 1 || wireType === 5) return problemOf(this.take(wireType === 1 ? 8n : 4n));
    if (wireType === 2) {
      const length = this.varint();
      return typeof length === 'string' ? length : problemOf(this.take(length));
    }
    return wireType === 3 ? this.#skipGroup() : `proto: illegal wireType ${wireType}`;
  }

  #skipGroup(): string | undefined {
    for (;;) {
      const wire = this.varint();
      if (typeof wire === 'string') return wire;
      if ((wire & 7n) === 4n) return undefined;
      const problem = this.skip(Number(wire & 7n));
      if (problem !== undefined) return problem;
    }
  }
}

function problemOf(taken: Uint8Array | string): string | undefined {
  return typeof taken === 'string' ? taken : undefined;
}
