import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { MsgReadIndex } from './message.ts';

/**
 * Reads that wait for a quorum to confirm the leader (etcd: readOnly; thesis 6.4). Positions count every read of
 * this leadership; a heartbeat that carries a position confirms, by its answers, all reads before it.
 *
 *     position     1  2  3 | 4  5  6        confirmed = 3, unconfirmed = 4..6
 *     heartbeat    "6" goes out; a quorum answers "6": three more are confirmed
 */
export interface ReadOnly {
  /** How many reads have been confirmed and answered. */
  confirmed: number;
  /** In the order they came; the first has position confirmed + 1. */
  unconfirmed: UnconfirmedRead[];
  /** The highest position each member has answered, the leader itself included. */
  acks: ReadAck[];
}

export interface UnconfirmedRead {
  readonly request: MsgReadIndex;
  /** The commit index when it came: what the read must see. */
  readonly index: LogIndex;
}

export interface ReadAck {
  readonly id: NodeId;
  position: number;
}

export function makeReadOnly(): ReadOnly {
  return { confirmed: 0, unconfirmed: [], acks: [] };
}

export function cloneReadOnly(readOnly: ReadOnly): ReadOnly {
  return {
    confirmed: readOnly.confirmed,
    unconfirmed: readOnly.unconfirmed.slice(),
    acks: readOnly.acks.map((ack) => ({ ...ack })),
  };
}

export function ackedPosition(readOnly: ReadOnly, id: NodeId): number | undefined {
  return readOnly.acks.find((ack) => ack.id === id)?.position;
}

/** A member has answered a heartbeat that carried this position. */
export function recordAck(readOnly: ReadOnly, id: NodeId, position: number): void {
  const ack = readOnly.acks.find((one) => one.id === id);
  if (ack === undefined) readOnly.acks.push({ id, position });
  else if (ack.position < position) ack.position = position;
}

/** The position of the last unconfirmed read; undefined when there is none. */
export function pendingPosition(readOnly: ReadOnly): number | undefined {
  if (readOnly.unconfirmed.length === 0) return undefined;
  return readOnly.confirmed + readOnly.unconfirmed.length;
}

/** Takes the reads up to a position that a quorum has confirmed. */
export function takeConfirmed(readOnly: ReadOnly, position: number): UnconfirmedRead[] {
  if (position <= readOnly.confirmed) return [];
  const reads = readOnly.unconfirmed.splice(0, position - readOnly.confirmed);
  readOnly.confirmed = position;
  return reads;
}

/** A position as heartbeats carry it in their context: eight bytes, little-endian. */
export function encodePosition(position: number): Uint8Array {
  const bytes = new Uint8Array(8);
  for (let i = 0, rest = position; rest > 0; i++, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

export function decodePosition(bytes: Uint8Array): number {
  return bytes.reduceRight((position, byte) => position * 256 + byte, 0);
}
