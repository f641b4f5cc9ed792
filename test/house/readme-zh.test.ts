import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const english = readFileSync('README.md', 'utf8');
const chinese = readFileSync('README.zh-CN.md', 'utf8');

/** Tables as rows of cells, without the padding that a formatter gives them. */
function tables(text: string): string[][][] {
  const found = text.matchAll(/(?:^\|.*\n)+/gm);
  return [...found].map(([table]) =>
    table
      .trim()
      .split('\n')
      .filter((_, i) => i !== 1)
      .map((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** What is the same in every language: code, addresses, and names of libraries. */
function names(cell: string): string[] {
  const code = [...cell.matchAll(/`[^`]+`/g)].map(([each]) => each);
  return code.length > 0
    ? code
    : [...cell.matchAll(/\((https?:[^)]+)\)/g)].map(([, address]) => address ?? '');
}

it('README.md and README.zh-CN.md lead to each other', () => {
  expect(english).toContain('(README.zh-CN.md)');
  expect(chinese).toContain('(README.md)');
});

it('both have the same sections, in the same order', () => {
  const levels = (text: string) => [...text.matchAll(/^(#+) /gm)].map(([, marks]) => marks?.length);
  expect(levels(chinese)).toEqual(levels(english));
});

it('both have the same commands, scripts and grammars', () => {
  // Comments of the shell are in the language of the page.
  const blocks = (text: string) =>
    [...text.matchAll(/^```[\s\S]*?^```/gm)].map(([block]) => block.replaceAll(/ +# .*$/gm, ''));
  expect(blocks(chinese)).toEqual(blocks(english));
});

it('both have the same tables, whose rows name the same things first', () => {
  const firsts = (text: string) => tables(text).map((table) => table.map(([cell = '']) => names(cell)));
  expect(firsts(chinese).map((table) => table.length)).toEqual(firsts(english).map((table) => table.length));
  expect(firsts(chinese)).toEqual(firsts(english));
});

it('both have the same lists, as long as each other', () => {
  const items = (text: string) => [...text.matchAll(/^- /gm)].length;
  expect(items(chinese)).toBe(items(english));
});
