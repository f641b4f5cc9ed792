import { drawInt, drawUnit, makeDice, type Dice } from '../base/random.ts';
import type { LabConfig } from '../sim/world/config.ts';
import { parseConfig } from '../sim/world/parse-config.ts';
import type { SwarmOptions } from './swarm-options.ts';

/**
 * The cluster of a seed. What changes what members do is a coin, so that every mixture comes (Groce et al., "Swarm testing", ISSTA
 * 2012: a run that leaves something out finds what a run with everything hides). Durations stay well below a tick, so that a
 * cluster that is left alone converges.
 */
export function drawConfig({ seed, nodes, rules, storage }: SwarmOptions): LabConfig {
  const dice = makeDice(seed, 'configuration');
  const coin = () => drawInt(dice, 0, 1) === 1;
  const checkQuorum = coin();
  const learners = drawUnit(dice) < 0.25 ? drawInt(dice, 0, Math.max(0, nodes - 3)) : 0;
  return parseConfig({
    nodes: nodes - learners,
    learners,
    seed,
    preVote: coin(),
    checkQuorum,
    readOnly: checkQuorum && coin() ? 'leaseBased' : 'safe',
    stepDownOnRemoval: coin(),
    electionTicks: drawInt(dice, 3, 10),
    latencyMs: drawOf(dice, [1, 5, 10, 20]),
    jitterMs: drawInt(dice, 0, 20),
    fsyncMs: drawInt(dice, 0, 20),
    applyMs: drawInt(dice, 0, 5),
    snapshotCount: drawOf(dice, [3, 10, 30, 100, 10_000]),
    snapshotCatchUpEntries: drawInt(dice, 0, 5),
    maxSizePerMsg: coin() ? 1 : 1024 * 1024,
    maxInflightMsgs: drawInt(dice, 1, 16),
    bootstrap: coin() ? 'etcd' : 'plain',
    leaseCheckpoints: coin(),
    crashLoses: drawOf(dice, ['unsynced', 'unwritten', 'torn']),
    storage: storage ?? (coin() ? 'sync' : 'async'),
    clientTimeoutMs: drawOf(dice, [500, 2000, 5000]),
    watchProgressMs: drawOf(dice, [1000, 600_000]),
    brokenRules: rules,
  });
}

/** One of them, each as often as any other. */
export function drawOf<Value>(dice: Dice, values: readonly [Value, ...Value[]]): Value {
  return values[drawInt(dice, 0, values.length - 1)] ?? values[0];
}
