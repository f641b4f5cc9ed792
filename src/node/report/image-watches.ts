import type { Revision } from '../../base/flavor.ts';
import { BTree, firstOf } from '../../etcd/mvcc/btree.ts';
import { compareWatchers, viewOf, type WatcherName } from '../../etcd/watch/watcher.ts';
import type { MemberChanges, WatchState } from './changes.ts';
import type { StoreView } from './store-view.ts';

/** By stream and id. */
export type WatchesImage = BTree<WatcherName, WatchState>;

export const NO_WATCHES: WatchesImage = new BTree<WatcherName, WatchState>(undefined, compareWatchers);

export function foldWatches(before: WatchesImage, steps: readonly MemberChanges[]): WatchesImage {
  let watches = before;
  for (const { boot, watches: changes } of steps) {
    if (boot !== undefined) watches = NO_WATCHES;
    if (changes === undefined) continue;
    if (watches === before || watches === NO_WATCHES) watches = watches.clone();
    for (const { stream, watchId: id, watch } of changes) {
      if (watch === undefined) watches.delete({ stream, id });
      else watches.set({ stream, id }, watch);
    }
  }
  return watches;
}

/** At most `limit`, as a look into the member shows them. */
export function viewWatches(
  watches: WatchesImage,
  toldRevision: Revision,
  limit: number,
): StoreView['watches'] {
  return firstOf(watches, limit).map(([name, { listener, ...watch }]) =>
    Object.assign(viewOf({ ...name, ...watch }, toldRevision), { listener }),
  );
}
