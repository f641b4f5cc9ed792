import { useTranslation } from 'react-i18next';
import { currentView, useView } from '../view-state.ts';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
import { Tabs } from './Tabs.tsx';

const TABS = ['logs', 'time'] as const;

/** Logs or diagram across the foot of a low window: for both there is not enough height. */
export function Strip() {
  const { t } = useTranslation('controls');
  const tab = useView((state) => state.stripTab);
  return (
    <section className="card strip" aria-label={t('strip')}>
      <Tabs
        label={t('strip')}
        tabs={TABS.map((id) => ({ id, label: t(`phone.${id}`) }))}
        current={tab}
        onChange={currentView().setStripTab}
      >
        {tab === 'logs' ? <LogsPlace /> : <TimelinePlace />}
      </Tabs>
    </section>
  );
}
