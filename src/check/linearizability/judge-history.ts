import { smallestContradiction } from './contradiction.ts';
import { contradictEachOther, firstBackward } from './etcd-pairs.ts';
import { withKnowledge } from './etcd-knowledge.ts';
import { etcdModel, isRead as isEtcdRead } from './etcd-model.ts';
import type { EtcdOperation, History, Observed } from './history.ts';
import { firstUnwritten, registerModel, type RegisterOperation } from './register-model.ts';
import { before, search, type Budget, type Found, type OnProgress } from './search.ts';
import { judgeZones } from './zones.ts';

/** What is said of a history; indices are of its calls. */
export type Verdict =
  /** An order that explains all answers. */
  | { readonly type: 'linearizable'; readonly orders: Orders }
  | {
      readonly type: 'impossible';
      /** The first answer that no order explains; `orders` explain what returned before it. */
      readonly first: number;
      readonly orders: Orders;
      /** Calls that contradict each other; whatever else there was may have happened at any time, or never. In order of invocation. */
      readonly contradiction: readonly number[];
      /** Nothing of the contradiction can be left out; false: there was no more time to find out. */
      readonly isSmallest: boolean;
    }
  | { readonly type: 'unknown'; readonly why: 'steps' | 'memory' };

/** One for each part of the history that was judged by itself. A call that is in none was not needed, or is not explained. */
export type Orders = readonly (readonly number[])[];

export interface JudgeOptions {
  /** Of the model, all in all. */
  readonly stepsMax?: number;
  /** For what is remembered, roughly. */
  readonly bytesMax?: number;
  readonly onProgress?: (progress: JudgeProgress) => void;
}

/** Searching: so many of so many events explained. Minimising: so many calls are left of so many. */
export interface JudgeProgress {
  readonly phase: 'searching' | 'minimising';
  readonly done: number;
  readonly of: number;
}

/** Some five seconds of a slow machine, and far below what a page may use. */
const STEPS_MAX = 3_000_000;
const BYTES_MAX = 256 * 2 ** 20;

/** How much of it may be done again to make the contradiction small, and for one question of that. */
const MINIMISING = 0.25;
const A_QUESTION = 0.01;

export function judgeHistory(history: History, options: JudgeOptions = {}): Verdict {
  return history.model === 'register'
    ? judgeParts(history.calls, partsByKey(history.calls), registers, options)
    : judgeParts(history.calls, etcdParts(history.calls), etcd, options);
}

/** How calls of one part of a history are judged. */
interface Judge<Operation> {
  readonly find: (calls: readonly Observed<Operation>[], budget: Budget, onProgress?: OnProgress) => Found;
  readonly isRead: (operation: Operation) => boolean;
  /** Whether two calls contradict each other whatever others have done; absent: that cannot be told at a glance. */
  readonly contradict?: (a: Observed<Operation>, b: Observed<Operation>) => boolean;
  /** As if its client had never heard of it. */
  readonly forget: (operation: Operation) => Operation;
}

const registers: Judge<RegisterOperation> = {
  find: (calls, budget, onProgress) => {
    const zoned = judgeZones(calls);
    if (zoned !== undefined) return zoned;
    const unwritten = firstUnwritten(calls);
    const known = unwritten === undefined ? calls : before(calls, unwritten);
    return unlessSure(search(known, registerModel, budget, onProgress), unwritten);
  },
  isRead: (operation) => registerModel.isRead?.(operation) ?? false,
  forget: (operation) =>
    operation.type === 'compareAndSet' ? { ...operation, succeeded: undefined } : operation,
};

const etcd: Judge<EtcdOperation> = {
  find: (calls, budget, onProgress) => {
    const backward = firstBackward(calls);
    const known = withKnowledge(backward === undefined ? calls : before(calls, backward));
    return unlessSure(search(known, etcdModel(known), budget, onProgress), backward);
  },
  isRead: ({ request, answer }) => isEtcdRead(request) || answer?.ok === false,
  contradict: contradictEachOther,
  forget: ({ request }) => ({ request, answer: undefined }),
};

/** What was found of the calls before `wrong`, whose answer is impossible anyway; undefined: of all calls. */
function unlessSure(found: Found, wrong: number | undefined): Found {
  if (wrong === undefined || found.type === 'impossible') return found;
  return { type: 'impossible', first: wrong, order: found.type === 'linearizable' ? found.order : [] };
}

/** Linearizability is local: a history is linearizable if every key's is (Herlihy and Wing 1990, theorem 1). */
function partsByKey(calls: readonly Observed<RegisterOperation>[]): number[][] {
  return grouped(calls.map(({ operation }) => operation.key ?? ''));
}

/** A store's keys are judged one by one only where nothing binds them: no revisions were told, and every call is about one key. */
function etcdParts(calls: readonly Observed<EtcdOperation>[]): number[][] {
  const keys = calls.map(({ operation }) => onlyKeyOf(operation));
  return keys.every((key) => key !== undefined) ? grouped(keys) : [calls.map((_, i) => i)];
}

function onlyKeyOf({ request, answer }: EtcdOperation): string | undefined {
  if (request.type !== 'put' && request.type !== 'range' && request.type !== 'delete') return undefined;
  if (request.type === 'put' ? request.lease !== undefined : request.end !== undefined) return undefined;
  if (request.type === 'range' && (request.revision ?? 0) > 0) return undefined;
  if (answer === undefined) return request.key;
  if (!answer.ok || answer.revision !== undefined) return undefined;
  const { result } = answer;
  const seen = result === undefined ? [] : 'kvs' in result ? (result.kvs ?? []) : [];
  const isPlain = seen.every(({ mod, create }) => mod === undefined && create === undefined);
  return isPlain && !(result !== undefined && 'previous' in result) ? request.key : undefined;
}

function grouped(keys: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [i, key] of keys.entries()) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i]);
    else group.push(i);
  }
  return [...groups.values()];
}

function judgeParts<Operation>(
  calls: readonly Observed<Operation>[],
  parts: readonly (readonly number[])[],
  judge: Judge<Operation>,
  options: JudgeOptions,
): Verdict {
  const { stepsMax = STEPS_MAX, bytesMax = BYTES_MAX, onProgress } = options;
  const orders: number[][] = [];
  let unknown: Extract<Found, { type: 'unknown' }> | undefined;
  let worst: { readonly part: readonly number[]; readonly first: number } | undefined;
  let done = 0;
  const steps = { left: stepsMax };
  for (const part of parts) {
    // A read without an answer says nothing, and a read that nobody waits for neither.
    const known = part.filter((i) => saysSomething(calls[i] as Observed<Operation>, judge));
    const own = known.map((i) => calls[i] as Observed<Operation>);
    const budget = { steps: steps.left, bytes: bytesMax };
    const judged = done;
    const found = judge.find(own, budget, (explained, of) =>
      onProgress?.({
        phase: 'searching',
        done: judged + (known.length * explained) / Math.max(1, of),
        of: calls.length,
      }),
    );
    steps.left = Math.max(1, budget.steps);
    done += part.length;
    if (found.type === 'unknown') {
      unknown ??= found;
      continue;
    }
    orders.push(found.order.map((i) => known[i] as number));
    if (found.type !== 'impossible') continue;
    const first = known[found.first] as number;
    if (worst === undefined || returned(calls, first) < returned(calls, worst.first))
      worst = { part: known, first };
  }
  if (worst === undefined) return unknown ?? { type: 'linearizable', orders };
  return { type: 'impossible', orders, ...explained(calls, worst, judge, options) };
}

function returned(calls: readonly Observed<unknown>[], call: number): number {
  return calls[call]?.returnedAt ?? Infinity;
}

function saysSomething<Operation>(
  { operation, returnedAt }: Observed<Operation>,
  { isRead }: Judge<Operation>,
): boolean {
  return returnedAt !== undefined || !isRead(operation);
}

/** When each call may have taken effect, on the clock of the history: as early as what comes before it allows. */
export function pointsOf(calls: readonly Observed<unknown>[], orders: Orders): ReadonlyMap<number, number> {
  const points = new Map<number, number>();
  for (const order of orders) {
    let at = -Infinity;
    for (const call of order) {
      at = Math.max(at, calls[call]?.invokedAt ?? at);
      points.set(call, at);
    }
  }
  return points;
}

/**
 * Why an answer is impossible: of all calls of its part that had been invoked when it came, a smallest set that contradicts
 * itself, whatever the others have done. Who is left out has become a rumour: a read that was never asked, a write that may have
 * happened at any time or never.
 */
function explained<Operation>(
  calls: readonly Observed<Operation>[],
  { part, first }: { readonly part: readonly number[]; readonly first: number },
  judge: Judge<Operation>,
  { stepsMax = STEPS_MAX, bytesMax = BYTES_MAX, onProgress }: JudgeOptions,
): { readonly first: number; readonly contradiction: readonly number[]; readonly isSmallest: boolean } {
  const now = returned(calls, first);
  const there = asKnownAt(calls, part, now, judge);
  const budget = { steps: Math.ceil(stepsMax * MINIMISING), bytes: bytesMax };
  let isSmallest = true;
  const contradicts = (kept: readonly number[]): boolean => {
    onProgress?.({ phase: 'minimising', done: kept.length, of: there.size });
    if (budget.steps <= 0) {
      isSmallest = false;
      return false;
    }
    // One question must not use up what is left for the others.
    const own = { steps: Math.min(budget.steps, Math.ceil(stepsMax * A_QUESTION)), bytes: bytesMax };
    const given = own.steps;
    const found = judge.find(withRumours(there, new Set(kept), judge), own);
    budget.steps -= given - own.steps;
    if (found.type === 'unknown') isSmallest = false;
    return found.type === 'impossible';
  };
  const near = [...there.keys()]
    .filter((i) => i !== first)
    .sort((a, b) => returned(calls, b) - returned(calls, a));
  const byTime = (a: number, b: number): number => (calls[a]?.invokedAt ?? 0) - (calls[b]?.invokedAt ?? 0);
  const other = near.find((i) => {
    const [own, each] = [there.get(first), there.get(i)];
    return own !== undefined && each !== undefined && judge.contradict?.(own, each) === true;
  });
  if (other !== undefined) {
    const alone = contradicts([first]) ? [first] : [first, other];
    return { first, contradiction: alone.sort(byTime), isSmallest };
  }
  const contradiction = smallestContradiction([first, ...near], contradicts);
  return { first, contradiction: [...contradiction].sort(byTime), isSmallest };
}

/** What had been invoked; of what had not returned nothing more is known, and a read that had not says nothing. */
function asKnownAt<Operation>(
  calls: readonly Observed<Operation>[],
  part: readonly number[],
  now: number,
  { isRead, forget }: Judge<Operation>,
): Map<number, Observed<Operation>> {
  const there = new Map<number, Observed<Operation>>();
  for (const i of part) {
    const call = calls[i] as Observed<Operation>;
    if (call.invokedAt > now) continue;
    if ((call.returnedAt ?? Infinity) <= now) there.set(i, call);
    else if (!isRead(call.operation)) {
      there.set(i, { ...call, operation: forget(call.operation), returnedAt: undefined });
    }
  }
  return there;
}

function withRumours<Operation>(
  there: ReadonlyMap<number, Observed<Operation>>,
  kept: ReadonlySet<number>,
  { isRead, forget }: Judge<Operation>,
): Observed<Operation>[] {
  return [...there].flatMap(([i, call]) => {
    if (kept.has(i)) return [call];
    if (isRead(call.operation)) return [];
    return [{ operation: forget(call.operation), invokedAt: -Infinity, returnedAt: undefined }];
  });
}
