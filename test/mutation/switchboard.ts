import { workerData } from 'node:worker_threads';
import type { Order } from './judge.ts';

/** What instrumented code looks at and counts in: made before any of it is loaded. */
export interface Switchboard {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  readonly mutantCoverage: {
    /** Reached outside of any test: while modules load. */
    readonly static: Readonly<Record<string, number>>;
    readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

export const switchboard: Switchboard = {
  activeMutant: earlyMutant(workerData as Order),
  currentTestId: undefined,
  hitCount: undefined,
  hitLimit: undefined,
  mutantCoverage: { static: {}, perTest: {} },
};
Reflect.set(globalThis, '__stryker__', switchboard);

function earlyMutant(order: Order): string | undefined {
  return order.type === 'try' && order.early ? order.mutant : undefined;
}
