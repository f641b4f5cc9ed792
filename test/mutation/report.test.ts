import { describe, expect, it } from 'vitest';
import { declares, parseEquivalents, readEquivalents } from './equivalents.ts';
import { findSources, instrument } from './instrument.ts';
import { shortened, type Mutant, type Verdict } from './mutant.ts';
import { formatSurvivor, isListed, leftOf, staleOf, tableOf, type Tried } from './report.ts';

const caught: Verdict = { type: 'caught', by: 'a test' };
const survived: Verdict = { type: 'survived', tests: 3 };

function mutant(change: string, file = 'a.ts'): Mutant {
  return { id: change, file, line: 7, source: 'if (a > 0) return;', mutator: 'Some', change };
}

const declared = parseEquivalents(`
# A note.

a.ts | if (a > 0) return;
  a > 0 → a >= 0
  a > 0 → true
  # Zero is as good as nothing,
  # and so is one.
`);

describe('declared equivalents', () => {
  it('are read with their reason', () => {
    expect(declared).toEqual([
      {
        file: 'a.ts',
        source: 'if (a > 0) return;',
        changes: ['a > 0 → a >= 0', 'a > 0 → true'],
        why: 'Zero is as good as nothing, and so is one.',
      },
    ]);
    expect(() => parseEquivalents('a.ts | a\n  a → b')).toThrow(/no reason/);
    expect(() => parseEquivalents('a.ts\n  a → b\n  # c')).toThrow(/no line/);
  });

  it('of src/raft are all mutants that there are, each declared once', async () => {
    const { mutants } = await instrument(findSources([]));
    const changes = readEquivalents().flatMap((one) =>
      one.changes.map((change) => ({ ...one, changes: [change] })),
    );
    expect(changes.filter((one) => !mutants.some((each) => declares(one, each)))).toEqual([]);
    const names = changes.map(({ file, source, changes: [change] }) => `${file} | ${source} | ${change}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe('the report of a mutation run', () => {
  const tried: Tried[] = [
    { mutant: mutant('a > 0 → a >= 0'), verdict: survived },
    { mutant: mutant('a > 0 → true'), verdict: caught },
    { mutant: mutant('a > 0 → false'), verdict: { type: 'endless', by: 'a test' } },
    { mutant: mutant('a > 0 → a < 0'), verdict: survived },
    { mutant: mutant('a > 0 → true', 'b.ts'), verdict: { type: 'notReached' } },
  ];

  it('counts what is caught of what is not declared', () => {
    expect(tableOf(tried, declared).slice(2)).toEqual([
      '| a.ts | 4 | 1 | 2 | 1 | 1 | 66.7 |',
      '| b.ts | 1 | 0 | 0 | 0 | 1 | 0.0 |',
      '| **all** | 5 | 1 | 2 | 1 | 2 | 50.0 |',
    ]);
  });

  it('lists what is left so that a later run can try it again', () => {
    const left = leftOf(tried, declared);
    expect(left.map((one) => `${one.mutant.file} ${one.mutant.change}`)).toEqual([
      'a.ts a > 0 → a < 0',
      'b.ts a > 0 → true',
    ]);
    const report = left.map(formatSurvivor).join('\n');
    expect(tried.map((one) => isListed(report, one.mutant))).toEqual([false, false, false, true, true]);
  });

  it('names declarations that a test refutes, or that name no mutant', () => {
    const gone = parseEquivalents('a.ts | if (a > 1) return;\n  a > 1 → true\n  # It was there.');
    const all = tried.map((one) => one.mutant);
    expect(staleOf(tried, all, [...declared, ...gone])).toEqual([
      'a.ts | if (a > 0) return;\n    a > 0 → true: is caught',
      'a.ts | if (a > 1) return;\n    a > 1 → true: there is no such mutant',
    ]);
    expect(staleOf([], all, declared)).toEqual([]);
  });

  it('writes long changes with their beginning and their end', () => {
    expect(shortened('a\n   + b')).toBe('a + b');
    expect(shortened('x'.repeat(87))).toHaveLength(87);
    expect(shortened(`${'x'.repeat(80)}${'y'.repeat(80)}`)).toBe(`${'x'.repeat(60)} … ${'y'.repeat(24)}`);
  });
});
