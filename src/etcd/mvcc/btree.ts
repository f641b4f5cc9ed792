import * as library from 'sorted-btree';

type Class = typeof library.default;

/**
 * The B+ tree of sorted-btree, whose clones share their nodes until one of the two writes. The library is a CommonJS
 * module: bundlers give its default export as it is, Node.js one level deeper.
 */
const found = library.default as Class | { readonly default: Class };

export const BTree: Class = typeof found === 'function' ? found : found.default;
export type BTree<K, V> = library.default<K, V>;
