import { Cluster } from './cluster.ts';
import { checkLiveness } from './liveness.ts';
import { drawRunOptions, type Weights } from './run-options.ts';

export interface RunResult {
  readonly seed: number;
  /** Inputs, Readies, writes and applications, each followed by the checks. */
  readonly steps: number;
  readonly committed: number;
  readonly reads: number;
  readonly changes: number;
  /** Nobody could be elected in the end, by nobody's fault: liveness.ts. */
  readonly stuck: boolean;
  /** The promise that broke, or the assertion, with its detail and the last steps; undefined when all was well. */
  readonly failure: { readonly property: string; readonly text: string } | undefined;
}

/** Of these, about two in three find something to do. */
const ACTS = 1500;

/** The run that the seed stands for, with these weights where they are given: everything goes wrong for a while, then nothing any more. */
export function runSeed(
  seed: number,
  brokenRules: readonly string[] = [],
  weights: Partial<Weights> = {},
): RunResult {
  const cluster = new Cluster(drawRunOptions(seed, brokenRules, weights));
  let failure: RunResult['failure'];
  let stuck = false;
  try {
    for (let i = 0; i < ACTS; i++) cluster.act();
    if (brokenRules.length === 0) stuck = checkLiveness(cluster) === 'stuck';
  } catch (error) {
    failure = failureOf(cluster, error);
  }
  const { witness, changes } = cluster;
  const { commitIndex: committed, reads } = witness;
  return { seed, steps: cluster.log.count, committed, reads, changes: changes.proposed, stuck, failure };
}

function failureOf(cluster: Cluster, error: unknown): RunResult['failure'] {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const property = name === 'Violation' ? message.slice(0, message.indexOf(':')) : name;
  const { seed, ...rest } = cluster.options;
  const what = name === 'Violation' ? message : stack;
  const text = [
    `seed ${seed}, step ${cluster.log.count}: ${what}`,
    JSON.stringify(rest),
    ...cluster.log.lines(),
  ];
  return { property, text: text.join('\n') };
}
