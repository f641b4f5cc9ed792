import { assert, present } from './assert.ts';
import { LARGE_BYTES } from './large-bytes.ts';

/**
 * A fingerprint of plain data: two 32-bit lanes, chained over every word that is mixed in, in order. Not for secrets; for
 * telling two runs, two answers or two states apart. Its state is two numbers, so a clone is cheap.
 *
 * `plain` walks any plain data in one canonical order and mixes in a tag before each value, so that two values have the
 * same digest if and only if they are equal (but for one chance in 2^53):
 *
 *     {b: 1, a: [true]}  →  object, "a", array of 1, true, "b", int 1, end
 *
 * Equal means: the same type and the same content. 0 and -0 are equal, NaN equals itself, 1 and 1n differ; the order of
 * an object's keys does not matter, and a field that is undefined is one that is absent. A Map's order matters.
 */
export class Digest {
  #a: number;
  #b: number;

  constructor(a = 0x243f6a88, b = 0x85a308d3) {
    this.#a = a | 0;
    this.#b = b | 0;
  }

  /** 32 bits. */
  word(x: number): void {
    this.#a = mixA(this.#a, x);
    this.#b = mixB(this.#b, x);
  }

  /** A whole number, safe. */
  integer(n: number): void {
    this.word(n | 0);
    this.word(Math.floor(n / 0x1_0000_0000));
  }

  text(text: string): void {
    let a = mixA(this.#a, text.length);
    let b = mixB(this.#b, text.length);
    let i = 0;
    for (; i + 1 < text.length; i += 2) {
      const x = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16);
      a = mixA(a, x);
      b = mixB(b, x);
    }
    if (i < text.length) {
      a = mixA(a, text.charCodeAt(i));
      b = mixB(b, text.charCodeAt(i));
    }
    this.#a = a;
    this.#b = b;
  }

  /** Bytes that nobody changes afterwards: what large pieces give is remembered. */
  bytes(bytes: Uint8Array): void {
    this.word(bytes.length);
    if (bytes.length < LARGE_BYTES) return this.#smallBytes(bytes);
    const [a, b] = lanesOf(bytes);
    this.word(a);
    this.word(b);
  }

  #smallBytes(bytes: Uint8Array): void {
    const { length } = bytes;
    const whole = length & ~3;
    let a = this.#a;
    let b = this.#b;
    // Four bytes are put together here: to make a view of them costs more than to mix in what a small piece has.
    for (let i = 0; i < whole; i += 4) {
      const x =
        (bytes[i] ?? 0) |
        ((bytes[i + 1] ?? 0) << 8) |
        ((bytes[i + 2] ?? 0) << 16) |
        ((bytes[i + 3] ?? 0) << 24);
      a = mixA(a, x);
      b = mixB(b, x);
    }
    if (whole < length) {
      let x = 0;
      for (let i = length - 1; i >= whole; i--) x = (x << 8) | (bytes[i] ?? 0);
      a = mixA(a, x);
      b = mixB(b, x);
    }
    this.#a = a;
    this.#b = b;
  }

  /**
   * Any plain data: undefined, null, booleans, numbers, bigints, strings, Uint8Arrays, arrays, objects, Maps, and no
   * cycles. Throws an AssertionError at anything else: what cannot be seen through would be left out without a word.
   */
  plain(value: unknown): void {
    switch (typeof value) {
      case 'number':
        return this.#number(value);
      case 'string':
        this.word(tags.string);
        return this.text(value);
      case 'boolean':
        return this.word(value ? tags.true : tags.false);
      case 'undefined':
        return this.word(tags.undefined);
      case 'bigint':
        return this.#bigint(value);
      case 'object':
        return value === null ? this.word(tags.null) : this.#object(value);
      default:
        assert(false, `a digest is of plain data, and this is a ${typeof value}`);
    }
  }

  #number(n: number): void {
    if ((n | 0) === n) {
      this.word(tags.int32);
      return this.word(n);
    }
    scratch.setFloat64(0, Number.isNaN(n) ? NaN : n);
    this.word(tags.float64);
    this.word(scratch.getInt32(0));
    this.word(scratch.getInt32(4));
  }

  #bigint(n: bigint): void {
    if (BigInt.asIntN(64, n) !== n) {
      this.word(tags.bigint);
      return this.text(n.toString(36));
    }
    scratch.setBigInt64(0, n);
    this.word(tags.bigint64);
    this.word(scratch.getInt32(0));
    this.word(scratch.getInt32(4));
  }

  #object(value: object): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) {
      this.#fields(value);
    } else if (Array.isArray(value)) {
      this.word(tags.array);
      this.word(value.length);
      for (let i = 0; i < value.length; i++) this.plain(value[i]);
    } else if (value instanceof Uint8Array) {
      this.word(tags.bytes);
      this.bytes(value);
    } else if (value instanceof Map) {
      this.word(tags.map);
      this.word(value.size);
      for (const [key, item] of value) {
        this.plain(key);
        this.plain(item);
      }
    } else {
      assert(isPlainPrototype(prototype), 'a digest is of plain data, and this is an object of a class');
      this.#fields(value);
    }
  }

  #fields(value: object): void {
    assert(
      isPlainPrototype(Object.getPrototypeOf(value)),
      'a digest is of plain data, and this is an object of a class',
    );
    const record = value as Readonly<Record<string, unknown>>;
    this.word(tags.object);
    const fields = fieldsOf(record);
    for (let i = 0; i < fields.length; i++) {
      const { name, a, b } = fields[i] as Field;
      const field = record[name];
      if (field === undefined) continue;
      this.word(a);
      this.word(b);
      this.plain(field);
    }
    this.word(tags.end);
  }

  /** 53 bits: a whole number that JSON, messages between threads and `===` can all do with. */
  value(): number {
    const [a, b] = this.#finish();
    return (a >>> 11) * 0x1_0000_0000 + b;
  }

  /** 64 bits: 16 hexadecimal digits. */
  hex(): string {
    return this.#finish()
      .map((lane) => lane.toString(16).padStart(8, '0'))
      .join('');
  }

  #finish(): readonly [number, number] {
    const a = avalanche(this.#a ^ Math.imul(this.#b, 0x9e3779b1));
    const b = avalanche(this.#b ^ rotate(this.#a, 16));
    return [a >>> 0, b >>> 0];
  }

  /** The two lanes as they are, to mix into another digest. */
  lanes(): readonly [number, number] {
    return [this.#a, this.#b];
  }

  clone(): Digest {
    return new Digest(this.#a, this.#b);
  }
}

/** The digest of one value. */
export function digestOf(value: unknown): number {
  const digest = new Digest();
  digest.plain(value);
  return digest.value();
}

/** What stands before a value. Arbitrary, but for ever: hashes of runs depend on them. */
const tags = {
  undefined: 0x11,
  null: 0x12,
  false: 0x13,
  true: 0x14,
  int32: 0x15,
  float64: 0x16,
  bigint64: 0x17,
  bigint: 0x18,
  string: 0x19,
  bytes: 0x1a,
  array: 0x1b,
  map: 0x1c,
  object: 0x1d,
  end: 0x1e,
} as const;

const scratch = new DataView(new ArrayBuffer(8));

function isPlainPrototype(prototype: unknown): boolean {
  if (prototype === null) return true;
  // Data of another realm of the same page or process: its Object.prototype is not ours, but has nothing above it.
  return Object.getPrototypeOf(prototype) === null;
}

/** A field's name with what it is in a digest. */
interface Field {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

/**
 * Sorted field lists, by the names in the order in which an object has them: one step down the tree a name. A program
 * makes few kinds of objects and many of each, so that sorting is done once a kind.
 */
interface KeyList {
  readonly longer: Map<string, KeyList>;
  /** The one of `longer` that was asked for last, and its name: the next object is mostly of the same kind. */
  lastName: string | undefined;
  last: KeyList | undefined;
  fields: readonly Field[] | undefined;
}

const keyLists = keyList();
/** Objects whose names are data (the headers of an HTTP request) must not fill the memory. */
const KEY_LISTS_MAX = 4096;
let keyListCount = 0;

function fieldsOf(record: Readonly<Record<string, unknown>>): readonly Field[] {
  let list: KeyList = keyLists;
  for (const name in record) {
    if (name === list.lastName && list.last !== undefined) {
      list = list.last;
      continue;
    }
    let longer = list.longer.get(name);
    if (longer === undefined) {
      if (keyListCount >= KEY_LISTS_MAX) return sortedFields(record);
      longer = keyList();
      list.longer.set(name, longer);
      keyListCount++;
    }
    list.lastName = name;
    list.last = longer;
    list = longer;
  }
  return (list.fields ??= sortedFields(record));
}

function keyList(): KeyList {
  return { longer: new Map(), lastName: undefined, last: undefined, fields: undefined };
}

function sortedFields(record: Readonly<Record<string, unknown>>): readonly Field[] {
  return Object.keys(record)
    .sort()
    .map((name) => {
      const digest = new Digest();
      digest.text(name);
      const [a, b] = digest.lanes();
      return { name, a, b };
    });
}

/** Of large bytes, by the memory that they are in: nobody changes it, and members share it. */
const known = new WeakMap<ArrayBufferLike, Map<string, readonly [number, number]>>();

/** Computed once for the same part of the same memory. */
function lanesOf(bytes: Uint8Array): readonly [number, number] {
  let parts = known.get(bytes.buffer);
  if (parts === undefined) known.set(bytes.buffer, (parts = new Map()));
  const part = `${bytes.byteOffset}+${bytes.length}`;
  if (!parts.has(part)) {
    const digest = new Digest();
    for (let at = 0; at < bytes.length; at += LARGE_BYTES / 2) {
      digest.bytes(bytes.subarray(at, at + LARGE_BYTES / 2));
    }
    parts.set(part, digest.lanes());
  }
  return present(parts.get(part), 'the digest of large bytes is known now');
}

function mixA(a: number, x: number): number {
  return (Math.imul(rotate(Math.imul(a ^ x, 0x85ebca6b), 13), 5) + 0xe6546b64) | 0;
}

function mixB(b: number, x: number): number {
  return (Math.imul(rotate(Math.imul(b ^ rotate(x, 16), 0xc2b2ae35), 15), 5) + 0x561ccd1b) | 0;
}

/** 32 bits turned to the left. */
export function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/** Every bit of the result depends on every bit of x: the last step of MurmurHash3's. */
export function avalanche(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
