import type { DeleteRangeRequest, PutRequest, TxnRequest } from '../../etcd/request.ts';
import { operationOfMessage } from '../../etcd/rpc/request-message.ts';
import { idOf, textOf, type Message } from '../../protobuf/message.ts';
import { peekRequest, type EntryContent } from '../wal/decode-entry.ts';
import { LogEntries } from '../wal/log-entries.ts';
import type { WalEntry, WalSummary } from '../wal/read-wal.ts';
import type { V2EntryFact } from './etcd-start.ts';

/** What an entry asks of the store of keys. */
export type StoreOperation =
  PutRequest | DeleteRangeRequest | TxnRequest | { readonly type: 'leaseRevoke'; readonly id: bigint };

type V2Fact = V2EntryFact & { readonly path: string; readonly value: string };

/** Indexes of entries that are perhaps v2 requests, found while a log is read: no entry is then fetched again only to see that. */
export class V2Candidates {
  readonly indexes = new Set<number>();

  take({ type, index, data }: WalEntry): void {
    if (type !== 0 || data.length === 0) return;
    const name = peekRequest(data);
    if (name === undefined || name === 'v2') this.indexes.add(index);
  }
}

/** The entries of a log as requests, each fetched and decoded when it is asked for. */
export class LogRequests {
  readonly #summary: WalSummary;
  readonly #entries: LogEntries;
  readonly #candidates: V2Candidates;

  constructor(summary: WalSummary, candidates: V2Candidates) {
    this.#summary = summary;
    this.#entries = new LogEntries(summary);
    this.#candidates = candidates;
  }

  get firstIndex(): number {
    return this.#summary.log.firstIndex;
  }

  get lastIndex(): number {
    return this.#summary.log.lastIndex;
  }

  /** Undefined: it asks nothing of the store, or is not there. */
  operationAt(index: number): StoreOperation | undefined {
    const content = this.#entries.at(index)?.content;
    return content?.kind === 'request' ? storeOperation(content.name, content.message) : undefined;
  }

  /** What kind of request it is, and what it asks for in one line. */
  wordsAt(index: number): { readonly kind: string; readonly text: string } {
    const entry = this.#entries.at(index);
    return entry === undefined
      ? { kind: 'none', text: 'not in the log' }
      : { kind: kindOf(entry.content), text: entry.text };
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
    const within = [...this.#candidates.indexes].filter((index) => index > from && index <= to);
    for (const index of within.sort((a, b) => a - b)) {
      const content = this.#entries.at(index)?.content;
      if (content?.kind !== 'v2') continue;
      const { request } = content;
      yield {
        index,
        method: textOf(request, 'Method'),
        path: textOf(request, 'Path'),
        value: textOf(request, 'Val'),
      };
    }
  }
}

function storeOperation(name: string, message: Message): StoreOperation | undefined {
  switch (name) {
    case 'lease_revoke':
      return { type: 'leaseRevoke', id: idOf(message, 'ID') };
    case 'put':
    case 'txn':
      return asStore(operationOfMessage(name, message));
    case 'delete_range':
      return asStore(operationOfMessage('deleteRange', message));
    default:
      return undefined;
  }
}

function asStore(operation: ReturnType<typeof operationOfMessage>): StoreOperation | undefined {
  const { type } = operation;
  return type === 'put' || type === 'deleteRange' || type === 'txn' ? operation : undefined;
}

function kindOf(content: EntryContent): string {
  switch (content.kind) {
    case 'request':
      return content.name === '' ? 'empty' : content.name.replaceAll('_', ' ');
    case 'v2':
      return `v2 ${textOf(content.request, 'Method')}`;
    case 'confChange':
    case 'confChangeV2':
      return 'conf change';
    default:
      return content.kind;
  }
}
