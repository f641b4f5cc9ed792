import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { BTree } from '../mvcc/btree.ts';
import { compareKeys } from '../mvcc/key-range.ts';
import { decodePair, encodePair, type KeyValuePair } from './gob.ts';

/** The map of raftexample: what its log has put. Values are never changed once made. */
export class KeyStore {
  readonly #values: BTree<Uint8Array, Uint8Array>;

  private constructor(values: BTree<Uint8Array, Uint8Array>) {
    this.#values = values;
  }

  static create(): KeyStore {
    return new KeyStore(new BTree(undefined, compareKeys));
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#values.get(key);
  }

  put({ key, value }: KeyValuePair): void {
    this.#values.set(key, value);
  }

  /** A store of its own, at constant cost. */
  clone(): KeyStore {
    return new KeyStore(this.#values.clone());
  }

  /** Equal stores give equal bytes; an empty one none. raftexample's snapshot is JSON, which loses bytes that are no text. */
  save(): Uint8Array {
    const pieces = [...this.#values.entries()].map(([key, value]) => encodePair({ key, value }));
    const lengths = pieces.map(({ length }) => length).join();
    if (pieces.length === 0) return new Uint8Array(0);
    const head = encodeUtf8(`${lengths}\n`);
    const bytes = new Uint8Array(head.length + pieces.reduce((sum, { length }) => sum + length, 0));
    bytes.set(head);
    let at = head.length;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  /** Throws an Error on what `save` did not give. */
  static restore(bytes: Uint8Array): KeyStore {
    const store = KeyStore.create();
    if (bytes.length === 0) return store;
    const end = bytes.indexOf(10);
    let at = end + 1;
    for (const length of decodeUtf8(bytes.subarray(0, Math.max(end, 0)))
      .split(',')
      .map(Number)) {
      const pair = decodePair(bytes.subarray(at, at + length));
      if (pair === undefined)
        throw new Error(`the key server's store at byte ${at} is no key with its value`);
      store.put(pair);
      at += length;
    }
    return store;
  }
}
