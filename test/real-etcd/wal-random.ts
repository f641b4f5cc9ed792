/**
 * Logs of random records (indexes that jump, other members' metadata, marks of other terms, types that nobody knows, files missing) written by
 * the tests' naive writer: etcd's own packages and we say what a start makes of them.
 *
 *     npx tsx test/real-etcd/wal-random.ts --bin DIR [--logs 500] [--seed 1]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { etcdLines } from '../../src/datadir/wal/etcd-line.ts';
import type { StartSnapshot } from '../../src/datadir/wal/etcd-start.ts';
import { comparable, verdictWords, type LogFile } from '../datadir/wal/damaged-logs.ts';
import {
  entryRecord,
  metadataRecord,
  naiveSegment,
  segmentName,
  snapshotRecord,
  stateRecord,
  sumRecord,
  type NaiveRecord,
} from '../datadir/wal/naive-log.ts';

const { values } = parseArgs({
  options: {
    bin: { type: 'string' },
    logs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
});
const { bin } = values;
if (bin === undefined)
  throw new Error('--bin: the folder with wal-etcd34 and its like, as go/wal/build.sh makes them');

const member = 0x8e9e05c52164694dn;
const snapshots: readonly StartSnapshot[] = [
  { term: 1, index: 4 },
  { term: 2, index: 8 },
];
const dice = makeDice(Number(values.seed), 'logs');
const logs = Array.from({ length: Number(values.logs) }, () => drawLog(dice));
const outcomes = new Map<string, number>();
let differing = 0;
for (const line of etcdLines) {
  const folder = mkdtempSync('/dev/shm/wal-random-');
  try {
    const answers = ask(folder, line);
    for (const [i, log] of logs.entries()) {
      const theirs = comparable(answers[i] ?? '', line);
      const ours = verdictWords(log, snapshots, line);
      const kind = theirs.replace(/[\d:,[].*/, '').trim();
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      if (ours === theirs) continue;
      differing++;
      if (differing <= 20)
        console.log(
          `${line} log ${i} (${log.map(({ name }) => name).join(' ')})\n  etcd ${theirs}\n  we   ${ours}`,
        );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
console.log(Object.fromEntries(outcomes));
console.log(`${logs.length} logs in ${etcdLines.length} lines, ${differing} answers differ`);
process.exitCode = differing === 0 ? 0 : 1;

function ask(folder: string, line: string): string[] {
  const dirs = logs.map((files, i) => {
    const dir = join(folder, String(i));
    mkdirSync(dir);
    for (const { name, bytes } of files) writeFileSync(join(dir, name), bytes);
    return dir;
  });
  const program = join(bin ?? '', `wal-etcd${line.replace('.', '')}`);
  const args = ['cases', ...snapshots.map(({ term, index }) => `${term}-${index}`)];
  return execFileSync(program, args, { input: dirs.join('\n'), encoding: 'utf8', maxBuffer: 1 << 26 }).split(
    '\n',
  );
}

function drawLog(own: Dice): LogFile[] {
  const files: LogFile[] = [];
  let sum = 0;
  let last = 0;
  let term = 1;
  const segments = drawInt(own, 1, 4);
  for (let sequence = 0; sequence < segments; sequence++) {
    const name = segmentName(sequence, sequence === 0 ? 0 : last + 1);
    const records: NaiveRecord[] = [sumRecord, metadataRecord(member, drawInt(own, 0, 40) === 0 ? 5n : 4n)];
    if (sequence === 0) records.push(snapshotRecord(0, 0));
    for (let count = drawInt(own, 0, 8); count > 0; count--) {
      const what = drawInt(own, 0, 60);
      if (what === 0) records.push({ type: drawInt(own, 6, 9), data: Uint8Array.of(1) });
      else if (what < 10) {
        if (drawInt(own, 0, 3) === 0) term++;
        records.push(stateRecord(term, member, Math.max(0, last - drawInt(own, 0, 3))));
      } else if (what < 16)
        records.push(snapshotRecord(drawInt(own, 1, 2), drawInt(own, 0, 1) === 0 ? 4 : 8));
      else {
        last = Math.max(1, last + (what === 16 ? 3 : what < 20 ? -2 : 1));
        records.push(
          entryRecord({ term, index: last, data: new Uint8Array(drawInt(own, 0, 40)).fill(last) }),
        );
      }
    }
    const segment = naiveSegment(records, sum);
    sum = segment.sum;
    const zeros = sequence === segments - 1 ? 8 * drawInt(own, 0, 9) : 0;
    const bytes = new Uint8Array(segment.bytes.length + zeros);
    bytes.set(segment.bytes);
    files.push({
      name,
      bytes: drawInt(own, 0, 12) === 0 ? bytes.subarray(0, drawInt(own, 0, bytes.length)) : bytes,
    });
  }
  return drawInt(own, 0, 6) === 0 ? files.filter((_, i) => i !== drawInt(own, 0, segments - 1)) : files;
}
