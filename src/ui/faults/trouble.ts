import { drawUnit, makeDice } from '../../base/random.ts';
import type { Micros } from '../../base/flavor.ts';
import { faultNames, type FaultName } from '../../sim/command/faults.ts';

/** Random trouble while time goes. */
export interface Trouble {
  readonly on: boolean;
  /** Of virtual time, on average. */
  readonly perMinute: number;
  readonly kinds: readonly FaultName[];
}

export const defaultTrouble: Trouble = {
  on: false,
  perMinute: 20,
  kinds: faultNames.filter((name) => !['membership', 'compaction', 'transfer'].includes(name)),
};

/** When the next one comes, after one at this instant: as far apart as independent things are, by the run's seed. */
export function nextTroubleAt(seed: number, at: Micros, perMinute: number): Micros {
  const mean = 60_000_000 / perMinute;
  return at + Math.max(1, Math.round(-Math.log(1 - drawUnit(makeDice(seed, 'trouble', at))) * mean));
}
