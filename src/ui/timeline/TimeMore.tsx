import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMs, formatSeconds } from '../../view/say/format.ts';
import { CrossIcon } from '../icons.tsx';
import { useLab } from '../lab-context.tsx';
import { useView } from '../view-state.ts';
import { brushedIs, zoomToBrush } from './brush.ts';
import { askForCone } from './cone-asker.ts';
import { withToggled } from './toggled.ts';

export { paintCone } from './paint-cone.ts';
export { Walker } from './walker.ts';

/** What is left out of the diagram, the window that is chosen in it, and the causal cone: each with a way to be rid of it. */
export default function TimeMore() {
  return (
    <div className="time-more">
      <LeftOut />
      <Chosen />
      <ConeTool />
    </div>
  );
}

function LeftOut() {
  const { t } = useTranslation('diagram');
  const hide = useView((state) => state.timelineHide);
  const nodes = useView((state) => state.timelineNodes);
  const terms = useView((state) => state.timelineTerms);
  return (
    <>
      {nodes.map((id) => (
        <Chip
          key={id}
          off={t('allNodes')}
          onOff={() => useView.setState({ timelineNodes: withToggled(nodes, id) })}
        >
          {t('onlyNode', { id })}
        </Chip>
      ))}
      {terms !== undefined && (
        <Chip off={t('allTerms')} onOff={() => useView.setState({ timelineTerms: undefined })}>
          {terms.first === terms.last
            ? t('onlyTerm', { term: String(terms.first) })
            : t('onlyTerms', { first: String(terms.first), last: String(terms.last) })}
        </Chip>
      )}
      {hide.length > 0 && (
        <Chip off={t('allTypes')} onOff={() => useView.getState().setTimelineHide([])}>
          {hide.length === 1
            ? t('without', { type: hide[0] ?? '' })
            : t('withoutTypes', { count: hide.length })}
        </Chip>
      )}
    </>
  );
}

/** The window that is chosen: to zoom to it, or to take it elsewhere. */
function Chosen() {
  const { t } = useTranslation('diagram');
  const brush = useView((state) => state.timelineBrush);
  if (brush === undefined) return null;
  const { from, to } = brush;
  return (
    <>
      <Chip off={t('noWindow')} onOff={() => brushedIs(undefined)}>
        {t('window', { from: formatSeconds(from), to: formatSeconds(to), ms: formatMs(to - from) })}
      </Chip>
      <button type="button" className="data-tool" onClick={zoomToBrush}>
        {t('zoomTo')}
      </button>
      <button type="button" className="data-tool" onClick={() => useView.getState().setExportOpen(true)}>
        {t('export')}
      </button>
    </>
  );
}

function ConeTool() {
  const { t } = useTranslation('diagram');
  const lab = useLab();
  const cone = useView((state) => state.timelineCone);
  const found = useView((state) => state.timelineConeFound);
  const selection = useView((state) => state.selection);
  useEffect(() => askForCone(lab), [lab]);
  const subject = selection?.type === 'message' || selection?.type === 'event' ? selection : undefined;
  if (cone === undefined && subject === undefined) return null;
  return (
    <>
      <button
        type="button"
        className="data-tool"
        aria-pressed={cone !== undefined}
        title={t('coneHint')}
        onClick={() => useView.setState({ timelineCone: cone === undefined ? subject : undefined })}
      >
        {t('cone')}
      </button>
      {cone !== undefined && found !== undefined && (
        <p className="time-cone" role="status">
          <Line />
          {t('past', { count: found.past.count - 1 })}
          <Line dashed />
          {found.future === undefined ? t('noFuture') : t('future', { count: found.future.count - 1 })}
        </p>
      )}
    </>
  );
}

function Line({ dashed = false }: { readonly dashed?: boolean }) {
  return (
    <svg width="22" height="8" aria-hidden="true" className={dashed ? 'time-cone-future' : 'time-cone-past'}>
      <line x1="1" y1="4" x2="21" y2="4" strokeWidth="2" strokeDasharray={dashed ? '4 3' : undefined} />
    </svg>
  );
}

function Chip(props: { readonly children: ReactNode; readonly off: string; readonly onOff: () => void }) {
  return (
    <span className="time-chip">
      {props.children}
      <button type="button" aria-label={props.off} title={props.off} onClick={props.onOff}>
        <CrossIcon />
      </button>
    </span>
  );
}
