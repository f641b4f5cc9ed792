import { expect, it } from 'vitest';
import { remembered, rememberedLast } from '../../src/lab/frame/remembered.ts';

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

it('makes a value again when the object or what else it is made of is another', () => {
  const columns = rememberedLast<{ readonly columns: string }>();
  const [log, other] = [{}, {}];
  const show = (of: object, key: string) => columns(of, key, () => ({ columns: key }));
  const first = show(log, '1 to 9');
  expect(show(log, '1 to 9')).toBe(first);
  expect(show(other, '1 to 9')).not.toBe(first);
  expect(show(log, '2 to 9')).toEqual({ columns: '2 to 9' });
  expect(show(log, '1 to 9')).not.toBe(first);
});
