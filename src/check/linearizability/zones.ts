import type { Observed } from './history.ts';
import type { RegisterOperation } from './register-model.ts';
import type { Found } from './search.ts';

type Call = Observed<RegisterOperation>;

/**
 * A register whose writes can be told apart by their values, and nothing but writes and reads: then no search is needed
 * (Gibbons and Korach, "Testing shared memories", 1997). A write and the reads that saw it are done together, as a
 * cluster; one cluster comes before another as soon as one of its calls returned before one of the other's was invoked. If
 * no two clusters each come before the other, their order explains everything:
 *
 *     w1 ├──┤        r=1 ├──┤       1 comes before 2 (w1 has returned when w2 is invoked)
 *             w2 ├──┤               and 2 before 1 (w2 has returned when r=1 is invoked): impossible
 *
 * undefined: these writes cannot be told apart, or there are other calls.
 */
export function judgeZones(calls: readonly Call[]): Found | undefined {
  if (!areToldApart(calls)) return undefined;
  if (isPossible(calls)) return { type: 'linearizable', order: orderOf(clustersOf(calls)) };
  const returns = calls
    .flatMap(({ returnedAt }, call) => (returnedAt === undefined ? [] : [{ call, returnedAt }]))
    .sort((a, b) => a.returnedAt - b.returnedAt);
  // Once a beginning of the history is impossible all longer ones are.
  let [possible, impossible] = [-1, returns.length - 1];
  while (impossible - possible > 1) {
    const middle = Math.floor((possible + impossible) / 2);
    if (isPossible(upTo(calls, returns, middle))) possible = middle;
    else impossible = middle;
  }
  const order = orderOf(clustersOf(upTo(calls, returns, possible)));
  return { type: 'impossible', first: returns[impossible]?.call ?? 0, order };
}

function areToldApart(calls: readonly Call[]): boolean {
  const written = new Set<string | undefined>([undefined]);
  for (const { operation } of calls) {
    if (operation.type === 'compareAndSet') return false;
    if (operation.type === 'read') continue;
    if (written.has(operation.value)) return false;
    written.add(operation.value);
  }
  return true;
}

/** As it was known when so many of the returns had been seen: what had not returned is left open. */
function upTo(
  calls: readonly Call[],
  returns: readonly { readonly call: number; readonly returnedAt: number }[],
  last: number,
): (Call | undefined)[] {
  const returned = new Set(returns.slice(0, last + 1).map(({ call }) => call));
  const now = returns[last]?.returnedAt ?? -Infinity;
  return calls.map((call, i) => {
    if (returned.has(i)) return call;
    if (call.invokedAt > now || call.operation.type === 'read') return undefined;
    return { ...call, returnedAt: undefined };
  });
}

/** One value of the register. */
interface Cluster {
  /** undefined: the value that it begins with. */
  writer: number | undefined;
  readonly reads: number[];
  firstReturn: number;
  lastInvocation: number;
  /** Somebody saw it before anybody had asked to write it, or nobody ever did. */
  isImpossible: boolean;
}

function clustersOf(calls: readonly (Call | undefined)[]): Cluster[] {
  const clusters = new Map<string | undefined, Cluster>();
  const begin = { writer: undefined, reads: [], isImpossible: false };
  clusters.set(undefined, { ...begin, firstReturn: -Infinity, lastInvocation: -Infinity });
  for (const [i, call] of calls.entries()) {
    if (call?.operation.type !== 'write') continue;
    const { invokedAt, returnedAt = Infinity } = call;
    clusters.set(call.operation.value, {
      writer: i,
      reads: [],
      firstReturn: returnedAt,
      lastInvocation: invokedAt,
      isImpossible: false,
    });
  }
  for (const [i, call] of calls.entries()) {
    if (call?.operation.type !== 'read' || call.returnedAt === undefined) continue;
    const cluster = clusters.get(call.operation.value);
    if (cluster === undefined) {
      clusters.set(call.operation.value, {
        writer: undefined,
        reads: [i],
        firstReturn: call.returnedAt,
        lastInvocation: call.invokedAt,
        isImpossible: true,
      });
      continue;
    }
    const writer = cluster.writer === undefined ? undefined : calls[cluster.writer];
    if (writer !== undefined && call.returnedAt < writer.invokedAt) cluster.isImpossible = true;
    cluster.reads.push(i);
    cluster.firstReturn = Math.min(cluster.firstReturn, call.returnedAt);
    cluster.lastInvocation = Math.max(cluster.lastInvocation, call.invokedAt);
  }
  for (const { reads } of clusters.values()) {
    reads.sort((a, b) => invocation(calls[a]) - invocation(calls[b]));
  }
  return [...clusters.values()].sort(
    (a, b) => beginning(a) - beginning(b) || Number(isForward(a)) - Number(isForward(b)),
  );
}

/** One of its calls had returned before another of them was invoked: all of that time the register had this value. */
function isForward({ firstReturn, lastInvocation }: Cluster): boolean {
  return firstReturn < lastInvocation;
}

function beginning({ firstReturn, lastInvocation }: Cluster): number {
  return Math.min(firstReturn, lastInvocation);
}

/** Two forward ones must not overlap, and none that is not forward may lie within one that is. */
function isPossible(calls: readonly (Call | undefined)[]): boolean {
  let until = -Infinity;
  // By their beginnings, as they come out of clustersOf.
  for (const cluster of clustersOf(calls)) {
    if (cluster.isImpossible) return false;
    if (!isForward(cluster)) {
      if (cluster.firstReturn < until) return false;
      continue;
    }
    if (cluster.firstReturn < until) return false;
    until = cluster.lastInvocation;
  }
  return true;
}

/** Writes that nobody knows of and nobody saw are left out. */
function orderOf(clusters: readonly Cluster[]): number[] {
  return clusters.flatMap(({ writer, reads, firstReturn }) => {
    if (reads.length === 0 && firstReturn === Infinity) return [];
    return writer === undefined ? reads : [writer, ...reads];
  });
}

function invocation(call: Call | undefined): number {
  return call?.invokedAt ?? 0;
}
