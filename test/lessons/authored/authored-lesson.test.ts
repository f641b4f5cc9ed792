import { describe, expect, test } from 'vitest';
import {
  formatLessonFile,
  fragmentOfLesson,
  lessonOf,
  lessonOfFragment,
  parseLessonFile,
} from '../../../src/lessons/course/authored/authored-lesson.ts';
import type { AuthoredLesson } from '../../../src/lessons/course/authored/authored-schema.ts';

const en = (words: string) => ({ en: words, zh: '' });

const lesson: AuthoredLesson = {
  format: 'quorumscope-lesson',
  version: 1,
  title: { en: 'A split', zh: '分区' },
  lab: 'lab=AAAA',
  steps: [
    { id: 's1', type: 'tell', at: { event: 0 }, say: en('<b>Look</b>'), look: [{ type: 'node', node: 1 }] },
    {
      id: 's2',
      type: 'predict',
      at: { event: 10 },
      say: { en: '', zh: '谁会当选？' },
      question: {
        ask: en('Who?'),
        choices: [
          { text: en('n1'), right: true, because: en('It asks first.') },
          { text: en('n2'), because: en('It was late.') },
        ],
      },
    },
    {
      id: 's3',
      type: 'observe',
      of: 's2',
      at: { event: 20 },
      say: en('There.'),
      ask: en('What did you see?'),
    },
    { id: 's4', type: 'beTheNode', node: 2, at: { event: 21 }, until: { event: 40 }, say: en('You.') },
  ],
  tryIt: { say: en('Make n3 lead.'), goal: 'node(3).role == leader' },
};

describe('a lesson made from a run', () => {
  test('comes back from its file and from its link', () => {
    expect(parseLessonFile(formatLessonFile(lesson))).toEqual(lesson);
    const link = fragmentOfLesson(lesson);
    expect('fragment' in link && lessonOfFragment(`#${link.fragment}`)).toEqual(lesson);
  });

  test('has both languages when it is played', () => {
    const { title, question, runs, steps, tryIt } = lessonOf(lesson);
    expect(title).toEqual({ en: 'A split', zh: '分区' });
    expect(question).toEqual(title);
    expect(runs).toEqual([{ id: 'run', title, lab: 'lab=AAAA' }]);
    expect(steps[1]?.say).toEqual({ en: '谁会当选？', zh: '谁会当选？' });
    expect(steps[0]?.say.zh).toBe('<b>Look</b>');
    expect(tryIt?.say.zh).toBe('Make n3 lead.');
  });

  test('is too long for a link: says how long it would be', () => {
    // Letters that do not pack.
    const lab = `lab=${Array.from({ length: 12_000 }, (_, i) => ((i * 7919 + i * i * 31) % 36).toString(36)).join('')}`;
    const noise = { ...lesson, lab, title: en(String.fromCodePoint(...noiseOf(1100))) };
    const many = {
      ...noise,
      steps: Array.from({ length: 40 }, (_, i) => ({
        id: `t${i}`,
        type: 'tell' as const,
        at: { event: i },
        say: en(String.fromCodePoint(...noiseOf(1000 + i))),
      })),
    };
    expect(fragmentOfLesson(many)).toMatchObject({ tooLong: expect.any(Number) as number });
  });

  const wrong: readonly (readonly [string, (plain: typeof lesson) => unknown, RegExp])[] = [
    ['another format', (plain) => ({ ...plain, format: 'x' }), /^format: must be quorumscope-lesson/],
    ['a later version', (plain) => ({ ...plain, version: 2 }), /^version: must be 1/],
    ['no title', (plain) => ({ ...plain, title: undefined }), /^title: is missing/],
    ['an empty title', (plain) => ({ ...plain, title: en(' ') }), /^title: must be a text in one language/],
    ['a lab that is none', (plain) => ({ ...plain, lab: 'x' }), /^lab: must be a saved lab/],
    ['no steps', (plain) => ({ ...plain, steps: [] }), /^steps: must be at least one step/],
    ['a field that there is not', (plain) => ({ ...plain, html: '<b>' }), /^html: there is no such field/],
    ['a type that there is not', stepWith(0, { type: 'sing' }), /^steps\.0\.type: must be a step of type/],
    ['a text that is none', stepWith(0, { say: { en: 3, zh: '' } }), /^steps\.0\.say\.en: must be a text/],
    [
      'a look that is none',
      stepWith(0, { look: [{ type: 'sky' }] }),
      /^steps\.0\.look\.0\.type: must be one of/,
    ],
    ['two steps of a name', stepWith(0, { id: 's2' }), /^steps\.1\.id: s2 is the name of another/],
    ['steps out of order', stepWith(0, { at: { event: 15 } }), /^steps\.1\.at\.event: 10 is before event 15/],
    ['no prediction', stepWith(2, { of: 's1' }), /^steps\.2\.of: there is no prediction s1/],
    [
      'an end before its beginning',
      stepWith(3, { until: { event: 21 } }),
      /^steps\.3\.until\.event: must come after/,
    ],
    [
      'nothing right',
      stepWith(1, {
        question: {
          ask: en('?'),
          choices: [
            { text: en('a'), because: en('b') },
            { text: en('c'), because: en('d') },
          ],
        },
      }),
      /^steps\.1\.question\.choices: exactly one is right, but 0 are/,
    ],
    [
      'a goal that means nothing',
      (plain) => ({ ...plain, tryIt: { say: en('Do'), goal: 'nod(3)' } }),
      /^tryIt\.goal: .*character 1/,
    ],
  ];

  test.each(wrong)('%s: the field is named', (_, change, message) => {
    expect(() => parseLessonFile(JSON.stringify(change(lesson)))).toThrow(message);
  });

  test.each([
    ['', /no JSON/],
    ['{"a":', /no JSON/],
    ['[]', /format: is missing/],
  ])('%j is no lesson', (file, message) => {
    expect(() => parseLessonFile(file)).toThrow(message);
  });

  test('links that are none, cut or damaged', () => {
    const link = fragmentOfLesson(lesson);
    const fragment = 'fragment' in link ? link.fragment : '';
    expect(() => lessonOfFragment('#lab=AAAA')).toThrow(/begins with lesson=/);
    expect(() => lessonOfFragment(`${fragment}!`)).toThrow(/damaged/);
    expect(() => lessonOfFragment(fragment.slice(0, -40))).toThrow(/damaged|no JSON/);
  });
});

function stepWith(place: number, change: object): (plain: typeof lesson) => unknown {
  return (plain) => ({
    ...plain,
    steps: plain.steps.map((step, i) => (i === place ? { ...step, ...change } : step)),
  });
}

function noiseOf(count: number): number[] {
  let state = count;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 0x4e00 + (state % 20_000);
  });
}
