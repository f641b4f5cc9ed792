import { memo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import { formatNode } from '../../view/format.ts';
import { rimRadius, trayPlace } from '../../view/stage-layout.ts';
import type { StageNode } from '../../view/stage-node.ts';

interface NodeGlyphProps {
  readonly node: StageNode;
  readonly radius: number;
  readonly rem: number;
  readonly narrow: boolean;
  /** So many nodes that their words must be few. */
  readonly crowded: boolean;
  readonly selected: boolean;
  /** Side of a split that is being drawn. */
  readonly side: 0 | 1 | undefined;
  readonly onOpen: (id: NodeId) => void;
}

/** One member. Drawn again only when something about it changed; its timer is painted on the canvas above. */
export const NodeGlyph = memo(function NodeGlyph(props: NodeGlyphProps) {
  const { node, radius, rem, selected, side, onOpen } = props;
  const { t } = useTranslation('stage');
  const killed = node.status === 'killed';
  const words = useNodeWords(node, props.narrow, props.crowded);
  const open = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onOpen(node.id);
  };
  return (
    <g
      className="node"
      data-status={node.status}
      data-role={node.role}
      data-member={node.member}
      data-selected={selected || undefined}
      data-side={side}
      data-node={node.id}
      style={{
        ['--fill' as string]: `var(--term-${node.colour})`,
        ['--fill-ink' as string]: `var(--term-${node.colour}-ink)`,
      }}
    >
      <g transform={`translate(${node.x} ${node.y})`} aria-hidden="true">
        {selected && <Halo node={node} r={radius + rem * 0.85} crown={radius * 0.5} />}
        {node.transferTarget && <circle className="node-transfer" r={radius + rem * 0.85} />}
        <Rim node={node} radius={radius} rem={rem} />
        <Body node={node} radius={radius} />
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
          <text className="node-term" y={radius * 0.43} fontSize={Math.max(rem * 0.62, radius * 0.31)}>
            {killed ? t('killed') : t('term', { term: String(node.term) })}
          </text>
        )}
        <Badges node={node} radius={radius} rem={rem} />
        <Stacks node={node} radius={radius} rem={rem} />
      </g>
      <circle
        className="node-hit"
        cx={node.x}
        cy={node.y}
        r={radius}
        role="button"
        tabIndex={0}
        aria-haspopup="menu"
        aria-label={[t('nodeName', { id: node.id }), ...words.all].join(', ')}
        onKeyDown={open}
      />
      <Words node={node} words={words} rem={rem} narrow={props.narrow} />
    </g>
  );
});

/** Round a selected node; open at the top of a leader, where its crown is `crown` wide to each side. */
function Halo({ node, r, crown }: { node: StageNode; r: number; crown: number }) {
  if (node.role !== 'StateLeader') return <circle className="node-halo" r={r} />;
  const y = -Math.sqrt(Math.max(0, r * r - crown * crown));
  return <path className="node-halo" d={`M${crown} ${y}A${r} ${r} 0 1 1 ${-crown} ${y}`} />;
}

function Rim({ node, radius, rem }: Pick<NodeGlyphProps, 'node' | 'radius' | 'rem'>) {
  if (node.status === 'killed') return null;
  const r = rimRadius(radius, rem);
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

function Body({ node, radius }: Pick<NodeGlyphProps, 'node' | 'radius'>) {
  if (node.shape === 'circle') return <circle className="node-body" r={radius} />;
  if (node.shape === 'square') {
    const half = radius * 0.92;
    return (
      <rect className="node-body" x={-half} y={-half} width={half * 2} height={half * 2} rx={radius * 0.28} />
    );
  }
  const points = [0, 1, 2, 3, 4, 5].map((i) => {
    const angle = (Math.PI / 3) * i;
    return `${(Math.cos(angle) * radius * 1.06).toFixed(2)},${(Math.sin(angle) * radius * 1.06).toFixed(2)}`;
  });
  return <polygon className="node-body" points={points.join(' ')} strokeLinejoin="round" />;
}

/** A candidate's count: full have, ring with a dot on the way, cross refused, empty not heard of. */
function Votes({ node, radius }: Pick<NodeGlyphProps, 'node' | 'radius'>) {
  const count = node.votes.length;
  const r = Math.min(radius * 0.13, (radius * 1.5) / count / 2.6);
  const step = r * 2.65;
  return (
    <g className="node-votes" transform={`translate(${(-(count - 1) * step) / 2} ${radius * 0.36})`}>
      {node.votes.map(({ id, mark }, i) => (
        <g key={id} transform={`translate(${i * step} 0)`} data-mark={mark}>
          <circle r={r} />
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

function Badges({ node, radius, rem }: Pick<NodeGlyphProps, 'node' | 'radius' | 'rem'>) {
  // Outside of the timer's arc, which is painted over everything here.
  const at = (radius + rem * 1.1) * Math.SQRT1_2;
  const r = rem * 0.56;
  return (
    <>
      {node.status === 'paused' && (
        <g className="node-badge" transform={`translate(${at} ${-at})`}>
          <circle r={r} />
          <path
            className="badge-fill"
            d={`M${-r * 0.42} ${-r * 0.45}h${r * 0.28}v${r * 0.9}h${-r * 0.28}zM${r * 0.14} ${-r * 0.45}h${r * 0.28}v${r * 0.9}h${-r * 0.28}z`}
          />
        </g>
      )}
      {node.isolated && node.status !== 'killed' && (
        <g className="node-badge node-badge-bad" transform={`translate(${-at} ${-at})`}>
          <circle r={r} />
          <path d={`M${-r * 0.45} ${r * 0.45}L${r * 0.45} ${-r * 0.45}`} />
        </g>
      )}
      {node.alarms !== '' && (
        <g
          className="node-badge node-badge-bad"
          transform={`translate(${-at - (node.isolated ? r * 2.2 : 0)} ${-at})`}
        >
          <circle r={r} />
          <text fontSize={rem * 0.75}>!</text>
        </g>
      )}
      {node.joint !== undefined && (
        <g
          className="node-badge"
          transform={`translate(${at + (node.status === 'paused' ? r * 2.2 : 0)} ${-at})`}
        >
          <circle r={r} />
          <text fontSize={rem * 0.75}>{node.joint === 'in' ? '+' : node.joint === 'out' ? '−' : '±'}</text>
        </g>
      )}
    </>
  );
}

const STACK_MAX = 5;

/** Work that waits at the node, in trays: writes for its disk on the left, entries for its apply thread on the right. */
function Stacks({ node, radius, rem }: Pick<NodeGlyphProps, 'node' | 'radius' | 'rem'>) {
  const { x, y } = trayPlace(radius, rem);
  return (
    <>
      <Tray count={node.writes} kind="disk" x={-x} y={y} rem={rem} />
      <Tray count={node.applies} kind="apply" x={x} y={y} rem={rem} />
    </>
  );
}

function Tray({
  count,
  kind,
  x,
  y,
  rem,
}: {
  count: number;
  kind: 'disk' | 'apply';
  x: number;
  y: number;
  rem: number;
}) {
  if (count === 0) return null;
  const half = rem * 0.42;
  const step = rem * 0.24;
  const shown = Math.min(count, STACK_MAX);
  const top = -Math.max(2, shown) * step - rem * 0.08;
  return (
    <g className={`tray tray-${kind}`} transform={`translate(${x} ${y})`}>
      <path d={`M${-half} ${top}V0H${half}V${top}`} />
      {Array.from({ length: shown }, (_, i) => (
        <rect
          key={i}
          x={-half + rem * 0.13}
          y={-(i + 1) * step - rem * 0.02}
          width={half * 2 - rem * 0.26}
          height={rem * 0.15}
          rx={1}
        />
      ))}
    </g>
  );
}

interface NodeWords {
  readonly title: string;
  readonly lines: readonly string[];
  readonly all: readonly string[];
}

function useNodeWords(node: StageNode, narrow: boolean, crowded: boolean): NodeWords {
  const { t } = useTranslation(['stage', 'common']);
  if (node.status === 'killed' && node.removed) {
    const [title, why] = [t('removed'), t('removedBrings')];
    return { title, lines: narrow ? [] : [why], all: [title, why] };
  }
  if (node.status === 'killed' && narrow && node.crashed === undefined) {
    const title = t('onDiskShort', { term: String(node.term), last: node.last });
    return { title, lines: [], all: [t('killed'), title] };
  }
  if (node.status === 'killed') {
    const title =
      node.crashed === undefined ? t('onDisk', { term: String(node.term), last: node.last }) : t('crashed');
    const lines: string[] = [node.crashed ?? t('restartBrings')];
    return { title, lines, all: [t('killed'), title, ...lines] };
  }
  const role =
    node.member === 'none'
      ? t('common:member.none')
      : node.member === 'learner'
        ? t('learner')
        : t(`common:role.${node.role ?? 'StateFollower'}`);
  const title = node.votes.length > 0 ? `${role} · ${t('term', { term: String(node.term) })}` : role;
  const lines: string[] = [
    crowded && node.commit === node.applied
      ? t('commitOnly', { commit: node.commit })
      : t('commitApplied', { commit: node.commit, applied: node.applied }),
  ];
  if (node.alarms !== '') lines.push(t('alarm', { alarm: node.alarms }));
  const busy = [
    node.status === 'paused' ? t('pausedWaiting', { count: node.waiting }) : '',
    node.isolated ? t('cutOff') : '',
    node.writes > 0 ? t('writes', { count: node.writes }) : '',
    node.applies > 0 ? t('applies', { count: node.applies }) : '',
    node.reads > 0 ? t('reads', { count: node.reads }) : '',
    node.proposals > 0 ? t('proposals', { count: node.proposals }) : '',
    node.snapshotPending ? t('snapshotPending') : '',
    node.transferTarget ? t('transferTarget') : '',
  ].filter((text) => text !== '');
  if (busy.length > 0) lines.push(busy.join(' · '));
  return { title, lines, all: [title, t('term', { term: String(node.term) }), ...lines] };
}

function Words({
  node,
  words,
  rem,
  narrow,
}: {
  node: StageNode;
  words: NodeWords;
  rem: number;
  narrow: boolean;
}) {
  const { x, y, anchor } = node.label;
  const lines = narrow ? words.lines.slice(0, 1) : words.lines;
  const first = narrow ? 0 : -lines.length * rem * 0.56 + rem * 0.28;
  return (
    <g className="node-words" textAnchor={anchor} transform={`translate(${x} ${y})`} aria-hidden="true">
      <text className="node-title" y={first} fontSize={rem * (narrow ? 0.72 : 0.8125)}>
        {words.title}
      </text>
      {lines.map((text, i) => (
        <text
          key={text}
          className="node-line"
          y={first + rem * (narrow ? 0.9 : 1.12) * (i + 1)}
          fontSize={rem * (narrow ? 0.64 : 0.75)}
        >
          {narrow ? text : clip(text)}
        </text>
      ))}
    </g>
  );
}

const WORDS_MAX = 44;
function clip(text: string): string {
  return text.length > WORDS_MAX ? `${text.slice(0, WORDS_MAX - 1)}…` : text;
}
