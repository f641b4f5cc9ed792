import { assert } from '../base/assert.ts';
import type { LogIndex, Revision } from '../base/flavor.ts';
import { drawUint32, type Dice } from '../base/random.ts';
import { decodeStoreCommand } from '../etcd/command.ts';
import { KvStore } from '../etcd/mvcc/kv-store.ts';
import type { StoreRequest } from '../etcd/request.ts';
import type { Entry, Snapshot } from '../raft/entry.ts';
import { bytesOf, textOf } from './text.ts';

/** The store's hash after a revision: what replicas must agree on. */
export interface StateHash {
  readonly revision: Revision;
  readonly hash: number;
}

/** What a node has applied: the key-value store, and up to where. */
export class StateMachine {
  readonly store: KvStore;
  applied: LogIndex;
  /** Not undefined: applying is not a function (bug randomApply). */
  readonly #dice: Dice | undefined;

  private constructor(store: KvStore, applied: LogIndex, dice: Dice | undefined) {
    this.store = store;
    this.applied = applied;
    this.#dice = dice;
  }

  /** As the snapshot has it; a snapshot without data is the empty store. */
  static of(snapshot: Snapshot, dice: Dice | undefined): StateMachine {
    const store =
      snapshot.data === undefined || snapshot.data.length === 0
        ? KvStore.create()
        : KvStore.restore(snapshot.data);
    return new StateMachine(store, snapshot.index, dice);
  }

  /** Does the entry's command, if there is one. Configuration changes are for raft. */
  apply(entry: Entry): StateHash | undefined {
    this.applied = entry.index;
    if (entry.type !== 'EntryNormal' || entry.data === undefined || entry.data.length === 0) return undefined;
    const answer = this.store.apply(this.#disturbed(decodeStoreCommand(entry.data).op));
    assert(answer.ok, 'a command of a script is never refused');
    return { revision: this.store.revision, hash: this.store.hash() };
  }

  /** The newest value as text; undefined if the key is not there. */
  value(key: string): string | undefined {
    const answer = this.store.range({
      type: 'range',
      key: bytesOf(key),
      revision: 0,
      consistency: 'serializable',
    });
    const kv = answer.ok && answer.result.type === 'range' ? answer.result.kvs[0] : undefined;
    return kv === undefined ? undefined : textOf(kv.value);
  }

  #disturbed(operation: StoreRequest): StoreRequest {
    if (this.#dice === undefined || operation.type !== 'put') return operation;
    const suffix = bytesOf(`#${drawUint32(this.#dice).toString(16)}`);
    return { ...operation, value: Uint8Array.of(...operation.value, ...suffix) };
  }
}
