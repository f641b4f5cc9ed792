import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMs } from '../../view/format.ts';
import type { LinkMark, StageLink } from '../../view/stage-link.ts';

/** The line between two members, as far as it is not ordinary: cut, one way, slow, lossy, out of order, held. */
export const LinkLine = memo(function LinkLine({
  link,
  rem,
  hot,
}: {
  link: StageLink;
  rem: number;
  hot: boolean;
}) {
  const { t } = useTranslation('stage');
  const { x1, y1, x2, y2 } = link;
  const slow = link.there.latency ?? link.back.latency;
  const loss = Math.max(link.there.loss, link.back.loss);
  const reorder = Math.max(link.there.reorder, link.back.reorder);
  const held = link.there.held || link.back.held;
  const words = [
    held ? t('heldLink') : '',
    slow === undefined || link.state === 'cut' ? '' : `${formatMs(slow)} ms`,
    loss > 0 && link.state !== 'cut' ? t('loses', { percent: Math.round(loss * 100) }) : '',
    reorder > 0 && link.state !== 'cut' ? t('overtakes', { percent: Math.round(reorder * 100) }) : '',
  ].filter((text) => text !== '');
  return (
    <g
      className="link"
      data-state={link.state}
      data-dead={link.dead || undefined}
      data-hot={hot || undefined}
      data-slow={slow === undefined ? undefined : true}
      data-lossy={loss > 0 || undefined}
    >
      <line x1={x1} y1={y1} x2={x2} y2={y2} />
      {link.state === 'oneWay' && <Stop link={link} mark={link.there} end="b" rem={rem} />}
      {link.state === 'oneWay' && <Stop link={link} mark={link.back} end="a" rem={rem} />}
      {words.length > 0 && (
        <text x={(x1 + x2) / 2} y={(y1 + y2) / 2 - rem * 0.35} fontSize={rem * 0.66}>
          {words.join(' · ')}
        </text>
      )}
    </g>
  );
});

/** A bar before the member that hears nothing, with an arrow that runs against it. */
function Stop({ link, mark, end, rem }: { link: StageLink; mark: LinkMark; end: 'a' | 'b'; rem: number }) {
  if (!mark.cut) return null;
  const [x, y, fromX, fromY] =
    end === 'b' ? [link.x2, link.y2, link.x1, link.y1] : [link.x1, link.y1, link.x2, link.y2];
  const angle = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI;
  const h = rem * 0.5;
  return (
    <g className="link-stop" transform={`translate(${x} ${y}) rotate(${angle})`}>
      <path
        d={`M${-rem * 0.5} ${-h}V${h}M${-rem * 1.7} 0H${-rem * 0.8}M${-rem * 1.15} ${-h * 0.55}L${-rem * 0.75} 0L${-rem * 1.15} ${h * 0.55}`}
      />
    </g>
  );
}
