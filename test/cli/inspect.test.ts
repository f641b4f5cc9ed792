import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectCommand } from '../../src/cli/inspect/inspect-command.ts';
import { ReadProgress } from '../../src/cli/inspect/progress.ts';
import type { MemberReport } from '../../src/datadir/verdict/report.ts';
import { madeMember, type MadePut } from '../datadir/verdict/made-member.ts';
import { recordedMembers } from '../datadir/verdict/recorded-members.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorumscope-inspect-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

function inspect(...args: readonly string[]): { code: number; out: string; errors: string } {
  const out: string[] = [];
  const errors: string[] = [];
  const code = inspectCommand(args, {
    print: (line) => out.push(line),
    complain: (line) => errors.push(line),
    progress: { write: () => undefined, isTerminal: false, now: () => 0 },
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

test('three directories of a real etcd: whole, side by side, exit code 0', () => {
  for (const { given } of recordedMembers('etcd-3.6-4.zip')) {
    for (const { path, source } of given) write(`real/${path}`, source.read(0, source.size));
  }
  const { code, out, errors } = inspect(join(folder, 'real'));
  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(out.split('\n').slice(0, 3)).toEqual([
    'm0: whole (data of etcd 3.6)',
    'm1: whole (data of etcd 3.6)',
    'm2: whole (data of etcd 3.6)',
  ]);
  expect(out).toContain('3 of 3 members are sound, a majority.');
});

test('--json has the fields that were promised, with ids as etcd prints them', () => {
  const { code, out } = inspect('--json', join(folder, 'real', 'm0'));
  expect(code).toBe(0);
  const { members } = JSON.parse(out) as { members: MemberReport[] };
  const promised =
    `dir version memberId clusterId term vote commit firstIndex lastIndex consistentIndex revision compactRevision
    keys hashKv wal snapshot db verdict advice`.split(/\s+/);
  expect(Object.keys(members[0] ?? {})).toEqual(expect.arrayContaining(promised));
  expect(members[0]?.memberId).toMatch(/^[0-9a-f]{16}$/);
});

test('members that part: the key and the entry are named, exit code 1, and --redacted leaves the key out', () => {
  const puts = Array.from({ length: 9 }, (_, i): MadePut => ({ key: `secret/${i}`, value: `v${i}` }));
  const edited = puts.map((put, i) => (i === 5 ? { ...put, stored: 'other' } : put));
  const made = [
    ...madeMember({ dir: 'parted/a', id: 1n, members: [1n, 2n], puts }),
    ...madeMember({ dir: 'parted/b', id: 2n, members: [1n, 2n], puts: edited }),
  ];
  for (const { path, source } of made) write(path, source.read(0, source.size));
  const plain = inspect(join(folder, 'parted'));
  expect(plain.code).toBe(1);
  expect(plain.out).toContain('The stores part at revision 7. The entry that wrote it agrees with');
  expect(plain.out).toContain('put secret/5 at revision 7.0');
  write('parted/notes.txt', Uint8Array.of(1));
  const redacted = inspect('--redacted', join(folder, 'parted'));
  expect(redacted.code).toBe(1);
  expect(redacted.out).toContain('The stores part at revision 7.');
  expect(redacted.out).not.toContain('secret');
  expect(redacted.out).not.toContain(folder);
  expect(redacted.errors).toBe('files left out: 1');
  expect(inspect(join(folder, 'parted')).errors).toContain('notes.txt');
});

test('a wrong call says what is wrong, and names what is left out', () => {
  expect(inspect()).toMatchObject({ code: 1, errors: expect.stringContaining('which directory?') });
  expect(inspect('--yaml', folder)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('no option --yaml'),
  });
  expect(inspect(join(folder, 'nowhere'))).toMatchObject({
    code: 1,
    errors: expect.stringContaining('is not there'),
  });
  write('odd/readme.txt', new Uint8Array(10));
  expect(inspect(join(folder, 'odd')).errors).toContain('readme.txt is left out');
});

test('long readings are told on the way, with bytes and the time left; short ones are not', () => {
  let now = 0;
  const written: string[] = [];
  const progress = new ReadProgress({
    write: (text) => written.push(text),
    isTerminal: false,
    now: () => now,
  });
  const tell = progress.begin('a');
  now = 500;
  tell(1e6, 100e6);
  expect(written).toEqual([]);
  now = 10_000;
  tell(20e6, 100e6);
  expect(written).toEqual(['a: 20 MB of 100 MB, 40 s left\n']);
});
