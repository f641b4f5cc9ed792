import { describe, it } from 'vitest';
import { checkChaos, variants } from './chaos-runs.ts';

describe('three members, whatever happens to messages, disks and processes', () => {
  for (const variant of variants.keys())
    it(`have the same store at the same index, and agree once all is well again (variant ${variant})`, () =>
      checkChaos(variant, 1, 4));
});
