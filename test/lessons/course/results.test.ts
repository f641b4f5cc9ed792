import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { e1Lesson } from '../../../src/lessons/course/e/e1.ts';
import {
  classCsv,
  lessonsOfClass,
  questionsOfClass,
} from '../../../src/lessons/course/results/class-results.ts';
import { lessonResult } from '../../../src/lessons/course/results/lesson-result.ts';
import { lastOfEach, parseManyResults } from '../../../src/lessons/course/results/many-results.ts';
import { NAME_MAX, type LearnerResults } from '../../../src/lessons/course/results/results.ts';
import {
  formatResultsCode,
  formatResultsFile,
  parseResults,
} from '../../../src/lessons/course/results/results-text.ts';

const small = fc.nat(9);
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/).filter((text) => text !== '__proto__');
const byId = <T>(value: fc.Arbitrary<T>) => fc.dictionary(id, value, { maxKeys: 4, noNullPrototype: true });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const results: fc.Arbitrary<LearnerResults> = fc.record({
  name: maybe(fc.string({ maxLength: NAME_MAX, unit: 'binary' }).filter((name) => name.length <= NAME_MAX)),
  browser: fc.stringMatching(/^[a-z0-9]{8}$/),
  lessons: byId(
    fc.record({
      steps: small,
      answers: byId(fc.record({ predicted: maybe(small), seen: maybe(small) })),
      asNode: byId(fc.record({ right: small, of: small })),
      goalReached: fc.boolean(),
    }),
  ),
  quiz: fc.record({ before: maybe(byId(small)), after: maybe(byId(small)) }),
});

describe('results as a code and as a file', () => {
  property.prop([results])('say the same when they are read', (learner) => {
    expect(parseResults(formatResultsCode(learner))).toEqual({ ok: true, value: learner });
    expect(parseResults(` ${formatResultsFile(learner)}\n`)).toEqual({ ok: true, value: learner });
  });

  property.prop([results, fc.nat(), fc.stringMatching(/^[A-Za-z0-9_-]$/)])(
    'are not taken where one character of a code is another, or missing',
    (learner, place, other) => {
      const code = formatResultsCode(learner);
      const at = place % code.length;
      const changed = code.slice(0, at) + other + code.slice(at + 1);
      expect(parseResults(changed).ok).toBe(changed === code);
      expect(parseResults(code.slice(0, at) + code.slice(at + 1)).ok).toBe(false);
    },
  );

  const ada: LearnerResults = {
    name: 'Ada',
    browser: 'a1b2c3d4',
    lessons: {
      E1: { steps: 5, answers: { who: { predicted: 1, seen: 0 } }, asNode: {}, goalReached: true },
    },
    quiz: { before: { majority: 0 }, after: { majority: 1 } },
  };
  const bob: LearnerResults = {
    ...ada,
    name: '=1+1',
    browser: 'b0b',
    quiz: { before: undefined, after: undefined },
  };

  test('every one character of a code is guarded, to any other letter', () => {
    const code = formatResultsCode(ada);
    for (let at = 0; at < code.length; at++)
      for (const letter of 'AZaz09_-')
        if (code[at] !== letter)
          expect(parseResults(code.slice(0, at) + letter + code.slice(at + 1)).ok, `${letter} at ${at}`).toBe(
            false,
          );
  });

  test('one lesson’s code fits into a line of a chat', () => {
    expect(formatResultsCode(ada).length).toBeLessThan(300);
  });

  test('bad lines are named, with what is wrong with each; the others count', () => {
    const code = formatResultsCode(ada);
    const text = [
      `Ada: ${code}`,
      '',
      'hello',
      `${code.slice(0, 20)}x${code.slice(21)}`,
      'QS7-abc',
      formatResultsCode(bob),
    ];
    const { results: read, bad } = parseManyResults(text.join('\n'), 'pasted');
    expect(read).toEqual([ada, bob]);
    expect(bad.map(({ line, problem }) => [line, problem.type])).toEqual([
      [3, 'noCode'],
      [4, 'damaged'],
      [5, 'otherVersion'],
    ]);
    const file = parseManyResults(
      '{"format":"quorumscope-results","version":1,"browser":"a","lessons":{"E1":3}}',
      'b.json',
    );
    expect(file.bad).toEqual([
      {
        line: undefined,
        source: 'b.json',
        problem: { type: 'unreadable', problem: expect.stringMatching(/^lessons\.E1/) },
      },
    ]);
  });

  test('one browser counts once, with what it handed in last', () => {
    expect(lastOfEach([{ ...ada, name: 'first' }, bob, ada])).toEqual([ada, bob]);
  });

  test('a class is summed up by lesson and by question, and becomes a table', () => {
    const [question] = questionsOfClass([e1Lesson], [ada, bob]);
    expect(question).toEqual({ id: 'E1/who', lesson: 'E1', right: 0, before: [0, 2, 0], after: [2, 0, 0] });
    expect(lessonsOfClass([e1Lesson], [ada, bob])).toMatchObject([{ begun: 2, done: 2, goals: 2 }]);
    expect(classCsv([e1Lesson], [ada, bob]).split('\r\n')).toEqual([
      'learner,lesson,question,before,after,right,before_right,after_right',
      'Ada,E1,who,2,1,1,0,1',
      'Ada,quiz,majority,1,2,2,0,1',
      "'=1+1,E1,who,2,1,1,0,1",
      '',
    ]);
  });

  test('a learner’s lesson is summed up', () => {
    expect(lessonResult(e1Lesson, ada.lessons['E1'])).toEqual({
      steps: { right: 5, of: 5 },
      predicted: { right: 0, of: 1 },
      seen: { right: 1, of: 1 },
      goalReached: true,
      isDone: true,
    });
  });
});
