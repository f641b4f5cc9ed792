import type {
  EtcdAnswer,
  EtcdKeyValue,
  EtcdOperation,
  EtcdPut,
  EtcdRequest,
  EtcdResult,
  Observed,
} from './history.ts';

type Call = Observed<EtcdOperation>;

/**
 * The same history with what its answers tell about calls that got none, so that less has to be tried; it is linearizable if
 * and only if the first one is.
 *
 *  - A value that only one call can have written was seen with its mod revision: then that call made this revision, and took effect
 *    before whoever saw it returned.
 *  - Values that were never seen and never compared could be any: they become one, and the writes alike.
 */
export function withKnowledge(calls: readonly Call[]): readonly Call[] {
  const seen = new Map<string, Sighting>();
  for (const call of calls) learnOf(call, seen);
  const writers = new Map<string, number | 'several'>();
  for (const [i, { operation }] of calls.entries()) {
    for (const { key, value } of putsOf(operation.request)) {
      const name = nameOf(key, value);
      writers.set(name, writers.has(name) && writers.get(name) !== i ? 'several' : i);
    }
  }
  const isOrdered = calls.some(({ operation }) => comparesOrder(operation.request));
  return calls.map((call, i) => {
    const known = call.operation.answer === undefined ? sightingOf(call, i, seen, writers) : undefined;
    const { request, answer } = call.operation;
    const alike = isOrdered ? request : withoutUnseen(request, seen);
    if (known === undefined) {
      return alike === request ? call : { ...call, operation: { request: alike, answer } };
    }
    const { mod, before } = known;
    return {
      ...call,
      returnedAt: before,
      operation: { request: alike, answer: { ok: true, revision: mod } },
    };
  });
}

/** Where a value of a key was seen: made by which revision, and before when. */
interface Sighting {
  readonly mod: number | undefined;
  readonly before: number;
}

/** It has to have been done before it was seen; a sighting from before it was asked for explains nothing. */
function sightingOf(
  { invokedAt, operation }: Call,
  call: number,
  seen: ReadonlyMap<string, Sighting>,
  writers: ReadonlyMap<string, number | 'several'>,
): { readonly mod: number; readonly before: number } | undefined {
  for (const { key, value } of putsOf(operation.request)) {
    const name = nameOf(key, value);
    const sighting = seen.get(name);
    if (sighting?.mod === undefined || writers.get(name) !== call || sighting.before < invokedAt) continue;
    return { mod: sighting.mod, before: sighting.before };
  }
  return undefined;
}

function learnOf({ operation, returnedAt = Infinity }: Call, seen: Map<string, Sighting>): void {
  const { request, answer } = operation;
  for (const { key, value, mod } of seenBy(answer)) {
    if (value === undefined) continue;
    const name = nameOf(key, value);
    const before = seen.get(name);
    seen.set(name, {
      mod: before?.mod ?? mod,
      before: Math.min(before?.before ?? Infinity, returnedAt),
    });
  }
  for (const { key, value } of comparedBy(request)) {
    const name = nameOf(key, value);
    if (!seen.has(name)) seen.set(name, { mod: undefined, before: Infinity });
  }
}

function seenBy(answer: EtcdAnswer | undefined): readonly EtcdKeyValue[] {
  return answer?.ok === true && answer.result !== undefined ? keyValuesOf(answer.result) : [];
}

function keyValuesOf(result: EtcdResult): readonly EtcdKeyValue[] {
  switch (result.type) {
    case 'put':
      return result.previous === undefined || result.previous === null ? [] : [result.previous];
    case 'range':
      return result.kvs ?? [];
    case 'delete':
      return result.previous ?? [];
    case 'txn':
      return (result.results ?? []).flatMap(keyValuesOf);
    default:
      return [];
  }
}

function comparedBy(request: EtcdRequest): { readonly key: string; readonly value: string }[] {
  if (request.type !== 'txn') return [];
  const own = request.compare.flatMap(({ key, target, value }) =>
    target === 'value' ? [{ key, value: String(value) }] : [],
  );
  return [...own, ...[...request.success, ...request.failure].flatMap(comparedBy)];
}

/** Whether values are compared by order, or over ranges: then what no answer shows may still matter. */
function comparesOrder(request: EtcdRequest): boolean {
  if (request.type !== 'txn') return false;
  return (
    request.compare.some(
      ({ target, result, end }) =>
        target === 'value' && (end !== undefined || result === 'greater' || result === 'less'),
    ) || [...request.success, ...request.failure].some(comparesOrder)
  );
}

function putsOf(request: EtcdRequest): readonly EtcdPut[] {
  if (request.type === 'put') return [request];
  if (request.type !== 'txn') return [];
  return [...request.success, ...request.failure].flatMap(putsOf);
}

/** No client writes it: of two characters, the first is beyond a byte. */
const UNSEEN = '\u{ffff}?';

function withoutUnseen<Request extends EtcdRequest>(
  request: Request,
  seen: ReadonlyMap<string, Sighting>,
): Request {
  if (request.type === 'put') {
    const isSeen = request.value === UNSEEN || seen.has(nameOf(request.key, request.value));
    return isSeen ? request : { ...request, value: UNSEEN };
  }
  if (request.type !== 'txn') return request;
  const same = <Each extends EtcdRequest>(each: Each): Each => withoutUnseen(each, seen);
  return { ...request, success: request.success.map(same), failure: request.failure.map(same) };
}

function nameOf(key: string, value: string): string {
  return `${key.length} ${key}${value}`;
}
