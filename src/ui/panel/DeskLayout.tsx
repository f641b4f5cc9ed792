import { useTranslation } from 'react-i18next';
import { ClientForm } from '../calls/ClientForm.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { ControlsBar } from '../shell/ControlsBar.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
import type { LayoutProps } from './layout-props.ts';
import { Panes } from './Panes.tsx';
import { SidePanel } from './SidePanel.tsx';
import { Splitter } from './Splitter.tsx';
import { Strip } from './Strip.tsx';

/**
 * Stage, details, logs and time together; every edge can be dragged, and stays where it was left. The stage takes what
 * the others leave. With less height (`low`) logs and diagram take turns in one strip.
 */
export function DeskLayout({ low, form, openForm }: LayoutProps & { readonly low: boolean }) {
  const { t } = useTranslation('controls');
  return (
    <Panes form={low ? 'low' : 'desk'}>
      <div className="pane stage-with-form" data-pane="stage">
        <PanelBoundary>
          <StagePanel openForm={openForm} />
        </PanelBoundary>
        <PanelBoundary>
          <ClientForm ref={form} />
        </PanelBoundary>
      </div>
      {!low && (
        <>
          <Splitter pane="desk.logs" label={t('resize.stage')} />
          <div className="pane" data-pane="logs">
            <LogsPlace />
          </div>
        </>
      )}
      <Splitter pane={low ? 'low.side' : 'desk.side'} label={t('resize.sides')} />
      <div className="pane" data-pane="side">
        <PanelBoundary>
          <SidePanel />
        </PanelBoundary>
      </div>
      <Splitter pane={low ? 'low.time' : 'desk.time'} label={t('resize.timeline')} />
      <div className="pane time-pane" data-pane="time">
        <div className="controls-place">
          <PanelBoundary>
            <ControlsBar />
          </PanelBoundary>
        </div>
        <PanelBoundary>{low ? <Strip /> : <TimelinePlace />}</PanelBoundary>
      </div>
    </Panes>
  );
}
