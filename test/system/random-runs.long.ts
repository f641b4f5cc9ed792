import { describe, expect, it } from 'vitest';
import { failures } from './random-runs.ts';

describe('a thousand more seeded runs with faults', () => {
  for (let first = 101; first <= 1100; first += 250) {
    const last = first + 249;
    it(`keep every property, converge in the end, and no member falls (seeds ${first} to ${last})`, async () => {
      expect(await failures(['--seeds', `${first}..${last}`, '--events', '1200'])).toEqual([]);
    });
  }
});
