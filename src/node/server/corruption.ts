import type { NodeId } from '../../base/flavor.ts';
import { addCall } from '../core/calls.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import type { PeerMessage } from '../core/peer-message.ts';
import { propose } from './proposing.ts';

/** The leader asks every member for the hash of its store at the leader's revision (etcd: corrupt.go, monitorKVHash). */
export function maybeCheckHashes(state: MemberState, out: OutputBuilder): void {
  const { config, raft, nowMs } = state;
  const { corruptCheckMs } = config;
  if (corruptCheckMs === 0 || !raft.isLeader || nowMs % corruptCheckMs >= config.tickMs) return;
  const own = state.etcd.kv.hashKv(0);
  if (typeof own === 'string') return;
  const { hash, compactRevision } = own;
  const { revision } = state.etcd.kv;
  const calls = new Set<number>();
  for (const to of otherMembers(state)) {
    const call = ++state.peerCounter;
    calls.add(call);
    const ask = { type: 'hashKv', revision } as const;
    out.peers.push({ type: 'PeerRequest', from: config.id, to, term: raft.term, call, ask });
  }
  state.hashCheck = { hash, revision, compactRevision, calls };
}

/** An answer to such a question; false: it is one to something else. */
export function takeHashAnswer(
  state: MemberState,
  { call, answer }: Extract<PeerMessage, { readonly type: 'PeerResponse' }>,
  out: OutputBuilder,
): boolean {
  const check = state.hashCheck;
  if (check === undefined || !check.calls.has(call)) return false;
  if (answer.type !== 'ok' || answer.result.type !== 'hashKv') return true;
  const { revision, compactRevision, hash } = answer.result;
  const { kv } = state.etcd;
  const isAhead = revision > kv.revision || compactRevision > kv.compactRevision;
  const isOther = compactRevision === check.compactRevision && hash !== check.hash;
  if (isAhead || isOther) raiseCorrupt(state, out);
  return true;
}

/** Nobody knows whose store it is that is wrong: the alarm names no member. */
function raiseCorrupt(state: MemberState, out: OutputBuilder): void {
  if (state.etcd.alarms.alarms('CORRUPT').length > 0) return;
  for (const { asker, operation } of state.calls.values()) {
    if (asker.type === 'own' && operation.type === 'alarm' && operation.alarm === 'CORRUPT') return;
  }
  const operation = { type: 'alarm', action: 'ACTIVATE', member: 0n, alarm: 'CORRUPT' } as const;
  propose(state, addCall(state, { type: 'own' }, operation, undefined), operation, out);
}

function otherMembers({ nodeIds, config }: MemberState): NodeId[] {
  return [...nodeIds.keys()].filter((node) => node !== config.id);
}
