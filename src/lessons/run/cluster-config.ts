import type { NodeId } from '../../base/flavor.ts';
import type { LabConfig, MachineSettings } from '../../sim/world/config.ts';
import type { ClusterAction } from '../language/script.ts';

export const ELECTION_TICKS = 10;
/** Later nodes wait longer, up to this. */
const RANDOMIZED_TICKS_MAX = 19;
/** A tick passes for a second: leases, which etcd counts in seconds, are counted in ticks here. */
export const TICK_MS = 1000;
/** As large as a number of bytes may be: no limit. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** A call whose client names no time waits for ever: longer than any script lasts. */
const FOR_EVER_MS = 1_000_000_000;

/** The world that the `cluster` line of a script asks for. */
export function configOf(cluster: ClusterAction): Partial<LabConfig> {
  const { voters, learners, spare } = cluster;
  const all = [...voters, ...learners, ...spare].sort((a, b) => a - b);
  return {
    nodes: voters.length,
    learners: learners.length,
    layout: { voters, learners, spare },
    machineSettings: all.map((node) => ({ node, settings: settingsOf(cluster, node) })),
    seed: 0,
    electionTicks: ELECTION_TICKS,
    heartbeatTicks: 1,
    tickMs: TICK_MS,
    preVote: cluster.preVote,
    checkQuorum: cluster.checkQuorum,
    readOnly: cluster.lease ? 'leaseBased' : 'safe',
    stepDownOnRemoval: cluster.stepDownOnRemoval,
    stopsWhenRemoved: false,
    strictReconfigCheck: false,
    storage: cluster.asyncStorage ? 'async' : 'sync',
    readyByHand: true,
    transportReports: false,
    maxInflightMsgs: cluster.inflight ?? 256,
    maxInflightBytes: cluster.inflightBytes ?? 0,
    maxSizePerMsg: cluster.oneEntryPerMsg ? 0 : (cluster.messageBytes ?? cluster.inflightBytes ?? NO_LIMIT),
    maxUncommittedBytes: cluster.uncommittedBytes ?? 0,
    snapshotCount: 1_000_000_000,
    snapshotCatchUpEntries: 0,
    minLeaseTtl: 1,
    keepsTombstones: true,
    crashLoses: 'unwritten',
    callTimeoutMs: FOR_EVER_MS,
    watchProgressMs: FOR_EVER_MS,
    brokenRules: cluster.brokenRules,
  };
}

/** The randomized election timeout of node i is 10 + 2(i-1) ticks, at most 19, unless `rto` says otherwise. */
function settingsOf({ timeouts, randomApply }: ClusterAction, node: NodeId): MachineSettings {
  const ticks = timeouts.find((each) => each.node === node)?.ticks;
  return {
    fixedElectionTicks: ticks ?? Math.min(ELECTION_TICKS + 2 * (node - 1), RANDOMIZED_TICKS_MAX),
    ...(randomApply.includes(node) ? { randomApply: true } : {}),
  };
}
