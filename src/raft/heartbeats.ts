import { sendHeartbeatMessage } from './outbox.ts';
import type { Raft } from './state.ts';

/**
 * To everybody else, ascending by id. The commit index goes no further than what the member is known to have: it
 * may hold other entries after that, of an earlier leader, and would commit those (paper 5.3 asks the same of commitIndex:
 * at most the index of the last new entry). `context` is the position of reads that the answers confirm.
 */
export function broadcastHeartbeat(raft: Raft, context: Uint8Array | undefined): void {
  for (const peer of raft.tracker.progress) {
    if (peer.id === raft.id) continue;
    const commit = raft.rules.heartbeatCommit(peer.match, raft.log.committed);
    sendHeartbeatMessage(raft, peer.id, commit, context);
    peer.sentCommit = commit;
  }
}
