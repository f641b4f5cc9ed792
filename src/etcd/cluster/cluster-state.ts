import { present, unreachable } from '../../base/assert.ts';
import type { ClusterMember, EtcdErrorCode, MemberId } from '../request.ts';
import { memberIdOf, type MemberAttributes, type MemberChange } from './member-change.ts';

/** etcd allows one at a time. */
const LEARNERS_MAX = 1;

/** Who belongs to the cluster, as far as the log says. Never changed once made: a change makes another. */
export interface ClusterState {
  readonly members: ReadonlyMap<MemberId, ClusterMember>;
  /** Once removed an id is never used again. */
  readonly removed: ReadonlySet<MemberId>;
  /** "3.4.0"; undefined until the first leader has proposed one. */
  readonly version: string | undefined;
}

export const emptyClusterState: ClusterState = { members: new Map(), removed: new Set(), version: undefined };

/**
 * Why a change of members that is in the log has no effect, or undefined (etcd: membership/cluster.go,
 * ValidateConfigurationChange). Asked when it is applied, so the same on all members.
 */
export function refusalOfChange(state: ClusterState, change: MemberChange): EtcdErrorCode | undefined {
  const id = memberIdOf(change);
  if (state.removed.has(id)) return 'memberNotFound';
  const known = state.members.get(id);
  switch (change.type) {
    case 'add':
      return known === undefined ? refusalOfNewcomer(state, change.member) : 'memberExists';
    case 'promote':
      if (known === undefined) return 'memberNotFound';
      return known.isLearner ? undefined : 'notLearner';
    case 'remove':
      return known === undefined ? 'memberNotFound' : undefined;
    case 'update':
      if (known === undefined) return 'memberNotFound';
      return isPeerUrlTaken(state, change.peerUrls, id) ? 'peerUrlExists' : undefined;
    default:
      return unreachable(change);
  }
}

/** A change that is not refused. */
export function changeMembers(state: ClusterState, change: MemberChange): ClusterState {
  switch (change.type) {
    case 'add':
      return withMember(state, change.member);
    case 'promote':
      return withMember(state, { ...memberOf(state, change.id), isLearner: false });
    case 'update':
      // A learner whose URLs change is listed as a voter afterwards, though raft goes on to treat it as a learner:
      // etcd writes all raft attributes anew and takes this one from a request that does not have it.
      return withMember(state, {
        ...memberOf(state, change.id),
        peerUrls: change.peerUrls,
        isLearner: false,
      });
    case 'remove': {
      const members = new Map(state.members);
      members.delete(change.id);
      return { ...state, members, removed: new Set(state.removed).add(change.id) };
    }
    default:
      return unreachable(change);
  }
}

/**
 * What a started member tells of itself. Of a removed one it comes too late, of one that is not known it is passed
 * over: anybody can write what members write, and etcd's own end by it (membership/cluster.go: UpdateAttributes panics).
 */
export function describeMember(
  state: ClusterState,
  id: MemberId,
  { name, clientUrls }: MemberAttributes,
): ClusterState {
  const member = state.members.get(id);
  return member === undefined ? state : withMember(state, { ...member, name, clientUrls });
}

function refusalOfNewcomer(state: ClusterState, newcomer: ClusterMember): EtcdErrorCode | undefined {
  if (isPeerUrlTaken(state, newcomer.peerUrls, undefined)) return 'peerUrlExists';
  const learners = [...state.members.values()].filter(({ isLearner }) => isLearner).length;
  return newcomer.isLearner && learners >= LEARNERS_MAX ? 'tooManyLearners' : undefined;
}

function isPeerUrlTaken(state: ClusterState, urls: readonly string[], except: MemberId | undefined): boolean {
  const others = [...state.members.values()].filter(({ id }) => id !== except);
  return others.some(({ peerUrls }) => peerUrls.some((url) => urls.includes(url)));
}

function withMember(state: ClusterState, member: ClusterMember): ClusterState {
  return { ...state, members: new Map(state.members).set(member.id, member) };
}

function memberOf(state: ClusterState, id: MemberId): ClusterMember {
  return present(state.members.get(id), `member ${id.toString(16)} is known: the change was not refused`);
}
