import { useCallback } from 'react';
import type { Call } from '../lab/call/call.ts';
import type { LabPort } from '../lab/lab-port.ts';
import type { StageAction } from '../view/stage/stage-actions.ts';
import { factsOf } from './error-words.ts';
import { useLab } from './lab-context.tsx';
import { askStage } from './stage/stage-asks.ts';
import { useView } from './view-state.ts';

/** Shows why something could not be done, in words of the errors catalogue as far as the error has a code or a reason. */
export function reportError(error: unknown): void {
  const { text, code, reason } = factsOf(error);
  // Whoever stops long work has got what was asked for.
  useView.getState().notify(code === 'stopped' ? 'info' : 'error', text, code, undefined, reason);
}

/** Does something with the lab; what it refuses is shown, and everything stays as it was. */
export function useAct(): (work: (lab: LabPort) => Promise<unknown>) => void {
  const lab = useLab();
  return useCallback(
    (work) => {
      // The call itself may throw (a lab that is gone) as well as reject.
      Promise.resolve()
        .then(() => work(lab))
        .catch(reportError);
    },
    [lab],
  );
}

/** Does what an action says; one that opens a form goes to `openForm`. */
export async function perform(
  lab: LabPort,
  action: StageAction,
  openForm: (form: 'put' | 'get', node: number) => void,
): Promise<void> {
  if (action.type === 'links') askStage({ type: 'link', from: action.node });
  else if (action.type === 'faults') {
    useView.getState().select({ type: 'node', id: action.node });
    useView.setState({ door: 'faults' });
  } else if (action.type === 'form') openForm(action.form, action.node);
  else if (action.type === 'commands') for (const command of action.commands) await lab.act(command);
  else await reportFailure(lab, action.call);
}

/** A call from a menu has no chip beside it where its failure would show: it is said in the notice. */
async function reportFailure(lab: LabPort, call: Call): Promise<void> {
  const result = await lab.call(call);
  if (result.status !== 'ok') reportError(new Error(result.error));
}
