import type { Observed } from '../check/linearizability/history.ts';
import { registerModel, type RegisterOperation } from '../check/linearizability/register-model.ts';
import { search, type Found } from '../check/linearizability/search.ts';
import { etcdModel, type EtcdOperation } from './etcd-model.ts';
import type { ForeignHistory, Operation } from './history.ts';

/**
 * Why a history cannot be judged: it has no operations, or none that a model is known of, or it began before its first line, or
 * there is too much to try.
 */
export const unjudged = ['noOperations', 'noModel', 'notFresh', 'tooMuch'] as const;

/** About five seconds of a slow machine. */
const STEPS_MAX = 20_000_000;
const BYTES_MAX = 256 * 2 ** 20;

export type ForeignVerdict =
  | {
      readonly type: 'unjudged';
      readonly reason: (typeof unjudged)[number];
      readonly names: readonly string[];
    }
  /** All parts (keys) can be explained; `left`: operations that say nothing (failed ones, reads without an answer). */
  | { readonly type: 'linearizable'; readonly parts: number; readonly judged: number; readonly left: number }
  | {
      readonly type: 'contradiction';
      /** The key it is about; empty where there is one register, undefined: the whole store. */
      readonly key: string | undefined;
      readonly parts: number;
      readonly judged: number;
      /** As items: the longest explanation there is, in its order, and those of which none can come next. */
      readonly order: readonly number[];
      readonly stuck: readonly number[];
    };

/** Operations of one part, with the items they are. */
interface Part<Content> {
  readonly key: string | undefined;
  readonly calls: readonly (Observed<Content> & { readonly item: number })[];
}

/**
 * Whether the operations of a history can be explained one at a time: registers key by key (linearizability is local), etcd's
 * requests over the whole store, as their answers name its revision.
 */
export function judgeForeign({ operations }: ForeignHistory): ForeignVerdict {
  if (operations.length === 0) return { type: 'unjudged', reason: 'noOperations', names: [] };
  const others = new Set(
    operations.flatMap(({ content }) => (content.type === 'other' ? [content.name] : [])),
  );
  if (others.size > 0) return { type: 'unjudged', reason: 'noModel', names: [...others].slice(0, 5) };
  const etcd = operations.filter(({ content }) => content.type === 'etcd');
  if (etcd.length === 0) return judgeRegisters(operations);
  if (!isFresh(etcd)) return { type: 'unjudged', reason: 'notFresh', names: [] };
  return judgeEtcd(etcd);
}

function judgeRegisters(operations: readonly Operation[]): ForeignVerdict {
  const parts = new Map<string, (Observed<RegisterOperation> & { item: number })[]>();
  for (const operation of operations) {
    const { content, outcome } = operation;
    if (content.type !== 'register' || !says(outcome, content.action === 'read')) continue;
    const calls = parts.get(content.key) ?? [];
    calls.push({ ...times(operation), operation: registerOperation(content, outcome) });
    parts.set(content.key, calls);
  }
  return verdictOf(
    [...parts].map(([key, calls]) => ({ key, calls })),
    operations.length,
    ({ calls }) => search(calls, registerModel, { steps: STEPS_MAX, bytes: BYTES_MAX }),
  );
}

function registerOperation(
  content: Extract<Operation['content'], { type: 'register' }>,
  outcome: Operation['outcome'],
): RegisterOperation {
  const { action, value } = content;
  if (action !== 'compareAndSet') return { type: action, value };
  return {
    type: 'compareAndSet',
    expected: content.expected,
    value,
    succeeded: outcome === 'ok' ? true : undefined,
  };
}

function judgeEtcd(operations: readonly Operation[]): ForeignVerdict {
  const calls = operations.flatMap((operation) => {
    const { content, outcome } = operation;
    if (content.type !== 'etcd' || !says(outcome, isRead(content.request))) return [];
    const { request, response } = content;
    return [
      { ...times(operation), operation: { request, response: outcome === 'ok' ? response : undefined } },
    ];
  });
  const part: Part<EtcdOperation> = { key: undefined, calls };
  return verdictOf([part], operations.length, ({ calls: all }) =>
    search(all, etcdModel, { steps: STEPS_MAX, bytes: BYTES_MAX }),
  );
}

/** What failed had no effect, and a read without an answer says nothing. */
function says(outcome: Operation['outcome'], reads: boolean): boolean {
  return outcome === 'ok' || (outcome === 'unknown' && !reads);
}

function isRead(request: EtcdOperation['request']): boolean {
  if (request.type !== 'txn') return request.type === 'range' || request.type === 'defragment';
  return [...request.onSuccess, ...request.onFailure].every(({ type }) => type === 'range');
}

function times({ item, call, returned, outcome }: Operation): {
  item: number;
  invokedAt: number;
  returnedAt: number | undefined;
} {
  return { item, invokedAt: call, returnedAt: outcome === 'unknown' ? undefined : returned };
}

/** The first part that cannot be explained, or that all can. */
function verdictOf<Content>(
  parts: readonly Part<Content>[],
  operations: number,
  judged: (part: Part<Content>) => Found,
): ForeignVerdict {
  const count = parts.reduce((sum, { calls }) => sum + calls.length, 0);
  for (const part of parts) {
    const found = judged(part);
    if (found.type === 'unknown') return { type: 'unjudged', reason: 'tooMuch', names: [] };
    if (found.type === 'linearizable') continue;
    const itemOf = (call: number): number => part.calls[call]?.item ?? 0;
    return {
      type: 'contradiction',
      key: part.key,
      parts: parts.length,
      judged: count,
      order: found.order.map(itemOf),
      stuck: [itemOf(found.first)],
    };
  }
  return { type: 'linearizable', parts: parts.length, judged: count, left: operations - count };
}

/** Whether the store may have been empty when the history began: nothing in it says a revision that others must have made. */
function isFresh(operations: readonly Operation[]): boolean {
  let least = Infinity;
  let writes = 0;
  for (const { content, outcome } of operations) {
    if (content.type !== 'etcd') continue;
    if (!isRead(content.request)) writes++;
    const revision = content.response?.revision ?? -1;
    if (outcome === 'ok' && revision !== -1) least = Math.min(least, revision);
  }
  // The least revision that was seen is that of the empty store, or one that the history's own first writes made.
  return least <= 1 + writes;
}
