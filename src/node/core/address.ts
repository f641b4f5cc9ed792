import type { NodeId } from '../../base/flavor.ts';
import type { MemberAddress } from '../io.ts';

/** What machines are called when nobody says: infra1 at 12380 and 2379, infra2 at 22380 and 22379, .. */
export function defaultAddress(node: NodeId): MemberAddress {
  const clientPort = node === 1 ? 2379 : node * 10_000 + 2379;
  return {
    name: `infra${node}`,
    peerUrls: [`http://127.0.0.1:${node * 10_000 + 2380}`],
    clientUrls: [`http://127.0.0.1:${clientPort}`],
  };
}

/** Where a machine's key server listens: as in the Procfile of raftexample. */
export function keyServerPort(node: NodeId): number {
  return node * 10_000 + 2380;
}

/** `addresses`: of machines 1, 2, .. as far as somebody has said. */
export function addressOf(addresses: readonly MemberAddress[], node: NodeId): MemberAddress {
  return addresses[node - 1] ?? defaultAddress(node);
}

/** The machine that is reached at these peer URLs, in whatever order; the first such that is not among those excluded. */
export function nodeAt(
  addresses: readonly MemberAddress[],
  peerUrls: readonly string[],
  except: ReadonlySet<NodeId> = new Set(),
): NodeId | undefined {
  const wanted = [...peerUrls].sort().join();
  for (let node = 1; node <= NODES_TRIED; node++) {
    if (except.has(node)) continue;
    if ([...addressOf(addresses, node).peerUrls].sort().join() === wanted) return node;
  }
  return undefined;
}

/** So many machines are looked at: more than there may be. */
export const NODES_TRIED = 100;
