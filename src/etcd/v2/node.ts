import { BTree, NODE_SIZE } from '../mvcc/btree.ts';
import type { V2NodeView } from './event.ts';
import { compareText, isHiddenName } from './path.ts';
import { secondsLeft, type Nanos } from './time.ts';

/** The children of a directory by their names, in order. */
export type Children = BTree<string, V2Node>;

/**
 * A key or a directory of the tree. Stores that were cloned from each other share nodes: a store changes only those that it owns,
 * and makes others its own on the way to what it changes.
 */
export interface V2Node {
  owner: object;
  readonly key: string;
  readonly createdIndex: number;
  modifiedIndex: number;
  /** When it goes by itself; undefined: never. */
  expires: Nanos | undefined;
  /** Of a directory empty. */
  value: string;
  /** Undefined: it is a key, not a directory. */
  readonly children: Children | undefined;
}

export function newKey(
  owner: object,
  key: string,
  value: string,
  index: number,
  expires: Nanos | undefined,
): V2Node {
  return { owner, key, createdIndex: index, modifiedIndex: index, expires, value, children: undefined };
}

export function newDirectory(
  owner: object,
  key: string,
  index: number,
  expires: Nanos | undefined,
  children: Children = noChildren(),
): V2Node {
  return { owner, key, createdIndex: index, modifiedIndex: index, expires, value: '', children };
}

export function noChildren(): Children {
  return new BTree<string, V2Node>(undefined, compareText, NODE_SIZE);
}

/** The same node for this owner to change; its children are still the others', too. */
export function owned(node: V2Node, owner: object): V2Node {
  return { ...node, owner, children: node.children?.clone() };
}

/** What of it clients see now. `depth`: 0 itself, 1 its children too, Infinity all below it. */
export function viewOf(node: V2Node, depth: number, now: Nanos): V2NodeView {
  const { key, value, children, modifiedIndex, createdIndex } = node;
  const indexes = { modifiedIndex, createdIndex };
  const life = lifeOf(node, now);
  if (children === undefined) return { key, value, ...life, ...indexes };
  if (depth === 0) return { key, dir: true, ...life, ...indexes };
  const nodes: V2NodeView[] = [];
  for (const [name, child] of children.entries()) {
    if (!isHiddenName(name)) nodes.push(viewOf(child, depth - 1, now));
  }
  return { key, dir: true, ...life, nodes, ...indexes };
}

export function lifeOf({ expires }: V2Node, now: Nanos): Pick<V2NodeView, 'expiration' | 'ttl'> {
  return expires === undefined ? {} : { expiration: expires, ttl: secondsLeft(expires, now) };
}
