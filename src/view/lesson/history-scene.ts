import { present, unreachable } from '../../base/assert.ts';
import { judgeHistory } from '../../check/linearizability/judge-history.ts';
import type { HistoryCall } from '../../lessons/language/client-action.ts';

/** One call of a history as a bar over time. */
export interface HistoryBar {
  readonly id: string;
  /** `put x=1`, `get x → 1`, `get x → nothing`. */
  readonly label: string;
  /** Shares of the width, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** It never returned: the bar has no end. */
  readonly open: boolean;
  /** Where it may have taken effect, in an order that explains all answers; undefined: there is none, or it is not told yet. */
  readonly point: number | undefined;
  /** No order explains this answer after those that have a point. */
  readonly impossible: boolean;
}

export interface HistoryScene {
  readonly bars: readonly HistoryBar[];
  readonly verdict: 'ok' | 'illegal';
}

/** The room before the first and behind the last time, as a share of the width. */
const MARGIN = 0.04;

/**
 * A history as bars, a call a row, and how it can be explained: a point in each bar, or the answers that nothing explains. Keys are
 * judged one by one (Herlihy and Wing 1990, locality).
 */
export function historyScene(calls: readonly HistoryCall[]): HistoryScene {
  const { points, impossible } = explain(calls);
  const times = calls.flatMap(({ invokedAt, returnedAt }) => [invokedAt, returnedAt ?? invokedAt]);
  const first = Math.min(...times);
  const span = Math.max(...times) - first || 1;
  const share = (time: number): number => MARGIN + ((time - first) / span) * (1 - 2 * MARGIN);
  return {
    verdict: impossible.size === 0 ? 'ok' : 'illegal',
    bars: calls.map((call) => {
      const point = points.get(call.id);
      return {
        id: call.id,
        label: labelOf(call),
        from: share(call.invokedAt),
        to: call.returnedAt === undefined ? 1 : share(call.returnedAt),
        open: call.returnedAt === undefined,
        point: point === undefined ? undefined : Math.min(1, share(point)),
        impossible: impossible.has(call.id),
      };
    }),
  };
}

function explain(calls: readonly HistoryCall[]): {
  readonly points: ReadonlyMap<string, number>;
  readonly impossible: ReadonlySet<string>;
} {
  const points = new Map<string, number>();
  const verdict = judgeHistory({
    model: 'register',
    calls: calls.map(({ key, operation, invokedAt, returnedAt }) => ({
      operation: { ...operation, key },
      invokedAt,
      returnedAt,
    })),
  });
  if (verdict.type === 'unknown') return { points, impossible: new Set() };
  for (const order of verdict.orders) {
    let time = -Infinity;
    for (const i of order) {
      const call = present(calls[i], 'what is ordered is a call');
      time = Math.max(time, call.invokedAt);
      points.set(call.id, time);
      // Those that share an instant stand a little apart.
      time += STEP;
    }
  }
  const first = verdict.type === 'impossible' ? calls[verdict.first]?.id : undefined;
  return { points, impossible: new Set(first === undefined ? [] : [first]) };
}

/** In the unit of the history's times: so far two effects stand apart. */
const STEP = 0.4;

function labelOf({ key, operation }: HistoryCall): string {
  switch (operation.type) {
    case 'write':
      return operation.value === undefined ? `del ${key}` : `put ${key}=${operation.value}`;
    case 'read':
      return `get ${key} → ${shown(operation.value)}`;
    case 'compareAndSet': {
      const done = operation.succeeded === false ? ' ✗' : '';
      return `cas ${key}: ${shown(operation.expected)} → ${shown(operation.value)}${done}`;
    }
    default:
      return unreachable(operation);
  }
}

function shown(value: string | undefined): string {
  return value ?? 'nil';
}
