import { readPreference, writePreference } from '../preferences.ts';

const KEY = 'quorumscope.palette';
const RECENT_MAX = 8;

/** What was chosen lately, the newest first: ids of items, of which some may not be there any more. */
export function recentItems(): readonly string[] {
  const text = readPreference(KEY);
  if (text === undefined) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((id) => typeof id === 'string').slice(0, RECENT_MAX) : [];
  } catch {
    return []; // somebody else has written there
  }
}

export function rememberItem(id: string): void {
  const list = [id, ...recentItems().filter((each) => each !== id)].slice(0, RECENT_MAX);
  writePreference(KEY, JSON.stringify(list));
}
