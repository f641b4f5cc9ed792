import type { NodeId } from '../../base/flavor.ts';
import type { ConnectionNews, MemberConfig } from '../io.ts';
import type { MemberState } from './member-state.ts';

/** etcd: HealthInterval. */
export const HEALTH_INTERVAL_MS = 5000;

/** The transport has noticed something: a connection made again is a new one. */
export function noticeConnections(state: MemberState, { lost, opened }: ConnectionNews): void {
  for (const peer of lost) state.contacts.set(peer, undefined);
  for (const peer of opened) state.contacts.set(peer, state.nowMs);
}

/** Since when there has been a connection from the peer; undefined: there is none (etcd: transport.ActiveSince). */
export function activeSinceMs({ contacts, config }: MemberState, peer: NodeId): number | undefined {
  if (contacts.has(peer)) return contacts.get(peer);
  const isThere = config.connected === undefined || config.connected.includes(peer);
  return isThere ? beginningMs(config) : undefined;
}

/**
 * Since when the connections are there that a member begins with: its start, or, where the members of a plain log stand
 * before it begins, any time before.
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
