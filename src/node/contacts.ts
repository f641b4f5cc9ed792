import type { NodeId } from '../base/flavor.ts';
import type { MemberConfig } from './io.ts';
import type { MemberState } from './member-state.ts';

/** A peer that was heard: how long without a gap. Never changed once made. */
export interface Contact {
  readonly sinceMs: number;
  readonly lastMs: number;
}

/** A connection without a word for so long is lost (etcd: rafthttp, DefaultConnReadTimeout). */
const SILENCE_MS = 5000;
/** etcd: HealthInterval. */
export const HEALTH_INTERVAL_MS = 5000;

/** Something came from this peer. */
export function hear(state: MemberState, from: NodeId): void {
  const before = activeSinceMs(state, from);
  state.contacts.set(from, { sinceMs: before ?? state.nowMs, lastMs: state.nowMs });
}

/**
 * Since when the peer has been heard without a gap; undefined: it is not (etcd: transport.ActiveSince). Members that
 * do not lead hear only of the leader: for them the others are taken to be there since they started.
 */
export function activeSinceMs(state: MemberState, peer: NodeId): number | undefined {
  const { raft, config, nowMs } = state;
  const contact = state.contacts.get(peer);
  if (contact === undefined) {
    return raft.isLeader || raft.lead === peer ? undefined : beginningMs(config);
  }
  return nowMs - contact.lastMs < SILENCE_MS ? contact.sinceMs : undefined;
}

/**
 * Since when the connections are there that nothing was heard of: the member's start, or, where the members of a plain
 * log stand before it begins, any time before.
 */
function beginningMs({ bootstrap, incarnation, startedAtMs }: MemberConfig): number {
  return bootstrap === 'plain' && incarnation === 0 ? -Infinity : startedAtMs;
}

/** How many of these are connected since then; the member itself always is. */
export function countConnectedSince(state: MemberState, peers: readonly NodeId[], sinceMs: number): number {
  return peers.filter((peer) => {
    if (peer === state.config.id) return true;
    const active = activeSinceMs(state, peer);
    return active !== undefined && active < sinceMs;
  }).length;
}

/** A new leader has its connections already; silence will tell which of them are broken. */
export function assumeConnected(state: MemberState, peers: readonly NodeId[]): void {
  for (const peer of peers) {
    if (peer === state.config.id) continue;
    const sinceMs = state.contacts.get(peer)?.sinceMs ?? beginningMs(state.config);
    state.contacts.set(peer, { sinceMs, lastMs: state.nowMs });
  }
}
