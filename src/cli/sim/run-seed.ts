import { Member } from '../../node/member.ts';
import { runSwarm, type SwarmReport } from '../../swarm/swarm-run.ts';
import type { SimOptions } from './arguments.ts';

export type SeedReport = SwarmReport;

/** One seed: it draws the configuration, too, so that many seeds see many kinds of cluster. */
export function runSeed(
  seed: number,
  { nodes, events, faults, rule, storage }: SimOptions,
): Promise<SeedReport> {
  return runSwarm({ seed, nodes, events, faults, rules: rule === undefined ? [] : [rule], storage }, Member);
}
