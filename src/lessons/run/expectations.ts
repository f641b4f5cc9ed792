import type { LeaseId } from '../../etcd/request.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { StateType } from '../../raft/ready.ts';
import type { Counters } from '../world/counters.ts';
import type { Violation } from '../world/safety-checks.ts';
import { firstDifference, type Difference } from './difference.ts';
import type { Condition, ExpectViolation } from '../language/script.ts';
import type { ScriptNode } from '../world/script-node.ts';
import type { ScriptWorld } from '../world/script-world.ts';
import { textOf } from '../language/text.ts';

export const NODE_FIELDS =
  'role, term, vote, lead, log, first, last, stable, commit, applied, rev, compact, kv.KEY, cs, reads, transferee, pr.N, lease.NAME.remaining, lease.NAME.ttl, lease.NAME.keys';

const roles: Readonly<Record<StateType, string>> = {
  StateFollower: 'F',
  StatePreCandidate: 'P',
  StateCandidate: 'C',
  StateLeader: 'L',
};

const plainFields: Readonly<Record<string, (node: ScriptNode) => string>> = {
  role: (node) => roles[node.status().softState.raftState],
  term: (node) => String(node.status().hardState.term),
  vote: (node) => String(node.status().hardState.vote),
  lead: (node) => String(node.status().softState.lead),
  log: (node) =>
    node
      .log()
      .map((entry) => String(entry.term))
      .join(','),
  first: (node) => String(node.status().firstIndex),
  last: (node) => String(node.status().lastIndex),
  stable: (node) => String(node.stable),
  commit: (node) => String(node.status().hardState.commit),
  applied: (node) => String(node.applied),
  rev: (node) => String(node.machine.store.revision),
  compact: (node) => String(node.machine.store.compactRevision),
  cs: (node) => formatConfState(node.status().confState),
  reads: (node) => node.reads.join(','),
  transferee: (node) => String(node.status().leadTransferee),
};

const LEASE_FIELD = /^lease\.(.+)\.(remaining|ttl|keys)$/;

export function isNodeField(field: string): boolean {
  return (
    Object.hasOwn(plainFields, field) ||
    /^kv\..+$/.test(field) ||
    /^pr\.[1-9]\d*$/.test(field) ||
    LEASE_FIELD.test(field)
  );
}

/** The first condition that does not hold. */
export function differenceOfNode(
  world: ScriptWorld,
  node: ScriptNode,
  conditions: readonly Condition[],
): Difference | undefined {
  return firstDifference(conditions, `n${node.id} `, (field) => fieldOf(world, node, field));
}

export function differenceOfCounts(
  counters: Counters,
  conditions: readonly Condition[],
): Difference | undefined {
  return firstDifference(conditions, '', (field) => String(counters.count(field)));
}

/** Whether a report is one that the line asks for. */
export function isAsked(violation: Violation, asked: ExpectViolation): boolean {
  return (
    violation.name === asked.name &&
    (asked.revision === undefined || asked.revision === violation.revision) &&
    (asked.node === undefined || violation.nodes.includes(asked.node))
  );
}

/**
 * `[1,2,4]&&[1,2,3]L[5]LN[3]`: voters, the outgoing half while the configuration is joint, learners, and those voters
 * of the outgoing half that become learners when it is left.
 */
export function formatConfState(confState: ConfState): string {
  const { voters, votersOutgoing, learners, learnersNext } = confState;
  const outgoing = votersOutgoing.length > 0 ? `&&[${votersOutgoing.join(',')}]` : '';
  const learning = learners.length > 0 ? `L[${learners.join(',')}]` : '';
  const next = learnersNext.length > 0 ? `LN[${learnersNext.join(',')}]` : '';
  return `[${voters.join(',')}]${outgoing}${learning}${next}`;
}

function fieldOf(world: ScriptWorld, node: ScriptNode, field: string): string {
  const lease = LEASE_FIELD.exec(field);
  if (lease !== null) return leaseField(node, world.clients.lease(lease[1] ?? ''), lease[2] ?? '');
  if (field.startsWith('kv.')) return node.machine.value(field.slice('kv.'.length)) ?? '-';
  if (field.startsWith('pr.')) return formatProgress(node, Number(field.slice('pr.'.length)));
  return plainFields[field]?.(node) ?? '-';
}

/** Ticks left as this node counts them, `-` unless it leads; ticks granted; keys. */
function leaseField(node: ScriptNode, id: LeaseId, field: string): string {
  const { leases } = node.machine.etcd;
  const lease = leases.lookup(id);
  if (lease === undefined) return '-';
  if (field === 'remaining') return String(node.services.remaining(id) ?? '-');
  return field === 'ttl' ? String(lease.ttl) : `[${leases.keys(id).map(textOf).join(',')}]`;
}

/** `Replicate:4/5`: state, Match and Next; `-` where there is none. */
function formatProgress(node: ScriptNode, peer: number): string {
  const progress = node.status().progress.find(({ id }) => id === peer);
  if (progress === undefined) return '-';
  return `${progress.state.slice('State'.length)}:${progress.match}/${progress.next}`;
}
