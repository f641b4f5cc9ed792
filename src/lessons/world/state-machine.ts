import type { LogIndex, Revision } from '../../base/flavor.ts';
import { drawUint32, type Dice } from '../../base/random.ts';
import { decodeCommand, type Command, type LoggedOperation } from '../../etcd/command.ts';
import { EtcdState, type Answer, type EtcdOptions } from '../../etcd/etcd-state.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { KvStore } from '../../etcd/mvcc/kv-store.ts';
import type { PutRequest, TxnOperation, TxnRequest } from '../../etcd/request.ts';
import type { Entry, Snapshot } from '../../raft/entry.ts';
import { bytesOf, textOf } from '../language/text.ts';

/** The store's hash after a revision, or after a compaction at it: what replicas must agree on. */
export interface StateHash {
  readonly revision: Revision;
  readonly compactRevision: Revision;
  readonly hash: number;
}

/** A command that was carried out. */
export interface AppliedCommand {
  readonly command: Command;
  readonly answer: Answer;
  readonly hash: StateHash;
}

/** One tick is the unit of time here: what etcd counts in seconds a script counts in ticks, and no lease is too short. */
const options: EtcdOptions = {
  clusterId: 1n,
  memberId: 1n,
  quotaBytes: -1,
  maxTxnOps: 128,
  minLeaseTtl: 1,
  bcryptCost: 4,
  leaseCheckpoints: false,
};

/** What a node has applied: etcd's state, and up to where. */
export class StateMachine {
  readonly etcd: EtcdState;
  applied: LogIndex;
  /** Not undefined: applying is not a function (bug randomApply). */
  readonly #dice: Dice | undefined;
  /**
   * The changes made at the compacted revision. A store forgets the deletions among them, as etcd 3.4 does (issue
   * 19179), though a watch from exactly there is owed them. Undefined: not known, as it was compacted elsewhere.
   */
  #seam: readonly KeyRecord[] | undefined = [];

  private constructor(etcd: EtcdState, applied: LogIndex, dice: Dice | undefined) {
    this.etcd = etcd;
    this.applied = applied;
    this.#dice = dice;
    if (etcd.kv.compactRevision > 0) this.#seam = undefined;
  }

  /** As the snapshot has it; a snapshot without data is the empty store. */
  static of(snapshot: Snapshot, dice: Dice | undefined): StateMachine {
    const etcd =
      snapshot.data === undefined || snapshot.data.length === 0
        ? EtcdState.create(options)
        : EtcdState.restore(snapshot.data, options);
    return new StateMachine(etcd, snapshot.index, dice);
  }

  get store(): KvStore {
    return this.etcd.kv;
  }

  /** Of a watch that begins at exactly the compacted revision; undefined: not known here. */
  get seam(): readonly KeyRecord[] | undefined {
    return this.#seam;
  }

  /** Does the entry's command, if there is one. Configuration changes are for raft. */
  apply(entry: Entry): AppliedCommand | undefined {
    this.applied = entry.index;
    if (entry.type !== 'EntryNormal' || entry.data === undefined || entry.data.length === 0) return undefined;
    const command = decodeCommand(entry.data);
    const { op } = command;
    const seam = op.type === 'compact' ? this.#changesAt(op.revision) : undefined;
    const answer = this.etcd.apply({ ...command, op: this.#disturbed(op) });
    if (answer.ok && seam !== undefined) this.#seam = seam;
    while (this.store.isCompacting) this.store.compactStep();
    const { revision, compactRevision } = this.store;
    return { command, answer, hash: { revision, compactRevision, hash: this.store.hash() } };
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

  #changesAt(revision: Revision): readonly KeyRecord[] | undefined {
    if (revision <= this.store.compactRevision || revision > this.store.revision) return undefined;
    const changes: KeyRecord[] = [];
    this.store.visitChanges(revision, (record) => {
      if (record.main === revision) changes.push(record);
      return record.main === revision;
    });
    return changes;
  }

  #disturbed(operation: LoggedOperation): LoggedOperation {
    const dice = this.#dice;
    if (dice === undefined) return operation;
    if (operation.type === 'put') return withSuffix(operation, dice);
    return operation.type === 'txn' ? disturbedTxn(operation, dice) : operation;
  }
}

function disturbedTxn(txn: TxnRequest, dice: Dice): TxnRequest {
  const disturbed = (operation: TxnOperation): TxnOperation => {
    if (operation.type === 'txn') return disturbedTxn(operation, dice);
    return operation.type === 'put' ? withSuffix(operation, dice) : operation;
  };
  return { ...txn, success: txn.success.map(disturbed), failure: txn.failure.map(disturbed) };
}

function withSuffix(put: PutRequest, dice: Dice): PutRequest {
  const suffix = bytesOf(`#${drawUint32(dice).toString(16)}`);
  return { ...put, value: Uint8Array.of(...put.value, ...suffix) };
}
