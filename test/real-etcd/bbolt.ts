import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { memorySink, memorySource } from '../../src/base/byte-source.ts';
import { openDb } from '../../src/bbolt/db.ts';
import { writeDb, type BucketToWrite } from '../../src/bbolt/write.ts';
import { toldOf } from '../bbolt/recorded.ts';
import { comparable, tell } from '../bbolt/tell.ts';

// Our reader, check and writer beside the real bbolt: random files that it made are read by ours, random files of ours are read and checked by
// it. README.md says how to build what is needed.

const usage = 'usage: tsx test/real-etcd/bbolt.ts --bolt PROGRAM [--bbolt PROGRAM] [--seed N] [--files N]';
const { values: options } = parseArgs({
  options: {
    bolt: { type: 'string' },
    bbolt: { type: 'string' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '50' },
  },
});
const { bolt } = options;
if (bolt === undefined) throw new Error(usage);
const [seed, files] = [Number(options.seed), Number(options.files)];
const folder = mkdtempSync(join(tmpdir(), 'quorumscope-bbolt-'));
let failures = 0;

try {
  for (let i = 0; i < files; i++) {
    const dice = makeDice(seed + i);
    madeByBbolt(seed + i, dice);
    writtenByUs(seed + i, dice);
  }
  console.log(`${files} files of bbolt read, ${files} of ours opened by bbolt, ${failures} differ`);
} finally {
  rmSync(folder, { recursive: true });
}
if (failures > 0) process.exitCode = 1;

/** A random file of bbolt: buckets, keys, values, pages and problems are what bbolt tells. */
function madeByBbolt(number: number, dice: Dice): void {
  const file = join(folder, 'made.db');
  rmSync(file, { force: true });
  const pageSize = 1024 << drawInt(dice, 0, 6);
  const list = drawInt(dice, 0, 1) === 0 ? 'list' : 'none';
  const transactions = drawInt(dice, 1, 40);
  execFileSync(bolt ?? '', ['make', file, String(number), String(pageSize), String(transactions), list]);
  compare(`seed ${number}, made by bbolt (pages of ${pageSize}, ${list})`, file);
}

/** A random file of ours. */
function writtenByUs(number: number, dice: Dice): void {
  const file = join(folder, 'written.db');
  const sink = memorySink();
  const pageSize = 1024 << drawInt(dice, 0, 6);
  const buckets = Array.from({ length: drawInt(dice, 0, 6) }, (_, i) => randomBucket(dice, `bucket-${i}`, 2));
  writeDb(sink, buckets, { pageSize, fill: drawInt(dice, 1, 10) / 10 });
  writeFileSync(file, sink.bytes());
  compare(`seed ${number}, written by us (pages of ${pageSize})`, file);
  if (options.bbolt === undefined) return;
  const { stdout, status } = spawnSync(options.bbolt, ['check', file], { encoding: 'utf8' });
  if (status !== 0 || stdout.trim() !== 'OK')
    fail(`seed ${number}, written by us`, [`bbolt check: ${stdout}`]);
}

function randomBucket(dice: Dice, name: string, depth: number): BucketToWrite {
  const count = drawInt(dice, 0, 5) === 0 ? drawInt(dice, 0, 1000) : drawInt(dice, 0, 20);
  const keys = new Set<string>();
  for (let i = 0; i < count; i++)
    keys.add(`key-${drawInt(dice, 0, 1_000_000)}`.padEnd(drawInt(dice, 0, 200), 'x'));
  const pairs = Array.from(keys, (key) => Buffer.from(key))
    .sort((a, b) => Buffer.compare(a, b))
    .map(
      (key) =>
        [
          key,
          Buffer.alloc(drawInt(dice, 0, 60) === 0 ? drawInt(dice, 0, 20_000) : drawInt(dice, 0, 100), 'v'),
        ] as const,
    );
  const within = depth === 0 ? 0 : drawInt(dice, 0, 3);
  return {
    name,
    entries: () => pairs,
    buckets: Array.from({ length: within }, (_, i) => randomBucket(dice, `in-${i}`, depth - 1)),
    sequence: BigInt(drawInt(dice, 0, 1000)),
  };
}

function compare(what: string, file: string): void {
  const theirs = comparable(
    toldOf(execFileSync(bolt ?? '', ['tell', file], { encoding: 'utf8', maxBuffer: 1 << 30 })),
  );
  const ours = tell(openDb(memorySource(file, readFileSync(file))));
  const [missing, extra] = [without(theirs, ours), without(ours, theirs)];
  if (missing.length === 0 && extra.length === 0) return;
  fail(what, [...missing.map((line) => `only bbolt: ${line}`), ...extra.map((line) => `only ours: ${line}`)]);
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

function fail(what: string, lines: readonly string[]): void {
  failures++;
  console.log(what);
  for (const line of lines.slice(0, 10)) console.log(`  ${line.slice(0, 300)}`);
}
