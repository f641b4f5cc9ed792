import { decodeUtf8 } from '../../base/utf8.ts';
import type { DeleteRangeRequest, PutRequest, TxnRequest } from '../../etcd/request.ts';
import { operationOfMessage } from '../../etcd/rpc/request-message.ts';
import { internalRaftRequest, v2Request } from '../../protobuf/etcdserverpb/raft-internal.ts';
import { idOf, messageOf, textOf, type Message } from '../../protobuf/message.ts';
import { entry as entryTable } from '../../protobuf/raftpb.ts';
import { record as recordTable } from '../../protobuf/walpb.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import { decode } from '../../protobuf/wire-read.ts';
import type { WalSummary } from '../wal/read-wal.ts';
import type { V2EntryFact } from './etcd-start.ts';
import { hexId } from './words.ts';

/** What an entry asks of the store of keys. */
export type StoreOperation =
  PutRequest | DeleteRangeRequest | TxnRequest | { readonly type: 'leaseRevoke'; readonly id: bigint };

type V2Fact = V2EntryFact & { readonly path: string; readonly value: string };

/** raftpb.EntryType of what carries a request. */
const NORMAL = 0;
const CONF_CHANGES: Readonly<Record<number, string>> = { 1: 'conf change', 2: 'conf change v2' };
/** Bytes of the length before a record. */
const FRAME_BYTES = 8;
const LENGTH_BITS = (1n << 56n) - 1n;
const VALUE_CHARACTERS = 60;

/** The entries of a log as requests, each decoded when it is asked for. */
export class LogRequests {
  readonly #summary: WalSummary;

  constructor(summary: WalSummary) {
    this.#summary = summary;
  }

  get firstIndex(): number {
    return this.#summary.log.firstIndex;
  }

  get lastIndex(): number {
    return this.#summary.log.lastIndex;
  }

  /** Undefined: it asks nothing of the store, or is not there. */
  operationAt(index: number): StoreOperation | undefined {
    const message = this.#requestAt(index);
    if (message === undefined) return undefined;
    for (const [field, type] of STORE_FIELDS) {
      const asked = messageOf(message, field);
      if (asked === undefined) continue;
      if (type === 'leaseRevoke') return { type, id: idOf(asked, 'ID') };
      const operation = operationOfMessage(type, asked);
      if (operation.type === 'put' || operation.type === 'deleteRange' || operation.type === 'txn')
        return operation;
    }
    return undefined;
  }

  /** What kind of request it is, and what it asks for in one line. */
  wordsAt(index: number): { readonly kind: string; readonly text: string } {
    const record = this.#summary.log.recordAt(index);
    if (record === undefined) return { kind: 'none', text: 'not in the log' };
    const type = this.#summary.log.typeOf(record);
    if (type !== NORMAL) {
      const kind = CONF_CHANGES[type] ?? `type ${type}`;
      return { kind, text: kind };
    }
    const data = this.#dataAt(index);
    if (data === undefined) return { kind: 'unreadable', text: 'cannot be read' };
    if (data.length === 0) return { kind: 'empty', text: 'empty: a new leader’s first' };
    const operation = this.operationAt(index);
    if (operation !== undefined) return { kind: kindOf(operation), text: storeText(operation) };
    const message = this.#requestAt(index);
    const field = Object.keys(message ?? {}).find(
      (name) => messageOf(message ?? {}, name) && name !== 'header',
    );
    if (field !== undefined) return { kind: field, text: field.replaceAll('_', ' ') };
    const old = this.#v2At(index);
    if (old !== undefined) return { kind: `v2 ${old.method}`, text: `v2 ${old.method} ${old.path}` };
    return { kind: 'unknown', text: `${data.length} bytes of another program` };
  }

  firstV2(from: number, to: number, wanted: (fact: V2Fact) => boolean): V2EntryFact | undefined {
    for (const fact of this.#v2Between(from, to)) if (wanted(fact)) return fact;
    return undefined;
  }

  /** The cluster version that a v2 request set last. */
  lastClusterVersion(from: number, to: number): string | undefined {
    let version: string | undefined;
    for (const { method, path, value } of this.#v2Between(from, to)) {
      if (method === 'PUT' && path === '/0/version') version = value;
    }
    return version;
  }

  *#v2Between(from: number, to: number): Generator<V2Fact, void> {
    const last = Math.min(to, this.lastIndex);
    for (let index = Math.max(from + 1, this.firstIndex); index <= last; index++) {
      const fact = this.#v2At(index);
      if (fact !== undefined) yield fact;
    }
  }

  /** A v2 request is an entry of its own, which is no InternalRaftRequest (etcd: applyEntryNormal). */
  #v2At(index: number): V2Fact | undefined {
    if (this.#requestAt(index) !== undefined) return undefined;
    const data = this.#dataAt(index);
    if (data === undefined || data.length === 0) return undefined;
    const message = maybeDecode(v2Request, data);
    const method = message === undefined ? '' : textOf(message, 'Method');
    if (message === undefined || method === '') return undefined;
    return { index, method, path: textOf(message, 'Path'), value: textOf(message, 'Val') };
  }

  #requestAt(index: number): Message | undefined {
    const data = this.#dataAt(index);
    if (data === undefined || data.length === 0) return undefined;
    return maybeDecode(internalRaftRequest, data);
  }

  #dataAt(index: number): Uint8Array | undefined {
    const { log, files } = this.#summary;
    const record = log.recordAt(index);
    if (record === undefined || log.typeOf(record) !== NORMAL) return undefined;
    const source = files[log.segmentOf(record)]?.source;
    if (source === undefined) return undefined;
    const offset = log.offsetOf(record);
    const head = source.read(offset, FRAME_BYTES);
    if (head.length < FRAME_BYTES) return undefined;
    const frame = new DataView(head.buffer, head.byteOffset, FRAME_BYTES).getBigUint64(0, true);
    const bytes = source.read(offset + FRAME_BYTES, Number(frame & LENGTH_BITS));
    try {
      return (
        decode(entryTable, decode(recordTable, bytes).data ?? new Uint8Array(0)).data ?? new Uint8Array(0)
      );
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return undefined;
    }
  }
}

const STORE_FIELDS = [
  ['put', 'put'],
  ['delete_range', 'deleteRange'],
  ['txn', 'txn'],
  ['lease_revoke', 'leaseRevoke'],
] as const;

function kindOf({ type }: StoreOperation): string {
  if (type === 'deleteRange') return 'delete';
  return type === 'leaseRevoke' ? 'lease revoke' : type;
}

function storeText(operation: StoreOperation): string {
  switch (operation.type) {
    case 'put':
      return `put ${textual(operation.key)} ${textual(operation.value)}`;
    case 'deleteRange':
      return operation.rangeEnd === undefined || operation.rangeEnd.length === 0
        ? `del ${textual(operation.key)}`
        : `del ${textual(operation.key)} ${textual(operation.rangeEnd)}`;
    case 'txn':
      return `txn of ${operation.compare.length} compares, ${operation.success.length} or ${operation.failure.length} operations`;
    default:
      return `lease revoke ${hexId(operation.id)}`;
  }
}

function textual(bytes: Uint8Array): string {
  const text = JSON.stringify(decodeUtf8(bytes.subarray(0, 4 * VALUE_CHARACTERS)));
  return text.length > VALUE_CHARACTERS || bytes.length > 4 * VALUE_CHARACTERS
    ? `${text.slice(0, VALUE_CHARACTERS)}… (${bytes.length} bytes)`
    : text;
}

function maybeDecode(table: typeof internalRaftRequest, bytes: Uint8Array): Message | undefined {
  try {
    return decode(table, bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undefined;
  }
}
