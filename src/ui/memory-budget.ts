import type { LabPort } from '../lab/lab-port.ts';
import { readPreference, writePreference } from './preferences.ts';

const KEY = 'quorumscope.memory';

/** The budget that somebody has chosen in this browser, in bytes; undefined: nobody has. */
export function chosenBudget(): number | undefined {
  const chosen = Number(readPreference(KEY));
  return chosen > 0 ? chosen : undefined;
}

/** What the past may take in memory from now on, here and in later labs. Rejects, and nothing is remembered, if that cannot be. */
export async function chooseBudget(lab: LabPort, bytes: number): Promise<void> {
  await lab.setMemoryBudget(bytes);
  writePreference(KEY, String(bytes));
}
