import { memo } from 'react';
import type { LinkMark, StageLink } from '../../view/stage/stage-link.ts';
import type { PlacedText } from '../../view/stage/stage-words.ts';

/** The line between two members, as far as it is not ordinary: cut, one way, slow, lossy, out of order, held. */
export const LinkLine = memo(function LinkLine({
  link,
  unit,
  words,
  hot,
}: {
  link: StageLink;
  unit: number;
  words: PlacedText | undefined;
  hot: boolean;
}) {
  const { x1, y1, x2, y2 } = link;
  const slow = link.there.latency ?? link.back.latency;
  const loss = Math.max(link.there.loss, link.back.loss);
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
      {link.state === 'oneWay' && <Stop link={link} mark={link.there} end="b" unit={unit} />}
      {link.state === 'oneWay' && <Stop link={link} mark={link.back} end="a" unit={unit} />}
      {words && (
        <text x={words.x} y={words.y} fontSize={words.size}>
          {words.text}
        </text>
      )}
    </g>
  );
});

/** A bar before the member that hears nothing, with an arrow that runs against it. */
function Stop({ link, mark, end, unit }: { link: StageLink; mark: LinkMark; end: 'a' | 'b'; unit: number }) {
  if (!mark.cut) return null;
  const [x, y, fromX, fromY] =
    end === 'b' ? [link.x2, link.y2, link.x1, link.y1] : [link.x1, link.y1, link.x2, link.y2];
  const angle = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI;
  const h = unit * 0.5;
  return (
    <g className="link-stop" transform={`translate(${x} ${y}) rotate(${angle})`}>
      <path
        d={`M${-unit * 0.5} ${-h}V${h}M${-unit * 1.7} 0H${-unit * 0.8}M${-unit * 1.15} ${-h * 0.55}L${-unit * 0.75} 0L${-unit * 1.15} ${h * 0.55}`}
      />
    </g>
  );
}
