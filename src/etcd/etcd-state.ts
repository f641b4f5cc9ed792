import { assert } from '../base/assert.ts';
import { refused, type Answer } from './answer.ts';
import type { AppliedState, EtcdOptions } from './apply/applied-state.ts';
import { applyCommand } from './apply/apply-command.ts';
import { attachKeys } from './apply/attach-keys.ts';
import { joinPieces } from '../base/large-bytes.ts';
import { joinParts, splitParts } from './apply/saved-parts.ts';
import { AuthStore } from './auth/auth-store.ts';
import { AlarmStore } from './cluster/alarm-store.ts';
import { ClusterStore } from './cluster/cluster-store.ts';
import type { InternalRaftRequest } from './command.ts';
import { LeaseStore } from './lease/lease-store.ts';
import { NO_BYTES } from './mvcc/key-record.ts';
import { KvStore } from './mvcc/kv-store.ts';
import type { RangeRequest, TxnRequest } from './request.ts';
import { runTxn } from './txn/run-txn.ts';
import { isReadOnlyTxn } from './txn/txn-plan.ts';

export type { Answer } from './answer.ts';
export type { EtcdOptions } from './apply/applied-state.ts';

/** Of a saved state. */
const PARTS = 5;

/**
 * Everything in a member that the log decides: keys, leases, users and roles, alarms, the members of the cluster. A pure
 * function of the commands applied, in order. What a member knows for itself is elsewhere: the ends of leases
 * (lease-clock.ts), tokens (token-store.ts), watches (watch-hub.ts).
 */
export class EtcdState implements AppliedState {
  readonly options: EtcdOptions;
  readonly kv: KvStore;
  readonly leases: LeaseStore;
  readonly auth: AuthStore;
  readonly alarms: AlarmStore;
  /** Members are changed by conf changes, which come past `apply`: cluster.apply. */
  readonly cluster: ClusterStore;

  private constructor(parts: AppliedState) {
    this.options = parts.options;
    this.kv = parts.kv;
    this.leases = parts.leases;
    this.auth = parts.auth;
    this.alarms = parts.alarms;
    this.cluster = parts.cluster;
  }

  static create(options: EtcdOptions): EtcdState {
    return new EtcdState({
      options,
      kv: KvStore.create(options.keepsTombstones),
      leases: LeaseStore.create(options.minLeaseTtl),
      auth: AuthStore.create(options),
      alarms: AlarmStore.create(),
      cluster: ClusterStore.create(),
    });
  }

  /** Carries out a committed command. Errors: those of its operation, of its caller's rights, of alarms and room. */
  apply(command: InternalRaftRequest): Answer {
    return applyCommand(this, command);
  }

  /**
   * What is applied here, without the log: a range, or a transaction of nothing but ranges. Whether it is fresh enough
   * is for the caller to know. By name and auth revision of the caller's token, if there is one.
   */
  read(operation: RangeRequest | TxnRequest, username?: string, authRevision?: number): Answer {
    const refusal = this.auth.permits(username, authRevision, operation);
    if (refusal !== undefined) return refused(refusal);
    if (operation.type === 'range') return this.kv.range(operation);
    assert(isReadOnlyTxn(operation), 'a transaction that is read does not write');
    return runTxn(operation, this.kv, this.leases);
  }

  /** Equal states give equal bytes. */
  save(): Uint8Array {
    return joinPieces(this.savePieces());
  }

  /** The same bytes in pieces, of which large values are some. */
  savePieces(): readonly Uint8Array[] {
    return joinParts([
      this.kv.savePieces(),
      [this.leases.save()],
      [this.auth.save()],
      [this.alarms.save()],
      [this.cluster.save()],
    ]);
  }

  /** The state that `save` wrote. Throws StateFormatError, or the error of a part, on anything else. */
  static restore(bytes: Uint8Array, options: EtcdOptions): EtcdState {
    const parts = splitParts(bytes, PARTS);
    const [kv = NO_BYTES, leases = NO_BYTES, auth = NO_BYTES, alarms = NO_BYTES, cluster = NO_BYTES] = parts;
    const state = new EtcdState({
      options,
      kv: KvStore.restore(kv, options.keepsTombstones),
      leases: LeaseStore.restore(leases, options.minLeaseTtl),
      auth: AuthStore.restore(auth, options),
      alarms: AlarmStore.restore(alarms),
      cluster: ClusterStore.restore(cluster),
    });
    attachKeys(state);
    return state;
  }

  /** A state of its own, at constant cost. */
  clone(): EtcdState {
    return new EtcdState({
      options: this.options,
      kv: this.kv.clone(),
      leases: this.leases.clone(),
      auth: this.auth.clone(),
      alarms: this.alarms.clone(),
      cluster: this.cluster.clone(),
    });
  }
}
