import { expect, it } from 'vitest';
import { plainJson } from '../../src/app/plain-json.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';

it('anything of ours becomes plain JSON', () => {
  const json = plainJson({
    key: encodeUtf8('a'),
    lease: -1n,
    at: 1_500_000,
    endedAt: undefined,
    openedAt: 2000,
    events: [{ revision: 3, value: encodeUtf8('键') }],
  });
  expect(json).toEqual({
    key: 'a',
    lease: 'ffffffffffffffff',
    atMs: 1500,
    openedAtMs: 2,
    events: [{ revision: 3, value: '键' }],
  });
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});
