import { UsageError } from './usage-error.ts';

/** One machine's part of a run over many: the `index`th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
  /** Who has said so, for people. */
  readonly from: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The shard that `--shard i/N` names, or the one that a scheduler has given this process by its environment:
 *
 *     Kubernetes Indexed Job    JOB_COMPLETION_INDEX from 0; how many there are the manifest says: JOB_COMPLETIONS
 *     Slurm job array           SLURM_ARRAY_TASK_ID between _MIN and _MAX by _STEP; _COUNT
 *     CI matrix                 CI_NODE_INDEX from 1 and CI_NODE_TOTAL (GitLab's names, which a GitHub matrix sets itself)
 *
 * Undefined: nobody has said anything, and all seeds are run here.
 */
export function shardOf(asked: string | undefined, environment: Environment): Shard | undefined {
  if (asked !== undefined) return parseShard(asked);
  return ofKubernetes(environment) ?? ofSlurm(environment) ?? ofCi(environment);
}

function parseShard(text: string): Shard {
  const [, index = '', count = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count), from: '--shard' };
  if (index === '' || shard.index < 1 || shard.index > shard.count) {
    throw new UsageError(`--shard is ${text}, but must be i/N with i from 1 to N, as 3/16`);
  }
  return shard;
}

function ofKubernetes(environment: Environment): Shard | undefined {
  const index = numberOf(environment, 'JOB_COMPLETION_INDEX');
  if (index === undefined) return undefined;
  const count = numberOf(environment, 'JOB_COMPLETIONS');
  if (count === undefined) {
    throw new UsageError(
      'JOB_COMPLETION_INDEX is set, but Kubernetes does not say how many pods there are: set JOB_COMPLETIONS to the job’s completions, or give --shard',
    );
  }
  return checked({ index: index + 1, count, from: 'JOB_COMPLETION_INDEX' });
}

function ofSlurm(environment: Environment): Shard | undefined {
  const id = numberOf(environment, 'SLURM_ARRAY_TASK_ID');
  const count = numberOf(environment, 'SLURM_ARRAY_TASK_COUNT');
  if (id === undefined || count === undefined) return undefined;
  const min = numberOf(environment, 'SLURM_ARRAY_TASK_MIN') ?? 0;
  const step = numberOf(environment, 'SLURM_ARRAY_TASK_STEP') ?? 1;
  const index = (id - min) / Math.max(1, step);
  return checked({ index: index + 1, count, from: 'SLURM_ARRAY_TASK_ID' });
}

function ofCi(environment: Environment): Shard | undefined {
  const index = numberOf(environment, 'CI_NODE_INDEX');
  const count = numberOf(environment, 'CI_NODE_TOTAL');
  // GitLab sets the total alone where a job does not run in parallel.
  if (index === undefined || count === undefined) return undefined;
  return checked({ index, count, from: 'CI_NODE_INDEX' });
}

function numberOf(environment: Environment, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${name} is ${text}, but must be a whole number; --shard i/N takes its place`);
}

function checked(shard: Shard): Shard {
  const { index, count, from } = shard;
  if (Number.isInteger(index) && index >= 1 && index <= count) return shard;
  throw new UsageError(
    `${from} makes this shard ${index} of ${count}, which there is not: an array needs numbers without gaps; --shard i/N takes its place`,
  );
}

/** The seeds of a shard: a stretch of them, as long as the others' give or take one. May be empty. */
export function seedsOfShard(
  first: number,
  last: number,
  { index, count }: Shard,
): { first: number; last: number } {
  const total = last - first + 1;
  const begin = first + Math.floor(((index - 1) * total) / count);
  return { first: begin, last: first + Math.floor((index * total) / count) - 1 };
}
