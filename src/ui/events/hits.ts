import { t } from 'i18next';
import type { LabPort } from '../../lab/lab-port.ts';
import { currentView } from '../view-state.ts';
import { useEventFilter } from './events-store.ts';

/** To the next event of the list, or the one before. */
export async function toHit(lab: LabPort, forward: boolean): Promise<void> {
  const { filter } = useEventFilter.getState();
  const hit = await (forward ? lab.nextHit(filter) : lab.previousHit(filter));
  if (hit === undefined)
    currentView().notify('info', () => t(forward ? 'events:noNext' : 'events:noPrevious'));
  else await lab.seekEvent(hit);
}
