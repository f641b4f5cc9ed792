import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Micros } from '../../base/flavor.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { useView } from '../view-state.ts';
import { nextTroubleAt } from './trouble.ts';
import './faults.css';

/**
 * Makes the trouble that the dial asks for, while time goes at the live edge: each is a command of the run, so it is there again
 * when the run is played again, without the dial. Says that it is on, and turns it off.
 */
export default function TroubleChip() {
  const { t } = useTranslation('faults');
  const lab = useLab();
  const dial = useView((state) => state.trouble);
  const isOn = dial?.on === true;
  useEffect(() => {
    if (!isOn) return undefined;
    let next: { readonly run: string; readonly at: Micros } | undefined;
    let isBusy = false;
    return useView.subscribe(({ frame, trouble }) => {
      if (frame === undefined || trouble === undefined || isBusy) return;
      if (!frame.playing || !frame.live || trouble.kinds.length === 0) return;
      const { seed } = frame.config;
      const run = `${seed}/${frame.branch}`;
      if (next?.run !== run) next = { run, at: nextTroubleAt(seed, frame.at, trouble.perMinute) };
      if (frame.at < next.at) return;
      next = { run, at: nextTroubleAt(seed, frame.at, trouble.perMinute) };
      isBusy = true;
      lab
        .drawTrouble(trouble.kinds)
        .catch(reportError)
        .finally(() => (isBusy = false));
    });
  }, [isOn, lab]);
  if (dial === undefined || !isOn) return null;
  return (
    <div className="trouble-chip" role="status">
      <span>{t('chip', { count: dial.perMinute })}</span>
      <button
        type="button"
        className="button button-tiny"
        onClick={() => useView.setState({ trouble: { ...dial, on: false } })}
      >
        {t('chipStop')}
      </button>
    </div>
  );
}
