import { describe, expect, it } from 'vitest';
import { compileText } from '../../src/expression/compile.ts';
import { LENGTH_MAX } from '../../src/expression/token.ts';
import { fuzz } from './fuzz.ts';

describe('whatever is typed', () => {
  it('has a meaning or one mistake that points into it: a million characters', () => {
    const { meant, texts } = fuzz(1, 1_000_000);
    expect(meant).toBeGreaterThan(texts / 20);
    expect(meant).toBeLessThan(texts / 2);
  });

  it.each([
    ['parentheses', '('.repeat(LENGTH_MAX), 'tooDeep'],
    ['signs', '!'.repeat(LENGTH_MAX), 'tooDeep'],
    ['lists', '['.repeat(LENGTH_MAX), 'tooDeep'],
    ['calls', 'was('.repeat(LENGTH_MAX / 4), 'tooDeep'],
    ['too much text', 'a'.repeat(LENGTH_MAX + 1), 'tooLong'],
    ['fields', `node(1)${'.lead'.repeat(190)}`, undefined],
    ['a long sum', `1${'+1'.repeat(490)}`, undefined],
  ])('is bounded in depth and length: %s', (_, text, code) => {
    const result = compileText(text);
    expect('code' in result ? result.code : undefined).toBe(code);
  });

  it('is never looked up among what every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
      for (const text of [
        name,
        `node(1).${name}`,
        `${name}(1)`,
        `node(1).${name}()`,
        `node(1).role == ${name}`,
        `node(1).role == "${name}"`,
      ]) {
        expect(compileText(text), text).toMatchObject({ type: 'error' });
      }
    }
  });
});
