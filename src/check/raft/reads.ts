import { decodeUtf8 } from '../../base/utf8.ts';
import type { LogIndex } from '../../base/flavor.ts';
import type { NodeInput, NodeTrace } from '../../node/io.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { KnownMember } from './known-member.ts';
import type { Memory } from './memory.ts';
import { isQuorumOf } from './quorums.ts';
import type { Scene } from './scene.ts';

/** A read comes to a member: it must not be served below what is committed now. */
export function noteReads(memory: Memory, input: NodeInput, number: number): void {
  if (input.type === 'request') {
    const { type } = input.operation;
    if (type === 'range' || type === 'txn')
      memory.floors.set(input.request, { index: memory.committed.length, event: number });
  } else if (input.type === 'readIndex') {
    memory.floors.set(keyOf(input.context), { index: memory.committed.length, event: number });
  }
}

/** Calls that have ended, answered or not. */
export function forgetReads(memory: Memory, calls: WorldEvent['calls']): void {
  for (const { request, status } of calls) if (status !== 'invoked') memory.floors.delete(request);
}

function keyOf(context: Uint8Array): string {
  return decodeUtf8(context);
}

type Decision<Type extends NodeTrace['type']> = Extract<NodeTrace, { type: Type }>;

/** ReadIndexFresh and ReadAfterApply of a read that a client is answered. */
export function checkServed(scene: Scene, { request, index, applied }: Decision<'readServed'>): void {
  if (index === 0) return;
  checkFresh(scene, request, index);
  if (index <= applied) return;
  scene.report({
    property: 'ReadAfterApply',
    nodes: [scene.node],
    detail: `node ${scene.node} serves a read of index ${index} and has applied up to ${applied}`,
    because: { type: 'readUnapplied', index, applied },
  });
}

export function checkConfirmed(scene: Scene, { context, index }: Decision<'readConfirmed'>): void {
  const key = keyOf(context);
  checkFresh(scene, key, index);
  scene.memory.floors.delete(key);
}

/** ReadIndexFresh. Reads by lease are LeaseDisjoint's. */
function checkFresh({ node, memory, members, report }: Scene, key: number | string, index: LogIndex): void {
  const floor = memory.floors.get(key);
  if (floor === undefined || index >= floor.index || memory.readsAlone) return;
  for (const { constants } of members.values()) if (constants?.leaseBasedReads === true) return;
  const entry = memory.committed.at(floor.index - 1);
  report({
    property: 'ReadIndexFresh',
    nodes: entry === undefined ? [node] : [node, entry.node],
    detail: `node ${node} serves a read of index ${index}; when it was asked for (event ${floor.event}), entries up to ${floor.index} were committed`,
    because: { type: 'staleReadIndex', index, committed: floor.index, earlier: entry?.event },
  });
}

/** LeaseDisjoint, and who answers reads alone. */
export function checkAsked(scene: Scene, { mode }: Decision<'readIndexAsked'>): void {
  const { member, node, memory, report } = scene;
  if (mode === 'singleton' && !member.confState.voters.includes(node)) memory.readsAlone = true;
  if (mode !== 'leaseBased' || member.leads === undefined) return;
  const newest = memory.committed.at(memory.committed.length - 1);
  if (newest === undefined || !(newest.commitTerm > member.leads) || isWithinEtcdsLease(member)) return;
  report({
    property: 'LeaseDisjoint',
    nodes: [node, newest.node],
    detail: `node ${node}, leader of term ${member.leads}, serves a read by its lease, and node ${newest.node} has committed in term ${newest.commitTerm} (event ${newest.event})`,
    because: {
      type: 'leaseOverlap',
      term: member.leads,
      commitTerm: newest.commitTerm,
      before: newest.node,
      earlier: newest.event,
    },
  });
}

/**
 * Etcd's lease is longer than what its followers grant: CheckQuorum looks once an election timeout whether a quorum has
 * answered since the last look, so a leader may go on for two of them, by its own clock, after it was heard last.
 */
function isWithinEtcdsLease({ constants, ticks, heard, confState, node }: KnownMember): boolean {
  if (constants === undefined) return true;
  const since = ticks - 2 * constants.electionTimeout;
  const answered = [node, ...heard.flatMap((at, id) => (at > since ? [id] : []))];
  return isQuorumOf(answered, confState);
}

/** A leader is answered by a member. */
export function noteHeard(member: KnownMember, from: number): void {
  if (member.heard[from] === member.ticks) return;
  const heard = member.heard.slice();
  while (heard.length <= from) heard.push(-Infinity);
  heard[from] = member.ticks;
  member.heard = heard;
}
