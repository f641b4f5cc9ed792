import type { Revision } from '../../base/flavor.ts';
import { LazyFold } from '../../base/lazy-fold.ts';
import { BTree, firstOf } from '../../etcd/mvcc/btree.ts';
import { compareWatchers, viewOf, type WatcherName } from '../../etcd/watch/watcher.ts';
import type { WatchChange, WatchState } from './changes.ts';
import type { StoreView } from './store-view.ts';

/** By stream and id. */
export type WatchesImage = LazyFold<Watches, readonly WatchChange[]>;

type Watches = BTree<WatcherName, WatchState>;

export const NO_WATCHES: WatchesImage = LazyFold.of<Watches, readonly WatchChange[]>(
  new BTree<WatcherName, WatchState>(undefined, compareWatchers),
  (before, steps) => {
    const watches = before.clone();
    for (const { stream, watchId: id, watch } of steps.flat()) {
      if (watch === undefined) watches.delete({ stream, id });
      else watches.set({ stream, id }, watch);
    }
    return watches;
  },
);

/** At most `limit`, as a look into the member shows them. */
export function viewWatches(watches: Watches, toldRevision: Revision, limit: number): StoreView['watches'] {
  return firstOf(watches, limit).map(([name, { listener, ...watch }]) =>
    Object.assign(viewOf({ ...name, ...watch }, toldRevision), { listener }),
  );
}
