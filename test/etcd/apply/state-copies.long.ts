import { describe, it } from 'vitest';
import { checkAlike, checkApart } from './state-copies.ts';

describe('a state and its copies, for long', () => {
  it('go on alike, whether cloned, or saved and restored', () => checkAlike(20261123, 600));
  it('do not feel what is done to the others', () => checkApart(20261123, 600));
});
