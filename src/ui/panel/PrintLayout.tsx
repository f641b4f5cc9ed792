import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../../view/say/format.ts';
import { StagePanel } from '../stage/StagePanel.tsx';
import { PanelBoundary } from '../PanelBoundary.tsx';
import { useView } from '../view-state.ts';
import { LogsPlace, TimelinePlace } from './DataPlaces.tsx';
import type { LayoutProps } from './layout-props.ts';
import { PanelContent } from './SidePanel.tsx';

/** What goes on paper: stage, logs, diagram and what is selected, below each other, as wide as a sheet. */
export function PrintLayout({ openForm }: Pick<LayoutProps, 'openForm'>) {
  const { t } = useTranslation('controls');
  const seed = useView((state) => state.frame?.config.seed);
  const at = useView((state) => state.frame?.at);
  return (
    <main className="paper">
      <header className="paper-head">
        <h1>Quorumscope</h1>
        <p>
          {seed !== undefined && t('run.seed', { seed })}
          {at !== undefined && ` · ${formatSeconds(at)} s`}
        </p>
      </header>
      <PanelBoundary>
        <StagePanel openForm={openForm} />
      </PanelBoundary>
      <LogsPlace />
      <TimelinePlace />
      <section className="card paper-inspector">
        <PanelBoundary>
          <PanelContent tab="inspector" />
        </PanelBoundary>
      </section>
    </main>
  );
}
