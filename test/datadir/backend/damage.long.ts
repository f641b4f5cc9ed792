import { readFileSync } from 'node:fs';
import { gunzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { flipped, takeDamaged } from './damage.ts';

/** Every so many-th byte of a file: the larger one is looked at more seldom. */
it.each([
  ['3.7-compacting', 1],
  ['3.4-plain', 7],
])(
  '%s, every %i. byte flipped, every such length',
  (name, step) => {
    const bytes = gunzipSync(readFileSync(new URL(`recorded/${name}.db.gz`, import.meta.url)));
    const seen = { whole: 0, complains: 0, refused: 0 };
    for (let at = 0; at < bytes.length; at += step) {
      seen[takeDamaged(flipped(bytes, at, 1 << (at % 8)))]++;
      seen[takeDamaged(bytes.subarray(0, at))]++;
    }
    expect(seen.whole).toBeGreaterThan(0);
    expect(seen.complains).toBeGreaterThan(0);
    // A file that ends within its first page holds nothing.
    expect(seen.refused).toBeGreaterThan(4096 / step);
  },
  240_000,
);
