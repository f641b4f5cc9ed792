import { expect, it } from 'vitest';
import { checkPreviews } from './previews.ts';

it('a preview says what then happens, in a hundred more runs', async () => {
  const kinds = await checkPreviews(11, 110);
  expect(kinds.size).toBeGreaterThan(15);
});
