import { expect, test } from 'vitest';
import { cuts, flips } from './damage.ts';
import { recordedFile, recordedNames } from './recorded.ts';

test.each(recordedNames)(
  'every byte of a file of bbolt (%s) with a bit flipped',
  (name) => {
    expect(flips(recordedFile(name), { step: 1 })).toEqual([]);
  },
  200_000,
);

test.each(recordedNames)(
  'a file of bbolt (%s) cut to every length',
  (name) => {
    expect(cuts(recordedFile(name), { step: 7 })).toEqual([]);
  },
  200_000,
);
