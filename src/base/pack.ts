import { assert, present } from './assert.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/**
 * Plain data (undefined, null, booleans, numbers, bigints, strings, bytes, arrays, objects) in few bytes, for what is kept
 * and hardly ever looked at. Names of fields and short strings are written as numbers, by tables that only grow and live
 * as long as the program: packed bytes are for this thread's memory, not for files.
 *
 *     a value     its tag, then what the tag says
 *     whole n     varint; negative ones as -n - 1
 *     string      its number in the table; a long one as its bytes
 *     object      the number of its list of names, then the values in that order
 */
export function pack(value: unknown): Uint8Array {
  const out: Writer = { bytes: new Uint8Array(256), length: 0 };
  write(out, value);
  return out.bytes.slice(0, out.length);
}

export function unpack(bytes: Uint8Array): unknown {
  const from: Reader = { bytes, at: 0 };
  const value = read(from);
  assert(from.at === bytes.length, 'packed bytes are one value');
  return value;
}

const tagNames = [
  'undefined',
  'null',
  'false',
  'true',
  'whole',
  'negative',
  'number',
  'bigint',
  'word',
  'text',
  'bytes',
  'array',
  'object',
] as const;
type Tag = (typeof tagNames)[number];
const tags = Object.fromEntries(tagNames.map((tag, i) => [tag, i])) as Record<Tag, number>;

/** Strings up to this length go into the table, while it has room. */
const WORD_MAX = 40;
const WORDS_MAX = 20_000;

class Names<T> {
  readonly #all: T[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#all.length;
  }

  known(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  add(key: string, value: T): number {
    this.#numbers.set(key, this.#all.length);
    return this.#all.push(value) - 1;
  }

  at(number: number): T {
    return present(this.#all[number], 'a number of the table');
  }
}

const words = new Names<string>();
const shapes = new Names<readonly string[]>();

interface Writer {
  bytes: Uint8Array;
  length: number;
}

function byte(out: Writer, value: number): void {
  reserve(out, 1);
  out.bytes[out.length++] = value;
}

function reserve(out: Writer, more: number): void {
  if (out.length + more <= out.bytes.length) return;
  const larger = new Uint8Array(Math.max(out.bytes.length * 2, out.length + more));
  larger.set(out.bytes);
  out.bytes = larger;
}

function varint(out: Writer, value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    byte(out, (rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  byte(out, rest);
}

function raw(out: Writer, bytes: Uint8Array): void {
  varint(out, bytes.length);
  reserve(out, bytes.length);
  out.bytes.set(bytes, out.length);
  out.length += bytes.length;
}

function write(out: Writer, value: unknown): void {
  switch (typeof value) {
    case 'undefined':
      return byte(out, tags.undefined);
    case 'boolean':
      return byte(out, value ? tags.true : tags.false);
    case 'number':
      return writeNumber(out, value);
    case 'bigint':
      byte(out, tags.bigint);
      return raw(out, encodeUtf8(value.toString()));
    case 'string':
      return writeText(out, value);
    case 'object':
      return writeObject(out, value);
    default:
      assert(false, `${typeof value} is no plain data`);
  }
}

function writeNumber(out: Writer, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    byte(out, value < 0 ? tags.negative : tags.whole);
    return varint(out, value < 0 ? -value - 1 : value);
  }
  byte(out, tags.number);
  raw(out, new Uint8Array(Float64Array.of(value).buffer));
}

function writeText(out: Writer, text: string): void {
  const known = words.known(text);
  if (known === undefined && (text.length > WORD_MAX || words.size >= WORDS_MAX)) {
    byte(out, tags.text);
    return raw(out, encodeUtf8(text));
  }
  byte(out, tags.word);
  varint(out, known ?? words.add(text, text));
}

function writeObject(out: Writer, value: object | null): void {
  if (value === null) return byte(out, tags.null);
  if (value instanceof Uint8Array) {
    byte(out, tags.bytes);
    return raw(out, value);
  }
  if (Array.isArray(value)) {
    byte(out, tags.array);
    varint(out, value.length);
    for (const item of value) write(out, item);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  assert(prototype === Object.prototype || prototype === null, 'only plain objects are packed');
  const names = Object.keys(value);
  const key = JSON.stringify(names); // no two lists of names are the same text
  byte(out, tags.object);
  varint(out, shapes.known(key) ?? shapes.add(key, names));
  for (const item of Object.values(value)) write(out, item);
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function readVarint(from: Reader): number {
  let value = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const next = from.bytes[from.at++] ?? 0;
    value += (next % 0x80) * scale;
    if (next < 0x80) return value;
  }
}

function readRaw(from: Reader): Uint8Array {
  const length = readVarint(from);
  from.at += length;
  return from.bytes.slice(from.at - length, from.at);
}

const readers: Readonly<Record<Tag, (from: Reader) => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  false: () => false,
  true: () => true,
  whole: readVarint,
  negative: (from) => -readVarint(from) - 1,
  number: (from) => new Float64Array(readRaw(from).buffer)[0],
  bigint: (from) => BigInt(decodeUtf8(readRaw(from))),
  word: (from) => words.at(readVarint(from)),
  text: (from) => decodeUtf8(readRaw(from)),
  bytes: readRaw,
  array: (from) => Array.from({ length: readVarint(from) }, () => read(from)),
  object: (from) => {
    const value: Record<string, unknown> = {};
    for (const name of shapes.at(readVarint(from))) value[name] = read(from);
    return value;
  },
};

function read(from: Reader): unknown {
  const tag = present(tagNames[from.bytes[from.at++] ?? tagNames.length], 'a tag of packed data');
  return readers[tag](from);
}
