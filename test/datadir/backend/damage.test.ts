import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { gunzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { flipped, takeDamaged } from './damage.ts';

const bytes = gunzipSync(readFileSync(new URL('recorded/3.7-compacting.db.gz', import.meta.url)));

describe('a damaged db', () => {
  it('is read, complained about, or refused with words, whatever byte is flipped', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.constantFrom(1, 0x80, 0xff), (at, bits) => {
        seen.add(takeDamaged(flipped(bytes, at, bits)));
      }),
      { numRuns: 400 },
    );
    expect(seen.has('whole')).toBe(true);
  });

  it('is read, complained about, or refused with words, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
        takeDamaged(bytes.subarray(0, length));
      }),
      { numRuns: 200 },
    );
    expect(takeDamaged(bytes)).toBe('whole');
    expect(takeDamaged(bytes.subarray(0, 100))).toBe('refused');
  });
});
