import type { EtcdKeyValue, EtcdOperation, Observed } from './history.ts';

type Call = Observed<EtcdOperation>;

/**
 * Whether two calls to etcd contradict each other by their revisions alone, whatever others have done: then nobody need be asked
 * what else there was.
 *
 *  - One returned before the other was made, and has the higher revision, or the same one that the other has made.
 *  - Both have made the same revision.
 *  - One has put a key at a revision, and the other, a read of that revision or a later one, saw the key as it was before
 *    it, or another value of that very revision.
 */
export function contradictEachOther(a: Call, b: Call): boolean {
  const [first, second] = [revisionOf(a), revisionOf(b)];
  if (first === undefined || second === undefined) return false;
  if ((a.returnedAt ?? Infinity) < b.invokedAt && isBack(first, second, b)) return true;
  if ((b.returnedAt ?? Infinity) < a.invokedAt && isBack(second, first, a)) return true;
  if (first === second && isPut(a) && isPut(b)) return true;
  return isUnseen(a, first, b, second) || isUnseen(b, second, a, first);
}

function isBack(before: number, after: number, later: Call): boolean {
  return before > after || (before === after && isPut(later));
}

function isPut({ operation }: Call): boolean {
  return operation.request.type === 'put';
}

function revisionOf({ operation: { answer } }: Call): number | undefined {
  return answer?.ok === true ? answer.revision : undefined;
}

/** What was put is not what the read saw, though it was done before. */
function isUnseen(write: Call, made: number, read: Call, at: number): boolean {
  const { request } = write.operation;
  if (request.type !== 'put' || made > at) return false;
  const seen = seenOf(read, request.key);
  if (seen === undefined) return false;
  if (seen === 'nothing') return made === at;
  const { mod, value } = seen;
  if (mod === undefined) return false;
  return mod < made || (mod === made && value !== undefined && value !== request.value);
}

/** What a read of the newest revision has seen of a key. */
function seenOf({ operation: { request, answer } }: Call, key: string): EtcdKeyValue | 'nothing' | undefined {
  if (request.type !== 'range' || request.key !== key || request.end !== undefined) return undefined;
  if ((request.revision ?? 0) > 0 || answer?.ok !== true || answer.result?.type !== 'range') return undefined;
  const { kvs } = answer.result;
  if (kvs === undefined) return undefined;
  return kvs.find((each) => each.key === key) ?? 'nothing';
}

/**
 * The first answer with a revision below one that had been answered before its call was made: found in one sweep over the clock,
 * without any search.
 */
export function firstBackward(calls: readonly Call[]): number | undefined {
  const known = calls.flatMap((call, i) => {
    const revision = revisionOf(call);
    return revision === undefined || call.returnedAt === undefined ? [] : [{ i, revision, ...call }];
  });
  const byReturn = known.toSorted((a, b) => (a.returnedAt ?? 0) - (b.returnedAt ?? 0));
  let [next, newest] = [0, 0];
  let first: (typeof known)[number] | undefined;
  for (const call of known.toSorted((a, b) => a.invokedAt - b.invokedAt)) {
    for (let each = byReturn[next]; each !== undefined; each = byReturn[++next]) {
      if ((each.returnedAt ?? 0) >= call.invokedAt) break;
      newest = Math.max(newest, each.revision);
    }
    if (call.revision >= newest) continue;
    if (first === undefined || (call.returnedAt ?? 0) < (first.returnedAt ?? 0)) first = call;
  }
  return first?.i;
}
