import type { ReactNode } from 'react';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { ControlsBar } from '../shell/ControlsBar.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import { useView } from '../view-state.ts';
import type { LayoutProps } from './layout-props.ts';
import { Views } from './Views.tsx';

/** The stage, a lesson that is open, one other view at a time (below or beside it, by the page's form), and time at the thumb. */
export function CompactLayout({ form, openForm, lesson }: LayoutProps & { readonly lesson: ReactNode }) {
  // A lesson that points at nothing but the stage has the room of the views, until one of them is wanted.
  const hasViews = useView(
    ({ lesson: shown, selection }) => shown?.withView !== false || selection !== undefined,
  );
  return (
    <main
      className="compact"
      data-lesson={lesson === undefined ? undefined : hasViews ? 'withView' : 'alone'}
    >
      <PanelBoundary>
        <StagePanel openForm={openForm} />
      </PanelBoundary>
      {lesson !== undefined && <div className="lesson-place">{lesson}</div>}
      {hasViews && <Views form={form} />}
      <div className="controls-place">
        <PanelBoundary>
          <ControlsBar />
        </PanelBoundary>
      </div>
    </main>
  );
}
