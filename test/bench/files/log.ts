import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from '../median.ts';
import { printLine } from '../print-line.ts';
import { writeLog } from './log-files.ts';

const ENTRIES = 1_000_000;
const ROUNDS = 3;

interface Measured {
  readonly ms: number;
  readonly textMs: number;
  readonly rss: number;
}

/**
 * A log of a million entries: read to its end, every sum checked; the same and the text of every entry. With `ETCD_DUMP_LOGS` (a path to etcd's
 * own dump tool) in turns with that tool, which reads and prints them all: how many times as fast we are, for both.
 */
export function benchLog(): void {
  const dir = mkdtempSync(join(tmpdir(), 'files-bench-'));
  try {
    const bytes = writeLog(dir, ENTRIES);
    const tool = process.env['ETCD_DUMP_LOGS'];
    const ours: Measured[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(readLog(dir));
      if (tool !== undefined) theirs.push(dumpLog(tool, dir));
    }
    const ms = median(ours.map((each) => each.ms));
    const textMs = median(ours.map((each) => each.textMs));
    const name = `files/wal/${ENTRIES}`;
    printLine(name, ms, 'ms', { bytes });
    printLine(`${name}/rss`, Math.max(...ours.map((each) => each.rss)) / 1e6, 'MB');
    printLine(`${name}/texts`, textMs, 'ms');
    if (theirs.length === 0) return;
    const dump = median(theirs);
    printLine(`${name}/etcd-dump-logs`, dump, 'ms');
    printLine(`${name}/ratio`, dump / ms, 'x');
    printLine(`${name}/texts/ratio`, dump / textMs, 'x');
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function readLog(dir: string): Measured {
  const program = join(import.meta.dirname, 'read-log.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', program, dir], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`read-log: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

/** What it prints goes nowhere. */
function dumpLog(tool: string, dir: string): number {
  const before = performance.now();
  const { status } = spawnSync(tool, [dir], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${tool} ended with ${status}`);
  return performance.now() - before;
}
