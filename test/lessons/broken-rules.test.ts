import { describe, expect, it } from 'vitest';
import { playBroken } from '../../src/lessons/broken/run-broken.ts';
import { brokenRuns } from '../../src/lessons/broken/schedules.ts';
import { ruleCatalogue } from '../../src/node/rules.ts';

describe('the schedule of a rule', () => {
  const scheduled = ruleCatalogue.filter((entry) => brokenRuns[entry.switch] !== undefined);

  it('is there for every rule that keeps something true', () => {
    const without = ruleCatalogue.filter((entry) => brokenRuns[entry.switch] === undefined);
    expect(without.map((entry) => entry.switch)).toEqual(['paperReply']);
  });

  it.each(scheduled.map((entry) => [entry.switch, entry] as const))(
    '%s ends in a violation, and in none while the rule is kept',
    async (name, { violates, uncaught }) => {
      const run = brokenRuns[name];
      if (run === undefined) throw new Error('it has a schedule');
      const kept = await playBroken(name, run, false, []);
      expect([kept.violated, kept.fell]).toEqual([[], undefined]);
      if (uncaught !== undefined) return;
      const broken = await playBroken(name, run, true, violates);
      expect([broken.violated, broken.steps]).toEqual([expect.anything(), expect.any(Number)]);
    },
  );
});
