import { expect, it } from 'vitest';
import { Recent } from '../../src/base/recent.ts';

it('knows what was made of an object until another takes its place', () => {
  const recent = new Recent<object, string>();
  const [first, other] = [{}, {}];
  expect(recent.get(7, first)).toBeUndefined();
  recent.set(7, first, 'of the first');
  expect([recent.get(7, first), recent.get(7, other), recent.get(8, first)]).toEqual([
    'of the first',
    undefined,
    undefined,
  ]);
  for (let number = 8; number < 7 + 256; number++) recent.set(number, {}, 'of a neighbour');
  expect(recent.get(7, first)).toBe('of the first');
  recent.set(7 + 256, other, 'of the other');
  expect([recent.get(7, first), recent.get(7 + 256, other)]).toEqual([undefined, 'of the other']);
});
