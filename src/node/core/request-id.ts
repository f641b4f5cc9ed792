import { assert } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { int64FieldSize } from '../../etcd/mvcc/stored-form.ts';

const COUNTER_RANGE = 2 ** 32;
const INCARNATION_RANGE = 2 ** 14;
const NODE_RANGE = 2 ** 7;

/**
 * An id that nobody else in the run has: 7 bits member, 14 bits incarnation, 32 bits counter, together a safe integer
 * (etcd: idutil, there with a time in the place of the incarnation).
 */
export function makeRequestId(node: NodeId, incarnation: number, counter: number): number {
  assert(node > 0 && node < NODE_RANGE, `a member's id is below ${NODE_RANGE}: ${node}`);
  assert(incarnation < INCARNATION_RANGE, `a member starts less than ${INCARNATION_RANGE} times`);
  assert(counter < COUNTER_RANGE, `a life has less than ${COUNTER_RANGE} requests`);
  return (node * INCARNATION_RANGE + incarnation) * COUNTER_RANGE + counter;
}

/** The member's number and its incarnation in an id that was made here. */
export function makerOfRequestId(id: number): { readonly node: NodeId; readonly incarnation: number } {
  const maker = Math.floor(id / COUNTER_RANGE);
  return { node: Math.floor(maker / INCARNATION_RANGE), incarnation: maker % INCARNATION_RANGE };
}

/**
 * How many bytes longer the id that etcd would have given is on the wire: there the member's own id is its highest 16
 * bits, with a time below. Counted where the size of a request matters.
 */
export function missingIdBytes(id: number, memberId: bigint): number {
  const etcdId = ((memberId & 0xffffn) << 48n) | (1n << 47n);
  return int64FieldSize(etcdId) - int64FieldSize(BigInt(id));
}

/** The id as the context of a ReadIndex: 8 bytes, big-endian. */
export function encodeReadContext(id: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(id));
  return bytes;
}

/** undefined for a context that is none of ours: ids are safe integers, so the first of their 8 bytes is 0. */
export function decodeReadContext(bytes: Uint8Array): number | undefined {
  if (bytes.length !== 8 || bytes[0] !== 0) return undefined;
  return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
}
