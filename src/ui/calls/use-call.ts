import { useCallback } from 'react';
import type { Call } from '../../lab/call/call.ts';
import { reportError, useAct } from '../act.ts';
import { currentView } from '../view-state.ts';

/** The token of whoever the page is logged in as. */
export function tokenOfSession(): { readonly token?: string } {
  const { session } = currentView();
  return session === undefined ? {} : { token: session.token };
}

/** Makes a call of etcd's API from a button: when it fails, etcd's words are shown in the notice. */
export function useCall(): (call: Call) => void {
  const act = useAct();
  return useCallback(
    (call) =>
      act(async (lab) => {
        const result = await lab.call({ ...tokenOfSession(), ...call });
        if (result.status !== 'ok') reportError(new Error(result.error));
      }),
    [act],
  );
}
