import './tokens.css';
import './base.css';
import './app.css';
import { lazy, Suspense, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { NodeId } from '../base/flavor.ts';
import { ClientForm, type ClientFormHandle } from './calls/ClientForm.tsx';
import { LogsPanel } from './logs/LogsPanel.tsx';
import { PhonePanels } from './panel/PhonePanels.tsx';
import { SidePanel } from './panel/SidePanel.tsx';
import { usePreferences } from './preferences.ts';
import { Announcer } from './shell/Announcer.tsx';
import { ControlsBar } from './shell/ControlsBar.tsx';
import { NoticeBar } from './shell/NoticeBar.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { WorkBar } from './shell/WorkBar.tsx';
import { StagePanel } from './stage/StagePanel.tsx';
import { useView } from './store.ts';
import { TimelinePanel } from './timeline/TimelinePanel.tsx';
import { PHONE, useMedia } from './use-frame.ts';
import { useKeyboard } from './use-keyboard.ts';

const HelpDialog = lazy(() => import('./shell/HelpDialog.tsx'));
const ConfigDialog = lazy(() => import('./shell/ConfigDialog.tsx'));

type OpenForm = (form: 'put' | 'get', node: NodeId) => void;

/** The page. Wiring (src/app) gives it a lab through LabProvider and frames through the store. */
export function App() {
  const { t } = useTranslation('common');
  const phone = useMedia(PHONE);
  const started = useView((state) => state.frame !== undefined);
  const helpOpen = useView((state) => state.helpOpen);
  const configOpen = useView((state) => state.configOpen);
  const form = useRef<ClientFormHandle>(null);
  const openForm = useCallback<OpenForm>((operation, node) => {
    // On a phone the form is behind a tab, and there once the tab has been drawn.
    useView.setState({ phoneTab: 'clients' });
    requestAnimationFrame(() => form.current?.open(operation, node));
  }, []);
  const focusForm = useCallback(() => {
    useView.setState({ phoneTab: 'clients' });
    requestAnimationFrame(() => form.current?.open());
  }, []);
  usePreferences();
  useKeyboard(focusForm);
  return (
    <div className="app" data-phone={phone || undefined}>
      <TopBar />
      {!started && <p className="starting">{t('loading')}</p>}
      {phone ? <Phone form={form} openForm={openForm} /> : <Desktop form={form} openForm={openForm} />}
      <WorkBar />
      <NoticeBar />
      <Announcer />
      <Suspense>
        {helpOpen && <HelpDialog />}
        {configOpen && <ConfigDialog />}
      </Suspense>
    </div>
  );
}

interface LayoutProps {
  readonly form: React.RefObject<ClientFormHandle | null>;
  readonly openForm: OpenForm;
}

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
                    <StagePanel openForm={openForm} />
                    <ClientForm ref={form} />
                  </div>
                </Panel>
                <Separator className="separator separator-row" aria-label={t('resize.stage')} />
                <Panel id="logs" minSize="10%">
                  <LogsPanel />
                </Panel>
              </Group>
            </Panel>
            <Separator className="separator separator-column" aria-label={t('resize.sides')} />
            <Panel id="side" defaultSize="27%" minSize="18%">
              <SidePanel />
            </Panel>
          </Group>
        </Panel>
        <Separator className="separator separator-row" aria-label={t('resize.timeline')} />
        <Panel id="time" defaultSize="24%" minSize="6%">
          <div className="time-pane">
            <ControlsBar />
            <TimelinePanel />
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
      <StagePanel openForm={openForm} />
      <PhonePanels form={form} />
      <ControlsBar />
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
