import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Likelihood } from '../../lab/debug/likelihood.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { likelihoodScene } from '../../view/likelihood/likelihood-scene.ts';

/** Before it is known how wide it may be. */
const WIDTH = 640;

/** The likelihood as a line with its bounds; the table below says the same. */
export function LikelihoodChart({ answer }: { answer: Likelihood }) {
  const { t } = useTranslation('likelihood');
  const chart = useRef<SVGSVGElement>(null);
  const [room, setRoom] = useState(WIDTH);
  useLayoutEffect(() => {
    const { width: pixels = 0 } = chart.current?.getBoundingClientRect() ?? {};
    if (pixels > 0) setRoom(Math.round(pixels));
  }, []);
  const { width, height, path, points, bend, reached, xTicks, yTicks, over } = likelihoodScene(answer, room);
  const [bottom = height] = yTicks.map(({ y }) => y);
  const left = points[0]?.x ?? 0;
  return (
    <svg
      ref={chart}
      className="likelihood-chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('chart')}
    >
      {bend !== undefined && (
        <rect
          className="likelihood-bend"
          x={bend.from - 2}
          y={reached.y}
          width={Math.max(4, bend.to - bend.from + 4)}
          height={bottom - reached.y}
        />
      )}
      {yTicks.map(({ y, label }) => (
        <g key={label}>
          <line className="likelihood-grid" x1={left} x2={reached.x} y1={y} y2={y} />
          <text x={left - 6} y={y} dy="0.32em" textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {xTicks.map(({ x, label }) => (
        <g key={label}>
          <line className="likelihood-grid" x1={x} x2={x} y1={bottom} y2={bottom + 4} />
          <text x={x} y={bottom + 16} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <text x={(left + reached.x) / 2} y={height - 4} textAnchor="middle" className="likelihood-axis">
        {t(`axis.${over}`)}
      </text>
      {points.map(({ event, x, low, high }) => (
        <line key={event} className="likelihood-bounds" x1={x} x2={x} y1={low} y2={high} />
      ))}
      <path className="likelihood-line" d={path} />
      {points.map(({ event, x, y }) => (
        <circle key={event} className="likelihood-point" cx={x} cy={y} r={3} />
      ))}
      <path className="likelihood-reached" d={`M${reached.x},${reached.y - 6}l6,6l-6,6l-6,-6z`} />
    </svg>
  );
}

/** The same in numbers. */
export function LikelihoodTable({ answer }: { answer: Likelihood }) {
  const { t } = useTranslation('likelihood');
  return (
    <details>
      <summary>{t('table.show')}</summary>
      <table className="likelihood-table">
        <thead>
          <tr>
            <th scope="col">{t('table.event')}</th>
            <th scope="col">{t('table.time')}</th>
            <th scope="col">{t('table.reached')}</th>
            <th scope="col">{t('table.bounds')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.points.map(({ event, timeMs, runs, reached, low, high }) => (
            <tr key={event}>
              <td>{event}</td>
              <td>{formatSeconds(timeMs * 1000)}</td>
              <td>{t('of', { reached, runs })}</td>
              <td>{t('percents', { low: percent(low), high: percent(high) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function percent(share: number): number {
  return Math.round(share * 100);
}
