import { assert } from '../base/assert.ts';
import { refused, type Answer } from './answer.ts';
import type { AppliedState, EtcdOptions } from './apply/applied-state.ts';
import { applyCommand } from './apply/apply-command.ts';
import { attachKeys } from './apply/attach-keys.ts';
import { joinPieces } from '../base/large-bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import { joinParts, splitParts } from './apply/saved-parts.ts';
import { AuthStore } from './auth/auth-store.ts';
import { AlarmStore } from './cluster/alarm-store.ts';
import { attributesPath, CLUSTER_VERSION_PATH, ClusterStore } from './cluster/cluster-store.ts';
import { encodeAttributes, memberIdOf, type MemberChange } from './cluster/member-change.ts';
import type { InternalRaftRequest } from './command.ts';
import { KeyStore } from './key-server/key-store.ts';
import { LeaseStore } from './lease/lease-store.ts';
import { NO_BYTES } from './mvcc/key-record.ts';
import { KvStore } from './mvcc/kv-store.ts';
import type { ClusterMember, EtcdErrorCode, RangeRequest, TxnRequest } from './request.ts';
import { runTxn } from './txn/run-txn.ts';
import { isReadOnlyTxn } from './txn/txn-plan.ts';
import { writeAttributes, writeChange, writeMember } from './v2/cluster-writes.ts';
import { v2Operation } from './v2/request.ts';
import { V2Store } from './v2/store.ts';
import type { Nanos } from './v2/time.ts';

export type { Answer } from './answer.ts';
export type { EtcdOptions } from './apply/applied-state.ts';

/** Of a saved state. */
const PARTS = 7;

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
  /** Replaced only when the cluster is forgotten. */
  v2: V2Store;
  /** What raftexample's key server has put. */
  readonly keys: KeyStore;

  private constructor(parts: AppliedState) {
    this.options = parts.options;
    this.kv = parts.kv;
    this.leases = parts.leases;
    this.auth = parts.auth;
    this.alarms = parts.alarms;
    this.cluster = parts.cluster;
    this.v2 = parts.v2;
    this.keys = parts.keys;
  }

  static create(options: EtcdOptions): EtcdState {
    return new EtcdState({
      options,
      kv: KvStore.create(options.keepsTombstones),
      leases: LeaseStore.create(options.minLeaseTtl),
      auth: AuthStore.create(options),
      alarms: AlarmStore.create(),
      cluster: ClusterStore.create(),
      v2: V2Store.create(),
      keys: KeyStore.create(),
    });
  }

  /**
   * Carries out a committed command. Errors: those of its operation, of its caller's rights, of alarms and room. `now`: what the
   * member's clock shows, for the lives of v2 keys that are told of.
   */
  apply(command: InternalRaftRequest, now: Nanos = 0n): Answer {
    return applyCommand(this, command, now);
  }

  /** Carries out a change of members, or says why it has no effect. Then raft must be given the change of nobody. */
  changeMembers(change: MemberChange): EtcdErrorCode | undefined {
    const refusal = this.cluster.apply(change);
    if (refusal === undefined) writeChange(this.v2, change, this.cluster.member(memberIdOf(change)));
    return refusal;
  }

  /** Puts a member in as it is: one that stands before the log begins, or has come by a change of raft's members alone. */
  putMember(member: ClusterMember): void {
    const isThere = this.cluster.member(member.id) !== undefined;
    this.cluster.put(member);
    writeMember(this.v2, member, isThere);
  }

  /** Nobody is there and nobody was: what the store knows of its cluster, and the v2 tree. */
  forgetCluster(): void {
    this.cluster.clear();
    this.v2 = V2Store.create();
  }

  /** What a member would have said of itself through the log. */
  describeMember(member: ClusterMember): void {
    this.apply(ownWrite(attributesPath(member.id), encodeAttributes(member)));
  }

  setClusterVersion(version: string): void {
    this.apply(ownWrite(CLUSTER_VERSION_PATH, version));
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
  savePieces(withLeases = true): readonly Uint8Array[] {
    const leases = withLeases ? this.leases : LeaseStore.create(this.options.minLeaseTtl);
    return joinParts([
      this.kv.savePieces(),
      [leases.save()],
      [this.auth.save()],
      [this.alarms.save()],
      [this.cluster.save()],
      [this.#savedV2()],
      [this.keys.save()],
    ]);
  }

  /** The same bytes as long as the store is the same: most snapshots share them. */
  #savedV2(): Uint8Array {
    const known = savedStores.get(this.v2.mark);
    if (known !== undefined) return known;
    const bytes = encodeUtf8(this.v2.save());
    savedStores.set(this.v2.mark, bytes);
    return bytes;
  }

  /** The state that `save` wrote. Throws StateFormatError, or the error of a part, on anything else. */
  static restore(bytes: Uint8Array, options: EtcdOptions): EtcdState {
    const parts = splitParts(bytes, PARTS);
    const [
      kv = NO_BYTES,
      leases = NO_BYTES,
      auth = NO_BYTES,
      alarms = NO_BYTES,
      cluster = NO_BYTES,
      v2,
      keys,
    ] = parts;
    const state = new EtcdState({
      options,
      kv: KvStore.restore(kv, options.keepsTombstones),
      leases: LeaseStore.restore(leases, options.minLeaseTtl),
      auth: AuthStore.restore(auth, options),
      alarms: AlarmStore.restore(alarms),
      cluster: ClusterStore.restore(cluster),
      v2: v2 === undefined ? V2Store.create() : V2Store.restore(decodeUtf8(v2)),
      keys: KeyStore.restore(keys ?? NO_BYTES),
    });
    attachKeys(state);
    if (v2 === undefined) writeCluster(state);
    return state;
  }

  /** The state of these parts, of which etcd's database has all but the v2 tree: undefined, and it is what members write of themselves. */
  static of(
    parts: Pick<AppliedState, 'kv' | 'leases' | 'auth' | 'alarms' | 'cluster'>,
    v2: V2Store | undefined,
    options: EtcdOptions,
  ): EtcdState {
    const state = new EtcdState({ ...parts, options, v2: v2 ?? V2Store.create(), keys: KeyStore.create() });
    attachKeys(state);
    if (v2 === undefined) writeCluster(state);
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
      v2: this.v2.clone(),
      keys: this.keys.clone(),
    });
  }
}

const savedStores = new WeakMap<object, Uint8Array>();

/** A state that was saved without its v2 tree gets the one that its members would have written. */
function writeCluster(state: EtcdState): void {
  const { cluster, v2 } = state;
  for (const member of cluster.members()) {
    writeMember(v2, member, false);
    if (member.name !== '') writeAttributes(v2, member);
  }
  if (cluster.version !== undefined) state.setClusterVersion(cluster.version);
}

/** A write that no client waits for, as the log would have it. */
function ownWrite(path: string, value: string): InternalRaftRequest {
  return { id: OWN_WRITE, op: v2Operation('PUT', path, value) };
}

const OWN_WRITE = 1;
