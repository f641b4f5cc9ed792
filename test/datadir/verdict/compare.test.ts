import { describe, expect, test } from 'vitest';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { compareMembers } from '../../../src/datadir/verdict/compare.ts';
import { inspectMember, type Inspected } from '../../../src/datadir/verdict/inspect-member.ts';
import { gatherFiles } from '../../../src/datadir/verdict/member-files.ts';
import type { Comparison } from '../../../src/datadir/verdict/report.ts';
import { madeMember, type MadeMember, type MadePut } from './made-member.ts';

const quiet = (): void => undefined;

function inspect(made: MadeMember): Inspected {
  const [files] = gatherFiles(madeMember(made)).members;
  if (files === undefined) throw new Error('no member');
  return inspectMember(files, quiet);
}

function compare(...made: readonly MadeMember[]): Comparison {
  return compareMembers(made.map(inspect), quiet);
}

function puts(count: number): MadePut[] {
  return Array.from({ length: count }, (_, i) => ({ key: `k${i % 7}`, value: `v${i}` }));
}

const IDS = [1n, 2n, 3n];

describe('members that are alike', () => {
  test('are whole, and do not differ', () => {
    const { differences, keep, losses } = compare(
      ...IDS.map((id) => ({ dir: `d${id}`, id, members: IDS, puts: puts(20) })),
    );
    expect(differences).toEqual([]);
    expect(keep).toBe(0);
    expect(losses.map(({ committedEntries }) => committedEntries)).toEqual([0, 0, 0]);
  });

  test('one that is behind loses what the others have acknowledged, and is not kept', () => {
    const { differences, keep, losses, findings } = compare(
      { dir: 'a', id: 1n, members: IDS, puts: puts(20), logged: 12 },
      { dir: 'b', id: 2n, members: IDS, puts: puts(20), committed: 18 },
      { dir: 'c', id: 3n, members: IDS, puts: puts(20) },
    );
    expect(differences).toEqual([]);
    expect(keep).toBe(1);
    expect(losses[0]).toMatchObject({ committedEntries: 8 });
    expect(losses[0]?.words).toContain('8 entries that were acknowledged are lost (14 to 21');
    expect(findings.map(({ code }) => code)).toEqual(['tocommit out of range']);
  });

  test('entries of one log alone are told apart from those of a majority', () => {
    const { losses } = compare(
      { dir: 'a', id: 1n, members: IDS, puts: puts(20), logged: 12, applied: 5, committed: 5 },
      { dir: 'b', id: 2n, members: IDS, puts: puts(20), logged: 10, applied: 5, committed: 5 },
      { dir: 'c', id: 3n, members: IDS, puts: puts(20), logged: 5 },
    );
    expect(losses.map(({ committedEntries, openEntries }) => [committedEntries, openEntries])).toEqual([
      [0, 0],
      [0, 2],
      [5, 2],
    ]);
  });
});

test('of members of several clusters none is lost to another', () => {
  const [a, b] = [1n, 2n].map((id) => inspect({ dir: `d${id}`, id, puts: puts(Number(id) * 10) }));
  if (a === undefined || b === undefined) throw new Error('no members');
  const other = { ...b, report: { ...b.report, clusterId: 'ad776dad6a9ee2eb' } };
  const { losses, keep, findings, advice } = compareMembers([a, other], quiet);
  expect([losses, keep, advice]).toEqual([[], undefined, []]);
  expect(findings.map(({ code }) => code)).toContain('several clusters');
});

describe('members that differ', () => {
  test('the record that was edited is found, with its key, its entry and who agrees with it', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const dice = makeDice(seed, 'edited');
      const count = drawInt(dice, 5, 60);
      const at = drawInt(dice, 0, count - 1);
      const wrong = drawInt(dice, 0, 1);
      const all = puts(count);
      const edited = all.map((put, i) => (i === at ? { ...put, stored: `${put.value}!`.slice(1) } : put));
      const { firstDifference, keep, findings } = compare(
        { dir: 'a', id: 1n, members: [1n, 2n], puts: wrong === 0 ? edited : all },
        { dir: 'b', id: 2n, members: [1n, 2n], puts: wrong === 1 ? edited : all },
      );
      expect(firstDifference?.code, `seed ${seed}`).toBe('stores');
      expect(firstDifference?.log, `seed ${seed}`).toBeUndefined();
      expect(keep, `seed ${seed}`).toBe(1 - wrong);
      expect(findings, `seed ${seed}`).toMatchObject([{ code: 'odd one out', data: { position: wrong } }]);
      expect(firstDifference?.store, `seed ${seed}`).toMatchObject({
        revision: at + 2,
        key: all[at]?.key,
        agrees: 1 - wrong,
      });
      const entries = firstDifference?.store?.entries.map((entry) => entry?.index);
      expect(entries, `seed ${seed}`).toEqual([at + 2, at + 2]);
    }
  });

  test('the entry that was replaced is found by the logs, and its revision by the stores', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const dice = makeDice(seed, 'replaced');
      const count = drawInt(dice, 5, 60);
      const at = drawInt(dice, 0, count - 1);
      const all = puts(count);
      const other = all.map((put, i) =>
        i === at ? { ...put, value: 'other', term: 3 } : i > at ? { ...put, term: 3 } : put,
      );
      const { firstDifference, findings, advice } = compare(
        { dir: 'a', id: 1n, members: [1n, 2n], puts: all },
        { dir: 'b', id: 2n, members: [1n, 2n], puts: other },
      );
      expect(
        findings.map(({ code }) => code),
        `seed ${seed}`,
      ).toEqual(['members differ']);
      expect(advice[0]?.code, `seed ${seed}`).toBe('decide first');
      expect(firstDifference?.code, `seed ${seed}`).toBe('logs conflict');
      expect(firstDifference?.log?.index, `seed ${seed}`).toBe(at + 2);
      expect(firstDifference?.store?.revision, `seed ${seed}`).toBe(at + 2);
      expect(firstDifference?.store?.key, `seed ${seed}`).toBe(all[at]?.key);
    }
  });

  test('tails that nobody has committed are no conflict', () => {
    const all = puts(20);
    const other = all.map((put, i) => (i >= 15 ? { ...put, value: 'other', term: 3 } : put));
    const { firstDifference } = compare(
      { dir: 'a', id: 1n, members: [1n, 2n], puts: all, applied: 15, committed: 15 },
      { dir: 'b', id: 2n, members: [1n, 2n], puts: other, applied: 15, committed: 15 },
    );
    expect(firstDifference).toMatchObject({ code: 'tails', log: { index: 17 } });
  });

  test('of three the odd one out is named, and is not kept', () => {
    const all = puts(20);
    const edited = all.map((put, i) => (i === 4 ? { ...put, stored: 'x' } : put));
    const { keep, findings, differences } = compare(
      { dir: 'a', id: 1n, members: IDS, puts: edited },
      { dir: 'b', id: 2n, members: IDS, puts: all },
      { dir: 'c', id: 3n, members: IDS, puts: all },
    );
    expect(differences).toHaveLength(2);
    expect(findings).toMatchObject([{ code: 'odd one out', data: { position: 0 } }]);
    expect(keep).toBe(1);
  });
});
