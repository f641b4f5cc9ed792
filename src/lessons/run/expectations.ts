import type { LeaseId } from '../../etcd/request.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { StateType } from '../../raft/ready.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { Counters } from './counters.ts';
import { firstDifference, type Difference } from './difference.ts';
import type { Condition, ExpectViolation } from '../language/script.ts';
import { bytesOf, textOf } from '../language/text.ts';
import { TICK_MS } from './cluster-config.ts';
import type { ScriptCluster } from './script-cluster.ts';
import type { ScriptViolation } from './violations.ts';

export const NODE_FIELDS =
  'role, term, vote, lead, log, first, last, stable, commit, applied, rev, compact, kv.KEY, cs, reads, transferee, pr.N, lease.NAME.remaining, lease.NAME.ttl, lease.NAME.keys';

const roles: Readonly<Record<StateType, string>> = {
  StateFollower: 'F',
  StatePreCandidate: 'P',
  StateCandidate: 'C',
  StateLeader: 'L',
};

const plainFields: Readonly<Record<string, (node: MemberImage) => string>> = {
  role: (node) => roles[node.view().state],
  term: (node) => String(node.view().term),
  vote: (node) => String(node.view().vote),
  lead: (node) => String(node.view().lead),
  log: (node) =>
    node
      .entries(node.view().first, node.view().last)
      .map((entry) => String(entry.term))
      .join(','),
  first: (node) => String(node.view().first),
  last: (node) => String(node.view().last),
  stable: (node) => String(node.view().stable),
  commit: (node) => String(node.view().commit),
  applied: (node) => String(node.view().applied),
  rev: (node) => String(node.view().revision),
  compact: (node) => String(node.view().compactRevision),
  cs: (node) => formatConfState(node.view().confState),
  transferee: (node) => String(node.view().leadTransferee),
};

const LEASE_FIELD = /^lease\.(.+)\.(remaining|ttl|keys)$/;

export function isNodeField(field: string): boolean {
  return (
    field === 'reads' ||
    Object.hasOwn(plainFields, field) ||
    /^kv\..+$/.test(field) ||
    /^pr\.[1-9]\d*$/.test(field) ||
    LEASE_FIELD.test(field)
  );
}

/** The first condition that does not hold. */
export function differenceOfNode(
  cluster: ScriptCluster,
  node: MemberImage,
  conditions: readonly Condition[],
): Difference | undefined {
  return firstDifference(conditions, `n${node.view().id} `, (field) => fieldOf(cluster, node, field));
}

export function differenceOfCounts(
  counters: Counters,
  conditions: readonly Condition[],
): Difference | undefined {
  return firstDifference(conditions, '', (field) => String(counters.count(field)));
}

/** Whether a report is one that the line asks for. */
export function isAsked(violation: ScriptViolation, asked: ExpectViolation): boolean {
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

function fieldOf(cluster: ScriptCluster, node: MemberImage, field: string): string {
  const lease = LEASE_FIELD.exec(field);
  if (lease !== null) return leaseField(cluster, node, cluster.clients.lease(lease[1] ?? ''), lease[2] ?? '');
  if (field === 'reads') return cluster.place(node.view().id).reads.join(',');
  if (field.startsWith('kv.')) return valueOf(node, field.slice('kv.'.length)) ?? '-';
  if (field.startsWith('pr.')) return formatProgress(node, Number(field.slice('pr.'.length)));
  return plainFields[field]?.(node) ?? '-';
}

/** Ticks left as this node counts them, `-` unless it leads; ticks granted; keys. */
function leaseField(cluster: ScriptCluster, node: MemberImage, id: LeaseId, field: string): string {
  const lease = node.storeView(Infinity).leases.find((each) => each.id === id);
  if (lease === undefined) return '-';
  if (field === 'ttl') return String(lease.ttl);
  if (field === 'keys') return `[${lease.keys.map(textOf).join(',')}]`;
  const { endsAtMs } = lease;
  if (endsAtMs === undefined) return '-';
  return String(Math.max(0, Math.ceil((endsAtMs - cluster.localMs(node.view().id)) / TICK_MS)));
}

/** The newest value of a key as text; undefined if the key is not there. */
export function valueOf(node: MemberImage, key: string): string | undefined {
  const answer = node.read({ type: 'range', key: bytesOf(key), revision: 0, consistency: 'serializable' });
  const kv = answer.ok && answer.result.type === 'range' ? answer.result.kvs[0] : undefined;
  return kv === undefined ? undefined : textOf(kv.value);
}

/** `Replicate:4/5`: state, Match and Next; `-` where there is none. */
function formatProgress(node: MemberImage, peer: number): string {
  const progress = node.view().progress.find(({ id }) => id === peer);
  if (progress === undefined) return '-';
  return `${progress.state.slice('State'.length)}:${progress.match}/${progress.next}`;
}
