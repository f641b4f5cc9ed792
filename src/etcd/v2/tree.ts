import { present } from '../../base/assert.ts';
import { BTree, NODE_SIZE } from '../mvcc/btree.ts';
import { v2Error, type V2Error } from './error.ts';
import { newDirectory, newKey, owned, type V2Node } from './node.ts';
import { compareText, joinKey, segmentsOf } from './path.ts';
import type { Nanos } from './time.ts';

/** Where a client's keys lie, and what the cluster writes about itself: neither can be removed. */
export const KEYS_ROOT = '/1';
export const CLUSTER_ROOT = '/0';
const READ_ONLY = new Set(['/', CLUSTER_ROOT, KEYS_ROOT]);

/** The node with an end that comes first, then the one that was written first. */
interface Ending {
  readonly expires: Nanos;
  readonly index: number;
  readonly key: string;
}

/** Keys in directories, and which of them end when. A clone costs nothing until one side writes (node.ts). */
export class V2Tree {
  #owner: object = {};
  #root: V2Node;
  readonly #endings: BTree<Ending, true>;

  private constructor(root: V2Node, endings: BTree<Ending, true>) {
    this.#root = root;
    this.#endings = endings;
  }

  /** With the two directories that every store has. */
  static create(): V2Tree {
    const tree = V2Tree.of(newDirectory({}, '/', 0, undefined));
    for (const key of [CLUSTER_ROOT, KEYS_ROOT]) tree.#put(newDirectory(tree.#owner, key, 0, undefined));
    return tree;
  }

  static of(root: V2Node): V2Tree {
    const tree = new V2Tree(root, new BTree<Ending, true>(undefined, compareEndings, NODE_SIZE));
    visit(root, (node) => tree.#noteEnd(node));
    return tree;
  }

  get root(): V2Node {
    return this.#root;
  }

  get hasEndings(): boolean {
    return this.#endings.size > 0;
  }

  /** The node that ends first. */
  firstToEnd(): V2Node | undefined {
    const first = this.#endings.minKey();
    return first === undefined ? undefined : present(this.#at(first.key), 'what ends is there');
  }

  isReadOnly(key: string): boolean {
    return READ_ONLY.has(key);
  }

  /** `index`: of the store, for the error. */
  find(key: string, index: number): V2Node | V2Error {
    let node = this.#root;
    for (const name of segmentsOf(key)) {
      if (node.children === undefined) return v2Error(104, node.key, index);
      const child = node.children.get(name);
      if (child === undefined) return v2Error(100, joinKey(node.key, name), index);
      node = child;
    }
    return node;
  }

  /** Makes what is missing of the directories above a key. Where a key is in the way, nothing is made: it alone can be. */
  makeParents(key: string, index: number): V2Error | undefined {
    let node = this.#root;
    for (const name of segmentsOf(key).slice(0, -1)) {
      const child = node.children?.get(name);
      if (child === undefined) {
        const made = newDirectory(this.#owner, joinKey(node.key, name), index + 1, undefined);
        this.#put(made);
        node = made;
      } else if (child.children === undefined) {
        return v2Error(104, child.key, index);
      } else {
        node = child;
      }
    }
    return undefined;
  }

  /** Puts a key or an empty directory where there is none; its directory is there. `value` undefined: a directory. */
  add(key: string, value: string | undefined, index: number, expires: Nanos | undefined): V2Node {
    const made =
      value === undefined
        ? newDirectory(this.#owner, key, index, expires)
        : newKey(this.#owner, key, value, index, expires);
    this.#put(made);
    this.#noteEnd(made);
    return made;
  }

  /** Takes a node out, with all that is below it; it stays as it was for whoever looks at it. */
  remove(node: V2Node): void {
    visit(node, (each) => this.#forgetEnd(each));
    const [parent, name] = this.#ownParent(node.key);
    parent.children?.delete(name);
  }

  /** Another value at this index, and another end. A directory has no value, and keeps its index. */
  write(node: V2Node, value: string, index: number, expires: Nanos | undefined): V2Node {
    this.#forgetEnd(node);
    const [parent, name] = this.#ownParent(node.key);
    const mine = this.#mine(parent, name, present(parent.children?.get(name), 'what is written is there'));
    if (mine.children === undefined) {
      mine.value = value;
      mine.modifiedIndex = index;
    }
    mine.expires = expires;
    this.#noteEnd(mine);
    return mine;
  }

  clone(): V2Tree {
    this.#owner = {};
    return new V2Tree(this.#root, this.#endings.clone());
  }

  #at(key: string): V2Node | undefined {
    let node: V2Node | undefined = this.#root;
    for (const name of segmentsOf(key)) node = node?.children?.get(name);
    return node;
  }

  #put(node: V2Node): void {
    const [parent, name] = this.#ownParent(node.key);
    present(parent.children, 'a directory').set(name, node);
  }

  /** The directory of a key, for this tree to change, and the key's name in it. */
  #ownParent(key: string): [V2Node, string] {
    if (this.#root.owner !== this.#owner) this.#root = owned(this.#root, this.#owner);
    let node = this.#root;
    const segments = segmentsOf(key);
    for (const name of segments.slice(0, -1)) {
      node = this.#mine(node, name, present(node.children?.get(name), 'the directory is there'));
    }
    return [node, present(segments.at(-1), 'the root has no directory')];
  }

  #mine(parent: V2Node, name: string, child: V2Node): V2Node {
    if (child.owner === this.#owner) return child;
    const mine = owned(child, this.#owner);
    parent.children?.set(name, mine);
    return mine;
  }

  #noteEnd(node: V2Node): void {
    const ending = endingOf(node);
    if (ending !== undefined) this.#endings.set(ending, true);
  }

  #forgetEnd(node: V2Node): void {
    const ending = endingOf(node);
    if (ending !== undefined) this.#endings.delete(ending);
  }
}

function endingOf({ expires, modifiedIndex, key }: V2Node): Ending | undefined {
  return expires === undefined ? undefined : { expires, index: modifiedIndex, key };
}

function compareEndings(a: Ending, b: Ending): number {
  if (a.expires !== b.expires) return a.expires < b.expires ? -1 : 1;
  return a.index - b.index || compareText(a.key, b.key);
}

function visit(node: V2Node, look: (node: V2Node) => void): void {
  look(node);
  if (node.children !== undefined) for (const child of node.children.values()) visit(child, look);
}
