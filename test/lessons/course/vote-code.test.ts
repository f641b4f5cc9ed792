import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  formatVote,
  parseVote,
  parseVotes,
  type Vote,
} from '../../../src/lessons/course/results/vote-code.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const vote: fc.Arbitrary<Vote> = fc.record({
  lesson: id,
  step: id,
  choice: fc.nat(4),
  browser: fc.stringMatching(/^[a-z0-9]{8}$/),
});

function by(browser: string, choice: number, step = 'who'): string {
  return formatVote({ lesson: 'E1', step, choice, browser });
}

describe('the code of a vote', () => {
  property.prop([vote, fc.nat(), fc.stringMatching(/^[\x21-\x7e]$/)])(
    'says the same when it is read, and is not taken with another character in any place',
    (given, place, other) => {
      const code = formatVote(given);
      expect(parseVote(code)).toEqual(given);
      const at = place % code.length;
      const changed = code.slice(0, at) + other + code.slice(at + 1);
      if (changed !== code) expect(['noCode', 'damaged']).toContain(parseVote(changed));
    },
  );

  test('nobody counts twice, and what does not count is named', () => {
    const pasted = [
      `ann ${by('ann', 0)}`,
      `${by('bob', 1)} ${by('eve', 1)}`,
      '',
      'I take B',
      by('joe', 2, 'other'),
      by('kim', 4),
      `${by('ann', 1).slice(0, -1)}!`,
      by('ann', 2),
    ].join('\n');
    const { votes, bad } = parseVotes(pasted, { lesson: 'E1', step: 'who', choices: 3 });
    expect(votes.map(({ browser, choice }) => [browser, choice])).toEqual([
      ['ann', 2],
      ['bob', 1],
      ['eve', 1],
    ]);
    expect(bad).toEqual([
      { line: 4, problem: 'noCode' },
      { line: 5, problem: 'otherQuestion' },
      { line: 6, problem: 'noChoice' },
      { line: 7, problem: 'damaged' },
    ]);
  });
});
