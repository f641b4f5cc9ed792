import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readPreference, writePreference } from '../preferences.ts';
import { useView } from '../view-state.ts';
import './tour.css';

const KEY = 'quorumscope.tour';

/** On the first visit the tour is offered beside the stage, until it is taken or declined; it is in the menu and the palette later. */
export function TourOffer() {
  const { t } = useTranslation('tour');
  const [isOffered, setOffered] = useState(() => readPreference(KEY) === undefined);
  const isAway = useView(({ tour, embed, lesson }) => tour || embed !== undefined || lesson !== undefined);
  if (!isOffered || isAway) return null;
  const answer = (tour: boolean) => {
    writePreference(KEY, 'answered');
    setOffered(false);
    useView.setState({ tour });
  };
  return (
    <aside className="tour-offer" aria-label={t('title')}>
      <p>{t('offer')}</p>
      <button type="button" className="button button-primary" onClick={() => answer(true)}>
        {t('start')}
      </button>
      <button type="button" className="button button-quiet" onClick={() => answer(false)}>
        {t('no')}
      </button>
    </aside>
  );
}
