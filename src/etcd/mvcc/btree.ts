import * as library from 'sorted-btree';
import { bulkLoad } from 'sorted-btree/extended/bulkLoad.js';

type Class = typeof library.default;

/**
 * The B+ tree of sorted-btree, whose clones share their nodes until one of the two writes. The library is a CommonJS
 * module: bundlers give its default export as it is, Node.js one level deeper.
 */
const found = library.default as Class | { readonly default: Class };

export const BTree: Class = typeof found === 'function' ? found : found.default;
export type BTree<K, V> = library.default<K, V>;

/**
 * Keys a node has at most. A write copies the nodes from the root to its leaf that a clone shares; checkpoints keep thousands of
 * such copies, which are half as large as with the library's own 32, and finding a key takes a step more.
 */
export const NODE_SIZE = 16;

/** The tree of these, in linear time. Throws an error if the keys do not ascend. */
export function treeOf<K, V>(keys: K[], values: V[], compare: (a: K, b: K) => number): BTree<K, V> {
  return bulkLoad(keys, values, NODE_SIZE, compare);
}

/** The first entries in order, at most `limit`. */
export function firstOf<K, V>(tree: BTree<K, V>, limit: number): [K, V][] {
  const entries: [K, V][] = [];
  for (const [key, value] of tree.entries()) {
    if (entries.length >= limit) break;
    entries.push([key, value]);
  }
  return entries;
}
