import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientForm, type ClientFormHandle } from '../calls/ClientForm.tsx';
import type { LayoutProps } from '../panel/layout-props.ts';
import { LogsPlace, TimelinePlace } from '../panel/DataPlaces.tsx';
import { PanelContent } from '../panel/SidePanel.tsx';
import { Tabs } from '../panel/Tabs.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { lessonPanel } from '../lesson/lesson-part.ts';
import { Late } from '../Late.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import { useView, type PanelTab } from '../view-state.ts';
import { EmbedBar } from './EmbedBar.tsx';
import type { EmbedView } from './embed-view.ts';
import './embed.css';

type PanelView = Extract<EmbedView, PanelTab>;

const ofInstant: ReadonlySet<EmbedView> = new Set(['stage', 'logs', 'time', 'form']);

/** The page within somebody's page: the views that were asked for and a small bar, and nothing else. */
export default function EmbedLayout() {
  const views = useView((state) => state.embed?.views) ?? ['stage'];
  const panels = views.filter((view): view is PanelView => !ofInstant.has(view));
  const form = useRef<ClientFormHandle>(null);
  // A node's menu brings it where it was not asked for.
  const [hasForm, setHasForm] = useState(views.includes('form'));
  const openForm: LayoutProps['openForm'] = (operation, node) => {
    setHasForm(true);
    requestAnimationFrame(() => form.current?.open(operation, node));
  };
  const inLesson = useView((state) => state.lesson !== undefined);
  const shown = (['stage', 'logs', 'time'] as const).filter((view) => views.includes(view));
  return (
    <main className="embed">
      <div
        className="embed-views"
        data-places={shown.length + (panels.length > 0 ? 1 : 0)}
        data-lesson={inLesson || undefined}
      >
        {inLesson && (
          <div className="pane embed-view lesson-place" data-view="lesson">
            <Late part={lessonPanel} />
          </div>
        )}
        {shown.map((view) => (
          <div key={view} className="pane embed-view" data-view={view}>
            {view === 'stage' && (
              <PanelBoundary>
                <StagePanel openForm={openForm} />
              </PanelBoundary>
            )}
            {view === 'logs' && <LogsPlace />}
            {view === 'time' && <TimelinePlace />}
          </div>
        ))}
        {panels.length > 0 && <Panels panels={panels} />}
      </div>
      {hasForm && (
        <PanelBoundary>
          <ClientForm ref={form} />
        </PanelBoundary>
      )}
      <EmbedBar />
    </main>
  );
}

/** Panels take turns in one place, by their tabs; whatever is selected elsewhere, no other one opens. */
function Panels({ panels }: { panels: readonly PanelView[] }) {
  const { t } = useTranslation('controls');
  const [first] = panels;
  const chosen = useView(({ panelTab }) => panelTab);
  const below = useView(({ phoneTab }) => phoneTab);
  const current = panels.find((panel) => panel === chosen) ?? first ?? 'inspector';
  useEffect(() => {
    // What a frame is asked for goes by what is open.
    if (chosen !== current || below !== current) useView.setState({ panelTab: current, phoneTab: current });
  }, [current, chosen, below]);
  return (
    <section className="card side-panel pane embed-view" data-view="panel" aria-label={t('panel.label')}>
      <Tabs
        label={t('panel.label')}
        tabs={panels.map((id) => ({ id, label: t(`panel.${id}`) }))}
        current={current}
        onChange={(tab) => useView.getState().setPanelTab(tab)}
      >
        <PanelContent tab={current} />
      </Tabs>
    </section>
  );
}
