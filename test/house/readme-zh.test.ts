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

/** What is the same in every language: code, and addresses. */
function names(cell: string): string[] {
  const code = [...cell.matchAll(/`[^`]+`/g)].map(([each]) => each);
  return code.length > 0
    ? code
    : [...cell.matchAll(/\((https?:[^)]+)\)/g)].map(([, address]) => address ?? '');
}

function headings(text: string): (string | undefined)[] {
  return [...text.matchAll(/^(#+) /gm)].map(([, marks]) => marks);
}

/** Comments of the shell are in the language of the page. */
function blocks(text: string): string[] {
  return [...text.matchAll(/^```[\s\S]*?^```/gm)].map(([block]) => block.replaceAll(/ +# .*$/gm, ''));
}

function firstCells(text: string): string[][][] {
  return tables(text).map((table) => table.map(([cell = '']) => names(cell)));
}

function items(text: string): number {
  return [...text.matchAll(/^- /gm)].length;
}

it('README.md and README.zh-CN.md lead to each other', () => {
  expect(english).toContain('(README.zh-CN.md)');
  expect(chinese).toContain('(README.md)');
});

it('both have the same sections, in the same order', () => {
  expect(headings(chinese)).toEqual(headings(english));
});

it('both have the same commands, scripts and grammars', () => {
  expect(blocks(chinese)).toEqual(blocks(english));
});

it('both have the same tables, whose rows name the same things first', () => {
  expect(firstCells(chinese).map((table) => table.length)).toEqual(
    firstCells(english).map((table) => table.length),
  );
  expect(firstCells(chinese)).toEqual(firstCells(english));
});

it('both have the same lists, as long as each other', () => {
  expect(items(chinese)).toBe(items(english));
});
