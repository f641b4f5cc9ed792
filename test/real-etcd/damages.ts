import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { drawInt, type Dice } from '../../src/base/random.ts';

/** A way in which a member's files are spoilt. False where these files do not have what it takes. */
export interface Damage {
  readonly name: string;
  readonly apply: (dir: string, dice: Dice) => boolean;
}

const wal = (dir: string): string[] => list(join(dir, 'member/wal'), '.wal');
const snaps = (dir: string): string[] => list(join(dir, 'member/snap'), '.snap');
const db = (dir: string): string => join(dir, 'member/snap/db');

export const damages: readonly Damage[] = [
  { name: 'nothing', apply: () => true },
  { name: 'a byte of the log', apply: (dir, dice) => flip(wal(dir).at(-1), dice, logBytes) },
  { name: 'the log is cut', apply: (dir, dice) => cut(wal(dir).at(-1), dice, logBytes) },
  {
    name: 'zeros from somewhere in the log on',
    apply: (dir, dice) => zeros(wal(dir).at(-1), dice, logBytes),
  },
  { name: 'a log of no bytes', apply: (dir) => shorten(wal(dir).at(-1), 0) },
  { name: 'no log', apply: (dir) => remove(join(dir, 'member/wal')) },
  {
    name: 'a log that begins later',
    apply: (dir) => rename(wal(dir)[0], '0000000000000002-00000000000000ff.wal'),
  },
  { name: 'the newest snapshot is gone', apply: (dir) => remove(snaps(dir).at(-1)) },
  { name: 'no snapshot files', apply: (dir) => snaps(dir).map((file) => remove(file)).length > 0 },
  { name: 'a byte of the newest snapshot', apply: (dir, dice) => flip(snaps(dir).at(-1), dice, sizeOf) },
  { name: 'no db', apply: (dir) => remove(db(dir)) },
  { name: 'a db of no bytes', apply: (dir) => shorten(db(dir), 0) },
  { name: 'the db is cut', apply: (dir, dice) => cut(db(dir), dice, sizeOf) },
  { name: 'a byte of the db', apply: (dir, dice) => flip(db(dir), dice, sizeOf) },
  { name: 'zeros in a page of the db', apply: (dir, dice) => zeroPage(db(dir), dice) },
  { name: 'a byte of a page header', apply: (dir, dice) => flipInPage(db(dir), dice, 0, 15) },
  { name: 'a byte of a page’s first elements', apply: (dir, dice) => flipInPage(db(dir), dice, 16, 63) },
  { name: 'both meta pages', apply: (dir) => flipAt(db(dir), 40) && flipAt(db(dir), 4096 + 40) },
  { name: 'one meta page', apply: (dir) => flipAt(db(dir), 40) },
];

function list(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => join(folder, name));
}

type Extent = (bytes: Uint8Array) => number;

const sizeOf: Extent = (bytes) => bytes.length;

/** Bytes of a log that are written: what is behind is preallocated zeros. */
const logBytes: Extent = (bytes) => {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
};

function flip(file: string | undefined, dice: Dice, extent: Extent): boolean {
  if (file === undefined) return false;
  const bytes = readFileSync(file);
  const at = drawInt(dice, 0, extent(bytes) - 1);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << drawInt(dice, 0, 7));
  writeFileSync(file, bytes);
  return true;
}

/** In one of the pages after the metas, between these bytes of it. */
function flipInPage(file: string, dice: Dice, from: number, to: number): boolean {
  const bytes = readFileSync(file);
  const page = drawInt(dice, 2, Math.floor(bytes.length / 4096) - 1);
  const at = page * 4096 + drawInt(dice, from, to);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << drawInt(dice, 0, 7));
  writeFileSync(file, bytes);
  return true;
}

function flipAt(file: string, at: number): boolean {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  return true;
}

function cut(file: string | undefined, dice: Dice, extent: Extent): boolean {
  if (file === undefined) return false;
  return shorten(file, drawInt(dice, 1, extent(readFileSync(file)) - 1));
}

function zeros(file: string | undefined, dice: Dice, extent: Extent): boolean {
  if (file === undefined) return false;
  const bytes = readFileSync(file);
  bytes.fill(0, drawInt(dice, 1, extent(bytes) - 1));
  writeFileSync(file, bytes);
  return true;
}

function zeroPage(file: string, dice: Dice): boolean {
  const bytes = readFileSync(file);
  const page = drawInt(dice, 2, Math.floor(bytes.length / 4096) - 1);
  bytes.fill(0, page * 4096, (page + 1) * 4096);
  writeFileSync(file, bytes);
  return true;
}

function shorten(file: string | undefined, bytes: number): boolean {
  if (file === undefined) return false;
  truncateSync(file, bytes);
  return true;
}

function remove(path: string | undefined): boolean {
  if (path === undefined || !existsSync(path)) return false;
  rmSync(path, { recursive: true });
  return true;
}

function rename(file: string | undefined, name: string): boolean {
  if (file === undefined) return false;
  renameSync(file, join(file, '..', name));
  return true;
}
