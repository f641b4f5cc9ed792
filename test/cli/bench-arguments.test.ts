import { expect, test } from 'vitest';
import { parseBenchArguments } from '../../src/cli/bench-arguments.ts';
import { projectRoot } from '../../src/cli/built-site.ts';

test('bench takes names, and a checkout to measure beside this one', () => {
  expect(parseBenchArguments(['world', 'streams'])).toEqual({
    names: ['world', 'streams'],
    beside: undefined,
  });
  expect(parseBenchArguments(['--beside', projectRoot, 'world'])).toEqual({
    names: ['world'],
    beside: projectRoot,
  });
});

test('bench says what is wrong with a checkout or an option', () => {
  expect(() => parseBenchArguments(['--beside', '/nowhere'])).toThrow('--beside /nowhere: it has no src');
  expect(() => parseBenchArguments(['--besides', 'x'])).toThrow("Unknown option '--besides'");
});
