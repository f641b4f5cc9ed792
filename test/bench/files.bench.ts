import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeEtcdDb } from './files/etcd-db.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';
import { benchLog } from './files/log.ts';

// Large files of etcd's, made here: how long the first answer takes, and how much memory. QUORUMSCOPE_FILES_MB: the size of the `db` (200 unless
// told; the aim is for 1000). Where BBOLT names a bbolt, its `check` goes over the same file in turns with ours, and `ratio` says how many
// times as fast ours is; its time is that of its process, ours from the opened file to the report.

const MEGABYTES = Number(process.env['QUORUMSCOPE_FILES_MB'] ?? 200);
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'quorumscope-files-'));
try {
  const file = join(folder, 'db');
  const begin = performance.now();
  const revisions = writeEtcdDb(file, MEGABYTES * 1e6);
  const bytes = statSync(file).size;
  printLine('files/db/write', performance.now() - begin, 'ms', { bytes, revisions });
  checks(file, bytes);
} finally {
  rmSync(folder, { recursive: true });
}

function checks(file: string, bytes: number): void {
  const program = process.env['BBOLT'];
  const ours: number[] = [];
  const theirs: number[] = [];
  let rss = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const said = inOwnProcess('check-db.ts', file);
    if (said['problems'] !== 0)
      throw new Error(`files: ${String(said['problems'])} problems in a file that we wrote`);
    ours.push(said['ms'] ?? NaN);
    rss = Math.max(rss, said['rss'] ?? NaN);
    if (program === undefined) continue;
    const begin = performance.now();
    execFileSync(program, ['check', file]);
    theirs.push(performance.now() - begin);
  }
  printLine('files/db/check', median(ours), 'ms', { times: ours, rss, bytes });
  if (theirs.length === 0) return;
  printLine('files/db/check/bbolt', median(theirs), 'ms', { times: theirs });
  printLine('files/db/check/ratio', median(theirs) / median(ours), '');
}

/** The numbers that a script in `files/` prints as one JSON line. */
function inOwnProcess(script: string, ...words: string[]): Readonly<Record<string, number>> {
  const path = resolve(import.meta.dirname, 'files', script);
  const text = execFileSync(process.execPath, ['--import', 'tsx', path, ...words], { encoding: 'utf8' });
  return JSON.parse(text) as Record<string, number>;
}

benchLog();
