import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientsPanel } from '../clients/ClientsPanel.tsx';
import { currentView, useView, type PanelTab } from '../store.ts';
import { Tabs } from './Tabs.tsx';
import './panel.css';

const Inspector = lazy(() => import('../inspector/Inspector.tsx'));
const StorePanel = lazy(() => import('../store/StorePanel.tsx'));

const TABS: readonly PanelTab[] = ['inspector', 'store', 'clients'];

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
  if (tab === 'clients') return <ClientsPanel />;
  return <Suspense>{tab === 'inspector' ? <Inspector /> : <StorePanel />}</Suspense>;
}
