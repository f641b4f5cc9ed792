import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { lengthOf } from '../../src/base/large-bytes.ts';
import { SharedBytes } from '../../src/sim/world/shared-bytes.ts';
import { inSharedBlocks } from '../../src/storage/shared-blocks.ts';

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** As text: vitest compares long byte arrays slowly. */
function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('latin1');
}

const appends = fc.array(fc.tuple(fc.nat(2), fc.oneof(fc.nat(900), fc.constantFrom(4096, 20_000))), {
  maxLength: 40,
});

describe('bytes that are shared', () => {
  test.prop([appends])('files that were one and go different ways each have their own bytes', (steps) => {
    const files = [new SharedBytes(), undefined, undefined].map((file) => file ?? new SharedBytes());
    const expected: Uint8Array[] = files.map(() => new Uint8Array(0));
    const frozen: [readonly Uint8Array[], Uint8Array][] = [];
    for (const [i, [which, length]] of steps.entries()) {
      const bytes = new Uint8Array(length).fill(i + 1);
      files[which]?.append(bytes);
      expected[which] = joined([expected[which] ?? new Uint8Array(0), bytes]);
      frozen.push([files[which]?.pieces() ?? [], expected[which]]);
      const next = (which + 1) % 3;
      const clone = files[which]?.clone();
      if (i % 5 === 0 && clone !== undefined) [files[next], expected[next]] = [clone, expected[which]];
    }
    for (const [i, file] of files.entries())
      expect(text(joined(file.pieces())) === text(expected[i])).toBe(true);
    // What was looked at stays as it was, whatever is appended later.
    for (const [pieces, bytes] of frozen) expect(text(joined(pieces)) === text(bytes)).toBe(true);
  });

  test.prop(
    [fc.uint8Array({ minLength: 100_000, maxLength: 120_000 }), fc.uint8Array({ maxLength: 40 }), fc.nat()],
    {
      numRuns: 4,
    },
  )(
    'blocks are the bytes, and those of another file around a change are the very same',
    (bytes, change, place) => {
      const noise = bytes.map((byte, i) => (byte ^ Math.imul(i, 2654435761)) >>> 3);
      const at = place % noise.length;
      const other = joined([noise.subarray(0, at), change, noise.subarray(at)]);
      const [one, two] = [inSharedBlocks(noise), inSharedBlocks(other)];
      expect(text(joined(one)) === text(noise)).toBe(true);
      expect(text(joined(two)) === text(other)).toBe(true);
      const known = new Set(one);
      expect(lengthOf(two.filter((block) => !known.has(block)))).toBeLessThan(66_000);
    },
  );
});
