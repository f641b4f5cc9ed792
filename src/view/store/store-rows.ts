import type { KeyValue } from '../../etcd/request.ts';
import type { StoreFrame } from '../../lab/frame/frame.ts';
import { showBytes } from '../say/show-bytes.ts';

/** A key in one store, or in two beside each other. */
export interface StoreRow {
  readonly key: Uint8Array;
  readonly name: string;
  readonly here: KeyValue | undefined;
  readonly there: KeyValue | undefined;
  /** Two stores are compared and do not say the same. */
  readonly differs: boolean;
}

/** Keys of one store, or of both, ascending by bytes. */
export function storeRows(here: StoreFrame, there: StoreFrame | undefined): readonly StoreRow[] {
  const rows: StoreRow[] = [];
  const left = here.kvs;
  const right = there?.kvs ?? [];
  let i = 0;
  let k = 0;
  while (i < left.length || k < right.length) {
    const a = left[i];
    const b = right[k];
    const order = a && b ? compareBytes(a.key, b.key) : a ? -1 : 1;
    const mine = order <= 0 ? a : undefined;
    const theirs = order >= 0 ? b : undefined;
    const key = (mine ?? theirs)?.key;
    if (key) {
      const differs = there !== undefined && !sameValue(mine, theirs);
      rows.push({ key, name: showBytes(key), here: mine, there: theirs, differs });
    }
    if (order <= 0) i++;
    if (order >= 0) k++;
  }
  return rows;
}

function sameValue(a: KeyValue | undefined, b: KeyValue | undefined): boolean {
  if (!a || !b) return false;
  return a.modRevision === b.modRevision && a.version === b.version && compareBytes(a.value, b.value) === 0;
}

/** Byte by byte; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
