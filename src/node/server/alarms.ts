import { addCall } from '../core/calls.ts';
import { ownMemberId } from '../core/identity.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { propose } from './proposing.ts';

/** The member that sees that there is no room says so to all, once at a time (etcd: NOSPACE). */
export function raiseNoSpace(state: MemberState, out: OutputBuilder): void {
  for (const { asker, operation } of state.calls.values()) {
    if (asker.type === 'own' && operation.type === 'alarm' && operation.alarm === 'NOSPACE') return;
  }
  const member = ownMemberId(state);
  const operation = { type: 'alarm', action: 'ACTIVATE', member, alarm: 'NOSPACE' } as const;
  propose(state, addCall(state, { type: 'own' }, operation, undefined), operation, out);
}
