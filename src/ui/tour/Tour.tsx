import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginStory } from '../../lab/play/opening.ts';
import type { Look } from '../../lessons/course/lesson.ts';
import { formatNode } from '../../view/say/format.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { LookRings } from '../lesson/LookRings.tsx';
import { openLesson } from '../lesson/open-lesson.ts';
import { useView } from '../view-state.ts';
import { tourAfter, tourBegins, tourStops, type TourState } from './tour-stops.ts';
import './tour.css';

/** One sentence at a time beside the page as it is; what it speaks of is marked there, and it waits until that has happened. */
export default function Tour() {
  const { t } = useTranslation('tour');
  const lab = useLab();
  const [state, setState] = useState<TourState>(tourBegins);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isGone = false;
    // A cluster of its own: the lab that was open is kept as labs are.
    beginStory(lab)
      .then((run) => {
        if (isGone) return;
        stop = useView.subscribe(({ frame }) => {
          if (frame?.run === run) setState((now) => tourAfter(now, frame));
        });
      })
      .catch(reportError);
    return () => {
      isGone = true;
      stop?.();
    };
  }, [lab]);
  const { stop, leader, term } = state;
  useEffect(() => {
    document.documentElement.dataset['tour'] = stop;
    if (stop === 'put') useView.getState().setPhoneTab('clients');
    // It waits for something that only time can bring.
    if (stop === 'put' || stop === 'again') lab.play().catch(reportError);
    return () => {
      delete document.documentElement.dataset['tour'];
    };
  }, [lab, stop]);
  const looks = useMemo<readonly Look[]>(
    () =>
      leader === undefined || stop === 'put' || stop === 'again' ? [] : [{ type: 'node', node: leader }],
    [leader, stop],
  );
  const node = leader === undefined ? '' : formatNode(leader);
  const first = () => {
    close();
    openLesson(lab, 'E1').catch(reportError);
  };
  return (
    <section className="tour" aria-label={t('title')}>
      <LookRings looks={looks} isThere />
      <p role="status">
        <span className="tour-count">
          {tourStops.indexOf(stop) + 1}/{tourStops.length}
        </span>{' '}
        {t(`stop.${stop}`, { node, term })}
      </p>
      <div className="tour-do">
        {stop === 'leads' && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => setState({ ...state, stop: 'put' })}
          >
            {t('next')}
          </button>
        )}
        {stop === 'done' && (
          <button type="button" className="button button-primary" onClick={first}>
            {t('lesson')}
          </button>
        )}
        <button type="button" className="button button-quiet" onClick={close}>
          {t(stop === 'done' ? 'close' : 'skip')}
        </button>
      </div>
    </section>
  );
}

function close(): void {
  useView.setState({ tour: false });
}
