import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { MemberState } from './member-state.ts';

/** Whose call it is, as far as the token says. A token that nobody gave is wrong also while authentication is off. */
export type Caller =
  | { readonly type: 'nobody' }
  | { readonly type: 'user'; readonly username: string; readonly authRevision: number }
  | { readonly type: 'invalid' }
  /** The token was given at an index that is not applied here yet. */
  | { readonly type: 'wait'; readonly index: bigint };

export const NOBODY: Caller = { type: 'nobody' };

/** etcd: AuthInfoFromCtx. Looking at a token makes it live on. */
export function callerOf(state: MemberState, token: string | undefined): Caller {
  const { auth } = state.etcd;
  if (token === undefined) return NOBODY;
  const owner = state.tokens.owner(token, state.applied, state.nowMs);
  if (owner.type !== 'user') return owner;
  return { type: 'user', username: owner.name, authRevision: auth.revision };
}

/** The member on its own behalf (etcd: WithRoot). */
export function rootOf({ etcd: { auth } }: MemberState): Caller {
  return auth.enabled ? { type: 'user', username: 'root', authRevision: auth.revision } : NOBODY;
}

/** By what the permission is asked for. */
export function nameOf(caller: Caller): readonly [string | undefined, number | undefined] {
  return caller.type === 'user' ? [caller.username, caller.authRevision] : [undefined, undefined];
}

export const INVALID_TOKEN: EtcdErrorCode = 'invalidAuthToken';
