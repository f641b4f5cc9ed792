import type { SequentialModel } from '../check/linearizability/model.ts';
import type {
  EtcdAction,
  EtcdCondition,
  EtcdPair,
  EtcdRequest,
  EtcdResponse,
  EtcdResult,
  KeyRange,
} from './history.ts';

/** A request and what the client was answered; undefined: it knows nothing. */
export interface EtcdOperation {
  readonly request: EtcdRequest;
  readonly response: EtcdResponse | undefined;
}

interface Stored {
  readonly value: string;
  readonly modRevision: number;
  readonly version: number;
  readonly lease: string;
}

/** A store: its revision, its keys in ascending order, and the leases there are. Never changed. */
export interface EtcdStore {
  readonly revision: number;
  readonly keys: ReadonlyMap<string, Stored>;
  readonly leases: ReadonlySet<string>;
}

/**
 * etcd as its robustness tests model it (tests/robustness/model/deterministic.go): a store that does one request at a time, begins
 * empty at revision 1 and goes on by one revision with each request that has changed something. Answers are compared whole, but for
 * the revision in those that are no part of the order (leases, compaction, defragmentation: each member says its own).
 */
export const etcdModel: SequentialModel<EtcdStore, EtcdOperation> = {
  initial: { revision: 1, keys: new Map(), leases: new Set() },
  step: (store, { request, response }) => {
    const done = stepped(store, request);
    return response === undefined || isAnswer(store, request, done, response)
      ? { state: done.store }
      : undefined;
  },
  name: ({ revision, keys, leases }) => {
    const pairs = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([
      revision,
      pairs.map(([key, of]) => [key, of.value, of.modRevision, of.lease]),
      [...leases].sort(),
    ]);
  },
};

interface Done {
  readonly store: EtcdStore;
  readonly failed: boolean;
  readonly results: readonly EtcdResult[];
}

function stepped(store: EtcdStore, request: EtcdRequest): Done {
  switch (request.type) {
    case 'range':
      return { store, failed: false, results: [ranged(store.keys, request)] };
    case 'txn':
      return transacted(store, request);
    case 'leaseGrant':
      return unchanged({ ...store, leases: new Set([...store.leases, request.lease]) });
    case 'leaseRevoke':
      return unchanged(revoked(store, request.lease));
    case 'compact':
    case 'defragment':
      return unchanged(store);
  }
}

function unchanged(store: EtcdStore): Done {
  return { store, failed: false, results: [] };
}

function transacted(
  store: EtcdStore,
  { conditions, onSuccess, onFailure }: Extract<EtcdRequest, { type: 'txn' }>,
): Done {
  const failed = conditions.some((condition) => !holds(store, condition));
  const keys = new Map(store.keys);
  const next = store.revision + 1;
  let isChanged = false;
  const results = (failed ? onFailure : onSuccess).map((action) => {
    const { result, changed } = acted(keys, store.leases, action, next);
    isChanged ||= changed;
    return result;
  });
  return { store: isChanged ? { ...store, keys, revision: next } : store, failed, results };
}

function holds({ keys }: EtcdStore, { key, revision, version }: EtcdCondition): boolean {
  const stored = keys.get(key);
  if (version !== undefined) return (stored?.version ?? 0) === version;
  return (stored?.modRevision ?? 0) === revision;
}

const NOTHING: EtcdResult = { kvs: [], count: 0, deleted: 0 };

/** Changes `keys`, which is the transaction's own copy. */
function acted(
  keys: Map<string, Stored>,
  leases: ReadonlySet<string>,
  action: EtcdAction,
  revision: number,
): { readonly result: EtcdResult; readonly changed: boolean } {
  switch (action.type) {
    case 'range':
      return { result: ranged(keys, action), changed: false };
    case 'put': {
      const { key, value, lease } = action;
      // A put with a lease that is not there is refused.
      if (lease !== '0' && !leases.has(lease)) return { result: NOTHING, changed: false };
      const version = (keys.get(key)?.version ?? 0) + 1;
      keys.set(key, { value, modRevision: revision, version, lease });
      return { result: NOTHING, changed: true };
    }
    case 'delete': {
      const changed = keys.delete(action.key);
      return { result: { ...NOTHING, deleted: changed ? 1 : 0 }, changed };
    }
  }
}

/** A lease takes its keys with it, in one revision. */
function revoked(store: EtcdStore, lease: string): EtcdStore {
  const leases = new Set([...store.leases].filter((each) => each !== lease));
  const keys = new Map([...store.keys].filter(([, stored]) => stored.lease !== lease));
  const isChanged = keys.size < store.keys.size;
  return { keys, leases, revision: store.revision + (isChanged ? 1 : 0) };
}

function ranged(keys: ReadonlyMap<string, Stored>, { start, end, limit }: KeyRange): EtcdResult {
  const found: EtcdPair[] = [];
  const take = (key: string, { value, modRevision }: Stored): number =>
    found.push({ key, value, modRevision });
  if (end === '') {
    const stored = keys.get(start);
    if (stored !== undefined) take(start, stored);
  } else {
    // `\0` as the end means all keys from the start on.
    for (const [key, stored] of keys) if (key >= start && (end === '\0' || key < end)) take(key, stored);
    found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
  return { kvs: limit === 0 ? found : found.slice(0, limit), count: found.length, deleted: 0 };
}

/** Whether a client may have been answered that. */
function isAnswer(before: EtcdStore, request: EtcdRequest, done: Done, response: EtcdResponse): boolean {
  switch (request.type) {
    case 'leaseGrant':
    case 'leaseRevoke':
    case 'compact':
    case 'defragment':
      return true;
    case 'range':
      // Of what was read at an older revision the model knows nothing but how far the store is now.
      if (request.revision !== 0 && request.revision !== before.revision)
        return request.revision < before.revision && isRevision(before, response);
      break;
    case 'txn':
  }
  if (!isRevision(done.store, response)) return false;
  if (response.revision === -1) return true;
  return done.failed === response.failed && sameResults(done.results, response.results);
}

function isRevision({ revision }: EtcdStore, response: EtcdResponse): boolean {
  return response.revision === -1 || response.revision === revision;
}

function sameResults(a: readonly EtcdResult[], b: readonly EtcdResult[]): boolean {
  return a.length === b.length && a.every((result, i) => sameResult(result, b[i]));
}

function sameResult(a: EtcdResult, b: EtcdResult | undefined): boolean {
  if (b === undefined || a.count !== b.count || a.deleted !== b.deleted || a.kvs.length !== b.kvs.length)
    return false;
  return a.kvs.every(({ key, value, modRevision }, i) => {
    const other = b.kvs[i];
    return other?.key === key && other.value === value && other.modRevision === modRevision;
  });
}
