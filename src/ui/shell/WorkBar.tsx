import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { useView } from '../store.ts';
import './work-bar.css';

/** A call that takes long: what it is, how far it is, and a button that stops it. Short ones are over before it shows. */
export function WorkBar() {
  const { t } = useTranslation('common');
  const act = useAct();
  const call = useView((state) => state.frame?.work?.call);
  const percent = useView((state) => percentOf(state.frame?.work?.progress));
  return (
    <div className="work-place" role="status">
      {call !== undefined && (
        <div className="work">
          <span>{t(`work.${call}`)}</span>
          <progress max={100} value={percent} aria-label={t(`work.${call}`)} />
          <button type="button" className="button" onClick={() => act((lab) => lab.pause())}>
            {t('work.stop')}
          </button>
        </div>
      )}
    </div>
  );
}

/** Whole percents: the bar is drawn again when it has something new to say. */
function percentOf(progress: number | undefined): number | undefined {
  return progress === undefined ? undefined : Math.floor(progress * 100);
}
