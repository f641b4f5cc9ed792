import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { inspectMember } from '../../../src/datadir/verdict/inspect-member.ts';
import type { MemberReport } from '../../../src/datadir/verdict/report.ts';
import { dbBytes } from './made-member.ts';
import { filesOf } from './recorded-members.ts';

const db = dbBytes([{ key: 'a', value: '1' }], [1n]);
const saved = Buffer.concat([db, createHash('sha256').update(db).digest()]);

function inspect(bytes: Uint8Array): MemberReport {
  const source = memorySource('nightly.db', bytes);
  return inspectMember(filesOf([{ path: 'backups/nightly.db', source }]), () => undefined).report;
}

test('a saved snapshot whose sum holds is whole, and is restored as it is', () => {
  const { verdict, db: report, starts, advice } = inspect(saved);
  expect(verdict).toBe('whole');
  expect(report?.footer).toEqual({ present: true, matches: true });
  expect(starts).toEqual([]);
  expect(advice[0]?.commands[1]).toBe('etcdutl snapshot restore backups/nightly.db --data-dir NEW-DIR');
});

test('one bit of it changed: damaged, wherever it is', () => {
  for (let at = 0; at < saved.length; at += 211) {
    const bytes = Uint8Array.from(saved);
    bytes[at] = (bytes[at] ?? 0) ^ 4;
    expect(inspect(bytes).verdict, `byte ${at}`).toBe('damaged');
  }
});

test('a copied db has no sum: its restore needs the option that says so', () => {
  const { verdict, db: report, advice } = inspect(db);
  expect(verdict).toBe('whole');
  expect(report?.footer).toBeUndefined();
  expect(advice[0]?.words).toContain('snapshot missing hash but --skip-hash-check=false');
  expect(advice[0]?.commands[1]).toContain('--skip-hash-check');
});

test('a snapshot that was cut is damaged, but where only its whole sum is gone', () => {
  for (let length = 0; length < saved.length; length += 17) {
    const { verdict } = inspect(saved.subarray(0, length));
    expect(verdict === 'whole', `${length} of ${saved.length} bytes`).toBe(length === db.length);
  }
  expect(inspect(saved.subarray(0, db.length)).verdict).toBe('whole');
});
