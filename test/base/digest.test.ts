import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Digest, digestOf } from '../../src/base/digest.ts';
import { LARGE_BYTES } from '../../src/base/large-bytes.ts';

/**
 * The naive form of what the digest promises: one text for equal plain data. Slow and plain, to hold the quick one
 * against.
 */
function canonicalText(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes(${value.join('.')})`;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (value instanceof Map) return `map(${canonicalText([...value])})`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  if (typeof value !== 'object' || value === null) return value === undefined ? '-' : JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalText(field)}`).join(',')}}`;
}

/** Few different leaves and names, so that random values are often equal, or differ in one place. */
const { value: plainData } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(undefined, null, true, false, 0, -0, 1, -1, 0.5, NaN, Infinity, 2 ** 31, 2 ** 53 - 1),
    fc.constantFrom(0n, 1n, -1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 100n),
    fc.constantFrom('', '0', 'a', 'ab', 'ba', 'å', '长', '\u{1f600}'),
    fc.uint8Array({ maxLength: 9, max: 2 }),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'value'), tie('value'), { noNullPrototype: false }),
    fc.array(fc.tuple(tie('leaf'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
  ),
}));

/** The same data with every object's fields in the opposite order and a field more that is undefined. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [turned(key), turned(item)]));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, turned(field)] as const);
  return Object.fromEntries([...fields, ['nothing', undefined] as const].reverse());
}

describe('a digest of plain data', () => {
  test.prop([plainData, plainData], { numRuns: 3000 })(
    'is equal if and only if the data are',
    (one, other) => {
      expect(digestOf(one) === digestOf(other)).toBe(canonicalText(one) === canonicalText(other));
    },
  );

  it('differs between all the small values there are', () => {
    const texts = new Map<number, string>();
    for (const value of fc.sample(plainData, { seed: 8, numRuns: 5000 })) {
      const text = canonicalText(value);
      const digest = digestOf(value);
      expect(texts.get(digest) ?? text).toBe(text);
      texts.set(digest, text);
    }
    expect(texts.size).toBeGreaterThan(1000);
  });

  test.prop([plainData])(
    'does not depend on the order of fields, nor on those that are undefined',
    (value) => {
      expect(digestOf(turned(value))).toBe(digestOf(value));
    },
  );

  test.prop([plainData])('is the same of a structured clone', (value) => {
    expect(digestOf(structuredClone(value))).toBe(digestOf(value));
  });

  test.prop([fc.uint8Array({ maxLength: 40 }), fc.nat(9)])(
    'of bytes does not depend on where they are',
    (bytes, at) => {
      const around = new Uint8Array(bytes.length + 20).fill(0xee);
      around.set(bytes, at);
      expect(digestOf(around.subarray(at, at + bytes.length))).toBe(digestOf(bytes));
    },
  );

  it.each([1, 3, 4, 255, 1024, LARGE_BYTES - 1, LARGE_BYTES, LARGE_BYTES + 3, 5 * LARGE_BYTES])(
    'sees every byte of %i, and how many they are',
    (length) => {
      const bytes = new Uint8Array(length);
      const digests = new Set([
        digestOf(bytes),
        digestOf(new Uint8Array(length + 1)),
        digestOf(bytes.subarray(1)),
      ]);
      const places = [0, 1, length >> 1, length - 2, length - 1].filter((at) => at >= 0 && at < length);
      for (const at of places) {
        const changed = bytes.slice();
        changed[at] = 0x80;
        digests.add(digestOf(changed));
      }
      expect(digests.size).toBe(3 + new Set(places).size);
    },
  );

  it('remembers what large pieces give, by their place in memory', () => {
    const memory = new Uint8Array(4 * LARGE_BYTES).map((_, i) => i >> 8);
    const [first, second] = [memory.subarray(0, LARGE_BYTES), memory.subarray(LARGE_BYTES, 2 * LARGE_BYTES)];
    expect(digestOf(first)).not.toBe(digestOf(second));
    const before = digestOf(first);
    memory[5] = 77; // Against the rule that nobody changes bytes: shows that they are read once.
    expect(digestOf(first)).toBe(before);
    expect(digestOf(first.slice())).not.toBe(before);
  });

  it('goes on after more kinds of objects than it remembers', () => {
    const digests = new Set<number>();
    for (let i = 0; i < 6000; i++) digests.add(digestOf({ [`b${i}`]: 1, a: 2 }));
    expect(digests.size).toBe(6000);
    expect(digestOf({ a: 2, b5999: 1 })).toBe(digestOf({ b5999: 1, a: 2 }));
  });

  it.each([
    ['a function', () => 1],
    ['an object of a class', new Date(0)],
    ['something deep inside', { a: [{ b: new Set([1]) }] }],
  ])('refuses %s', (_, value) => {
    expect(() => digestOf(value)).toThrow(/plain data/);
  });
});

describe('the state of a digest', () => {
  it('is the same for ever: hashes of runs depend on it', () => {
    const digest = new Digest();
    digest.integer(2 ** 40 + 1);
    digest.plain({
      type: 'put',
      key: new Uint8Array([1, 2, 3]),
      lease: 7n,
      at: 0.5,
      list: [null, true, 'a长'],
    });
    expect(digest.hex()).toMatchInlineSnapshot(`"072f2eb4c63d3fa8"`);
    expect(digest.value()).toMatchInlineSnapshot(`252775036174248`);
  });

  it('depends on the order', () => {
    const [ab, ba] = [new Digest(), new Digest()];
    ab.word(1);
    ab.word(2);
    ba.word(2);
    ba.word(1);
    expect(ab.hex()).not.toBe(ba.hex());
  });

  it('a clone goes its own way', () => {
    const digest = new Digest();
    const clone = digest.clone();
    clone.word(1);
    expect(digest.hex()).toBe(new Digest().hex());
    digest.word(1);
    expect(digest.hex()).toBe(clone.hex());
  });
});
