import type { Order } from './judge.ts';

/** What this process is for. */
export const order = JSON.parse(process.argv[2] ?? '') as Order;

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
  activeMutant: order.type === 'try' && order.early ? order.mutant : undefined,
  currentTestId: undefined,
  hitCount: undefined,
  hitLimit: undefined,
  mutantCoverage: { static: {}, perTest: {} },
};
Reflect.set(globalThis, '__stryker__', switchboard);
