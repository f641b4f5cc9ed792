/**
 * Imports a module of the checkout that is measured, by its path from the checkout's folder. Several paths: the first
 * that is there, for modules that have moved since.
 */
export type Load = <Module>(...paths: readonly string[]) => Promise<Module>;

/**
 * What a workload's file exports by default: it prepares the work with the code of one checkout and returns what
 * measures it once. Both checkouts do the same work: only `load` differs.
 */
export type Workload = (load: Load) => Promise<Measure>;

export type Measure = () => Promise<Measured> | Measured;

export interface Measured {
  readonly value: number;
  /** What was done; printed, and said to differ where the other checkout's is not the same. */
  readonly work?: Readonly<Record<string, number | string>>;
}
