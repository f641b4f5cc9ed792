/** How often each operation has succeeded and failed at this member (etcd: v2store.Stats), by the names of its JSON. */
export interface V2Stats {
  readonly getsSuccess: number;
  readonly getsFail: number;
  readonly setsSuccess: number;
  readonly setsFail: number;
  readonly deleteSuccess: number;
  readonly deleteFail: number;
  readonly updateSuccess: number;
  readonly updateFail: number;
  readonly createSuccess: number;
  readonly createFail: number;
  readonly compareAndSwapSuccess: number;
  readonly compareAndSwapFail: number;
  readonly compareAndDeleteSuccess: number;
  readonly compareAndDeleteFail: number;
  readonly expireCount: number;
  /** Watches that wait; a saved store says how many there were. */
  readonly watchers: number;
}

export const noStats: V2Stats = {
  getsSuccess: 0,
  getsFail: 0,
  setsSuccess: 0,
  setsFail: 0,
  deleteSuccess: 0,
  deleteFail: 0,
  updateSuccess: 0,
  updateFail: 0,
  createSuccess: 0,
  createFail: 0,
  compareAndSwapSuccess: 0,
  compareAndSwapFail: 0,
  compareAndDeleteSuccess: 0,
  compareAndDeleteFail: 0,
  expireCount: 0,
  watchers: 0,
};

export const statNames = Object.keys(noStats) as readonly (keyof V2Stats)[];

/** The operations that are counted, by how their counters begin. */
export type CountedOperation =
  'gets' | 'sets' | 'delete' | 'update' | 'create' | 'compareAndSwap' | 'compareAndDelete';

export function counted(stats: V2Stats, operation: CountedOperation, isSuccess: boolean): V2Stats {
  const name = `${operation}${isSuccess ? 'Success' : 'Fail'}` as const;
  return { ...stats, [name]: stats[name] + 1 };
}
