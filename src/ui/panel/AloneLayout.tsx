import { useLayoutEffect } from 'react';
import { ClientForm } from '../calls/ClientForm.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { ControlsBar } from '../shell/ControlsBar.tsx';
import { StagePanel } from '../stage/StagePanel.tsx';
import { currentView, type AloneView } from '../view-state.ts';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
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

/** The first child, so that the type has its size before the others measure themselves. */
function LargeType({ view }: { readonly view: AloneView }) {
  useLayoutEffect(() => {
    document.documentElement.dataset['alone'] = view;
    currentView().tokensChanged();
    return () => {
      delete document.documentElement.dataset['alone'];
      currentView().tokensChanged();
    };
  }, [view]);
  return null;
}
