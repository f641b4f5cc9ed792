import { expect, it } from 'vitest';
import { catchRule } from '../../src/cli/rules/catch-rule.ts';
import { lineOf } from '../../src/cli/rules/report-line.ts';
import { ruleCatalogue } from '../../src/node/rules.ts';

/** The whole table of `npm run rules`, but for random seeds: schedules shortened, and searches where the small world reaches. */
it('every rule that can be taken out is caught', { timeout: 600_000 }, async () => {
  const options = { rule: undefined, ways: ['script', 'search'], seeds: 1, states: 300_000 } as const;
  const missed: string[] = [];
  for (const entry of ruleCatalogue) {
    const { text, passed } = lineOf(await catchRule(entry, options));
    if (passed === false) missed.push(entry.switch);
    console.log(text);
  }
  expect(missed).toEqual([]);
});
