import { describe, expect, it } from 'vitest';
import { parseSubject, subjectText, type Subject } from '../../../src/explain/why/subject.ts';
import { CommandError } from '../../../src/sim/command/command.ts';

const written: readonly (readonly [string, Subject])[] = [
  ['vote(2)', { type: 'vote', voter: 2 }],
  ['vote(2, 3)', { type: 'vote', voter: 2, candidate: 3 }],
  ['vote(2, 3, 4)', { type: 'vote', voter: 2, candidate: 3, term: 4 }],
  ['message(17)', { type: 'message', id: 17 }],
  ['link(1, 2)', { type: 'link', from: 1, to: 2 }],
  ['entry(5)', { type: 'entry', index: 5 }],
  ['entry(5, 2)', { type: 'entry', index: 5, term: 2 }],
  ['node(2).log(5)', { type: 'entry', index: 5, node: 2 }],
  ['leader', { type: 'leader' }],
  ['node(3)', { type: 'node', id: 3 }],
  ['node(3).leading', { type: 'node', id: 3, about: 'leading' }],
  ['node(3).campaign', { type: 'node', id: 3, about: 'campaign' }],
  ['node(3).progress', { type: 'node', id: 3, about: 'progress' }],
  ['node(3).term', { type: 'node', id: 3, about: 'term' }],
  ['node(3).quorum', { type: 'node', id: 3, about: 'quorum' }],
  ['progress(2)', { type: 'progress', node: 2 }],
  ['node(1).progress(2)', { type: 'progress', leader: 1, node: 2 }],
  ['read(4)', { type: 'read', call: 4 }],
  ['call(4)', { type: 'call', id: 4 }],
  ['proposal(4)', { type: 'proposal', call: 4 }],
  ['confChange', { type: 'confChange' }],
  ['confChange(4)', { type: 'confChange', call: 4 }],
  ['transfer', { type: 'transfer' }],
  ['transfer(3)', { type: 'transfer', to: 3 }],
  ['lease("326963a02758b527")', { type: 'lease', id: '326963a02758b527' }],
  ['watch(1)', { type: 'watch', stream: 1 }],
  ['watch(1, 2)', { type: 'watch', stream: 1, watch: 2 }],
  ['event(17)', { type: 'event', number: 17 }],
];

describe('what is asked about', () => {
  it('is written or given as data, and written again the same', () => {
    for (const [text, subject] of written) {
      expect(parseSubject(text), text).toEqual(subject);
      expect(parseSubject(subject), text).toEqual(subject);
      expect(subjectText(subject)).toBe(text);
    }
    expect(parseSubject('  vote( 2 ,3 ) ')).toEqual({ type: 'vote', voter: 2, candidate: 3 });
  });

  it('is refused with what it may be, whatever is handed in', () => {
    const wrong = ['', 'vote', 'vote()', 'vote(2,3,4,5)', 'vote(two)', 'node(3).color', 'node(3).vote(1)'];
    const wrongToo = [
      'leader(1)',
      'lease(5)',
      'lease("a")x',
      'toString',
      'node(1).constructor',
      '('.repeat(99),
    ];
    for (const text of [...wrong, ...wrongToo]) {
      expect(() => parseSubject(text), text).toThrow(CommandError);
      expect(() => parseSubject(text), text).toThrow('is no subject; subjects are vote(2)');
    }
    expect(() => parseSubject({ type: 'vote' })).toThrow(
      'why: voter is missing, and must be the number of a node',
    );
    expect(() => parseSubject({ type: 'node', id: 1, about: 'colour' })).toThrow('one of leading, campaign');
    expect(() => parseSubject({ type: 'nothing' })).toThrow('one of vote, message, entry');
    for (const asked of [undefined, null, 5, [], () => 1])
      expect(() => parseSubject(asked)).toThrow(CommandError);
  });
});
