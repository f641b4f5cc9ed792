import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { currentView, useView, type PanelTab } from '../store.ts';
import { Tabs } from './Tabs.tsx';
import './panel.css';

const Inspector = lazy(() => import('../inspector/Inspector.tsx'));
const StorePanel = lazy(withMessages(() => import('../store/StorePanel.tsx')));
const CallsPanel = lazy(withMessages(() => import('../calls/CallsPanel.tsx')));
const ClientsPanel = lazy(withMessages(() => import('../clients/ClientsPanel.tsx')));

const TABS: readonly PanelTab[] = ['inspector', 'store', 'clients', 'calls'];

/** A panel with its words: both are loaded when it is first opened. */
function withMessages<Panel>(load: () => Promise<Panel>): () => Promise<Panel> {
  return async () => {
    const [panel, messages] = await Promise.all([load(), import('../messages/panels.ts')]);
    messages.addPanelMessages();
    return panel;
  };
}

/** The details beside the stage. */
export function SidePanel() {
  const { t } = useTranslation('controls');
  const tab = useView((state) => state.panelTab);
  return (
    <section className="card side-panel" aria-label={t('panel.label')}>
      <Tabs
        label={t('panel.label')}
        tabs={TABS.map((id) => ({ id, label: t(`panel.${id}`) }))}
        current={tab}
        onChange={currentView().setPanelTab}
      >
        <PanelContent tab={tab} />
      </Tabs>
    </section>
  );
}

export function PanelContent({ tab }: { tab: PanelTab }) {
  return <Suspense>{contentOf(tab)}</Suspense>;
}

function contentOf(tab: PanelTab) {
  if (tab === 'store') return <StorePanel />;
  if (tab === 'calls') return <CallsPanel />;
  return tab === 'clients' ? <ClientsPanel /> : <Inspector />;
}
