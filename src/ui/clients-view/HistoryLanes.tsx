import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientHistory } from '../../lab/look/client-history.ts';
import { clientsViewScene, type Axis, type Shape } from '../../view/clients-view/clients-view-scene.ts';
import type { Judging } from './clients-view-store.ts';
import { callWords, pictureWords } from './clients-view-words.ts';

/** So many calls are drawn on the page; a file has room for more. */
const MOST = 150;
const WIDTH = 880;
/** So much room for the label of what is impossible. */
const AFTER = 90;

/** Lanes of clients over what befell the servers. Every call leads to its instant. */
export function HistoryLanes({
  history,
  judging,
  axis,
  only,
  go,
}: {
  history: ClientHistory;
  judging: Judging;
  axis: Axis;
  only: boolean;
  go: (place: number) => void;
}) {
  const { t } = useTranslation('clientsView');
  const scene = useMemo(() => {
    const isJudged = judging.type === 'judged';
    return clientsViewScene({
      history,
      findings: isJudged ? judging.findings : { first: undefined, contradiction: [] },
      points: isJudged ? judging.points : new Map(),
      axis,
      only,
      most: MOST,
      width: WIDTH,
      words: pictureWords(),
    });
  }, [history, judging, axis, only]);
  const first = judging.type === 'judged' ? judging.findings.first : undefined;
  const scroll = useRef<HTMLDivElement>(null);
  const impossible = scene.calls.find(({ seen }) => seen === first);
  // What is impossible is in view, with what led to it.
  useEffect(() => {
    const { current } = scroll;
    if (current === null || impossible === undefined) return;
    current.scrollLeft = impossible.end + AFTER - current.clientWidth;
  }, [impossible]);
  return (
    <figure className="clients-view-picture">
      <div className="clients-view-scroll" ref={scroll} tabIndex={0} role="region" aria-label={t('lanes')}>
        <svg width={scene.width} height={scene.height} viewBox={`0 0 ${scene.width} ${scene.height}`}>
          <g aria-hidden="true">
            {scene.ground.map(drawn)}
            {scene.calls.map(({ seen, shapes }) => (
              <g key={seen}>{shapes.map(drawn)}</g>
            ))}
            <g>{scene.points.map(drawn)}</g>
          </g>
          {scene.calls.map(({ seen, x, y, end }) => {
            const own = history.seen[seen];
            if (own === undefined) return null;
            const words = `${callWords(own)}${seen === first ? ` · ${t('impossibleHere')}` : ''}`;
            return (
              <g
                key={own.call.id}
                className="clients-view-call"
                role="button"
                tabIndex={0}
                aria-label={words}
                data-call={own.call.id}
                onClick={() => go(seen)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  go(seen);
                }}
              >
                <title>{words}</title>
                <rect
                  className="clients-view-target"
                  x={x}
                  y={y - 14}
                  width={Math.max(24, end - x)}
                  height={28}
                />
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption>
        <span>
          <span aria-hidden="true">◆</span> {t('point')}
        </span>
        <span>
          <span aria-hidden="true">┄</span> {t('unknownOutcome')}
        </span>
        <span>
          <span aria-hidden="true">▲</span> {t('faults')} <span aria-hidden="true">●</span> {t('servers')}
        </span>
        {first !== undefined && (
          <span>
            <span aria-hidden="true">✗</span> {t('impossibleHere')}
          </span>
        )}
        {scene.leftOut > 0 && <span>{t('leftOut', { count: scene.leftOut })}</span>}
      </figcaption>
    </figure>
  );
}

function drawn(shape: Shape, key: number) {
  if (shape.type === 'path') {
    const { d, fill, stroke, width = 1, dashed = false } = shape;
    return (
      <path
        key={key}
        d={d}
        fill={fill === undefined ? 'none' : `var(--${fill})`}
        stroke={stroke === undefined ? 'none' : `var(--${stroke})`}
        strokeWidth={width}
        strokeDasharray={dashed ? '3 3' : undefined}
      />
    );
  }
  const { x, y, text, ink, size, bold = false, anchor } = shape;
  return (
    <text
      key={key}
      x={x}
      y={y}
      fill={`var(--${ink})`}
      fontSize={size}
      fontWeight={bold ? 600 : undefined}
      textAnchor={anchor}
    >
      {text}
    </text>
  );
}
