import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, isBeyondRange } from '../../../src/etcd/mvcc/key-range.ts';
import {
  allWatchers,
  visitWatchersOf,
  withoutWatcher,
  withWatcher,
  type WatchedRanges,
} from '../../../src/etcd/watch/watched-ranges.ts';
import { compareWatchers, type Watcher } from '../../../src/etcd/watch/watcher.ts';
import { bytes } from '../operations.ts';

const letters = fc.stringMatching(/^[abc]{1,3}$/);
const rangeEnd = fc.oneof(letters, fc.constantFrom('', '\0'));
const change = fc.record({
  name: fc.integer({ min: 0, max: 30 }),
  key: letters,
  end: rangeEnd,
  remove: fc.integer({ min: 0, max: 3 }),
});

function watcher(name: number, key: string, end: string): Watcher {
  return {
    stream: name % 3,
    id: BigInt(name),
    key: bytes(key),
    rangeEnd: bytes(end),
    nextRevision: 1,
    state: 'synced',
    place: 0,
    filters: [],
    prevKv: false,
    fragment: false,
    progressNotify: false,
    quiet: true,
  };
}

function watches(one: Watcher, key: Uint8Array): boolean {
  return compareKeys(one.key, key) <= 0 && !isBeyondRange(one, key);
}

function inOrder(a: Watcher, b: Watcher): number {
  return compareKeys(a.key, b.key) || compareWatchers(a, b);
}

function watchersOf(tree: WatchedRanges | undefined, key: Uint8Array): Watcher[] {
  const found: Watcher[] = [];
  visitWatchersOf(tree, key, (one) => found.push(one));
  return found;
}

function depth(tree: WatchedRanges | undefined): number {
  return tree === undefined ? 0 : 1 + Math.max(depth(tree.left), depth(tree.right));
}

function treeOf(watchers: readonly Watcher[]): WatchedRanges | undefined {
  return watchers.reduce<WatchedRanges | undefined>((tree, one) => withWatcher(tree, one), undefined);
}

describe('watchers by their ranges', () => {
  it('are found by a key exactly as by asking each of them, and older trees stay as they were', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), letters, (changes, key) => {
        const known = new Map<number, Watcher>();
        const versions: { tree: WatchedRanges | undefined; all: Watcher[] }[] = [];
        let tree: WatchedRanges | undefined;
        for (const { name, key: from, end, remove } of changes) {
          const before = known.get(name);
          if (before !== undefined) tree = withoutWatcher(tree, before);
          known.delete(name);
          if (before === undefined || remove > 0) {
            const added = watcher(name, from, end);
            known.set(name, added);
            tree = withWatcher(tree, added);
          }
          versions.push({ tree, all: [...known.values()].sort(inOrder) });
        }
        for (const { tree: version, all } of versions) {
          expect(allWatchers(version)).toEqual(all);
          expect(watchersOf(version, bytes(key))).toEqual(all.filter((one) => watches(one, bytes(key))));
        }
      }),
      { numRuns: 300, seed: 41 },
    );
  });

  it('make the same tree however they came to be in it', () => {
    const watchers = Array.from({ length: 200 }, (_, i) => watcher(i, `k${i % 40}`, i % 3 === 0 ? '\0' : ''));
    expect(treeOf(watchers.toReversed())).toEqual(treeOf(watchers));
  });

  it('lie in a tree that is not much deeper than it has to be', () => {
    const tree = treeOf(Array.from({ length: 10_000 }, (_, i) => watcher(i, 'the same', '')));
    expect(depth(tree)).toBeLessThan(45);
  });
});
