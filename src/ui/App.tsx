import './tokens.css';
import './base.css';
import './app.css';
<<<<<<< HEAD
import './panel/page.css';
import './print.css';
import { lazy, Suspense, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientFormHandle } from './calls/ClientForm.tsx';
import { AloneLayout } from './panel/AloneLayout.tsx';
import { CompactLayout } from './panel/CompactLayout.tsx';
import { DeskLayout } from './panel/DeskLayout.tsx';
import type { LayoutProps } from './panel/layout-props.ts';
import { usePageForm } from './panel/page-form.ts';
=======
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { NodeId } from '../base/flavor.ts';
import { ClientForm, type ClientFormHandle } from './calls/ClientForm.tsx';
import { latePart } from './late-part.ts';
import { LateDialog } from './LateDialog.tsx';
import { PanelBoundary } from './PanelBoundary.tsx';
import { LogsPanel } from './logs/LogsPanel.tsx';
import { PhonePanels } from './panel/PhonePanels.tsx';
import { SidePanel } from './panel/SidePanel.tsx';
>>>>>>> 7b1a2ce (Late parts of the page say so when they cannot be loaded, and are all fetched once the first picture stands)
import { usePreferences } from './preferences.ts';
import { Announcer } from './shell/Announcer.tsx';
import { NoticeBar } from './shell/NoticeBar.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { WorkBar } from './shell/WorkBar.tsx';
import { useView } from './store.ts';
import { useKeyboard } from './use-keyboard.ts';

const helpDialog = latePart(() => import('./shell/HelpDialog.tsx'));
const configDialog = latePart(() => import('./shell/ConfigDialog.tsx'));

/** The page. Wiring (src/app) gives it a lab through LabProvider and frames through the store. */
export function App() {
  const { t } = useTranslation('common');
  const pageForm = usePageForm();
  const alone = useView((state) => state.alone);
  const started = useView((state) => state.frame !== undefined);
  const helpOpen = useView((state) => state.helpOpen);
  const configOpen = useView((state) => state.configOpen);
  const form = useRef<ClientFormHandle>(null);
  const openForm = useCallback<LayoutProps['openForm']>((operation, node) => {
    showForm();
    requestAnimationFrame(() => form.current?.open(operation, node));
  }, []);
  const focusForm = useCallback(() => {
    showForm();
    requestAnimationFrame(() => form.current?.open());
  }, []);
  usePreferences();
  useKeyboard(focusForm);
  const layout = { form, openForm };
  const compact = pageForm === 'beside' || pageForm === 'below';
  return (
<<<<<<< HEAD
    <div className="app" data-form={alone === undefined ? pageForm : 'alone'}>
      {alone === undefined && <TopBar />}
=======
    <div className="app" data-phone={phone || undefined}>
      <PanelBoundary>
        <TopBar />
      </PanelBoundary>
>>>>>>> 7b1a2ce (Late parts of the page say so when they cannot be loaded, and are all fetched once the first picture stands)
      {!started && <p className="starting">{t('loading')}</p>}
      {alone !== undefined ? (
        <AloneLayout view={alone} {...layout} />
      ) : compact ? (
        <CompactLayout {...layout} />
      ) : (
        <DeskLayout low={pageForm === 'low'} {...layout} />
      )}
      <WorkBar />
      <NoticeBar />
      <Announcer />
      {helpOpen && <LateDialog part={helpDialog} onClose={() => useView.getState().setHelpOpen(false)} />}
      {configOpen && (
        <LateDialog part={configDialog} onClose={() => useView.getState().setConfigOpen(false)} />
      )}
    </div>
  );
}

/** Where one view is seen at a time the form for a call is behind a tab, and there once the tab has been drawn. */
function showForm(): void {
  useView.setState(({ alone }) => ({
    phoneTab: 'clients',
    alone: alone === 'stage' ? alone : undefined,
  }));
}
<<<<<<< HEAD
=======

/** Stage over logs, details beside them, time across the foot; every edge can be dragged, and stays where it was left. */
function Desktop({ form, openForm }: LayoutProps) {
  const { t } = useTranslation('controls');
  const rows = useDefaultLayout({ id: 'quorumscope.rows', storage: safeStorage });
  const columns = useDefaultLayout({ id: 'quorumscope.columns', storage: safeStorage });
  const left = useDefaultLayout({ id: 'quorumscope.left', storage: safeStorage });
  return (
    <main className="desktop">
      <Group orientation="vertical" defaultLayout={rows.defaultLayout} onLayoutChanged={rows.onLayoutChanged}>
        <Panel id="upper" minSize="30%">
          <Group
            orientation="horizontal"
            defaultLayout={columns.defaultLayout}
            onLayoutChanged={columns.onLayoutChanged}
          >
            <Panel id="left" minSize="40%">
              <Group
                orientation="vertical"
                defaultLayout={left.defaultLayout}
                onLayoutChanged={left.onLayoutChanged}
              >
                <Panel id="stage" defaultSize="66%" minSize="30%">
                  <div className="stage-with-form">
                    <PanelBoundary>
                      <StagePanel openForm={openForm} />
                    </PanelBoundary>
                    <PanelBoundary>
                      <ClientForm ref={form} />
                    </PanelBoundary>
                  </div>
                </Panel>
                <Separator className="separator separator-row" aria-label={t('resize.stage')} />
                <Panel id="logs" minSize="10%">
                  <PanelBoundary>
                    <LogsPanel />
                  </PanelBoundary>
                </Panel>
              </Group>
            </Panel>
            <Separator className="separator separator-column" aria-label={t('resize.sides')} />
            <Panel id="side" defaultSize="27%" minSize="18%">
              <PanelBoundary>
                <SidePanel />
              </PanelBoundary>
            </Panel>
          </Group>
        </Panel>
        <Separator className="separator separator-row" aria-label={t('resize.timeline')} />
        <Panel id="time" defaultSize="24%" minSize="6%">
          <div className="time-pane">
            <PanelBoundary>
              <ControlsBar />
            </PanelBoundary>
            <PanelBoundary>
              <TimelinePanel />
            </PanelBoundary>
          </div>
        </Panel>
      </Group>
    </main>
  );
}

/** The stage, one other view at a time, and time at the thumb. */
function Phone({ form, openForm }: LayoutProps) {
  return (
    <main className="phone">
      <PanelBoundary>
        <StagePanel openForm={openForm} />
      </PanelBoundary>
      <PanelBoundary>
        <PhonePanels form={form} />
      </PanelBoundary>
      <PanelBoundary>
        <ControlsBar />
      </PanelBoundary>
    </main>
  );
}

/** Storage may be forbidden: then sizes are not remembered. */
const safeStorage = {
  getItem(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Not remembered.
    }
  },
};
>>>>>>> 7b1a2ce (Late parts of the page say so when they cannot be loaded, and are all fetched once the first picture stands)
