import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDice } from '../../src/base/random.ts';
import { openGiven } from '../../src/cli/inspect/given-files.ts';
import { gatherFiles } from '../../src/datadir/verdict/member-files.ts';
import { inspectMember } from '../../src/datadir/verdict/inspect-member.ts';
import type { EtcdLine, EtcdStart, MemberReport } from '../../src/datadir/verdict/report.ts';
import { binariesOf, type Binaries } from './binaries.ts';
import { recordedMembers } from './compare-reports.ts';
import { damages } from './damages.ts';
import { copyDir, tryStart, type Tried } from './try-start.ts';

/**
 * Spoils copies of recorded one-member directories, says beforehand what etcd will say, and starts it:
 * `npx tsx test/real-etcd/damage.ts --out RECORDINGS [--rounds 3] [--lines 3.4,3.6] [--only 'of the log']`
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    lines: { type: 'string', default: '3.4,3.5,3.6,3.7' },
    only: { type: 'string' },
    work: { type: 'string', default: '/tmp/quorumscope-damage' },
  },
});
if (values.out === undefined) throw new Error('which recordings? --out DIR');
let passed = 0;
const wrong: string[] = [];
for (const binaries of binariesOf(values.lines.split(',') as EtcdLine[])) {
  const sources = recordedMembers(values.out).filter(
    ({ folder }) => folder.includes(`/${binaries.line}-`) && !isOfThree(folder),
  );
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const damage of damages) {
      if (values.only !== undefined && !damage.name.includes(values.only)) continue;
      const source = sources[round % sources.length];
      if (source === undefined) throw new Error(`no recording of ${binaries.line} in ${values.out}`);
      await tryOne(binaries, join(source.folder, source.name), damage, round + Number(values.first));
    }
  }
}
console.log(`${passed} passed, ${wrong.length} failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;

function isOfThree(folder: string): boolean {
  return Number(/-(\d+)$/.exec(folder)?.[1] ?? 0) % 4 === 0;
}

async function tryOne(
  binaries: Binaries,
  from: string,
  { name, apply }: (typeof damages)[number],
  seed: number,
): Promise<void> {
  const folder = values.work;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyDir(from, join(folder, 'm0'));
  if (!apply(join(folder, 'm0'), makeDice(seed, name))) return;
  const report = inspected(join(folder, 'm0'));
  const foretold = report.starts.find(({ etcd }) => etcd === binaries.line);
  const tried = await tryStart(binaries, folder);
  const why = disagreement(foretold, tried);
  if (why === undefined) {
    passed++;
    return;
  }
  wrong.push(name);
  console.log(`${binaries.line}, ${from}, ${name} (seed ${seed}): ${why}`);
  console.log(
    `  we: ${report.verdict}: ${foretold?.outcome ?? ''} ${foretold?.code ?? ''} ${foretold?.line ?? ''}`,
  );
  for (const finding of report.findings.slice(0, 3))
    console.log(`      ${finding.weight} ${finding.words.slice(0, 200)}`);
  console.log(
    `  etcd: ${tried.outcome}: ${tried.lines
      .map((line) => line.slice(0, 400))
      .slice(0, 3)
      .join('\n    ')}`,
  );
}

function inspected(dir: string): MemberReport {
  const given = openGiven([dir]);
  try {
    const [files] = gatherFiles(given.files).members;
    if (files === undefined) throw new Error(`nothing in ${dir}`);
    return inspectMember(files, () => undefined).report;
  } finally {
    given.close();
  }
}

/** What was foretold and is not so; undefined: all is. */
function disagreement(foretold: EtcdStart | undefined, { outcome, lines }: Tried): string | undefined {
  if (foretold === undefined) return 'nothing was foretold';
  switch (foretold.outcome) {
    case 'depends':
      return outcome === 'exited' ? 'it was said to start' : undefined;
    case 'starts':
      return outcome === 'ready' ? undefined : 'it was said to start';
    case 'mends':
      if (outcome === 'exited') return 'it was said to repair and start';
      return says(foretold.line, lines);
    default:
      return outcome === 'exited' ? says(foretold.line, lines) : 'it was said to refuse';
  }
}

/** Etcd's log has the words: from 3.5 on the message and the error are two fields of a JSON object. */
function says(words: string | undefined, lines: readonly string[]): string | undefined {
  if (words === undefined) return undefined;
  const log = lines.join('\n').replaceAll('\\"', '"');
  const split = /^(?<message>.*?) \((?<error>.*)\)$/s.exec(words);
  const whole = words.replace(/^panic: /, '');
  if (log.includes(whole)) return undefined;
  const { message, error } = split?.groups ?? {};
  if (message !== undefined && error !== undefined && log.includes(message) && log.includes(error))
    return undefined;
  return `it says something else than "${words}"`;
}
