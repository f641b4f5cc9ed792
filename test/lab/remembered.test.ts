import { expect, it } from 'vitest';
import { remembered } from '../../src/lab/frame/remembered.ts';

it('makes a value once for each object, undefined too', () => {
  let made = 0;
  const nameOf = remembered(({ name }: { name?: string }) => {
    made++;
    return name === undefined ? undefined : { name };
  });
  const [leader, nobody] = [{ name: 'n1' }, {}];
  expect(nameOf(leader)).toEqual({ name: 'n1' });
  expect(nameOf(leader)).toBe(nameOf(leader));
  expect(nameOf({ name: 'n1' })).not.toBe(nameOf(leader));
  expect(nameOf(nobody)).toBe(nameOf(nobody));
  expect(made).toBe(3);
});
