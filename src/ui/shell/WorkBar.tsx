import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { longCall, useView } from '../view-state.ts';
import './work-bar.css';

/** So many seconds without a frame are worth a word: a member's worker, or the lab itself, may be slow or hang. */
const SILENT_S = 2;

/** A call that takes long: what it is, how far it is, and a button that stops it. Short ones are over before it shows. */
export function WorkBar() {
  const { t } = useTranslation('common');
  const act = useAct();
  const call = useView(longCall);
  const silentFor = useView((state) => state.silentFor);
  const percent = useView((state) => percentOf(state.frame?.work?.progress));
  return (
    <div className="work-place" role="status">
      {silentFor >= SILENT_S && (
        <div className="work">
          <span>{t('work.silent', { count: silentFor })}</span>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            {t('work.anew')}
          </button>
        </div>
      )}
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
