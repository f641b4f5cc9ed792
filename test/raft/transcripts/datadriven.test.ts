import { describe, expect, it } from 'vitest';
import { parseCommand, parseDatadriven } from '../../../src/transcript/datadriven.ts';
import { quoteBytes } from '../../../src/transcript/go-format.ts';

const bytes = (text: string) => quoteBytes(new TextEncoder().encode(text));

describe('the datadriven format', () => {
  it('is commands, input, a separator and the output up to a blank line', () => {
    const text = '# comment\n\nfirst 1 a=b\nin 1\nin 2\n----\nout 1\nout 2\n\n  # more\nsecond\n----\nend';
    expect(parseDatadriven(text)).toEqual([
      {
        line: 3,
        name: 'first',
        args: [
          { key: '1', values: [] },
          { key: 'a', values: ['b'] },
        ],
        input: ['in 1', 'in 2'],
        expected: ['out 1', 'out 2'],
      },
      { line: 11, name: 'second', args: [], input: [], expected: ['end'] },
    ]);
  });

  it('may have output with blank lines between double separators', () => {
    const [first, second] = parseDatadriven('a\n----\n----\none\n\ntwo\n----\n----\n\nb\n----\nthree\n');
    expect(first?.expected).toEqual(['one', '', 'two']);
    expect(second).toMatchObject({ line: 10, expected: ['three'] });
  });

  it('joins a command line that ends with a backslash to the next', () => {
    expect(parseDatadriven('cmd a \\\n  b=1\n----\nok')).toMatchObject([
      { line: 1, args: [{ key: 'a' }, { key: 'b', values: ['1'] }], input: [] },
    ]);
  });

  it('may come with carriage returns and without a last line feed', () => {
    expect(parseDatadriven('a\r\n----\r\nok\r\n\r\nb\r\n----\r\nx')).toMatchObject([
      { name: 'a', expected: ['ok'] },
      { name: 'b', expected: ['x'] },
    ]);
  });

  it('without a separator says which line', () => {
    expect(() => parseDatadriven('a\n----\nok\n\nb 1\n')).toThrow('no ---- after the directive: b 1');
  });

  it('has arguments with no, one and several values, nested parentheses and empty values', () => {
    expect(parseCommand('x k a=1 b=(1, 2,3) c=(f(1,2), g) d= "foo"').args).toEqual([
      { key: 'k', values: [] },
      { key: 'a', values: ['1'] },
      { key: 'b', values: ['1', '2', '3'] },
      { key: 'c', values: ['f(1,2)', 'g'] },
      { key: 'd', values: [''] },
      { key: '"foo"', values: [] },
    ]);
    expect(() => parseCommand('x a=(1,2')).toThrow('no closing parenthesis');
    expect(() => parseCommand('x =1')).toThrow('no key');
  });
});

describe('quoted bytes', () => {
  it('print what prints and escape the rest', () => {
    expect(bytes('foo bar')).toBe('"foo bar"');
    expect(bytes('')).toBe('""');
    expect(bytes('"foo"')).toBe('"\\"foo\\""');
    expect(bytes('a\\b\n\t\r\0\x07\x7f\x1b')).toBe('"a\\\\b\\n\\t\\r\\x00\\a\\x7f\\x1b"');
    expect(bytes('é漢😀')).toBe('"é漢😀"');
    expect(bytes('\u00ad\u2028\ufeff')).toBe('"\\u00ad\\u2028\\ufeff"');
    expect(bytes('\u{e0001}')).toBe('"\\U000e0001"');
  });

  it('that are no UTF-8 print as bytes, one by one', () => {
    expect(quoteBytes(new Uint8Array([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0x62]))).toBe(
      '"a\\xff\\xc3(\\xe2\\x82b"',
    );
    expect(quoteBytes(new Uint8Array([0xed, 0xa0, 0x80]))).toBe('"\\xed\\xa0\\x80"');
  });
});
