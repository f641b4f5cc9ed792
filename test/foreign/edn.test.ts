import { fc, it as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { ednForms, formatEdn, readEdn, type Edn } from '../../src/foreign/edn.ts';
import { refusal } from './files.ts';

const lineOf = (text: string) =>
  [...ednForms('f', text)].map(({ line, value }) => `${line} ${formatEdn(value)}`);

describe('EDN', () => {
  test('is read as Clojure reads it', () => {
    const text = `{:a 1, "b" [nil true \\newline 'x] #{:c/d} (1.5 2N 3/4 1.5M)} ; that is all`;
    expect(formatEdn(readEdn('f', text))).toBe(
      `{:a 1, "b" [nil true \\newline 'x], #{:c/d} (1.5 2 3/4 1.5M)}`,
    );
  });

  test('numbers that JavaScript cannot count keep their digits', () => {
    expect(readEdn('f', '9007199254740993')).toBe(9007199254740993n);
    expect(readEdn('f', '-12')).toBe(-12);
    expect(readEdn('f', '##Inf')).toBe(Infinity);
    expect(formatEdn(readEdn('f', '[##NaN ##-Inf 0x1F]'))).toBe('[##NaN ##-Inf 0x1F]');
  });

  test('strings, tags, metadata, what is left out, and maps with a namespace', () => {
    expect(readEdn('f', String.raw`"a\tb\"cé\\"`)).toBe('a\tb"cé\\');
    expect(formatEdn(readEdn('f', '#inst "2020" '))).toBe('#inst "2020"');
    expect(formatEdn(readEdn('f', '[1 #_(2 [3]) 4 ^:m 5]'))).toBe('[1 4 5]');
    expect(formatEdn(readEdn('f', '#:op{:type 1, :other/f 2}'))).toBe('{:op/type 1, :other/f 2}');
  });

  test('a file is values one after another, or one vector of them, each with its line', () => {
    expect(lineOf('{:a 1}\n{:a 2}\n')).toEqual(['1 {:a 1}', '2 {:a 2}']);
    expect(lineOf('[{:a 1}\n ; two\n {:a 2}]')).toEqual(['1 {:a 1}', '3 {:a 2}']);
    expect(lineOf('')).toEqual([]);
  });

  test.each([
    ['{:a 1', 'f:1:1 notWhole'],
    ['[1\n(2 3', 'f:2:1 notWhole'],
    ['{:a}', 'f:1:4 notEdn'],
    ['{:a ] 2}', 'f:1:5 notEdn'],
    ['"abc', 'f:1:1 notWhole'],
    ['12abc', 'f:1:1 notEdn'],
    [': 1', 'f:1:1 notEdn'],
    ['##Nope', 'f:1:1 notEdn'],
    [String.raw`"\q"`, 'f:1:2 notEdn'],
    ['{:a 1}}', 'f:1:7 notEdn'],
    ['['.repeat(600), 'f:1:503 tooDeep'],
  ])('%s is refused where it is wrong', (text, told) => {
    expect(refusal(() => [...ednForms('f', text)])).toBe(told);
  });

  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const { value } = fc.letrec<{ value: Edn }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.bigInt({ min: 2n ** 60n }),
      fc.string(),
      name.map((own): Edn => ({ type: 'keyword', name: own })),
      fc.array(tie('value')).map((items): Edn => ({ type: 'vector', items })),
      fc.array(fc.tuple(tie('value'), tie('value'))).map((entries): Edn => ({ type: 'map', entries })),
      fc.tuple(name, tie('value')).map(([tag, own]): Edn => ({ type: 'tagged', tag, value: own })),
    ),
  }));

  prop.prop([value])('what is written is read as it was', (own) => {
    expect(readEdn('f', formatEdn(own))).toEqual(own);
  });

  prop.prop([fc.string({ unit: fc.constantFrom(...'{}[]()"\\:#_^;, \n0aN/.-'.split('')), maxLength: 60 })])(
    'whatever is handed in, it is read or refused with its place',
    (text) => {
      expect(refusal(() => [...ednForms('f', text)])).toMatch(
        /^taken$|^f:\d+:\d+ (notEdn|notWhole|tooDeep)$/,
      );
    },
  );
});
