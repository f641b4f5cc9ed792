import { drawInt, makeDice } from '../../base/random.ts';
import { runRandomly, type RandomRunReport } from '../../swarm/random-run.ts';
import { Member } from '../../node/member.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { parseConfig } from '../../sim/world/parse-config.ts';
import type { SimOptions } from './arguments.ts';

export type SeedReport = RandomRunReport;

/** One seed: it draws the configuration, too, so that many seeds see many kinds of cluster. */
export function runSeed(seed: number, options: SimOptions): Promise<SeedReport> {
  const { faults, events } = options;
  return runRandomly({ config: configOf(seed, options), faults, events }, Member);
}

function configOf(seed: number, { nodes, faults, rule, storage }: SimOptions): LabConfig {
  const dice = makeDice(seed, 'configuration');
  const coin = () => drawInt(dice, 0, 1) === 1;
  const checkQuorum = coin();
  return parseConfig({
    nodes,
    seed,
    preVote: coin(),
    checkQuorum,
    readOnly: checkQuorum && coin() ? 'leaseBased' : 'safe',
    electionTicks: drawInt(dice, 3, 10),
    jitterMs: drawInt(dice, 0, 20),
    fsyncMs: drawInt(dice, 0, 20),
    snapshotCount: faults.includes('compaction') ? drawInt(dice, 3, 30) : 10_000,
    snapshotCatchUpEntries: drawInt(dice, 0, 5),
    maxSizePerMsg: coin() ? 1 : 1024 * 1024,
    maxInflightMsgs: drawInt(dice, 1, 16),
    // From dice of its own, so that the rest of a seed's cluster is what it was before there was a choice.
    storage: storage ?? (drawInt(makeDice(seed, 'storage'), 0, 1) === 1 ? 'sync' : 'async'),
    clientTimeoutMs: 2000,
    brokenRules: rule === undefined ? [] : [rule],
  });
}
