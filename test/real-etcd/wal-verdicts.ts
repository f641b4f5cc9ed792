/**
 * Damages copies of logs in every way there is and asks etcd's own packages what a start makes of each (go/wal, built by its build.sh); the
 * answers are held against ours, and kept for the tests that have no etcd (test/datadir/wal/files).
 *
 *     npx tsx test/real-etcd/wal-verdicts.ts --bin DIR          hold all against ours
 *     npx tsx test/real-etcd/wal-verdicts.ts --bin DIR --keep   and write them down
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { etcdLines, type EtcdLine } from '../../src/datadir/wal/etcd-line.ts';
import {
  comparable,
  damages,
  type KeptVerdicts,
  logFolders,
  ourVerdict,
  readFolder,
  type Damage,
} from '../datadir/wal/damaged-logs.ts';

const { values } = parseArgs({ options: { bin: { type: 'string' }, keep: { type: 'boolean' } } });
const { bin, keep } = values;
if (bin === undefined)
  throw new Error('--bin: the folder with wal-etcd34 and its like, as go/wal/build.sh makes them');

let asked = 0;
let differing = 0;
for (const folder of logFolders) {
  const kept: KeptVerdicts = { words: [], runs: {} };
  const files = readFolder(folder);
  for (const line of etcdLines) {
    for (const damage of damages) {
      for (const name of files.map((file) => file.name)) {
        const answers = ask(line, damage, folder, name);
        kept.runs[`${line} ${damage} ${name}`] = runsOf(answers, kept.words);
        for (const [i, theirs] of answers.entries()) {
          asked++;
          const ours = ourVerdict(files, name, damage, i, folder.snapshots, line);
          if (ours === theirs) continue;
          differing++;
          if (differing <= 40)
            console.log(`${folder.name} ${line} ${name} ${damage} ${i}\n  etcd ${theirs}\n  we   ${ours}`);
        }
      }
    }
  }
  if (keep === true) {
    const path = join(folder.path, '..', `${folder.name}.json.br`);
    writeFileSync(path, brotliCompressSync(JSON.stringify(kept)));
  }
}
console.log(`${asked} damaged logs asked, ${differing} answers differ`);
process.exitCode = differing === 0 ? 0 : 1;

function ask(line: EtcdLine, damage: Damage, folder: (typeof logFolders)[number], name: string): string[] {
  const program = join(bin ?? '', `wal-etcd${line.replace('.', '')}`);
  const snapshots = folder.snapshots.map(({ term, index }) => `${term}-${index}`);
  const out = execFileSync(program, [damage, folder.path, name, ...snapshots], {
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  return out.split('\n').flatMap((row) => {
    const tab = row.indexOf('\t');
    return tab < 0
      ? []
      : Array.from({ length: Number(row.slice(0, tab)) }, () => comparable(row.slice(tab + 1), line));
  });
}

function runsOf(answers: readonly string[], words: string[]): number[] {
  const runs: number[] = [];
  let before: string | undefined;
  for (const answer of answers) {
    if (answer === before) {
      runs[runs.length - 2] = (runs.at(-2) ?? 0) + 1;
      continue;
    }
    before = answer;
    let word = words.indexOf(answer);
    if (word < 0) word = words.push(answer) - 1;
    runs.push(1, word);
  }
  return runs;
}
