import { useTranslation } from 'react-i18next';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { currentView, useView, type PanelTab } from '../view-state.ts';
import { Tabs } from './Tabs.tsx';
import './panel.css';

const panels = {
  inspector: latePart(withMessages(() => import('../inspector/Inspector.tsx'))),
  store: latePart(withMessages(() => import('../store/StorePanel.tsx'))),
  clients: latePart(withMessages(() => import('../clients/ClientsPanel.tsx'))),
  hand: latePart(withMessages(() => import('../hand/HandPanel.tsx'))),
  author: latePart(withMessages(() => import('../author/AuthorPanel.tsx'))),
  asNode: latePart(withMessages(() => import('../be-the-node/AsNodePanel.tsx'))),
  calls: latePart(withMessages(() => import('../calls/CallsPanel.tsx'))),
  console: latePart(withMessages(() => import('../console/ConsolePanel.tsx'))),
  events: latePart(withMessages(() => import('../events/EventsPanel.tsx'))),
  conditions: latePart(withMessages(() => import('../conditions/ConditionsPanel.tsx'))),
  notebook: latePart(withMessages(() => import('../notebook/Notebook.tsx'))),
} as const;

const TABS: readonly PanelTab[] = [
  'inspector',
  'store',
  'clients',
  'calls',
  'console',
  'events',
  'conditions',
];

/** The details beside the stage. */
export function SidePanel() {
  const { t } = useTranslation('controls');
  const chosen = useView(({ panelTab }) => panelTab);
  const byHand = useView(({ frame }) => frame?.byHand ?? false);
  const tab = shownTab(chosen, byHand);
  const tabs = useShownTabs(TABS, chosen);
  return (
    <section className="card side-panel" aria-label={t('panel.label')}>
      <Tabs
        label={t('panel.label')}
        tabs={tabs.map((id) => ({ id, label: t(`panel.${id}`) }))}
        current={tab}
        onChange={currentView().setPanelTab}
      >
        <PanelContent tab={tab} />
      </Tabs>
    </section>
  );
}

/**
 * The list of what may happen next is there by hand only, the notebook when something is in it or somebody opens it, a node's questions
 * while somebody answers for it.
 */
export function useShownTabs<Id extends string>(tabs: readonly Id[], chosen: Id): readonly (Id | PanelTab)[] {
  const byHand = useView(({ frame }) => frame?.byHand ?? false);
  const noted = useView(({ frame }) => (frame?.moments.length ?? 0) > 0) || chosen === 'notebook';
  const answers = useView(({ asNode }) => asNode !== undefined) || chosen === 'asNode';
  const writes = useView(({ authoring }) => authoring) || chosen === 'author';
  return [
    ...(byHand ? (['hand'] as const) : []),
    ...(answers ? (['asNode'] as const) : []),
    ...(writes ? (['author'] as const) : []),
    ...tabs,
    ...(noted ? (['notebook'] as const) : []),
  ];
}

export function shownTab(tab: PanelTab, byHand: boolean): PanelTab {
  return tab === 'hand' && !byHand ? 'inspector' : tab;
}

export function PanelContent({ tab }: { tab: PanelTab }) {
  return <Late key={tab} part={panels[tab]} />;
}
