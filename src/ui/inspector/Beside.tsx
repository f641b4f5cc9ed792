import { useTranslation } from 'react-i18next';
import type { Selection } from '../../lab/frame/frame.ts';
import { useAct } from '../act.ts';
import { toCause, toEffect } from '../events/beside.ts';

/** From something to the event that made it, and to the first that it made. */
export function Beside({ of }: { of: Selection }) {
  const { t } = useTranslation('inspector');
  const act = useAct();
  return (
    <p className="beside">
      <button type="button" className="button button-tiny" onClick={() => act((lab) => toCause(lab, of))}>
        {t('event.toCause')} <kbd>Q</kbd>
      </button>
      <button type="button" className="button button-tiny" onClick={() => act((lab) => toEffect(lab, of))}>
        {t('event.toEffect')} <kbd>⇧Q</kbd>
      </button>
    </p>
  );
}
