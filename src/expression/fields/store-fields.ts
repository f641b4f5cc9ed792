import { microsToMs, type NodeId } from '../../base/flavor.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { prefixRangeEnd } from '../../etcd/mvcc/key-range.ts';
import type { KeyValue, LeaseId } from '../../etcd/request.ts';
import type { LeaseView } from '../../node/report/store-view.ts';
import type { Scope } from '../step-view.ts';
import { isNumber, settled, type Value } from '../value.ts';
import { BOOLEAN, NUMBER, TEXT } from '../value-type.ts';
import { tableOf, type Fields } from './field.ts';

/** A key as a store has it, or its absence. */
export interface KeyThing {
  readonly name: string;
  readonly kv: KeyValue | undefined;
}

/** So many keys or leases of a store are looked at, at most. */
const LIST_MAX = 1000;

/** Undefined: no member lives there. */
export function keyIn(scope: Scope, node: NodeId, name: string): KeyThing | undefined {
  const kvs = rangeIn(scope, node, encodeUtf8(name), undefined);
  return kvs && { name, kv: kvs[0] };
}

/** Those that begin so, the first LIST_MAX. */
export function keysIn(scope: Scope, node: NodeId, prefix: string): readonly KeyThing[] | undefined {
  const key = encodeUtf8(prefix);
  const all = key.length === 0;
  const kvs = rangeIn(
    scope,
    node,
    all ? Uint8Array.of(0) : key,
    all ? Uint8Array.of(0) : prefixRangeEnd(key),
  );
  return kvs?.map((kv) => ({ name: decodeUtf8(kv.key), kv }));
}

function rangeIn(
  { world }: Scope,
  node: NodeId,
  key: Uint8Array,
  rangeEnd: Uint8Array | undefined,
): readonly KeyValue[] | undefined {
  const image = world.machines.get(node)?.image;
  if (image === undefined || key.length === 0) return undefined;
  const end = rangeEnd === undefined ? {} : { rangeEnd };
  const answer = image.read({
    type: 'range',
    key,
    ...end,
    revision: 0,
    limit: LIST_MAX,
    consistency: 'serializable',
  });
  return answer.ok && answer.result.type === 'range' ? answer.result.kvs : undefined;
}

/** The member that has applied most, by the revision of its store; of several the lowest. */
export function newestNode(scope: Scope): NodeId | undefined {
  let newest: NodeId | undefined;
  let revision = -1;
  for (const node of scope.nodes) {
    const facts = scope.facts(node);
    if (facts === undefined || facts.revision <= revision) continue;
    newest = node;
    ({ revision } = facts);
  }
  return newest;
}

/** By its number, or as etcdctl writes it: in hexadecimal digits. */
export function leaseIn({ world }: Scope, node: NodeId, id: Value): LeaseView | undefined {
  const lease = leaseIdOf(id);
  return lease === undefined ? undefined : world.machines.get(node)?.image?.lease(lease, LIST_MAX);
}

export function leasesIn({ world }: Scope, node: NodeId): readonly LeaseView[] | undefined {
  return world.machines.get(node)?.image?.storeView(LIST_MAX).leases;
}

/** Ids are signed 64-bit numbers: no others are any lease's. */
function leaseIdOf(id: Value): LeaseId | undefined {
  if (typeof id === 'string')
    return /^[0-9a-fA-F]{1,16}$/.test(id) ? BigInt.asIntN(64, BigInt(`0x${id}`)) : undefined;
  return isNumber(id) && (typeof id === 'bigint' || Number.isInteger(id)) ? BigInt(id) : undefined;
}

/** As etcdctl writes it. */
export function leaseText(id: LeaseId): string {
  return BigInt.asUintN(64, id).toString(16);
}

export const keyFields = {
  name: { type: TEXT, sure: true, read: ({ name }) => name },
  exists: { type: BOOLEAN, sure: true, read: ({ kv }) => kv !== undefined },
  value: { type: TEXT, read: ({ kv }) => kv && decodeUtf8(kv.value) },
  // As etcd's transactions compare them: 0 of a key that is not there.
  modRevision: { type: NUMBER, sure: true, read: ({ kv }) => kv?.modRevision ?? 0 },
  createRevision: { type: NUMBER, sure: true, read: ({ kv }) => kv?.createRevision ?? 0 },
  version: { type: NUMBER, sure: true, read: ({ kv }) => kv?.version ?? 0 },
  lease: {
    type: TEXT,
    read: ({ kv }) => (kv === undefined || kv.lease === 0n ? undefined : leaseText(kv.lease)),
  },
} satisfies Fields<KeyThing>;

export const keyTable = tableOf<KeyThing>('key', keyFields, ({ name }) => name);

export const leaseFields = {
  id: { type: TEXT, sure: true, read: ({ id }) => leaseText(id) },
  number: { type: NUMBER, sure: true, read: ({ id }) => settled(id) },
  ttl: { type: NUMBER, sure: true, read: ({ ttl }) => ttl },
  checkpoint: { type: NUMBER, sure: true, read: ({ checkpoint }) => checkpoint },
  endsAt: { type: NUMBER, read: ({ endsAtMs }) => endsAtMs },
  remaining: {
    type: NUMBER,
    every: true,
    read: ({ endsAtMs }, { world }) => endsAtMs && Math.max(0, endsAtMs - microsToMs(world.now)),
  },
  keys: { type: NUMBER, sure: true, read: ({ keys }) => keys.length },
} satisfies Fields<LeaseView>;

export const leaseTable = tableOf<LeaseView>('lease', leaseFields, ({ id }) => leaseText(id));
