import { NO_BYTES } from '../../etcd/mvcc/key-record.ts';
import { ByteSink, REVISION_KEY_BYTES, writeRevisionKey } from '../../etcd/mvcc/stored-form.ts';

const UNDERSCORE = 0x5f;
const TOMBSTONE_MARK = 0x74;

/** Words for what is wrong with bytes, undefined where nothing is. */
export type Problem = string | undefined;

/**
 * A key of etcd's key bucket, taken apart: main, '_', sub, and a `t` behind a tombstone. One object is used again and again,
 * as there are millions of them. `etcd/mvcc/stored-form.ts` writes what is read here.
 */
export class RevisionKey {
  main = 0;
  sub = 0;
  isTombstone = false;

  read(bytes: Uint8Array): Problem {
    this.isTombstone = bytes.length === REVISION_KEY_BYTES + 1;
    if (bytes.length !== REVISION_KEY_BYTES && !this.isTombstone)
      return `a revision takes 17 bytes, or 18 with a tombstone's mark; these are ${bytes.length}`;
    if (bytes[8] !== UNDERSCORE) return 'no "_" between main and sub revision';
    if (this.isTombstone && bytes[REVISION_KEY_BYTES] !== TOMBSTONE_MARK)
      return 'the 18th byte is not the mark of a tombstone, "t"';
    this.main = fixed64(bytes, 0);
    this.sub = fixed64(bytes, 9);
    return Number.isSafeInteger(this.main) && Number.isSafeInteger(this.sub)
      ? undefined
      : 'a revision beyond 2^53, which no etcd has reached';
  }
}

/** Eight bytes, the highest first, as the nearest number. */
function fixed64(bytes: Uint8Array, at: number): number {
  return word(bytes, at) * 0x1_0000_0000 + word(bytes, at + 4);
}

function word(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/**
 * A `mvccpb.KeyValue` taken apart without a copy: where key and value stand, and the numbers. As etcd reads it: fields in
 * any order, the last of several counts, unknown ones are skipped.
 */
export class StoredKeyValue {
  keyFrom = 0;
  keyTo = 0;
  valueFrom = 0;
  valueTo = 0;
  createRevision = 0;
  modRevision = 0;
  version = 0;
  /** The lease's id as two halves, unsigned: bigints are made of the few that differ. */
  leaseLow = 0;
  leaseHigh = 0;

  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #low = 0;
  #high = 0;

  read(bytes: Uint8Array): Problem {
    this.#bytes = bytes;
    this.#at = 0;
    this.keyFrom = this.keyTo = this.valueFrom = this.valueTo = 0;
    this.createRevision = this.modRevision = this.version = 0;
    this.leaseLow = this.leaseHigh = 0;
    while (this.#at < bytes.length) {
      const problem = this.#field();
      if (problem !== undefined) return `${problem}, before byte ${this.#at} of ${bytes.length}`;
    }
    return undefined;
  }

  #field(): Problem {
    if (!this.#varint()) return 'a field without an end';
    const tag = this.#low;
    if (this.#high !== 0 || tag >>> 3 === 0) return 'no field of a KeyValue';
    switch (tag) {
      case (1 << 3) | 2:
        return this.#key();
      case 2 << 3:
        return this.#number('createRevision');
      case 3 << 3:
        return this.#number('modRevision');
      case 4 << 3:
        return this.#number('version');
      case (5 << 3) | 2:
        return this.#value();
      case 6 << 3:
        if (!this.#varint()) return 'the lease ends early';
        this.leaseLow = this.#low;
        this.leaseHigh = this.#high;
        return undefined;
    }
    return tag >>> 3 <= 6 ? `field ${tag >>> 3} is of another type` : this.#skip(tag & 7);
  }

  #key(): Problem {
    const length = this.#length();
    if (length === undefined) return 'the key ends early';
    this.keyFrom = this.#at;
    this.keyTo = this.#at += length;
    return undefined;
  }

  #value(): Problem {
    const length = this.#length();
    if (length === undefined) return 'the value ends early';
    this.valueFrom = this.#at;
    this.valueTo = this.#at += length;
    return undefined;
  }

  #number(field: 'createRevision' | 'modRevision' | 'version'): Problem {
    if (!this.#varint()) return `${field} ends early`;
    if (this.#high > 0x1f_ffff) return `${field} is negative or beyond 2^53`;
    this[field] = this.#high * 0x1_0000_0000 + this.#low;
    return undefined;
  }

  #skip(wireType: number): Problem {
    if (wireType === 0) return this.#varint() ? undefined : 'an unknown field ends early';
    const length = wireType === 1 ? 8 : wireType === 5 ? 4 : wireType === 2 ? this.#length() : undefined;
    if (length === undefined || this.#at + length > this.#bytes.length) return 'an unknown field ends early';
    this.#at += length;
    return undefined;
  }

  /** A length that fits what is left. */
  #length(): number | undefined {
    if (!this.#varint() || this.#high !== 0) return undefined;
    return this.#low <= this.#bytes.length - this.#at ? this.#low : undefined;
  }

  /** The next varint into `#low` and `#high`; whether there is one. */
  #varint(): boolean {
    const bytes = this.#bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= bytes.length) return false;
      const byte = bytes[this.#at++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= shift < 63 ? bits << (shift - 32) : (bits & 1) << 31;
      if (byte < 0x80) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return true;
      }
    }
    return false;
  }
}

/** What a record has that its key in the bucket does not say. */
const UNSAID = { key: NO_BYTES, value: NO_BYTES, createRevision: 0, version: 0, lease: 0n };

/** The key under which etcd keeps a revision. */
export function revisionKey(main: number, sub: number, deleted: boolean): Uint8Array {
  const sink = new ByteSink(REVISION_KEY_BYTES + 1);
  writeRevisionKey(sink, { ...UNSAID, main, sub, deleted });
  return sink.written().slice();
}
