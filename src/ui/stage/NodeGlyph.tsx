import { memo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import { fitInDisc } from '../../view/stage/fit-term.ts';
import { formatNode } from '../../view/say/format.ts';
import { rimRadius, TRAY, trayPlace, type StageLayout } from '../../view/stage/stage-layout.ts';
import type { StageNode } from '../../view/stage/stage-node.ts';
import { BADGE, badgesOf, TRAY_MAX } from '../../view/stage/stage-obstacles.ts';
import type { PlacedWords } from '../../view/stage/stage-words.ts';
import { measureText } from '../canvas/measure.ts';
import { nodeFacts } from './node-words.ts';
import { TermTile } from './TermTile.tsx';

interface NodeGlyphProps {
  readonly node: StageNode;
  readonly layout: StageLayout;
  /** Undefined: there is no room for any. */
  readonly words: PlacedWords | undefined;
  readonly selected: boolean;
  /** The one member that the tab key comes to; the arrow keys go on to the others. */
  readonly tabbable: boolean;
  /** Side of a split that is being drawn. */
  readonly side: number | undefined;
  readonly onOpen: (id: NodeId) => void;
}

/** One member. Drawn again only when something about it changed; its timer is painted on the canvas above. */
export const NodeGlyph = memo(function NodeGlyph(props: NodeGlyphProps) {
  const { node, layout, words, selected, side, onOpen } = props;
  const { radius, unit } = layout;
  const { t } = useTranslation('stage');
  const open = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.repeat) return;
    event.preventDefault();
    onOpen(node.id);
  };
  const { colour, pattern } = node.look;
  return (
    <g
      className="node"
      data-status={node.status}
      data-role={node.role}
      data-member={node.member}
      data-selected={selected || undefined}
      data-side={side}
      data-node={node.id}
      data-pattern={pattern}
      style={{
        ['--fill' as string]: `var(--term-${colour})`,
        ['--fill-ink' as string]: `var(--term-${colour}-ink)`,
      }}
    >
      <g transform={`translate(${node.x} ${node.y})`} aria-hidden="true">
        {selected && <Halo node={node} r={radius + unit * 0.85} crown={radius * 0.5} />}
        {node.transferTarget && <circle className="node-transfer" r={radius + unit * 0.85} />}
        <Rim node={node} layout={layout} />
        <Body node={node} radius={radius} className="node-body" />
        {pattern !== 'plain' && (
          <>
            <TermTile id={`term-tile-${node.id}`} pattern={pattern} unit={unit} />
            <Body
              node={node}
              radius={radius - 1}
              className="node-pattern"
              fill={`url(#term-tile-${node.id})`}
            />
          </>
        )}
        <text
          className="node-name"
          y={node.votes.length > 0 ? -radius * 0.22 : -radius * 0.04}
          fontSize={radius * 0.5}
        >
          {formatNode(node.id)}
        </text>
        {node.votes.length > 0 ? (
          <Votes node={node} radius={radius} />
        ) : (
          <Under node={node} radius={radius} />
        )}
        <Badges node={node} layout={layout} />
        <Stacks node={node} radius={radius} unit={unit} />
      </g>
      <circle
        className="node-hit"
        cx={node.x}
        cy={node.y}
        r={radius}
        role="button"
        tabIndex={props.tabbable ? 0 : -1}
        aria-haspopup="menu"
        aria-label={[t('nodeName', { id: node.id }), ...nodeFacts(node)].join(', ')}
        onKeyDown={open}
        onClick={(event) => {
          // Of a screen reader, which has no pointer; those of pointers are the stage's.
          if (event.detail === 0) onOpen(node.id);
        }}
      />
      {words && <Words words={words} />}
    </g>
  );
});

/** The term, or that it is killed, as large as the disc allows. */
function Under({ node, radius }: Pick<NodeGlyphProps, 'node'> & { radius: number }) {
  const { t } = useTranslation('stage');
  const term = String(node.term);
  const texts =
    node.status === 'killed' ? [t('killed'), '×'] : [t('term', { term }), t('termShort', { term })];
  const { text, size } = fitInDisc(texts, radius, measureText);
  return (
    <text className="node-term" y={radius * 0.43} fontSize={size}>
      {text}
    </text>
  );
}

/** Round a selected node; open at the top of a leader, where its crown is `crown` wide to each side. */
function Halo({ node, r, crown }: { node: StageNode; r: number; crown: number }) {
  if (node.role !== 'StateLeader') return <circle className="node-halo" r={r} />;
  const y = -Math.sqrt(Math.max(0, r * r - crown * crown));
  return <path className="node-halo" d={`M${crown} ${y}A${r} ${r} 0 1 1 ${-crown} ${y}`} />;
}

function Rim({ node, layout: { radius, unit } }: Pick<NodeGlyphProps, 'node' | 'layout'>) {
  if (node.status === 'killed') return null;
  const r = rimRadius(radius, unit);
  if (node.role === 'StateLeader') {
    const w = radius * 0.36;
    const h = radius * 0.3;
    const top = -r - h * 0.72;
    return (
      <>
        <circle className="node-leader-ring" r={r} />
        <path
          className="node-crown"
          d={`M${-w} ${top + h}L${-w * 1.08} ${top - h * 0.05}L${-w * 0.45} ${top + h * 0.45}L0 ${top - h * 0.45}L${w * 0.45} ${top + h * 0.45}L${w * 1.08} ${top - h * 0.05}L${w} ${top + h}Z`}
        />
      </>
    );
  }
  if (node.member !== 'voter') return null;
  return <circle className="node-track" r={r} />;
}

interface BodyProps {
  readonly node: StageNode;
  readonly radius: number;
  readonly className: string;
  readonly fill?: string;
}

function Body({ node, radius, className, fill }: BodyProps) {
  if (node.shape === 'circle') return <circle className={className} fill={fill} r={radius} />;
  if (node.shape === 'square') {
    const half = radius * 0.92;
    return (
      <rect
        className={className}
        fill={fill}
        x={-half}
        y={-half}
        width={half * 2}
        height={half * 2}
        rx={radius * 0.28}
      />
    );
  }
  const points = [0, 1, 2, 3, 4, 5].map((i) => {
    const angle = (Math.PI / 3) * i;
    return `${(Math.cos(angle) * radius * 1.06).toFixed(2)},${(Math.sin(angle) * radius * 1.06).toFixed(2)}`;
  });
  return <polygon className={className} fill={fill} points={points.join(' ')} strokeLinejoin="round" />;
}

/** A candidate's count: full have, ring with a dot on the way, cross refused, empty not heard of. */
function Votes({ node, radius }: Pick<NodeGlyphProps, 'node'> & { radius: number }) {
  const count = node.votes.length;
  const r = Math.min(radius * 0.13, (radius * 1.5) / count / 2.6);
  const step = r * 2.65;
  return (
    <g className="node-votes" transform={`translate(${(-(count - 1) * step) / 2} ${radius * 0.36})`}>
      {node.votes.map(({ id, mark }, i) => (
        <g key={id} transform={`translate(${i * step} 0)`} data-mark={mark}>
          <circle r={r} />
          {mark === 'granted' && <circle className="vote-fill" r={r} />}
          {mark === 'onTheWay' && <circle className="vote-dot" r={r * 0.42} />}
          {mark === 'rejected' && (
            <path
              d={`M${-r * 0.6} ${-r * 0.6}L${r * 0.6} ${r * 0.6}M${r * 0.6} ${-r * 0.6}L${-r * 0.6} ${r * 0.6}`}
            />
          )}
        </g>
      ))}
    </g>
  );
}

function Badges({ node, layout }: Pick<NodeGlyphProps, 'node' | 'layout'>) {
  const r = BADGE * layout.unit;
  const size = layout.unit * 0.75;
  return badgesOf(node, layout).map(({ mark, x, y }) => (
    <g
      key={mark}
      className={
        mark === 'isolated' || mark === 'alarm'
          ? 'node-badge node-badge-bad'
          : `node-badge node-badge-${mark}`
      }
      transform={`translate(${x} ${y})`}
    >
      <circle r={r} />
      {mark === 'paused' && (
        <path
          className="badge-fill"
          d={`M${-r * 0.42} ${-r * 0.45}h${r * 0.28}v${r * 0.9}h${-r * 0.28}zM${r * 0.14} ${-r * 0.45}h${r * 0.28}v${r * 0.9}h${-r * 0.28}z`}
        />
      )}
      {mark === 'isolated' && <path d={`M${-r * 0.45} ${r * 0.45}L${r * 0.45} ${-r * 0.45}`} />}
      {mark === 'alarm' && <text fontSize={size}>!</text>}
      {mark === 'changed' && <text fontSize={size}>Δ</text>}
      {mark === 'joint' && (
        <text fontSize={size}>{node.joint === 'in' ? '+' : node.joint === 'out' ? '−' : '±'}</text>
      )}
    </g>
  ));
}

/** Work that waits at the node, in trays: writes for its disk on the left, entries for its apply thread on the right. */
function Stacks({ node, radius, unit }: { node: StageNode; radius: number; unit: number }) {
  const { x, y } = trayPlace(radius, unit);
  return (
    <>
      <Tray count={node.writes} kind="disk" x={-x} y={y} unit={unit} />
      <Tray count={node.applies} kind="apply" x={x} y={y} unit={unit} />
    </>
  );
}

function Tray({
  count,
  kind,
  x,
  y,
  unit,
}: {
  count: number;
  kind: 'disk' | 'apply';
  x: number;
  y: number;
  unit: number;
}) {
  if (count === 0) return null;
  const half = unit * TRAY;
  const step = unit * 0.24;
  const shown = Math.min(count, TRAY_MAX);
  const top = -Math.max(2, shown) * step - unit * 0.08;
  return (
    <g className={`tray tray-${kind}`} transform={`translate(${x} ${y})`}>
      <path d={`M${-half} ${top}V0H${half}V${top}`} />
      {Array.from({ length: shown }, (_, i) => (
        <rect
          key={i}
          x={-half + unit * 0.13}
          y={-(i + 1) * step - unit * 0.02}
          width={half * 2 - unit * 0.26}
          height={unit * 0.15}
          rx={1}
        />
      ))}
    </g>
  );
}

function Words({ words }: { words: PlacedWords }) {
  return (
    <g className="node-words" textAnchor={words.anchor} aria-hidden="true">
      {words.lines.map(({ text, strong, y, size }) => (
        <text key={y} className={strong ? 'node-title' : 'node-line'} x={words.x} y={y} fontSize={size}>
          {text}
        </text>
      ))}
    </g>
  );
}
