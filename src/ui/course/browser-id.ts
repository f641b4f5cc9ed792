import { readPreference, writePreference } from '../preferences.ts';

const KEY = 'quorumscope.learner';

/** A name that this browser has made up, by which nobody counts twice; it says nothing of who somebody is. */
export function browserId(): string {
  const kept = readPreference(KEY);
  if (kept !== undefined && /^[a-z0-9]{8}$/.test(kept)) return kept;
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const made = [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => letters.charAt(byte % letters.length))
    .join('');
  writePreference(KEY, made);
  return made;
}
