import { expect, it } from 'vitest';
import { revisionsIn } from '../../src/ui/files/revisions-in.ts';

it('takes lists of revisions, and nothing else for one', () => {
  expect(revisionsIn('')).toEqual([]);
  expect(revisionsIn(' 25 ')).toEqual([25]);
  expect(revisionsIn('1234, 1240 1241，7')).toEqual([1234, 1240, 1241, 7]);
  for (const wrong of ['abc', '25.5', '-3', '12, x', '1e3', '99999999999999999999'])
    expect(revisionsIn(wrong), wrong).toBeUndefined();
});
