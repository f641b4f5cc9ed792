import { beforeEach, expect, test, vi } from 'vitest';

const stored = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
});
const KEY = 'quorumscope.grammars';

/** The module reads what the browser keeps when it is loaded: as in another tab, another day. */
async function fresh() {
  vi.resetModules();
  return import('../../src/ui/foreign/grammar-store.ts');
}

beforeEach(() => stored.clear());

test('grammars are kept, found again, changed and forgotten; one’s own are tried first', async () => {
  const first = await fresh();
  first.keepGrammar(' mine ', 'line: {text}');
  first.keepGrammar('other', 'line: {time} {text}');
  first.keepGrammar('mine', 'line: {node} {text}');
  const second = await fresh();
  expect(second.useGrammars.getState().grammars).toEqual([
    { name: 'mine', text: 'line: {node} {text}' },
    { name: 'other', text: 'line: {time} {text}' },
  ]);
  expect(second.grammarTexts().slice(0, 2)).toEqual(['line: {node} {text}', 'line: {time} {text}']);
  second.forgetGrammar('mine');
  const third = await fresh();
  expect(third.useGrammars.getState().grammars.map(({ name }) => name)).toEqual(['other']);
});

test.each([
  'not json',
  '{"version":2,"grammars":[]}',
  '{"version":1,"grammars":[{"name":"","text":"x"}]}',
  '{"version":1,"grammars":[{"name":"a","text":7}]}',
])('%s is not read, said to be unreadable, and left until something is kept', async (text) => {
  stored.set(KEY, text);
  const { useGrammars, keepGrammar } = await fresh();
  expect(useGrammars.getState()).toMatchObject({ grammars: [], isReadable: false });
  expect(stored.get(KEY)).toBe(text);
  keepGrammar('a', 'line: {text}');
  expect(useGrammars.getState().isReadable).toBe(true);
  expect(JSON.parse(stored.get(KEY) ?? '')).toEqual({
    version: 1,
    grammars: [{ name: 'a', text: 'line: {text}' }],
  });
});
