import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../../src/base/assert.ts';
import { parseBenchArguments } from '../../../src/cli/bench-arguments.ts';
import { projectRoot } from '../../../src/cli/built-site.ts';
import { median } from '../median.ts';
import { printLine } from '../print-line.ts';
import { buildWorkload } from './build-workload.ts';
import type { Measured } from './workload.ts';

export interface BesideOptions {
  readonly unit: string;
  /** Whether a higher value is the better one. */
  readonly higherIsBetter: boolean;
  /** Counted rounds. */
  readonly rounds?: number;
  /** Rounds before them that are not: the code has to be warm. */
  readonly warmUp?: number;
}

/**
 * Measures a workload (a file of test/bench/workloads) and prints the median. With `--beside DIR` the other checkout does
 * the same in a process of its own, and the two take turns, so that whatever else the machine does befalls both: then
 * `NAME/ratio` says how many times as good this checkout is (the median over the rounds).
 */
export async function measureBeside(name: string, workload: string, options: BesideOptions): Promise<void> {
  const { beside } = parseBenchArguments(process.argv.slice(2));
  const checkouts = beside === undefined ? [projectRoot] : [projectRoot, beside];
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const sides: ChildProcess[] = [];
  try {
    for (const [i, checkout] of checkouts.entries()) {
      const file = join(folder, `${i}.mjs`);
      await buildWorkload(checkout, join(projectRoot, 'test/bench/workloads', workload), file);
      sides.push(await begin(file));
    }
    print(name, await measureInTurns(sides, options), options);
  } finally {
    for (const side of sides) side.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** By round, what each side has measured. */
async function measureInTurns(
  sides: readonly ChildProcess[],
  { rounds = 5, warmUp = 1 }: BesideOptions,
): Promise<Measured[][]> {
  const taken: Measured[][] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const values: Measured[] = [];
    for (const i of order(sides.length, round)) values[i] = await measureOnce(present(sides[i], 'a side'));
    if (round >= warmUp) taken.push(values);
  }
  return taken;
}

function print(name: string, taken: readonly Measured[][], { unit, higherIsBetter }: BesideOptions): void {
  const own = taken.map(([first]) => present(first, 'a value'));
  printLine(name, median(own.map(({ value }) => value)), unit, own[0]?.work);
  const others = taken.flatMap(([, second]) => second ?? []);
  if (others.length === 0) return;
  const ratios = own.map(({ value }, i) => {
    const other = present(others[i], 'a value').value;
    return higherIsBetter ? value / other : other / value;
  });
  const isSame = own.every(({ work }, i) => JSON.stringify(work) === JSON.stringify(others[i]?.work));
  printLine(`${name}/ratio`, median(ratios), '1', {
    beside: Number(median(others.map(({ value }) => value)).toPrecision(4)),
    ...(isSame ? {} : { besideWork: others[0]?.work }),
  });
}

/** This one first, then the other one first, in turns. */
function order(count: number, round: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return round % 2 === 0 ? all : all.reverse();
}

async function begin(file: string): Promise<ChildProcess> {
  const child = fork(file, [], { execArgv: ['--expose-gc'] });
  await answerOf(child);
  return child;
}

async function measureOnce(side: ChildProcess): Promise<Measured> {
  const answer = answerOf(side);
  side.send('measure');
  return (await answer) as Measured;
}

async function answerOf(side: ChildProcess): Promise<unknown> {
  const cancelled = new AbortController();
  const { signal } = cancelled;
  const ended = once(side, 'exit', { signal }).then(([code]) => {
    throw new Error(`a measuring process ended with exit code ${String(code)}`);
  });
  ended.catch(() => undefined);
  try {
    const [answer] = (await Promise.race([once(side, 'message', { signal }), ended])) as unknown[];
    return answer;
  } finally {
    cancelled.abort();
  }
}
