import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientForm, type ClientFormHandle } from '../calls/ClientForm.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { currentView, useView, type PhoneTab } from '../view-state.ts';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
import { PanelContent, shownTab, useShownTabs } from './SidePanel.tsx';
import { Tabs } from './Tabs.tsx';

const TABS: readonly PhoneTab[] = [
  'logs',
  'time',
  'inspector',
  'clients',
  'calls',
  'console',
  'store',
  'events',
  'conditions',
];

/** One view at a time. `form`: where the form for a quick call is among the clients; undefined where it stands elsewhere. */
export function Views({ form }: { readonly form: RefObject<ClientFormHandle | null> | undefined }) {
  const { t } = useTranslation('controls');
  const byHand = useView(({ frame }) => frame?.byHand ?? false);
  const chosen = useView((state) => state.phoneTab);
  const tabs = useShownTabs(TABS, chosen);
  const tab = chosen === 'logs' || chosen === 'time' ? chosen : shownTab(chosen, byHand);
  return (
    <section className="card views" aria-label={t('phone.label')}>
      <Tabs
        label={t('phone.label')}
        tabs={tabs.map((id) => ({
          id,
          label: id === 'logs' || id === 'time' ? t(`phone.${id}`) : t(`panel.${id}`),
        }))}
        current={tab}
        onChange={currentView().setPhoneTab}
      >
        {tab === 'logs' && <LogsPlace />}
        {tab === 'time' && <TimelinePlace />}
        {tab === 'clients' && form && (
          <PanelBoundary>
            <ClientForm ref={form} />
          </PanelBoundary>
        )}
        {tab !== 'logs' && tab !== 'time' && <PanelContent tab={tab} />}
      </Tabs>
    </section>
  );
}
