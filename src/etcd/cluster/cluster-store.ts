import type { ClusterMember, EtcdErrorCode, MemberId } from '../request.ts';
import { decodeCluster, encodeCluster } from './cluster-codec.ts';
import {
  changeMembers,
  describeMember,
  emptyClusterState,
  refusalOfChange,
  type ClusterState,
} from './cluster-state.ts';
import { decodeAttributes, type MemberChange } from './member-change.ts';
import { formatMemberId } from './member-id.ts';

/** Where in the tree of the v2 API etcd keeps the cluster's version. */
export const CLUSTER_VERSION_PATH = '/0/version';

/** Where all about a member lies. */
export function memberPath(id: MemberId): string {
  return `/0/members/${formatMemberId(id)}`;
}

/** Where a member writes its name and client URLs when it starts. */
export function attributesPath(id: MemberId): string {
  return `${memberPath(id)}/attributes`;
}

/** What is left of a member that was removed. */
export function removedMemberPath(id: MemberId): string {
  return `/0/removed_members/${formatMemberId(id)}`;
}

/**
 * The members by their etcd ids and URLs, and the cluster's version: replicated, a pure function of the changes and
 * v2 writes applied (etcd: api/membership/cluster.go). Who votes is raft's to know; this is what clients are told.
 */
export class ClusterStore {
  #state: ClusterState;

  private constructor(state: ClusterState) {
    this.#state = state;
  }

  static create(): ClusterStore {
    return new ClusterStore(emptyClusterState);
  }

  /** "3.4.0"; undefined until there is one. */
  get version(): string | undefined {
    return this.#state.version;
  }

  /** In order of their ids. */
  members(): readonly ClusterMember[] {
    return sorted([...this.#state.members.values()]);
  }

  votingMembers(): readonly ClusterMember[] {
    return this.members().filter(({ isLearner }) => !isLearner);
  }

  member(id: MemberId): ClusterMember | undefined {
    return this.#state.members.get(id);
  }

  isRemoved(id: MemberId): boolean {
    return this.#state.removed.has(id);
  }

  /**
   * A change of members from the log: done, or why it has no effect. Then raft must be given the change of nobody
   * (node 0), so that it knows that this one is over.
   */
  apply(change: MemberChange): EtcdErrorCode | undefined {
    const refusal = refusalOfChange(this.#state, change);
    if (refusal === undefined) this.#state = changeMembers(this.#state, change);
    return refusal;
  }

  /** Puts a member in as it is: one that stands before the log begins, or has come by a change of raft's members alone. */
  put(member: ClusterMember): void {
    this.#state = { ...this.#state, members: new Map(this.#state.members).set(member.id, member) };
  }

  /** Takes a member out that may come back. */
  drop(id: MemberId): void {
    const members = new Map(this.#state.members);
    members.delete(id);
    this.#state = { ...this.#state, members };
  }

  /** Nobody is there, nobody was, and there is no version. */
  clear(): void {
    this.#state = emptyClusterState;
  }

  /** A v2 write: whether it was one of those that are about the cluster, and was done. */
  applyV2(method: string, path: string, value: string): boolean {
    if (method !== 'PUT') return false;
    const id = describedIn(path);
    if (id !== undefined) {
      this.#state = describeMember(this.#state, id, decodeAttributes(value));
      return true;
    }
    if (path !== CLUSTER_VERSION_PATH) return false;
    this.#state = { ...this.#state, version: value };
    return true;
  }

  /** Whether a v2 path is where a member describes itself that is none (any more). */
  isOfNobody(path: string): boolean {
    const id = describedIn(path);
    return id !== undefined && !this.#state.members.has(id);
  }

  /** Another object after every change: as long as it is the same, so is everything in here. */
  get mark(): object {
    return this.#state;
  }

  clone(): ClusterStore {
    return new ClusterStore(this.#state);
  }

  /** Equal stores give equal bytes. */
  save(): Uint8Array {
    return encodeCluster(this.#state);
  }

  /** As etcd's database has it. */
  static of(
    members: Iterable<ClusterMember>,
    removed: Iterable<MemberId>,
    version: string | undefined,
  ): ClusterStore {
    const byId = new Map([...members].map((member) => [member.id, member] as const));
    return new ClusterStore({ members: byId, removed: new Set(removed), version });
  }

  /** Throws ClusterFormatError. */
  static restore(bytes: Uint8Array): ClusterStore {
    return new ClusterStore(decodeCluster(bytes));
  }
}

function sorted(members: readonly ClusterMember[]): readonly ClusterMember[] {
  return members.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

/** The member whose name and client URLs lie at this v2 path. */
function describedIn(path: string): MemberId | undefined {
  const hex = /^\/0\/members\/([0-9a-fA-F]{1,16})\/attributes$/u.exec(path)?.[1];
  return hex === undefined ? undefined : BigInt(`0x${hex}`);
}
