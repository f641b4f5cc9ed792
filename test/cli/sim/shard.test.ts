import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/sim/arguments.ts';
import { seedsOfShard, shardOf } from '../../../src/cli/sim/shard.ts';

const part = (environment: Record<string, string>, asked?: string): string => {
  const shard = shardOf(asked, environment);
  return shard === undefined ? 'all' : `${shard.index}/${shard.count}`;
};

describe('which shard this is', () => {
  it.each([
    ['nobody has said anything', {}, 'all'],
    [
      'the second pod of a Kubernetes Indexed Job',
      { JOB_COMPLETION_INDEX: '1', JOB_COMPLETIONS: '8' },
      '2/8',
    ],
    [
      'a task of a Slurm array 10-40:10',
      {
        SLURM_ARRAY_TASK_ID: '30',
        SLURM_ARRAY_TASK_MIN: '10',
        SLURM_ARRAY_TASK_STEP: '10',
        SLURM_ARRAY_TASK_COUNT: '4',
      },
      '3/4',
    ],
    ['a job of a CI matrix', { CI_NODE_INDEX: '4', CI_NODE_TOTAL: '4' }, '4/4'],
    ['a CI job that is not one of many', { CI_NODE_TOTAL: '1' }, 'all'],
  ])('%s', (_, environment, expected) => {
    expect(part(environment)).toBe(expected);
  });

  it('is what --shard says, whatever the environment says', () => {
    expect(part({ CI_NODE_INDEX: '4', CI_NODE_TOTAL: '4' }, '2/3')).toBe('2/3');
  });

  it.each([
    [{}, '4/3', '--shard is 4/3, but must be i/N'],
    [{}, 'two', '--shard is two'],
    [{ JOB_COMPLETION_INDEX: '0' }, undefined, 'set JOB_COMPLETIONS'],
    [{ JOB_COMPLETION_INDEX: '8', JOB_COMPLETIONS: '8' }, undefined, 'shard 9 of 8, which there is not'],
    [{ CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '2' }, undefined, 'CI_NODE_INDEX is x'],
    [
      { SLURM_ARRAY_TASK_ID: '9', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '3' },
      undefined,
      'an array needs numbers without gaps',
    ],
  ])('is refused with its reason: %o %s', (environment, asked, reason) => {
    expect(() => shardOf(asked, environment)).toThrow(reason);
  });
});

describe('the seeds of shards', () => {
  it('are all seeds, each once, in parts that differ by one at most', () => {
    for (const count of [1, 2, 3, 7, 40]) {
      const parts = Array.from({ length: count }, (_, i) =>
        seedsOfShard(5, 34, { index: i + 1, count, from: '' }),
      );
      const seeds = parts.flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, i) => first + i),
      );
      expect(seeds).toEqual(Array.from({ length: 30 }, (_, i) => i + 5));
      const lengths = parts.map(({ first, last }) => last - first + 1);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }
  });

  it('are taken by themselves from the environment', () => {
    const { firstSeed, lastSeed, seeds } = parseArguments(['--seeds', '1..100'], {
      JOB_COMPLETION_INDEX: '3',
      JOB_COMPLETIONS: '4',
    });
    expect([firstSeed, lastSeed, seeds]).toEqual([76, 100, [1, 100]]);
  });
});

describe('the command line of npm run sim', () => {
  it.each([
    [['--seed', '1'], 'there is no option --seed'],
    [['--seeds'], '--seeds needs a value'],
    [['--seeds', '9..1'], '--seeds is 9..1, but must be A..B'],
    [['--nodes', '0'], '--nodes is 0, but must be a whole number from 1 to 9'],
    [['--nodes', '3', '--nodes', '5'], '--nodes is there twice'],
    [['--faults', 'kill,earthquake'], 'there is no fault earthquake'],
    [['--workers', ''], '--workers is , but must be a whole number'],
    [['--storage', 'tape'], '--storage is tape'],
    [['--rule', 'noSuchRule'], 'noSuchRule'],
  ])('%j is refused with its reason', (args, reason) => {
    expect(() => parseArguments(args)).toThrow(reason);
  });
});
