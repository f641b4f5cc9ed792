import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientForm, type ClientFormHandle } from '../calls/ClientForm.tsx';
import { LogsPanel } from '../logs/LogsPanel.tsx';
import { currentView, useView, type PhoneTab } from '../store.ts';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { PanelContent } from './SidePanel.tsx';
import { Tabs } from './Tabs.tsx';

const TABS: readonly PhoneTab[] = ['logs', 'time', 'inspector', 'clients', 'calls', 'store'];

/** Below the stage of a phone: one view at a time. */
export function PhonePanels({ form }: { form: RefObject<ClientFormHandle | null> }) {
  const { t } = useTranslation('controls');
  const tab = useView((state) => state.phoneTab);
  return (
    <section className="card phone-panels" aria-label={t('phone.label')}>
      <Tabs
        label={t('phone.label')}
        tabs={TABS.map((id) => ({
          id,
          label: id === 'logs' || id === 'time' ? t(`phone.${id}`) : t(`panel.${id}`),
        }))}
        current={tab}
        onChange={currentView().setPhoneTab}
      >
        {tab === 'logs' && <LogsPanel />}
        {tab === 'time' && <TimelinePanel />}
        {tab === 'clients' && <ClientForm ref={form} />}
        {tab !== 'logs' && tab !== 'time' && <PanelContent tab={tab} />}
      </Tabs>
    </section>
  );
}
