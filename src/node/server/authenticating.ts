import { drawTokenPrefix } from '../../etcd/auth/token-store.ts';
import type { AuthRequest } from '../../etcd/request.ts';
import type { Call } from '../core/call.ts';
import { refuse, setStage } from '../core/calls.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { propose } from './proposing.ts';

type Authenticate = Extract<AuthRequest, { readonly type: 'authenticate' }>;

/**
 * The password is checked here, then all members are told of the token through the log, without the password (etcd:
 * v3_server.go, Authenticate). If authentication has changed by the time that is applied it is checked again.
 */
export function checkPasswordOf(
  state: MemberState,
  call: Call,
  { name, password }: Authenticate,
  out: OutputBuilder,
): void {
  const checked = state.etcd.auth.checkPassword(name, password);
  if (!checked.ok) return refuse(state, call, checked.error, out);
  const simpleToken = drawTokenPrefix(state.tokenDice);
  propose(state, call, { type: 'authenticateInternal', name, password: '', simpleToken }, out);
  const proposed = state.calls.get(call.id);
  if (proposed?.stage.type !== 'proposed') return;
  setStage(state, proposed, { type: 'proposed', authRevision: checked.revision });
}

/** The token was given: whether the password was looked at before authentication became what it is now. */
export function isPasswordStale({ etcd }: MemberState, { stage }: Call): boolean {
  return stage.type === 'proposed' && stage.authRevision !== etcd.auth.revision;
}
