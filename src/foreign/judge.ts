import type { Observed, EtcdOperation } from '../check/linearizability/history.ts';
import { judgeHistory, type JudgeOptions, type Verdict } from '../check/linearizability/judge-history.ts';
import type { RegisterOperation } from '../check/linearizability/register-model.ts';
import { etcdCall } from './etcd-calls.ts';
import type { ForeignHistory, Operation } from './history.ts';

/**
 * Why a history is not judged: it has no operations, or none that a model is known of, or it began before its first line, or
 * there is too much to try.
 */
export const unjudged = ['noOperations', 'noModel', 'notFresh', 'tooMuch'] as const;

export type ForeignVerdict =
  | {
      readonly type: 'unjudged';
      readonly reason: (typeof unjudged)[number];
      readonly names: readonly string[];
    }
  | { readonly type: 'linearizable'; readonly parts: number; readonly judged: number }
  | {
      readonly type: 'contradiction';
      readonly judged: number;
      /** As items: the answer that nothing explains, and the smallest set (it included) that contradicts itself. */
      readonly first: number;
      readonly contradiction: readonly number[];
      /** False: there was no time to make it smaller. */
      readonly isSmallest: boolean;
    };

/** Calls as the judge takes them, and the item that each of them is. */
interface Calls<Content> {
  readonly calls: readonly Observed<Content>[];
  readonly items: readonly number[];
}

/**
 * Whether the operations of a history can be explained one at a time: registers key by key, etcd's requests over the whole
 * store, as their answers name its revision.
 */
export function judgeForeign(
  { operations }: Pick<ForeignHistory, 'operations'>,
  options: JudgeOptions = {},
): ForeignVerdict {
  if (operations.length === 0) return { type: 'unjudged', reason: 'noOperations', names: [] };
  const others = new Set(
    operations.flatMap(({ content }) => (content.type === 'other' ? [content.name] : [])),
  );
  if (others.size > 0) return { type: 'unjudged', reason: 'noModel', names: [...others].slice(0, 5) };
  if (operations.some(({ content }) => content.type === 'etcd')) {
    if (!isFresh(operations)) return { type: 'unjudged', reason: 'notFresh', names: [] };
    const { calls, items } = gathered(operations, etcdOperation);
    return verdictOf(judgeHistory({ model: 'etcd', calls }, options), items);
  }
  const { calls, items } = gathered(operations, registerOperation);
  return verdictOf(judgeHistory({ model: 'register', calls }, options), items);
}

function gathered<Content>(
  operations: readonly Operation[],
  contentOf: (operation: Operation) => Content | undefined,
): Calls<Content> {
  const calls: Observed<Content>[] = [];
  const items: number[] = [];
  for (const operation of operations) {
    const content = contentOf(operation);
    if (content === undefined) continue;
    const { item, call, returned, outcome } = operation;
    calls.push({
      operation: content,
      invokedAt: call,
      returnedAt: outcome === 'unknown' ? undefined : returned,
    });
    items.push(item);
  }
  return { calls, items };
}

/** What failed had no effect, and a read without an answer says nothing: the judge is not told of them. */
function registerOperation({ content, outcome }: Operation): RegisterOperation | undefined {
  if (content.type !== 'register' || outcome === 'fail') return undefined;
  const { action, key, value } = content;
  if (action === 'read' && outcome === 'unknown') return undefined;
  if (action !== 'compareAndSet') return { type: action, key, value };
  const { expected } = content;
  return { type: action, key, expected, value, succeeded: outcome === 'ok' ? true : undefined };
}

function etcdOperation({ content, outcome }: Operation): EtcdOperation | undefined {
  if (content.type !== 'etcd') return undefined;
  return etcdCall(content, outcome !== 'unknown');
}

function verdictOf(verdict: Verdict, items: readonly number[]): ForeignVerdict {
  switch (verdict.type) {
    case 'linearizable':
      return { type: 'linearizable', parts: verdict.orders.length, judged: items.length };
    case 'unknown':
      return { type: 'unjudged', reason: 'tooMuch', names: [] };
    default: {
      const { first, contradiction, isSmallest } = verdict;
      const item = (call: number): number => items[call] ?? 0;
      return {
        type: 'contradiction',
        judged: items.length,
        first: item(first),
        contradiction: contradiction.map(item),
        isSmallest,
      };
    }
  }
}

/** Whether the store may have been empty when the history began: nothing in it says a revision that others must have made. */
function isFresh(operations: readonly Operation[]): boolean {
  let least = Infinity;
  let writes = 0;
  for (const { content, outcome } of operations) {
    if (content.type !== 'etcd') continue;
    if (content.request.type !== 'range') writes++;
    const revision = content.response?.revision ?? -1;
    if (outcome === 'ok' && revision !== -1) least = Math.min(least, revision);
  }
  // The least revision that was seen is that of the empty store, or one that the history's own first writes made.
  return least <= 1 + writes || least === Infinity;
}
