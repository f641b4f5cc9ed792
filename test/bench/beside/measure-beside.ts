import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { present } from '../../../src/base/assert.ts';
import { parseBenchArguments } from '../../../src/cli/bench-arguments.ts';
import { projectRoot } from '../../../src/cli/built-site.ts';
import { printLine } from '../print-line.ts';
import type { Measured } from './workload.ts';

export interface BesideOptions {
  readonly unit: string;
  /** Whether a higher value is the better one. */
  readonly higherIsBetter: boolean;
  /** Counted rounds, after one that is not. */
  readonly rounds?: number;
}

/**
 * Measures a workload (a file of test/bench/workloads) and prints the median. With `--beside DIR` the other checkout does
 * the same in a process of its own, and the two take turns, so that whatever else the machine does befalls both: then
 * `NAME/ratio` says how many times as good this checkout is (the median over the rounds).
 */
export async function measureBeside(name: string, workload: string, options: BesideOptions): Promise<void> {
  const { beside } = parseBenchArguments(process.argv.slice(2));
  const { unit, higherIsBetter, rounds = 5 } = options;
  const checkouts = beside === undefined ? [projectRoot] : [projectRoot, beside];
  const sides = await Promise.all(checkouts.map((checkout) => begin(checkout, workload)));
  try {
    const taken: Measured[][] = [];
    for (let round = 0; round <= rounds; round++) {
      const values: Measured[] = [];
      for (const i of order(sides.length, round)) values[i] = await measureOnce(present(sides[i], 'a side'));
      if (round > 0) taken.push(values);
    }
    const own = taken.map(([first]) => present(first, 'a value'));
    printLine(name, median(own.map(({ value }) => value)), unit, { ...own[0]?.work });
    if (beside === undefined) return;
    const others = taken.map(([, second]) => present(second, 'a value'));
    const ratios = own.map(({ value }, i) => {
      const other = present(others[i], 'a value').value;
      return higherIsBetter ? value / other : other / value;
    });
    const isSame = own.every(({ work }, i) => JSON.stringify(work) === JSON.stringify(others[i]?.work));
    printLine(`${name}/ratio`, median(ratios), '1', {
      beside: median(others.map(({ value }) => value)),
      ...(isSame ? {} : { besideWork: others[0]?.work }),
    });
  } finally {
    for (const side of sides) side.kill();
  }
}

/** This one first, then the other one first, in turns. */
function order(count: number, round: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return round % 2 === 0 ? all : all.reverse();
}

async function begin(checkout: string, workload: string): Promise<ChildProcess> {
  const side = join(projectRoot, 'test/bench/beside/side.ts');
  const file = join(projectRoot, 'test/bench/workloads', workload);
  const child = fork(side, [checkout, file], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    cwd: projectRoot,
  });
  await answerOf(child);
  return child;
}

async function measureOnce(side: ChildProcess): Promise<Measured> {
  side.send('measure');
  return (await answerOf(side)) as Measured;
}

async function answerOf(side: ChildProcess): Promise<unknown> {
  const ended = once(side, 'exit').then(([code]) => {
    throw new Error(`a measuring process ended with exit code ${String(code)}`);
  });
  const [answer] = (await Promise.race([once(side, 'message'), ended])) as unknown[];
  return answer;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return present(sorted[Math.floor(sorted.length / 2)], 'there are rounds');
}
