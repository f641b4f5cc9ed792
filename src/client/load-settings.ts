/** A load as a dial: so many clients, so often, so mixed. All of it may be changed while it runs. */
export interface LoadSettings {
  /** Calls under way at once, at most: each client waits for its answer. */
  readonly clients: number;
  /** Calls a second, of all of them together. */
  readonly perSecond: number;
  /** Shares of the calls, as weights: 3 to 1 is the same as 75 to 25. */
  readonly put: number;
  readonly get: number;
  readonly txn: number;
  readonly delete: number;
  /** Of a hundred gets, so many are serializable. */
  readonly serializable: number;
  /** How many keys the calls choose from, each as often as any other. */
  readonly keys: number;
  /** Bytes of each value written. */
  readonly valueBytes: number;
}

export const defaultLoad: LoadSettings = {
  clients: 10,
  perSecond: 20,
  put: 50,
  get: 50,
  txn: 0,
  delete: 0,
  serializable: 0,
  keys: 10,
  valueBytes: 16,
};

export type LoadField = keyof LoadSettings;

/** What each may be: whole numbers. */
export const loadRanges: Readonly<Record<LoadField, { readonly min: number; readonly max: number }>> = {
  clients: { min: 1, max: 200 },
  perSecond: { min: 0, max: 1000 },
  put: { min: 0, max: 100 },
  get: { min: 0, max: 100 },
  txn: { min: 0, max: 100 },
  delete: { min: 0, max: 100 },
  serializable: { min: 0, max: 100 },
  keys: { min: 1, max: 1000 },
  valueBytes: { min: 0, max: 65_536 },
};
