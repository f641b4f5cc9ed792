import { unreachable } from '../../../src/base/assert.ts';
import type {
  Compare,
  CompactRequest,
  DeleteRangeRequest,
  EtcdErrorCode,
  KeyValue,
  PutRequest,
  RangeRequest,
  TxnOperation,
  TxnOperationResult,
  TxnRequest,
} from '../../../src/etcd/request.ts';

type Refusal = EtcdErrorCode;
type Request = PutRequest | RangeRequest | DeleteRangeRequest | TxnRequest | CompactRequest;

interface Version {
  readonly key: string;
  readonly value: Uint8Array;
  readonly at: number;
  readonly create: number;
  readonly version: number;
  readonly lease: bigint;
  readonly deleted: boolean;
}

/** One character a byte, so that strings order as bytes do. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * etcd in the plainest way: a list of all versions ever, walked for everything; a transaction works on a copy of the
 * list and is thrown away when something in it fails.
 */
export class NaiveEtcd {
  versions: Version[] = [];
  revision = 1;
  compacted = -1;
  readonly leases = new Map<bigint, number>();

  apply(request: Request): unknown {
    switch (request.type) {
      case 'range':
        return this.#range(request, this.revision);
      case 'put': {
        if (request.lease !== undefined && request.lease !== 0n && !this.leases.has(request.lease)) {
          return 'leaseNotFound';
        }
        return this.#ending(this.#put(request, this.revision + 1));
      }
      case 'deleteRange': {
        const result = this.#delete(request, this.revision, this.revision + 1);
        return this.#ending(result);
      }
      case 'compact':
        if (request.revision <= this.compacted) return 'compacted';
        if (request.revision > this.revision) return 'futureRevision';
        this.compacted = request.revision;
        return { type: 'compact', revision: this.revision };
      case 'txn':
        return this.#txn(request);
      default:
        return unreachable(request);
    }
  }

  grant(id: bigint, ttl: number): void {
    this.leases.set(id, ttl);
  }

  revoke(id: bigint): void {
    for (const [key] of this.attached(id)) this.#write(key, undefined, 0n, this.revision + 1);
    this.leases.delete(id);
    this.#ending(undefined);
  }

  /** Keys that are there at a revision, in order. */
  present(at: number): Map<string, Version> {
    const newest = new Map<string, Version>();
    for (const version of this.versions) if (version.at <= at) newest.set(version.key, version);
    return new Map(
      [...newest].filter(([, version]) => !version.deleted).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  attached(lease: bigint): [string, Version][] {
    return [...this.present(this.revision + 1)].filter(([, version]) => version.lease === lease);
  }

  #ending<T>(result: T): T {
    if (this.versions.some((version) => version.at > this.revision)) this.revision += 1;
    return result;
  }

  #txn(request: TxnRequest): unknown {
    const before = this.present(this.revision);
    const kept = [...this.versions];
    try {
      this.#checkAll(request, before);
      const result = this.#take(request, before);
      this.#ending(undefined);
      return { ...(result as object), revision: this.revision };
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      this.versions = kept;
      return error.code;
    }
  }

  #checkAll(request: TxnRequest, before: Map<string, Version>): void {
    const taken = this.#flat(request, before);
    for (const operation of taken) {
      if (operation.type !== 'put') continue;
      const needs = operation.ignoreValue === true || operation.ignoreLease === true;
      if (needs && !before.has(latin(operation.key))) throw new RefusalError('keyNotFound');
      if (operation.lease !== undefined && operation.lease !== 0n && !this.leases.has(operation.lease)) {
        throw new RefusalError('leaseNotFound');
      }
    }
    for (const operation of taken) {
      if (operation.type !== 'range' || operation.revision === 0) continue;
      if (operation.revision > this.revision) throw new RefusalError('futureRevision');
      if (operation.revision < this.compacted) throw new RefusalError('compacted');
    }
  }

  #flat(request: TxnRequest, before: Map<string, Version>): Exclude<TxnOperation, TxnRequest>[] {
    const branch = holdAll(request.compare, before) ? request.success : request.failure;
    return branch.flatMap((operation) =>
      operation.type === 'txn' ? this.#flat(operation, before) : [operation],
    );
  }

  #take(request: TxnRequest, before: Map<string, Version>): unknown {
    const succeeded = holdAll(request.compare, before);
    const branch = succeeded ? request.success : request.failure;
    const responses = branch.map((operation) => this.#takeOne(operation, before));
    return { type: 'txn', revision: 0, succeeded, responses };
  }

  #takeOne(operation: TxnOperation, before: Map<string, Version>): unknown {
    const next = this.revision + 1;
    const hasWritten = this.versions.some((version) => version.at === next);
    const current = hasWritten ? next : this.revision;
    switch (operation.type) {
      case 'txn':
        return this.#take(operation, before);
      case 'put': {
        const result = this.#put(operation, next);
        if (typeof result === 'string') throw new RefusalError(result);
        return result;
      }
      case 'deleteRange':
        return this.#delete(operation, current, next);
      case 'range': {
        const result = this.#range(operation, current);
        if (typeof result === 'string') throw new Error(`not checked: ${result}`);
        return result;
      }
      case 'empty':
        return operation;
      default:
        return unreachable(operation);
    }
  }

  #range(request: RangeRequest, current: number): TxnOperationResult | Refusal {
    const at = request.revision <= 0 ? current : request.revision;
    if (at > current) return 'futureRevision';
    if (at < this.compacted) return 'compacted';
    const found = [...this.present(at).values()].filter(({ key }) => covers(request, key));
    const limit = (request.limit ?? 0) > 0 ? (request.limit ?? 0) : found.length;
    const shown = request.countOnly === true ? [] : found.slice(0, limit);
    return {
      type: 'range',
      revision: current,
      kvs: shown.map((version) => keyValue(version, request.keysOnly === true)),
      count: found.length,
      more: request.countOnly !== true && found.length > limit,
    };
  }

  #put(request: PutRequest, next: number): TxnOperationResult | Refusal {
    const key = latin(request.key);
    const before = this.present(next).get(key);
    if (before === undefined && (request.ignoreValue === true || request.ignoreLease === true)) {
      return 'keyNotFound';
    }
    const value = request.ignoreValue === true && before !== undefined ? before.value : request.value;
    const lease = request.ignoreLease === true && before !== undefined ? before.lease : request.lease;
    this.#write(key, value, lease ?? 0n, next);
    return {
      type: 'put',
      revision: next,
      ...(request.prevKv === true && before !== undefined ? { prevKv: keyValue(before, false) } : {}),
    };
  }

  #delete(request: DeleteRangeRequest, current: number, next: number): TxnOperationResult {
    const found = [...this.present(next).values()].filter(({ key }) => covers(request, key));
    for (const { key } of found) this.#write(key, undefined, 0n, next);
    return {
      type: 'deleteRange',
      revision: found.length > 0 ? next : current,
      deleted: found.length,
      prevKvs: request.prevKv === true ? found.map((version) => keyValue(version, false)) : [],
    };
  }

  #write(key: string, value: Uint8Array | undefined, lease: bigint, at: number): void {
    const before = this.present(at).get(key);
    this.versions.push({
      key,
      value: value ?? new Uint8Array(0),
      at,
      create: before?.create ?? at,
      version: (before?.version ?? 0) + 1,
      lease,
      deleted: value === undefined,
    });
  }
}

class RefusalError extends Error {
  readonly code: Refusal;
  constructor(code: Refusal) {
    super(code);
    this.code = code;
  }
}

function covers({ key, rangeEnd }: { key: Uint8Array; rangeEnd?: Uint8Array }, asked: string): boolean {
  const from = latin(key);
  const to = rangeEnd === undefined ? '' : latin(rangeEnd);
  if (to === '') return asked === from;
  return asked >= from && (to === '\0' || asked < to);
}

function holdAll(compares: readonly Compare[], before: Map<string, Version>): boolean {
  return compares.every((compare) => {
    const found = [...before.values()].filter(({ key }) => covers(compare, key));
    if (found.length > 0) return found.every((version) => holds(compare, version));
    const nothing = { key: '', value: bytesOf(''), at: 0, create: 0, version: 0, lease: 0n, deleted: false };
    return compare.target.type === 'VALUE' ? false : holds(compare, nothing);
  });
}

function holds({ target, result }: Compare, version: Version): boolean {
  const [left, right] = ((): [string | bigint, string | bigint] => {
    switch (target.type) {
      case 'VALUE':
        return [latin(version.value), latin(target.value ?? bytesOf(''))];
      case 'CREATE':
        return [BigInt(version.create), BigInt(target.value ?? 0)];
      case 'MOD':
        return [BigInt(version.at), BigInt(target.value ?? 0)];
      case 'VERSION':
        return [BigInt(version.version), BigInt(target.value ?? 0)];
      case 'LEASE':
        return [version.lease, target.value ?? 0n];
      default:
        return unreachable(target);
    }
  })();
  switch (result) {
    case 'EQUAL':
      return left === right;
    case 'NOT_EQUAL':
      return left !== right;
    case 'GREATER':
      return left > right;
    case 'LESS':
      return left < right;
    default:
      return unreachable(result);
  }
}

function keyValue(version: Version, keysOnly: boolean): KeyValue {
  return {
    key: bytesOf(version.key),
    value: keysOnly ? bytesOf('') : version.value,
    createRevision: version.create,
    modRevision: version.at,
    version: version.version,
    lease: version.lease,
  };
}
