import { expect, test } from 'vitest';
import { damagedDbs, damagedLogs, damagedSnaps } from './damage-rounds.ts';
import { madeMember } from './made-member.ts';
import { recordedMembers } from './recorded-members.ts';

const small = madeMember({
  dir: 'm',
  puts: Array.from({ length: 12 }, (_, i) => ({ key: `key/${i % 5}`, value: `value ${i}` })),
});

test('every byte of a log flipped, every length of it cut: never taken for whole while it says something else', () => {
  const { wrong, verdicts } = damagedLogs(small, 1);
  expect(wrong).toEqual([]);
  expect(verdicts['damaged']).toBeGreaterThan(500);
});

test('every byte of a db’s structure flipped, and lengths of it cut: never taken for whole', () => {
  const { wrong, verdicts } = damagedDbs(small, 1, 61);
  expect(wrong).toEqual([]);
  expect(verdicts['damaged']).toBeGreaterThan(100);
});

test('the same of a real etcd’s files, at some places', () => {
  for (const recording of ['etcd-3.4-3.zip', 'etcd-3.7-3.zip']) {
    const given = recordedMembers(recording)[0]?.given ?? [];
    expect(damagedLogs(given, 331).wrong, recording).toEqual([]);
    expect(damagedDbs(given, 11, 9973).wrong, recording).toEqual([]);
    expect(damagedSnaps(given, 97).wrong, recording).toEqual([]);
  }
});
