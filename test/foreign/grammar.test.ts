import { fc, it as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { formatGrammar } from '../../src/foreign/grammar/format-grammar.ts';
import type { LineGrammar, Part, Pattern, Rule } from '../../src/foreign/grammar/grammar.ts';
import { matchLine } from '../../src/foreign/grammar/match.ts';
import { parseGrammar } from '../../src/foreign/grammar/parse-grammar.ts';
import { grammarPresets } from '../../src/foreign/grammar/presets.ts';
import { previewGrammar } from '../../src/foreign/grammar/preview.ts';
import { readForeign } from '../../src/foreign/read.ts';
import { example, lines, recordedText, refusal } from './files.ts';

const presets = grammarPresets.map(({ text, name }) => parseGrammar(text, name));
const read = (grammar: string, ...texts: readonly string[]) =>
  readForeign(
    texts.map((text, i) => ({ path: `log${i + 1}.txt`, text })),
    [parseGrammar(grammar)],
  );
const fieldsOf = (pattern: string, line: string) => {
  const [own] = parseGrammar(`line: ${pattern}`).lines;
  const match = matchLine(own ?? { parts: [] }, line);
  return match.fits ? Object.fromEntries(match.fields) : `stops at ${match.at}`;
};

describe('the line grammar', () => {
  test.each([
    [
      '{time} n{node} {level} [{term}] {text}',
      '17 n2  WARN [4] stepped down',
      { time: '17', node: '2', level: 'WARN', term: '4', text: 'stepped down' },
    ],
    [
      '{time}: {text}',
      '2026/11/30 18:05:38.5: it: works',
      { time: '2026/11/30 18:05:38.5', text: 'it: works' },
    ],
    ['{time} {text}', '18:05:38 x', { time: '18:05:38', text: 'x' }],
    ['{text} at {time}', 'look at me at 5', { text: 'look', _: undefined } as never],
    ['{{{node}}} {_} {text}', '{a} left out', { node: 'a', text: 'out' }],
    ['{node}', 'a b', { node: 'a b' }],
  ])('%s reads its fields', (pattern, line, fields) => {
    if (pattern === '{text} at {time}') expect(fieldsOf(pattern, line)).toBe('stops at 8');
    else expect(fieldsOf(pattern, line)).toEqual(fields);
  });

  test.each([
    ['{time} {node}', 'now n1', 'stops at 0'],
    ['{time} n{node} {text}', '5 x1 a', 'stops at 2'],
    ['{time} [{node}]', '5 [n1] more', 'stops at 6'],
  ])('%s does not fit %s', (pattern, line, told) => {
    expect(fieldsOf(pattern, line)).toBe(told);
  });

  test('rules make roles, messages and operations of what is said', () => {
    const history = read(
      'unit: s\nline: {time} {node} {text}\nrole leader: leads term {term}\nsend: sends {type} {id} to {to}\nreceive: has {type} {id} from {from}\n' +
        'invoke write: {client} writes {value}\nok write: {client} wrote\ninvoke read: {client} reads\nok read: {client} read {value}',
      '1 a leads term 3.\n2 a sends app m1 to b\n3 b has app m1 from a\n4 b c1 writes 5\n6 b c1 wrote\n7 b c2 reads\n9 b c2 read nil!\n9 b c3 reads\n',
    );
    expect(lines(history)).toEqual([
      'a role 0: leads term 3.',
      'a send 1000000000: sends app m1 to b',
      'b receive 2000000000: has app m1 from a',
      'c1 write 3000000000..5000000000 ok: c1 writes 5 → c1 wrote',
      'c2 read 6000000000..8000000000 ok: c2 reads → c2 read nil!',
      'c3 read 8000000000..Infinity unknown: c3 reads',
    ]);
    expect(history.arrows.count).toBe(1);
    expect(history.roles.map(({ role, term }) => [role, term])).toEqual([['leader', 3]]);
    expect(history.operations.map(({ content }) => content)).toEqual([
      { type: 'register', action: 'write', key: '', value: '5' },
      { type: 'register', action: 'read', key: '', value: undefined },
      { type: 'register', action: 'read', key: '', value: undefined },
    ]);
  });

  test('lines that fit nothing stay, on a lane of their own, where they stood', () => {
    const history = read('line: {time} {node} {text}', '5 a x\n  at main.go:7\n6 a y\n');
    expect(lines(history)).toEqual(['a line 0: x', '… … 0: at main.go:7', 'a line 1000000: y']);
  });

  test('etcd 3.4’s old log, recorded: whole seconds stand behind the line before them', () => {
    const history = readForeign([recordedText('etcd-3.4.23-plain.txt', 'etcd.log')], presets);
    const roles = history.roles.map(({ role, term }) => `${role} ${term}`);
    expect(roles).toEqual(['follower 1', 'leader 2']);
    expect(history.notes.map(({ code }) => code)).toEqual(['wholeSeconds', 'linesLeft']);
    // In the order of the file.
    const { line } = history.items;
    expect([...line]).toEqual([...line].toSorted((a, b) => a - b));
  });

  test('every preset reads its own sample, all of it', () => {
    for (const [i, { sample }] of grammarPresets.entries()) {
      const grammar = presets[i];
      if (grammar === undefined) throw new Error('a preset');
      expect(previewGrammar(grammar, sample, 20).every(({ fits }) => fits)).toBe(true);
    }
    expect(readForeign([example('lab.log')], presets).arrows.count).toBeGreaterThan(8);
  });

  test('a preview says where a line parts from the pattern that fits longest', () => {
    const [line] = previewGrammar(
      parseGrammar('line: {time} [{node}] {text}\nline: {time} n{node}'),
      '5 [n1 x',
      5,
    );
    expect(line).toEqual({ number: 1, fits: false, text: '5 [n1 x', at: 3, expected: '{node}' });
  });

  test.each([
    ['', 'grammar:1 grammarNoLine'],
    ['# nothing\nunit: ms', 'grammar:1 grammarNoLine'],
    ['line {time}', 'grammar:1:1 grammarStatement'],
    ['unit: hours\nline: {text}', 'grammar:1:7 grammarStatement'],
    ['line: {text}\nrole king: {term}', 'grammar:2:10 grammarStatement'],
    ['fly: {text}', 'grammar:1:1 grammarStatement'],
    ['line: {te xt}', 'grammar:1:7 grammarField'],
    ['line: {a} {a}', 'grammar:1:11 grammarFieldTwice'],
    ['line: {a}{b}', 'grammar:1:10 grammarTouching'],
    ['line: x {a', 'grammar:1:9 grammarUnclosed'],
    ['line:', 'grammar:1:6 grammarEmpty'],
    ['line: {text}\nsend: sends {id}', 'grammar:2:7 grammarNeeds'],
    ['line: {text}\ninvoke cas: {value}', 'grammar:2:13 grammarNeeds'],
    [`line: ${'x'.repeat(20_001)}`, 'grammar:1 grammarTooLong'],
  ])('%s is refused where it is wrong', (text, told) => {
    expect(refusal(() => parseGrammar(text))).toBe(told);
  });

  test('a log that no grammar fits is said to be one', () => {
    expect(refusal(() => readForeign([{ path: 'x', text: 'what is this\nand this\n' }], presets))).toBe(
      'x:1 unknownFormat',
    );
    expect(refusal(() => read('line: {time} {text}', 'a\nb\n'))).toBe('log1.txt:1 unknownFormat');
  });

  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
  const text = fc
    .string({ unit: fc.constantFrom(...'ab:[]{}-=#|'.split('')), minLength: 1, maxLength: 6 })
    .map((own): Part => ({ type: 'text', text: own }));
  const pattern: fc.Arbitrary<Pattern> = fc
    .array(fc.tuple(text, fc.boolean(), name), { minLength: 1, maxLength: 4 })
    .map((all) => {
      const names = new Set<string>();
      const parts = all.flatMap(([own, spaced, field]): Part[] => {
        const isNew = !names.has(field);
        names.add(field);
        return [
          own,
          ...(isNew ? [{ type: 'field', name: field } as const] : []),
          ...(spaced ? [{ type: 'space' } as const] : []),
        ];
      });
      // Texts side by side are one, and a space at the end is none.
      const joined: Part[] = [];
      for (const part of parts) {
        const last = joined.at(-1);
        if (part.type === 'text' && last?.type === 'text')
          joined[joined.length - 1] = { type: 'text', text: last.text + part.text };
        else joined.push(part);
      }
      return { parts: joined.at(-1)?.type === 'space' ? joined.slice(0, -1) : joined };
    });
  const rule: fc.Arbitrary<Rule> = fc.oneof(
    fc.record({
      type: fc.constant('role' as const),
      role: fc.constantFrom('leader' as const, 'follower' as const),
      pattern,
    }),
    fc.record({
      type: fc.constant('operation' as const),
      phase: fc.constantFrom('ok' as const, 'fail' as const),
      name,
      pattern,
    }),
  );
  const grammar: fc.Arbitrary<LineGrammar> = fc.record({
    unitNanos: fc.constantFrom(1, 1000, 100_000, 1_000_000, 1_000_000_000),
    lines: fc.array(pattern, { minLength: 1, maxLength: 3 }),
    rules: fc.array(rule, { maxLength: 3 }),
  });

  prop.prop([grammar])('what is written is read as it was', (own) => {
    expect(parseGrammar(formatGrammar(own))).toEqual(own);
  });

  prop.prop([fc.string({ maxLength: 80 })])(
    'whatever is typed, it is read or refused with its place',
    (typed) => {
      expect(refusal(() => parseGrammar(`line: {text}\n${typed}`))).toMatch(
        /^taken$|^grammar:\d+:\d+ grammar\w+$/,
      );
    },
  );
});
