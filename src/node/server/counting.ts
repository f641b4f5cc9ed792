import type { Micros } from '../../base/flavor.ts';
import type { InternalRaftRequest } from '../../etcd/command.ts';
import type { Answer } from '../../etcd/etcd-state.ts';
import { grpcCode } from '../../etcd/error.ts';
import type { PutRequest, TxnRequest, TxnResult } from '../../etcd/request.ts';
import type { Message } from '../../raft/message.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import { wallClock } from '../core/wall-clock.ts';
import type { MemberState } from '../core/member-state.ts';
import { count, DURATIONS, LIFETIMES, noteAppend, observe } from '../core/tally.ts';

/** What an applied command has done, as etcd's metrics count it on every member (etcd: mvcc, lease). */
export function countApplied(state: MemberState, { op }: InternalRaftRequest, answer: Answer): void {
  if (!answer.ok) return;
  const { tally } = state;
  switch (op.type) {
    case 'put':
      count(tally, 'etcd_mvcc_put_total');
      return count(tally, 'etcd_debugging_mvcc_total_put_size_in_bytes', sizeOf(op));
    case 'deleteRange':
      return count(tally, 'etcd_mvcc_delete_total');
    case 'range':
      return count(tally, 'etcd_mvcc_range_total');
    case 'txn':
      return answer.result.type === 'txn' ? countTxn(state, op, answer.result) : undefined;
    case 'v2':
      return op.method === 'QGET' && op.recursive ? count(tally, 'v2 getRecursive') : undefined;
    case 'leaseGrant':
      count(tally, 'etcd_debugging_lease_granted_total');
      return observe(tally, 'etcd_debugging_lease_ttl_total', op.ttl, LIFETIMES);
    case 'leaseRevoke':
      return count(tally, 'etcd_debugging_lease_revoked_total');
    default:
      return;
  }
}

/** A range or a transaction of ranges that was read from the store. */
export function countRead({ tally }: MemberState, ranges: number): void {
  count(tally, 'etcd_mvcc_range_total', ranges);
  if (ranges > 1) count(tally, 'etcd_mvcc_txn_total');
}

/** A call has its answer: by its method and the code of gRPC that it ends with. */
export function countHandled({ tally }: MemberState, { operation }: Call, outcome: CallOutcome): void {
  const code = outcome.status === 'ok' ? 'OK' : grpcCode(outcome.error);
  count(tally, `grpc ${operation.type} ${code}`);
}

/** A call of a client has come: by the version of the library that asks, where it says so. */
export function countRequest({ tally }: MemberState, version: string, type: 'unary' | 'stream'): void {
  count(tally, `etcd_server_client_requests_total{client_api_version="${version}",type="${type}"}`);
}

/** A synced write is done. */
export function countSync({ tally }: MemberState, took: Micros): void {
  observe(tally, 'etcd_disk_wal_fsync_duration_seconds', took / 1_000_000, DURATIONS);
}

/** A message goes to another member. */
export function countSent({ tally, nowMs, nodeIds }: MemberState, message: Message): void {
  if (message.type !== 'MsgApp') return;
  const bytes = noteAppend(tally.sent, message, nowMs);
  const to = nodeIds.get(message.to);
  if (to === undefined) return;
  tally.followers.set(to, (tally.followers.get(to) ?? 0) + 1);
  tally.sentBytes.set(to, (tally.sentBytes.get(to) ?? 0) + bytes);
}

/** A MsgApp has come: who sends it leads (etcd: stats/server.go, RecvAppendReq). */
export function countReceived(state: MemberState, message: Message): void {
  if (message.type !== 'MsgApp') return;
  const { tally, nowMs, nodeIds } = state;
  const id = nodeIds.get(message.from) ?? 0n;
  const known = tally.leader;
  if (known === undefined || known.isSelf || known.id !== id) {
    const since = known?.id === id ? known : { sinceMs: nowMs, sinceWall: wallClock(state) };
    tally.leader = { id, sinceMs: since.sinceMs, sinceWall: since.sinceWall, isSelf: false };
  }
  const bytes = noteAppend(tally.received, message, nowMs);
  tally.receivedBytes.set(id, (tally.receivedBytes.get(id) ?? 0) + bytes);
}

function countTxn(state: MemberState, txn: TxnRequest, result: TxnResult): void {
  const { tally } = state;
  const sums = { range: 0, put: 0, deleteRange: 0, bytes: 0 };
  addUp(txn, result, sums);
  count(tally, 'etcd_mvcc_range_total', sums.range);
  count(tally, 'etcd_mvcc_put_total', sums.put);
  count(tally, 'etcd_mvcc_delete_total', sums.deleteRange);
  count(tally, 'etcd_debugging_mvcc_total_put_size_in_bytes', sums.bytes);
  if (sums.range + sums.put + sums.deleteRange > 1) count(tally, 'etcd_mvcc_txn_total');
}

function addUp(
  { success, failure }: TxnRequest,
  { succeeded, responses }: TxnResult,
  sums: Record<'range' | 'put' | 'deleteRange' | 'bytes', number>,
): void {
  for (const [i, operation] of (succeeded ? success : failure).entries()) {
    const response = responses[i];
    if (operation.type === 'txn') {
      if (response?.type === 'txn') addUp(operation, response, sums);
    } else if (operation.type !== 'empty') {
      sums[operation.type]++;
      if (operation.type === 'put') sums.bytes += sizeOf(operation);
    }
  }
}

function sizeOf({ key, value }: PutRequest): number {
  return key.length + value.length;
}
