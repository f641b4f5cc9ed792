import { readFileSync } from 'node:fs';
import { gunzipSync } from 'fflate';

/**
 * Files that bbolt has written, with what it tells of them (test/real-etcd/go/bolt: `make` and `tell`): random ones of 1 KiB pages with a free
 * list and without, buckets in buckets, overflow and deletions; and the `db` of an etcd 3.4.23 after 30 puts.
 */
export const recordedNames = ['random-list', 'random-none', 'etcd-3.4'] as const;

export function recordedFile(name: string): Uint8Array {
  return gunzipSync(readFileSync(new URL(`files/${name}.db.gz`, import.meta.url)));
}

/** A line of what bbolt tells. */
export type Told =
  | { readonly bucket: string; readonly sequence: string }
  | { readonly in: string; readonly key: string; readonly value: string }
  | { readonly page: number; readonly type: string; readonly count: number; readonly overflow: number }
  | { readonly check: string };

export function toldOf(text: string): Told[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}

export function recordedTold(name: string): Told[] {
  const bytes = gunzipSync(readFileSync(new URL(`files/${name}.told.gz`, import.meta.url)));
  return toldOf(new TextDecoder().decode(bytes));
}
