import { IdbShelf } from './idb-shelf.ts';
import { OpfsShelf } from './opfs-shelf.ts';
import type { Shelf } from './shelf.ts';

/** The best place that this browser has for labs. Rejects if it keeps nothing for this page. */
export async function openShelf(): Promise<Shelf> {
  try {
    return await OpfsShelf.open();
  } catch {
    return IdbShelf.open();
  }
}
