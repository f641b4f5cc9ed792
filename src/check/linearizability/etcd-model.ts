import { isAnsweredBy } from './etcd-answer.ts';
import { emptyStore, type EtcdState } from './etcd-state.ts';
import { stepEtcd } from './etcd-step.ts';
import type { EtcdOperation, EtcdResult, EtcdRequest, EtcdTxnOperation, Observed } from './history.ts';
import type { SequentialModel } from './model.ts';

/**
 * etcd's key-value store as a model for the search, for one history: the revisions in its answers tell the order of its
 * writes. A write whose answer says revision r can only be done at revision r - 1, an answer to a read only at its own; and a
 * write of which nobody knows cannot be the one that made a revision which a known write has made, nor one between a read of
 * its key and the revision at which that key had last been changed.
 */
export function etcdModel(
  calls: readonly Observed<EtcdOperation>[],
): SequentialModel<EtcdState, EtcdOperation> {
  const known = new KnownRevisions(calls);
  return {
    initial: emptyStore(),
    step: (state, operation) => step(state, operation, known),
    name,
    isRead: ({ request, answer }) =>
      answer?.ok === false ||
      isRead(request) ||
      (answer?.ok === true && hasChangedNothing(request, answer.result)),
    kind: ({ request, answer }) =>
      answer?.ok === true && answer.revision !== undefined
        ? undefined
        : JSON.stringify([request, answer ?? null]),
    isLost: (state, { request, answer }) =>
      answer?.ok === true &&
      answer.revision !== undefined &&
      state.revision > answer.revision - (known.isMaker(request, answer.revision) ? 1 : 0),
  };
}

/** What its answer tells: nothing was deleted, or the branch that was taken has changed nothing. */
function hasChangedNothing(request: EtcdRequest, result: EtcdResult | undefined): boolean {
  if (isRead(request)) return true;
  if (request.type === 'delete') return result?.type === 'delete' && result.deleted === 0;
  if (request.type !== 'txn' || result?.type !== 'txn' || result.succeeded === undefined) return false;
  const branch = result.succeeded ? request.success : request.failure;
  return branch.every((each, i) => hasChangedNothing(each, result.results?.[i]));
}

/** Whether it never changes anything, whatever the store is like. */
export function isRead(request: EtcdRequest): boolean {
  if (request.type === 'range') return true;
  return request.type === 'txn' && [...request.success, ...request.failure].every(isRead);
}

function step(
  state: EtcdState,
  { request, answer }: EtcdOperation,
  known: KnownRevisions,
): { readonly state: EtcdState } | undefined {
  const revision = answer?.ok === true ? answer.revision : undefined;
  // The answer's revision is the store's after it: without looking further most are out of question.
  if (revision !== undefined && revision !== state.revision && revision !== state.revision + 1)
    return undefined;
  const done = stepEtcd(state, request);
  if (answer === undefined) {
    if (!done.ok) return { state };
    return known.mayMake(request, state.revision, done.state.revision) ? { state: done.state } : undefined;
  }
  if (!done.ok) return !answer.ok && isSameRefusal(request, done.error, answer.error) ? { state } : undefined;
  if (!answer.ok) return undefined;
  if (revision !== undefined && revision !== done.state.revision) return undefined;
  return isAnsweredBy(request, done.result, answer.result) ? { state: done.state } : undefined;
}

/** Of a transaction that may be refused for two reasons, which of them it is told is left open. */
function isSameRefusal(request: EtcdRequest, is: string, seen: string): boolean {
  return request.type === 'txn' || request.type === 'put' || is === seen;
}

const names = new WeakMap<EtcdState, string>();

function name(state: EtcdState): string {
  const known = names.get(state);
  if (known !== undefined) return known;
  const keys = [...state.keys.entries()]
    .map(([key, { value, create, mod, version, lease }]) =>
      JSON.stringify([key, value, create, mod, version, lease]),
    )
    .sort();
  const leases = [...(state.leases?.entries() ?? [])].map(([lease]) => lease).sort();
  const text = `${state.revision}/${state.compacted} ${keys.join('')} ${leases.join(',')}`;
  names.set(state, text);
  return text;
}

/** What the answers of a history tell about the revisions that writes without an answer may have made. */
class KnownRevisions {
  /** Revisions that calls with an answer have made. */
  readonly #made = new Set<number>();
  /** Of each key, stretches of revisions in which it was not changed: [after, to], both whole. */
  readonly #still = new Map<string, [number, number][]>();

  constructor(calls: readonly Observed<EtcdOperation>[]) {
    for (const { operation } of calls) {
      const { request, answer } = operation;
      if (answer?.ok !== true || answer.revision === undefined) continue;
      if (this.#isWrite(request, answer.revision, operation)) this.#made.add(answer.revision);
      else this.#learnStill(request, answer);
    }
  }

  /** Whether the answered call has made the revision that it names. */
  isMaker(request: EtcdRequest, revision: number): boolean {
    return request.type === 'put' && this.#made.has(revision);
  }

  /** Whether a call that nobody knows of may lead from one revision to the other by what it does. */
  mayMake(request: EtcdRequest, before: number, after: number): boolean {
    if (before === after) return true;
    if (this.#made.has(after)) return false;
    if (request.type !== 'put') return true;
    const still = this.#still.get(request.key);
    return still === undefined || !still.some(([from, to]) => after > from && after <= to);
  }

  /** Certainly a write: a put always is; a deletion that says what it deleted; of others nothing is said. */
  #isWrite(request: EtcdRequest, revision: number, { answer }: EtcdOperation): boolean {
    if (revision <= 1 || answer?.ok !== true) return false;
    if (request.type === 'put') return true;
    const { result } = answer;
    if (request.type === 'delete') return result?.type === 'delete' && (result.deleted ?? 0) > 0;
    if (request.type !== 'txn' || result?.type !== 'txn') return false;
    const branch = result.succeeded === true ? request.success : request.failure;
    return result.succeeded !== undefined && branch.some(({ type }) => type === 'put');
  }

  #learnStill(request: EtcdTxnOperation | EtcdRequest, answer: EtcdOperation['answer']): void {
    if (request.type !== 'range' || answer?.ok !== true || (request.revision ?? 0) > 0) return;
    if (answer.result?.type !== 'range' || answer.revision === undefined) return;
    for (const { key, mod } of answer.result.kvs ?? []) {
      if (mod === undefined || mod >= answer.revision) continue;
      const still = this.#still.get(key);
      if (still === undefined) this.#still.set(key, [[mod, answer.revision]]);
      else still.push([mod, answer.revision]);
    }
  }
}
