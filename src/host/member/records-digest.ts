import { avalanche, Digest, rotate } from '../../base/digest.ts';
import { LARGE_BYTES } from '../../base/large-bytes.ts';
import type { NodeOutput } from '../../node/io.ts';

/**
 * A fingerprint of what a member puts out, in order, however it comes in pieces: its worker and its shadow have the same,
 * or one of them says something else. It is made for every input on both sides, so it is quicker than base/digest.ts (by a
 * third): it takes fields in the order in which an object has them, which is the same where the same code has made it. Where
 * it is not, digests differ and records do not: whoever holds them against each other has to look (batch.ts).
 *
 * Two 32-bit lanes are chained over every word that is mixed in, and each word has its kind of value in it. A field's name
 * goes before its value or with it; a field that is undefined is one that is absent.
 */
export class RecordsDigest {
  readonly #lanes = Int32Array.of(0x243f6a88, 0x85a308d3);

  add(outputs: readonly NodeOutput[]): void {
    lanes.set(this.#lanes);
    for (const output of outputs) walk(output);
    this.#lanes.set(lanes);
  }

  /** 53 bits. */
  value(): number {
    const [laneA = 0, laneB = 0] = this.#lanes;
    const a = avalanche(laneA ^ Math.imul(laneB, 0x9e3779b1));
    const b = avalanche(laneB ^ rotate(laneA, 16));
    return (a >>> 11) * 0x1_0000_0000 + (b >>> 0);
  }
}

/**
 * The lanes of the digest that is added to, which change with every word. In an array of integers, because anywhere else a
 * browser allocates an object for a number of 32 bits.
 */
const lanes = new Int32Array(2);

function mix(x: number): void {
  const a = Math.imul((lanes[0] ?? 0) ^ x, 0x85ebca6b);
  const b = Math.imul((lanes[1] ?? 0) ^ rotate(x, 16), 0xc2b2ae35);
  lanes[0] = Math.imul(rotate(a, 13), 5) + 0xe6546b64;
  lanes[1] = Math.imul(rotate(b, 15), 5) + 0x561ccd1b;
}

function walk(value: unknown): void {
  switch (typeof value) {
    case 'number':
      return mixNumber(value);
    case 'string':
      return mix(kinds.string ^ hashOf(value));
    case 'boolean':
      return mix(value ? kinds.true : kinds.false);
    case 'bigint':
      return mixBigint(value);
    case 'object':
      return value === null ? mix(kinds.null) : walkObject(value);
    default:
      // Of plain data only undefined is left: an item of a list.
      return mix(kinds.undefined);
  }
}

/** Most fields hold a small number, a text, a flag or an empty list: then name and value are one word. */
function walkField(name: string, value: unknown): void {
  const named = kinds.field ^ hashOf(name);
  switch (typeof value) {
    case 'number':
      if ((value | 0) === value) return mix(named ^ kinds.int32 ^ value);
      break;
    case 'string':
      return mix(named ^ kinds.string ^ hashOf(value));
    case 'boolean':
      return mix(named ^ (value ? kinds.true : kinds.false));
    case 'object':
      if (Array.isArray(value) && value.length === 0) return mix(named ^ kinds.array);
      break;
    default:
      break;
  }
  mix(named);
  walk(value);
}

function mixNumber(n: number): void {
  if ((n | 0) === n) return mix(kinds.int32 ^ n);
  scratch.setFloat64(0, n);
  mix(kinds.float64);
  mix(scratch.getInt32(0));
  mix(scratch.getInt32(4));
}

function mixBigint(n: bigint): void {
  if (BigInt.asUintN(64, n) !== n) return mix(kinds.otherBigint ^ hashOf(n.toString(36)));
  scratch.setBigUint64(0, n);
  mix(kinds.bigint);
  mix(scratch.getInt32(0));
  mix(scratch.getInt32(4));
}

function walkObject(value: object): void {
  if (Array.isArray(value)) {
    mix(kinds.array ^ value.length);
    for (let i = 0; i < value.length; i++) walk(value[i]);
  } else if (value instanceof Uint8Array) {
    mixBytes(value);
  } else if (value instanceof Map) {
    mix(kinds.map);
    walkObject([...value]);
  } else {
    const fields = value as Readonly<Record<string, unknown>>;
    for (const name in fields) {
      const field = fields[name];
      if (field === undefined) continue;
      walkField(name, field);
    }
    mix(kinds.end);
  }
}

function mixBytes(bytes: Uint8Array): void {
  const { length } = bytes;
  mix(kinds.bytes ^ length);
  if (length >= LARGE_BYTES) return mixLarge(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const whole = length & ~3;
  // As mix() does it, with the lanes in variables as long as no number has to be kept.
  let a = lanes[0] ?? 0;
  let b = lanes[1] ?? 0;
  for (let i = 0; i < whole; i += 4) {
    const x = view.getInt32(i, true);
    a = (Math.imul(rotate(Math.imul(a ^ x, 0x85ebca6b), 13), 5) + 0xe6546b64) | 0;
    b = (Math.imul(rotate(Math.imul(b ^ rotate(x, 16), 0xc2b2ae35), 15), 5) + 0x561ccd1b) | 0;
  }
  lanes[0] = a;
  lanes[1] = b;
  let rest = 0;
  for (let i = whole; i < length; i++) rest = (rest << 8) | view.getUint8(i);
  mix(rest);
}

/** Large pieces are in many records, of several members: Digest remembers what they give. */
function mixLarge(bytes: Uint8Array): void {
  const digest = new Digest();
  digest.bytes(bytes);
  for (const lane of digest.lanes()) mix(lane);
}

/** Arbitrary, and far from each other: mixed with a small number or a length each is still itself. */
const kinds = {
  undefined: 0x1b873593,
  null: 0x2545f491,
  false: 0x38b34ae5,
  true: 0x4a94fd7d,
  int32: 0x3c6ef372,
  float64: 0x5bd1e995,
  bigint: 0x61c88647,
  otherBigint: 0x7feb352d,
  string: 0x846ca68b,
  bytes: 0x9e3779b9,
  array: 0xa136aaad,
  map: 0xb55a4f09,
  field: 0xc6a4a793,
  end: 0xd35a2d97,
} as const;

const scratch = new DataView(new ArrayBuffer(8));

/** Hashes of texts that come again and again: names of fields, kinds of messages, names of files. */
const known = new Map<string, number>();
const KNOWN_MAX = 2048;
/** Longer ones are somebody's data. */
const KNOWN_LENGTH_MAX = 64;

function hashOf(text: string): number {
  if (text.length > KNOWN_LENGTH_MAX) return computeHash(text);
  const found = known.get(text);
  if (found !== undefined) return found;
  const hash = computeHash(text);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(text, hash);
  return hash;
}

function computeHash(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) {
    hash = (Math.imul(rotate(Math.imul(hash ^ text.charCodeAt(i), 0xcc9e2d51), 15), 5) + 0x1b873593) | 0;
  }
  return avalanche(hash);
}
