import { describe, expect, it } from 'vitest';
import { failures } from './random-runs.ts';

describe('a thousand more seeded runs with faults', () => {
  for (let first = 201; first <= 1200; first += 250) {
    const last = first + 249;
    it(`keep every safety property, and no member falls (seeds ${first} to ${last})`, async () => {
      expect(await failures(['--seeds', `${first}..${last}`, '--events', '1200'])).toEqual([]);
    });
  }
});
