import { compareKeys, isFromKey, isOneKey } from '../mvcc/key-range.ts';
import { compareWatchers, type Watcher } from './watcher.ts';

/**
 * Watchers by their ranges, to find those that watch a key (etcd: watcherGroup with its interval tree). A search tree
 * in order of where the ranges begin, kept balanced by giving each node a rank drawn from its name (a treap: nobody
 * has a higher rank than the node above it), and each node knows how far the ranges below it reach:
 *
 *     k: [b, f) up to z             who watches e?   k does; j reaches z, look right of it: x does not;
 *        /            \                              m begins after e: nothing right of it
 *     j: [a, b) to z   m: [h, i) to i
 *          \
 *           x: [a, z) to z          ... and x: [a, z) does
 *
 * Nodes are never changed: trees share them.
 */
export interface WatchedRanges {
  readonly watcher: Watcher;
  readonly end: End;
  readonly rank: number;
  readonly left: WatchedRanges | undefined;
  readonly right: WatchedRanges | undefined;
  /** The farthest end in this tree. */
  readonly reach: End;
}

/** The first key after a range; undefined: it has no end. */
type End = Uint8Array | undefined;

/** With the watcher in it; in the place of the one of the same name and range. */
export function withWatcher(tree: WatchedRanges | undefined, watcher: Watcher): WatchedRanges {
  return insert(tree, watcher, endOf(watcher), rankOf(watcher));
}

/** Without the watcher of this name and range. */
export function withoutWatcher(tree: WatchedRanges | undefined, watcher: Watcher): WatchedRanges | undefined {
  if (tree === undefined) return undefined;
  const order = compareRanges(watcher, tree.watcher);
  if (order < 0) return node(tree, withoutWatcher(tree.left, watcher), tree.right);
  if (order > 0) return node(tree, tree.left, withoutWatcher(tree.right, watcher));
  return merge(tree.left, tree.right);
}

/** Calls `visit` with each watcher whose range has the key: by where the ranges begin, then by name. */
export function visitWatchersOf(
  tree: WatchedRanges | undefined,
  key: Uint8Array,
  visit: (watcher: Watcher) => void,
): void {
  if (tree === undefined || !isBefore(key, tree.reach)) return;
  visitWatchersOf(tree.left, key, visit);
  if (compareKeys(tree.watcher.key, key) > 0) return;
  if (isBefore(key, tree.end)) visit(tree.watcher);
  visitWatchersOf(tree.right, key, visit);
}

/** All of them, in the same order. */
export function allWatchers(tree: WatchedRanges | undefined, into: Watcher[] = []): Watcher[] {
  if (tree === undefined) return into;
  allWatchers(tree.left, into);
  into.push(tree.watcher);
  return allWatchers(tree.right, into);
}

function insert(tree: WatchedRanges | undefined, watcher: Watcher, end: End, rank: number): WatchedRanges {
  if (tree === undefined) return { watcher, end, rank, left: undefined, right: undefined, reach: end };
  const order = compareRanges(watcher, tree.watcher);
  if (order === 0) return { ...tree, watcher };
  if (order < 0) {
    const left = insert(tree.left, watcher, end, rank);
    return left.rank <= tree.rank
      ? node(tree, left, tree.right)
      : node(left, left.left, node(tree, left.right, tree.right));
  }
  const right = insert(tree.right, watcher, end, rank);
  return right.rank <= tree.rank
    ? node(tree, tree.left, right)
    : node(right, node(tree, tree.left, right.left), right.right);
}

/** Everything in `left` comes before everything in `right`. */
function merge(left: WatchedRanges | undefined, right: WatchedRanges | undefined): WatchedRanges | undefined {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return left.rank >= right.rank
    ? node(left, left.left, merge(left.right, right))
    : node(right, merge(left, right.left), right.right);
}

function node(
  { watcher, end, rank }: WatchedRanges,
  left: WatchedRanges | undefined,
  right: WatchedRanges | undefined,
): WatchedRanges {
  let reach = end;
  if (left !== undefined) reach = farther(reach, left.reach);
  if (right !== undefined) reach = farther(reach, right.reach);
  return { watcher, end, rank, left, right, reach };
}

function farther(a: End, b: End): End {
  if (a === undefined || b === undefined) return undefined;
  return compareKeys(a, b) < 0 ? b : a;
}

function isBefore(key: Uint8Array, end: End): boolean {
  return end === undefined || compareKeys(key, end) < 0;
}

function compareRanges(a: Watcher, b: Watcher): number {
  return compareKeys(a.key, b.key) || compareWatchers(a, b);
}

/** The first key after a single key is that key with a zero byte behind it. */
function endOf(watcher: Watcher): End {
  if (isFromKey(watcher)) return undefined;
  if (!isOneKey(watcher)) return watcher.rangeEnd;
  const end = new Uint8Array(watcher.key.length + 1);
  end.set(watcher.key);
  return end;
}

/** Dice that depend on the name alone: trees of the same watchers have the same form, however they came to be. */
function rankOf({ stream, id }: Watcher): number {
  let mixed = Math.imul(stream ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(Number(id & 0xffff_ffffn), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
