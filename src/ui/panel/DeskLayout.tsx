import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels';
import { ClientForm } from '../calls/ClientForm.tsx';
import { LogsPanel } from '../logs/LogsPanel.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { ControlsBar } from '../shell/ControlsBar.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { useFramePart } from '../use-frame.ts';
import type { LayoutProps } from './layout-props.ts';
import { useTypeSize } from './page-form.ts';
import { SidePanel } from './SidePanel.tsx';
import { Strip } from './Strip.tsx';

/**
 * Stage, details, logs and time together; every edge can be dragged, and stays where it was left. The stage takes what
 * the others leave: they have their size and keep it when the window changes.
 */
export function DeskLayout({ low, ...props }: LayoutProps & { readonly low: boolean }) {
  const type = useTypeSize();
  // Sizes are read when panes appear: another type or another order of panes begins anew.
  return low ? <LowPanes key={type} {...props} /> : <DeskPanes key={type} {...props} />;
}

function DeskPanes(props: LayoutProps) {
  const { t } = useTranslation('controls');
  const rows = usePanes('quorumscope.desk.rows');
  const left = usePanes('quorumscope.desk.left');
  const time = useRoomForBranches();
  return (
    <main className="desktop">
      <Group orientation="vertical" {...rows}>
        <Panel id="upper" minSize="55%">
          <Columns name="quorumscope.desk.columns" {...props}>
            <Group orientation="vertical" {...left}>
              <Panel id="stage" minSize="50%">
                <StageWithForm {...props} />
              </Panel>
              <Separator className="separator separator-row" aria-label={t('resize.stage')} />
              <Panel id="logs" defaultSize="17vh" minSize="5.5rem" groupResizeBehavior="preserve-pixel-size">
                <PanelBoundary>
                  <LogsPanel />
                </PanelBoundary>
              </Panel>
            </Group>
          </Columns>
        </Panel>
        <Separator className="separator separator-row" aria-label={t('resize.timeline')} />
        <Panel
          id="time"
          panelRef={time}
          defaultSize="20vh"
          minSize="6.5rem"
          groupResizeBehavior="preserve-pixel-size"
        >
          <div className="time-pane">
            <div className="controls-place">
              <PanelBoundary>
                <ControlsBar />
              </PanelBoundary>
            </div>
            <PanelBoundary>
              <TimelinePanel />
            </PanelBoundary>
          </div>
        </Panel>
      </Group>
    </main>
  );
}

function LowPanes(props: LayoutProps) {
  const { t } = useTranslation('controls');
  const rows = usePanes('quorumscope.low.rows');
  const time = useRoomForBranches();
  return (
    <main className="desktop">
      <Group orientation="vertical" {...rows}>
        <Panel id="upper" minSize="50%">
          <Columns name="quorumscope.low.columns" {...props}>
            <StageWithForm {...props} />
          </Columns>
        </Panel>
        <Separator className="separator separator-row" aria-label={t('resize.timeline')} />
        <Panel
          id="time"
          panelRef={time}
          defaultSize="12.25rem"
          minSize="8rem"
          groupResizeBehavior="preserve-pixel-size"
        >
          <div className="time-pane">
            <div className="controls-place">
              <PanelBoundary>
                <ControlsBar />
              </PanelBoundary>
            </div>
            <PanelBoundary>
              <Strip />
            </PanelBoundary>
          </div>
        </Panel>
      </Group>
    </main>
  );
}

function Columns({
  name,
  children,
}: LayoutProps & { readonly name: string; readonly children: React.ReactNode }) {
  const { t } = useTranslation('controls');
  const columns = usePanes(name);
  return (
    <Group orientation="horizontal" {...columns}>
      <Panel id="left" minSize="55%">
        {children}
      </Panel>
      <Separator className="separator separator-column" aria-label={t('resize.sides')} />
      <Panel id="side" defaultSize="25%" minSize="18%">
        <PanelBoundary>
          <SidePanel />
        </PanelBoundary>
      </Panel>
    </Group>
  );
}

function StageWithForm({ form, openForm }: LayoutProps) {
  return (
    <div className="stage-with-form">
      <PanelBoundary>
        <StagePanel openForm={openForm} />
      </PanelBoundary>
      <PanelBoundary>
        <ClientForm ref={form} />
      </PanelBoundary>
    </div>
  );
}

/** So many lanes of branches find their room; of more some are scrolled to. */
const LANES_MAX = 4;
/** In rem: --branch-row of branches.css. */
const LANE = 1.375;

/** The pane of time grows by the lanes of branches under the diagram, which keeps its own height. */
function useRoomForBranches(): ReturnType<typeof usePanelRef> {
  const pane = usePanelRef();
  const lanes = useFramePart(({ branches }) =>
    branches.length > 1 ? Math.min(LANES_MAX, branches.length) : 0,
  );
  const given = useRef(0);
  useEffect(() => {
    const { current } = pane;
    const rows = (lanes ?? 0) - given.current;
    if (!current || rows === 0) return;
    given.current += rows;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    current.resize(current.getSize().inPixels + rows * LANE * rem);
  }, [pane, lanes]);
  return pane;
}

/** Only what somebody dragged is remembered: a window that was small once says nothing about the next. */
function usePanes(
  id: string,
): Pick<ReturnType<typeof useDefaultLayout>, 'defaultLayout' | 'onLayoutChanged'> {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id,
    storage: safeStorage,
    onlySaveAfterUserInteractions: true,
  });
  return { defaultLayout, onLayoutChanged };
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
