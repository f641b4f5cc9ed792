import { storyWords } from '../../../explain/follow/words.ts';

export const follow = {
  did: storyWords,
  title: {
    entry: 'Entry {{index}} of term {{term}}, from end to end',
    read: 'The read of call {{call}}, from end to end',
    call: 'Call {{call}}, from end to end',
  },
  ask: 'Follow it from end to end',
  outcome: {
    underWay: 'Under way: nothing is decided yet.',
    committed: 'Committed: it is never lost.',
    lost: 'Lost: no log has it any more.',
    answered: 'Answered.',
    gaveUp: 'The call ended without an answer.',
  },
  atThen:
    'Up to {{at}} s. What carries it is marked on the stage, in the logs and in the diagram; a disk beside a node is filled once it is on it.',
  end: {
    lost: 'lost on its way',
    cut: 'cut off',
    dead: 'nobody was there',
    dropped: 'dropped by hand',
    forged: 'another went on in its place',
  },
} as const;
