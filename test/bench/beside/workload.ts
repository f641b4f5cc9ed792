/**
 * What a workload's file exports by default: it prepares the work and returns what measures it once. The file is built
 * against each checkout that is measured, so it imports only what both have.
 */
export type Workload = () => Promise<Measure>;

export type Measure = () => Promise<Measured> | Measured;

export interface Measured {
  readonly value: number;
  /** What was done; printed, and said to differ where the other checkout's is not the same. */
  readonly work?: Readonly<Record<string, number | string>>;
}
