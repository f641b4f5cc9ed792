import { decodeCommand } from '../etcd/command.ts';
import type { NodeTrace } from '../node/io.ts';
import type { Entry } from '../raft/entry.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';

/** Whether the event delivers a message that refuses. */
export function isReject({ input, waits }: WorldEvent): boolean {
  if (waits || input?.type !== 'message') return false;
  const { message } = input;
  return 'reject' in message && message.reject;
}

/**
 * Whether a leader's clock has found a lease that has run out: the only command it proposes at a tick beside checkpoints
 * of leases. Where nobody is told of it (a cluster of one) that is not looked at.
 */
export function endsLease({ type, output, elected }: WorldEvent): boolean {
  if (type !== 'tick' || elected !== undefined || output === undefined) return false;
  if (!output.trace.some((trace) => trace.type === 'entriesAppended')) return false;
  const told = output.sends.flatMap((message) => (message.type === 'MsgApp' ? message.entries : []));
  return told.length === 0 || told.some(isLeaseRevoke);
}

function isLeaseRevoke({ type, data }: Entry): boolean {
  if (type !== 'EntryNormal' || data === undefined || data.length === 0) return false;
  return decodeCommand(data).op.type === 'leaseRevoke';
}

/** Whether a snapshot is taken, sent, delivered, refused or installed in it. */
export function isOfSnapshot({ input, output, waits }: WorldEvent): boolean {
  if (!waits && input?.type === 'message' && input.message.type === 'MsgSnap') return true;
  for (const { type } of output?.trace ?? []) if (snapshotTraces.has(type)) return true;
  return false;
}

const snapshotTraces: ReadonlySet<NodeTrace['type']> = new Set([
  'snapshotSent',
  'snapshotRestored',
  'snapshotIgnored',
  'snapshotTaken',
  'snapshotInstalled',
]);

/**
 * Whether an event is worth dwelling on: a vote, entries, a rejection, a snapshot, a change of role or term, a commit, a
 * call that begins or ends, a lease that runs out, and whatever somebody does.
 */
export function isNotable(event: WorldEvent): boolean {
  const { command, elected, committed, became, calls, ended } = event;
  if (command !== undefined || elected !== undefined || committed !== undefined) return true;
  if (became.length > 0 || calls.length > 0 || ended.some(({ end }) => end === 'lost')) return true;
  return delivers(event) || endsLease(event);
}

function delivers({ input, waits }: WorldEvent): boolean {
  if (waits || input?.type !== 'message') return false;
  const { message } = input;
  switch (message.type) {
    case 'MsgApp':
      return message.entries.length > 0;
    case 'MsgAppResp':
      return message.reject;
    case 'MsgHeartbeat':
    case 'MsgHeartbeatResp':
      return false;
    default:
      return true;
  }
}
