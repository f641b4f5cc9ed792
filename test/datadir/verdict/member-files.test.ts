import { expect, test } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { gatherFiles } from '../../../src/datadir/verdict/member-files.ts';

const WAL_0 = '0000000000000000-0000000000000000.wal';
const WAL_1 = '0000000000000001-000000000000004b.wal';
const SNAP = '0000000000000002-000000000000000a.snap';

test('directories in any depth become members, each with its own files in etcd’s order', () => {
  const { members, notes } = gatherFiles(
    [
      `/backup/a/member/wal/${WAL_1}`,
      `/backup/a/member/wal/${WAL_0}`,
      '/backup/a/member/wal/0.tmp',
      `/backup/a/member/snap/${SNAP}`,
      '/backup/a/member/snap/db',
      '/backup/a/member/snap/000000000000000b.snap.db',
      `b/wal/${WAL_0}`,
      'b/snap/db',
    ].map(file),
  );
  expect(notes).toEqual([]);
  expect(members.map(({ dir }) => dir)).toEqual(['/backup/a', 'b']);
  expect(members[0]?.wal.map(({ name }) => name)).toEqual([WAL_0, WAL_1]);
  expect(members[0]?.snaps.map(({ name }) => name)).toEqual([SNAP]);
  expect(members[0]?.snapDbs.map(({ name }) => name)).toEqual(['000000000000000b.snap.db']);
  expect(members[0]?.db?.name).toBe('db');
  expect(members[0]?.others).toEqual(['/backup/a/member/wal/0.tmp']);
});

test('single files are one member’s, a db under another name is a backup, anything else is named', () => {
  const { members, notes } = gatherFiles([file(WAL_0), file('db'), bolt('nightly.db'), file('notes.txt')]);
  expect(members.map(({ dir, kind }) => `${dir}|${kind}`)).toEqual(['|data directory', 'nightly.db|backup']);
  expect(notes.map(({ code, path }) => `${code}: ${path}`)).toEqual(['unknown file: notes.txt']);
});

test('a log in a folder of its own joins the one store that has none', () => {
  const { members, notes } = gatherFiles([file(`fast/${WAL_0}`), file('data/member/snap/db')]);
  expect(members).toHaveLength(1);
  expect(members[0]?.wal).toHaveLength(1);
  expect(notes.map(({ code }) => code)).toEqual(['joined by guess']);
});

test('two of one name in one place are not mixed', () => {
  const { members, notes } = gatherFiles([file('x/db'), file('x/snap/db')]);
  expect(members).toHaveLength(1);
  expect(notes.map(({ code }) => code)).toEqual(['second db']);
});

function file(path: string) {
  return { path, source: memorySource(path.split('/').at(-1) ?? '', new Uint8Array(8)) };
}

function bolt(path: string) {
  const bytes = new Uint8Array(64);
  new DataView(bytes.buffer).setUint32(16, 0xed0cdaed, true);
  return { path, source: memorySource(path, bytes) };
}
