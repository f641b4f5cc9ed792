import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabPort } from '../../lab/lab-port.ts';
import type { MessageType } from '../../raft/message.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { currentView } from '../view-state.ts';

/** The way to the next such message of the run that is open: in its record, or else by going on until there is one. */
export function NextOfType({ type, onLeave }: { type: MessageType; onLeave: () => void }) {
  const { t } = useTranslation('reference');
  const lab = useLab();
  const [inVain, setInVain] = useState(false);
  const go = () =>
    goToNext(lab, type).then((found) => {
      setInVain(!found);
      if (found) onLeave();
    }, reportError);
  return (
    <p className="reference-next">
      <button type="button" className="button" onClick={() => void go()}>
        {t('nextOf', { type })}
      </button>{' '}
      <span role="status">{inVain && t('noneComes', { type })}</span>
    </p>
  );
}

/** Whether one was found; if not, the run stands where it was. */
async function goToNext(lab: LabPort, type: MessageType): Promise<boolean> {
  const recorded = await lab.nextHit({ types: [type] });
  if (recorded !== undefined) {
    await lab.seekEvent(recorded);
    return true;
  }
  const now = currentView().frame?.events ?? 0;
  const { end } = await lab.runUntil(`event.number > ${now} && message.type == ${type}`);
  return end === 'found';
}
