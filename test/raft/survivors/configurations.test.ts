import { describe, expect, it } from 'vitest';
import { freezeDraft, makeDraft } from '../../../src/raft/confchange/draft.ts';
import { emptyTrackerConfig, type TrackerConfig } from '../../../src/raft/confchange/tracker-config.ts';

const member = (id: number, learner = false) => ({ id, learner });

/** A configuration of voter 1, with these lists instead. */
function configOf(rest: Partial<TrackerConfig>): TrackerConfig {
  return { ...emptyTrackerConfig, incoming: [1], ...rest };
}

describe('a configuration that contradicts itself breaks an assertion', () => {
  it.each([
    ['a voter that is not tracked', configOf({ incoming: [1, 2] }), [member(1)], /no progress for 2/],
    ['an outgoing voter that is not tracked', configOf({ outgoing: [3] }), [member(1)], /no progress for 3/],
    ['a learner that is not tracked', configOf({ learners: [4] }), [member(1)], /no progress for 4/],
    [
      'a coming learner that is no outgoing voter',
      configOf({ outgoing: [1], learnersNext: [2] }),
      [member(1), member(2)],
      /2 is in LearnersNext, but not Voters\[1\]/,
    ],
    [
      'a coming learner that is one already',
      configOf({ outgoing: [1, 2], learnersNext: [2] }),
      [member(1), member(2, true)],
      /2 is in LearnersNext, but is already marked/,
    ],
    [
      'a learner that still votes in the outgoing half',
      configOf({ outgoing: [2], learners: [2] }),
      [member(1), member(2, true)],
      /2 is in Learners and Voters\[1\]/,
    ],
    [
      'a learner that votes',
      configOf({ incoming: [1, 2], learners: [2] }),
      [member(1), member(2, true)],
      /2 is in Learners and Voters\[0\]/,
    ],
    [
      'a learner that is tracked as none',
      configOf({ learners: [2] }),
      [member(1), member(2)],
      /2 is in Learners, but is not marked/,
    ],
  ])('%s', (_name, config, members, message) => {
    expect(() => makeDraft(config, members)).toThrow(message);
  });

  it('a plain one that is to be left automatically', () => {
    const draft = makeDraft(configOf({}), [member(1)]);
    expect(() => freezeDraft(draft, true)).toThrow(/autoLeave must be false/);
    expect(freezeDraft(draft, false).config).toEqual(configOf({}));
  });
});
