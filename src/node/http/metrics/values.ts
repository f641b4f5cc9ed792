import { CLUSTER_VERSION_UNKNOWN, SERVER_VERSION } from '../../../etcd/cluster/version.ts';
import type { V2Stats } from '../../../etcd/v2/stats.ts';
import { activeSinceMs } from '../../core/contacts.ts';
import { isLearner, ownMemberId } from '../../core/identity.ts';
import type { MemberState } from '../../core/member-state.ts';
import { counted } from '../../core/tally.ts';
import { handledCalls, messages, startedCalls, type Sample } from './grpc.ts';

/** What a metric is now: its samples; a number where it has no labels; undefined: it has nothing to tell yet. */
type Value = number | readonly Sample[] | undefined;

/** Metrics that are looked at when somebody asks. The others are counted as things happen (tally.ts). */
export const values: Readonly<Record<string, (state: MemberState) => Value>> = {
  etcd_cluster_version: ({ etcd }) => {
    const { version } = etcd.cluster;
    if (version === undefined || version === CLUSTER_VERSION_UNKNOWN) return undefined;
    return [[`cluster_version="${version.split('.').slice(0, 2).join('.')}"`, 1]];
  },
  etcd_debugging_auth_revision: ({ etcd }) => etcd.auth.revision,
  etcd_debugging_mvcc_compact_revision: ({ etcd }) => etcd.kv.compactRevision || -1,
  etcd_debugging_mvcc_current_revision: ({ etcd }) => etcd.kv.revision,
  etcd_debugging_mvcc_db_total_size_in_bytes: ({ etcd }) => etcd.kv.sizeBytes,
  etcd_debugging_mvcc_delete_total: ({ tally }) => counted(tally, 'etcd_mvcc_delete_total'),
  etcd_debugging_mvcc_keys_total: ({ etcd }) => etcd.kv.keyCount,
  etcd_debugging_mvcc_put_total: ({ tally }) => counted(tally, 'etcd_mvcc_put_total'),
  etcd_debugging_mvcc_range_total: ({ tally }) => counted(tally, 'etcd_mvcc_range_total'),
  etcd_debugging_mvcc_slow_watcher_total: ({ watch }) => watch.counts().unsynced,
  etcd_debugging_mvcc_txn_total: ({ tally }) => counted(tally, 'etcd_mvcc_txn_total'),
  etcd_debugging_mvcc_watch_stream_total: ({ watch }) => watch.counts().streams,
  etcd_debugging_mvcc_watcher_total: ({ watch }) => watch.counts().watchers,
  etcd_debugging_store_expires_total: ({ etcd }) => etcd.v2.stats.expireCount,
  etcd_debugging_store_reads_total: ({ etcd, tally }) => {
    const { getsSuccess, getsFail } = etcd.v2.stats;
    const recursive = counted(tally, 'v2 getRecursive');
    return present([
      ['action="get"', getsSuccess + getsFail - recursive],
      ['action="getRecursive"', recursive],
    ]);
  },
  etcd_debugging_store_watchers: ({ v2Watch }) => v2Watch.count,
  etcd_debugging_store_writes_total: ({ etcd }) => v2Writes(etcd.v2.stats),
  // One is always open, for whoever reads next.
  etcd_mvcc_db_open_read_transactions: () => 1,
  etcd_mvcc_db_total_size_in_bytes: ({ etcd }) => etcd.kv.sizeBytes,
  etcd_mvcc_db_total_size_in_use_in_bytes: ({ etcd }) => etcd.kv.sizeInUseBytes,
  etcd_network_active_peers: activePeers,
  etcd_network_peer_received_bytes_total: ({ tally }) => byPeer('From', tally.receivedBytes),
  etcd_network_peer_sent_bytes_total: ({ tally }) => byPeer('To', tally.sentBytes),
  // Of the etcd that speaks here as 3.4.23.
  etcd_server_go_version: () => [['server_go_version="go1.19.8"', 1]],
  etcd_server_has_leader: ({ raft }) => (raft.lead === 0 ? 0 : 1),
  etcd_server_id: (state) => [[`server_id="${ownMemberId(state).toString(16)}"`, 1]],
  etcd_server_is_leader: ({ raft }) => (raft.isLeader ? 1 : 0),
  etcd_server_is_learner: (state) => (isLearner(state) ? 1 : 0),
  etcd_server_proposals_applied_total: ({ applied }) => applied,
  etcd_server_proposals_committed_total: ({ raft }) => raft.commit,
  etcd_server_proposals_pending: ({ proposals }) => proposals.size,
  etcd_server_quota_backend_bytes: ({ config }) => config.quotaBytes,
  etcd_server_version: () => [[`server_version="${SERVER_VERSION}"`, 1]],
  grpc_server_handled_total: handledCalls,
  grpc_server_msg_received_total: (state) => messages(state, 'received'),
  grpc_server_msg_sent_total: (state) => messages(state, 'sent'),
  grpc_server_started_total: startedCalls,
  promhttp_metric_handler_requests_in_flight: () => 1,
  promhttp_metric_handler_requests_total: ({ tally }) => [
    ['code="200"', counted(tally, 'promhttp 200')],
    ['code="500"', 0],
    ['code="503"', 0],
  ],
};

function v2Writes(stats: V2Stats): readonly Sample[] | undefined {
  return present([
    ['action="compareAndDelete"', stats.compareAndDeleteSuccess + stats.compareAndDeleteFail],
    ['action="compareAndSwap"', stats.compareAndSwapSuccess + stats.compareAndSwapFail],
    ['action="create"', stats.createSuccess + stats.createFail],
    ['action="delete"', stats.deleteSuccess + stats.deleteFail],
    ['action="set"', stats.setsSuccess + stats.setsFail],
    ['action="update"', stats.updateSuccess + stats.updateFail],
  ]);
}

/** What has not happened has no sample. */
function present(samples: readonly Sample[]): readonly Sample[] | undefined {
  const some = samples.filter(([, value]) => value > 0);
  return some.length === 0 ? undefined : some;
}

function activePeers(state: MemberState): readonly Sample[] | undefined {
  const own = ownMemberId(state);
  const peers = [...state.nodeIds]
    .filter(([node]) => node !== state.config.id)
    .map(([node, id]): readonly [string, number] => [
      `Local="${own.toString(16)}",Remote="${id.toString(16)}"`,
      activeSinceMs(state, node) === undefined ? 0 : 1,
    ]);
  return peers.length === 0 ? undefined : peers.sort(([a], [b]) => (a < b ? -1 : 1));
}

function byPeer(way: 'From' | 'To', bytes: ReadonlyMap<bigint, number>): readonly Sample[] | undefined {
  if (bytes.size === 0) return undefined;
  return [...bytes]
    .map(([id, sum]): Sample => [`${way}="${id.toString(16)}"`, sum])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
