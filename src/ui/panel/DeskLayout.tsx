import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientForm } from '../calls/ClientForm.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { ControlsBar } from '../shell/ControlsBar.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
import { LargeType } from './LargeType.tsx';
import type { LayoutProps } from './layout-props.ts';
import type { LayoutName } from './layout-name.ts';
import type { PaneGrid } from './pane-sizes.ts';
import { Panes } from './Panes.tsx';
import { SidePanel } from './SidePanel.tsx';
import { Splitter } from './Splitter.tsx';
import { Strip } from './Strip.tsx';
import { Views } from './Views.tsx';

interface DeskProps extends LayoutProps {
  /** Little height: what stands below each other elsewhere takes turns. */
  readonly low: boolean;
  readonly layout: Exclude<LayoutName, 'phone'>;
  readonly lesson: ReactNode;
}

/**
 * Stage, details, logs and time together, as the layout has them; every edge can be dragged, and stays where it was left.
 * The stage takes what the others leave. A lesson that is open is at its left.
 */
export function DeskLayout(props: DeskProps) {
  if (props.layout === 'lecture') return <LecturePanes {...props} />;
  return props.layout === 'lesson' ? <LessonPanes {...props} /> : <WorkPanes {...props} />;
}

/** To explore and to debug. With less height logs and diagram take turns in one strip. */
function WorkPanes({ low, layout, lesson, ...props }: DeskProps) {
  const { t } = useTranslation('controls');
  const form = low ? 'low' : 'desk';
  const grid: PaneGrid = layout === 'debug' ? `debug-${form}` : form;
  return (
    <Panes grid={grid}>
      <LessonPane grid={grid}>{lesson}</LessonPane>
      <StagePane {...props} />
      {!low && <LogsPane grid={grid} />}
      <Splitter pane={`${grid}.side`} label={t('resize.sides')} />
      <SidePane />
      <Splitter pane={`${grid}.time`} label={t('resize.timeline')} />
      <TimePane>{low ? <Strip /> : <TimelinePlace />}</TimePane>
    </Panes>
  );
}

/** For a hall: the stage, the logs, and time in the hand. */
function LecturePanes({ lesson, ...props }: DeskProps) {
  return (
    <>
      <LargeType view="lecture" />
      <Panes grid="lecture">
        <LessonPane grid="lecture">{lesson}</LessonPane>
        <StagePane {...props} />
        <LogsPane grid="lecture" />
        <TimePane />
      </Panes>
    </>
  );
}

/** The lesson at the left, the stage over logs and details. With less height those and the diagram take turns below it. */
function LessonPanes({ low, lesson, ...props }: DeskProps) {
  const { t } = useTranslation('controls');
  const grid: PaneGrid = low ? 'lesson-low' : 'lesson-desk';
  return (
    <Panes grid={grid}>
      <LessonPane grid={grid}>{lesson}</LessonPane>
      <StagePane {...props} />
      {low ? (
        <>
          <Splitter pane="lesson-low.logs" label={t('resize.stage')} />
          <div className="pane" data-pane="logs">
            <Views form={undefined} />
          </div>
          <TimePane />
        </>
      ) : (
        <>
          <LogsPane grid={grid} />
          <Splitter pane={`${grid}.side`} label={t('resize.sides')} />
          <SidePane />
          <Splitter pane={`${grid}.time`} label={t('resize.timeline')} />
          <TimePane>
            <TimelinePlace />
          </TimePane>
        </>
      )}
    </Panes>
  );
}

function LessonPane({ grid, children }: { readonly grid: PaneGrid; readonly children: ReactNode }) {
  const { t } = useTranslation('controls');
  if (children === undefined) return undefined;
  return (
    <>
      <div className="pane" data-pane="lesson">
        {children}
      </div>
      <Splitter pane={`${grid}.lesson`} label={t('resize.lesson')} />
    </>
  );
}

function StagePane({ form, openForm }: LayoutProps) {
  return (
    <div className="pane stage-with-form" data-pane="stage">
      <PanelBoundary>
        <StagePanel openForm={openForm} />
      </PanelBoundary>
      <PanelBoundary>
        <ClientForm ref={form} />
      </PanelBoundary>
    </div>
  );
}

function LogsPane({ grid }: { readonly grid: PaneGrid }) {
  const { t } = useTranslation('controls');
  return (
    <>
      <Splitter pane={`${grid}.logs`} label={t('resize.stage')} />
      <div className="pane" data-pane="logs">
        <LogsPlace />
      </div>
    </>
  );
}

function SidePane() {
  return (
    <div className="pane" data-pane="side">
      <PanelBoundary>
        <SidePanel />
      </PanelBoundary>
    </div>
  );
}

/** Time in the viewer's hand, and what shows it. */
function TimePane({ children }: { readonly children?: ReactNode }) {
  return (
    <div className="pane time-pane" data-pane="time">
      <div className="controls-place">
        <PanelBoundary>
          <ControlsBar />
        </PanelBoundary>
      </div>
      {children !== undefined && <PanelBoundary>{children}</PanelBoundary>}
    </div>
  );
}
