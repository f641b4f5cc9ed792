import { ClientForm } from '../calls/ClientForm.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { ControlsBar } from '../shell/ControlsBar.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import type { AloneView } from '../view-state.ts';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
import { LargeType } from './LargeType.tsx';
import type { LayoutProps } from './layout-props.ts';
import { PanelContent } from './SidePanel.tsx';

/** One view has the window, in type for the back row; time stays in the hand. */
export function AloneLayout({ view, form, openForm }: LayoutProps & { readonly view: AloneView }) {
  return (
    <main className="alone">
      <LargeType view={view} />
      {view === 'stage' && (
        <>
          <PanelBoundary>
            <StagePanel openForm={openForm} />
          </PanelBoundary>
          <PanelBoundary>
            <ClientForm ref={form} />
          </PanelBoundary>
        </>
      )}
      {view === 'logs' && <LogsPlace />}
      {view === 'time' && <TimelinePlace />}
      {view === 'console' && (
        <>
          <PanelBoundary>
            <StagePanel openForm={openForm} />
          </PanelBoundary>
          <section className="card alone-consoles">
            <PanelContent tab="console" />
          </section>
        </>
      )}
      <div className="controls-place">
        <PanelBoundary>
          <ControlsBar />
        </PanelBoundary>
      </div>
    </main>
  );
}
