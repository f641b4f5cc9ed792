import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { ByteSource } from '../../../src/base/byte-source.ts';
import { LogEntries } from '../../../src/datadir/wal/log-entries.ts';
import { readWal } from '../../../src/datadir/wal/read-wal.ts';

// A process of its own, for its memory: reads the log of the directory that is given, then the text of each entry, and prints what it took.

const folder = join(process.argv[2] ?? '', 'member', 'wal');
const files: number[] = [];
const sources = readdirSync(folder).map((name): ByteSource => {
  const file = openSync(join(folder, name), 'r');
  files.push(file);
  return { name, size: fstatSync(file).size, read: (at, length) => readPart(file, at, length) };
});

const before = performance.now();
const wal = readWal(sources);
const ms = performance.now() - before;
const rss = process.resourceUsage().maxRSS * 1024;

const entries = new LogEntries(wal);
const { firstIndex, lastIndex } = wal.log;
let characters = 0;
for (let index = firstIndex; index <= lastIndex; index++) characters += entries.at(index)?.text.length ?? 0;
const textMs = performance.now() - before;
for (const file of files) closeSync(file);
if (wal.end.kind !== 'whole') throw new Error(`the log is ${wal.end.kind}`);
console.log(JSON.stringify({ ms, textMs, rss, entries: wal.log.records, characters }));

function readPart(file: number, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
}
