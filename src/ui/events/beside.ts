import type { Selection } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { currentView } from '../view-state.ts';

/** To the event that made what is selected, or the one that time stands at; there it is what is selected. */
export async function toCause(lab: LabPort, of: Selection | undefined): Promise<void> {
  currentView().select({ type: 'event', number: await lab.stepToCause(of) });
}

/** To the first event that came of it. */
export async function toEffect(lab: LabPort, of: Selection | undefined): Promise<void> {
  currentView().select({ type: 'event', number: await lab.stepToEffect(of) });
}
