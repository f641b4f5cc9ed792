import { sha1 } from '@noble/hashes/legacy.js';
import { assert } from '../../base/assert.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { MemberId } from '../request.ts';

/**
 * A member's id: the first 8 bytes of SHA-1 over its peer URLs in order, the cluster's token, and, for one that is
 * added to a running cluster, the time in whole seconds. Members of the bootstrap have the token and no time, added
 * ones the time and no token ('') (etcd: etcdserver/api/membership/member.go, newMember).
 */
export function computeMemberId(
  peerUrls: readonly string[],
  clusterToken: string,
  nowSeconds?: number,
): MemberId {
  const time = nowSeconds === undefined ? '' : String(Math.floor(nowSeconds));
  return firstUint64(sha1(encodeUtf8(peerUrls.toSorted(compareText).join('') + clusterToken + time)));
}

/** A cluster's id: the same over the ids of the members it was bootstrapped with, 8 bytes each (cluster.go, genID). */
export function computeClusterId(memberIds: readonly MemberId[]): bigint {
  const bytes = new Uint8Array(8 * memberIds.length);
  const view = new DataView(bytes.buffer);
  const sorted = memberIds.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  for (const [i, id] of sorted.entries()) view.setBigUint64(8 * i, id);
  return firstUint64(sha1(bytes));
}

/** As etcd prints ids: hexadecimal, without leading zeros. */
export function formatMemberId(id: MemberId): string {
  return id.toString(16);
}

function firstUint64(hash: Uint8Array): bigint {
  assert(hash.length >= 8, 'a hash has 8 bytes at least');
  return new DataView(hash.buffer, hash.byteOffset).getBigUint64(0);
}

/** URLs are ASCII once they are parsed: the order of code units is that of bytes. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
