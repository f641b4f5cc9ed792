import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { memorySource } from '../../src/base/byte-source.ts';
import { checkDb } from '../../src/bbolt/check.ts';
import { DbError } from '../../src/bbolt/db-error.ts';
import { openDb } from '../../src/bbolt/db.ts';
import { structureOf } from '../bbolt/structure.ts';

// Random files of bbolt with a byte changed where it holds the file together: what ours foretells of `bbolt check` (it opens, it finds nothing,
// it prints, it stops), against what it does. Nothing of it is kept.

const usage =
  'usage: tsx test/real-etcd/bbolt-damage.ts --bolt PROGRAM --bbolt PROGRAM [--seed N] [--files N] [--flips N]';
const { values: options } = parseArgs({
  options: {
    bolt: { type: 'string' },
    bbolt: { type: 'string' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '5' },
    flips: { type: 'string', default: '40' },
  },
});
const { bolt, bbolt } = options;
if (bolt === undefined || bbolt === undefined) throw new Error(usage);
const folder = mkdtempSync(join(tmpdir(), 'quorumscope-bbolt-'));
const ignore = (): void => undefined;

type Outcome = 'refuses' | 'nothing' | 'prints' | 'stops' | 'astray';

const counts = new Map<string, number>();
let linesBoth = 0;
let linesTheirs = 0;
try {
  for (let i = 0; i < Number(options.files); i++) damageOne(Number(options.seed) + i);
} finally {
  rmSync(folder, { recursive: true });
}
for (const [what, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(count).padStart(5)} ${what}`);
console.log(`of ${linesTheirs} different lines that bbolt printed, ${linesBoth} are ours word for word`);

function damageOne(seed: number): void {
  const dice = makeDice(seed);
  const file = join(folder, 'made.db');
  rmSync(file, { force: true });
  execFileSync(bolt ?? '', ['make', file, String(seed), '1024', String(drawInt(dice, 1, 10)), 'list']);
  const whole = new Uint8Array(readFileSync(file));
  const places = Array.from(structureOf(whole).entries()).flatMap(([at, holds]) => (holds === 1 ? [at] : []));
  for (let i = 0; i < Number(options.flips); i++) {
    const bytes = whole.slice();
    const at = places[drawInt(dice, 0, places.length - 1)] ?? 0;
    const bit = drawInt(dice, 0, 7);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    writeFileSync(file, bytes);
    const ours = foretold(bytes);
    const theirs = done(file);
    const what = `foretold: ${ours.outcome}, done: ${theirs.outcome}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
    const isExpected = ours.outcome === theirs.outcome || ours.outcome === 'astray';
    if (!isExpected)
      console.log(
        `seed ${seed}, byte ${at}, bit ${bit}: ${what}: ${ours.lines[0] ?? ''} | ${theirs.lines[0] ?? ''}`,
      );
    if (theirs.outcome !== 'prints' || ours.outcome !== 'prints') continue;
    const own = new Set(ours.lines);
    for (const line of new Set(theirs.lines)) {
      linesTheirs++;
      if (own.has(line)) linesBoth++;
      else if (process.env['SHOW'] !== undefined) console.log(`  only bbolt: ${line}`);
    }
  }
}

function foretold(bytes: Uint8Array): { readonly outcome: Outcome; readonly lines: readonly string[] } {
  try {
    const { problems } = checkDb(openDb(memorySource('db', bytes)), ignore);
    const astray = problems.find((problem) => problem.bbolt === 'astray');
    if (astray !== undefined) return { outcome: 'astray', lines: [astray.words] };
    const stops = problems.filter((problem) => problem.bbolt === 'stops');
    const prints = problems.filter((problem) => problem.bbolt === 'prints');
    if (stops.length > 0) return { outcome: 'stops', lines: stops.map(({ words }) => words) };
    return {
      outcome: prints.length > 0 ? 'prints' : 'nothing',
      lines: (prints.length > 0 ? prints : problems).map(({ words }) => words),
    };
  } catch (error) {
    if (error instanceof DbError) return { outcome: 'refuses', lines: [error.reason] };
    throw error;
  }
}

function done(file: string): { readonly outcome: Outcome; readonly lines: readonly string[] } {
  const { stdout, stderr, status } = spawnSync(bbolt ?? '', ['check', file], {
    encoding: 'utf8',
    timeout: 20_000,
    maxBuffer: 1 << 28,
  });
  const lines = stdout.trimEnd().split('\n');
  if (status === 0) return { outcome: 'nothing', lines: [] };
  if (lines.at(-1)?.endsWith('errors found') === true)
    return { outcome: 'prints', lines: lines.slice(0, -1) };
  const panic = /^(?:panic|fatal error|Error|unexpected fault).*$/m.exec(stderr)?.[0] ?? `status ${status}`;
  return { outcome: stderr.startsWith('Error') ? 'refuses' : 'stops', lines: [panic] };
}
