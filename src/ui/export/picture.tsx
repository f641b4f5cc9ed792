import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { present } from '../../base/assert.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { TimeWindow } from '../../lab/lab-port.ts';
import { msToMicros } from '../../base/flavor.ts';
import { columnCount, logGridLayout, visibleIndexes } from '../../view/log/log-grid-layout.ts';
import { logScene } from '../../view/log/log-grid.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { rimRadius } from '../../view/stage/stage-layout.ts';
import { stageTimers } from '../../view/stage/stage-timer.ts';
import { stageTokens } from '../../view/stage/stage-token.ts';
import { stageScene } from '../../view/stage/stage.ts';
import { TERM_COLOURS } from '../../view/stage/term-colour.ts';
import { spaceTimeScene } from '../../view/time/space-time.ts';
import { measureText } from '../canvas/measure.ts';
import type { Paint } from '../canvas/surface.ts';
import { setFont } from '../canvas/text.ts';
import { paintLogs } from '../logs/paint-logs.ts';
import { t } from '../messages/say.ts';
import { paintTimers, paintToken, paintTokenArrow, tokenSize } from '../stage/paint-token.ts';
import { standing } from '../stage/standing.ts';
import { paintDiagram, paintHand } from '../timeline/paint-time.ts';
import { readTokens, type Tokens } from '../tokens.ts';
import { currentView, shownInDiagram } from '../view-state.ts';
import { inlineSvg } from './inline-svg.ts';
import { diagramItems, logItems, paintLegend, stageItems, termItems } from './legend.ts';
import { onPaper } from './paper.ts';
import { StageStill } from './StageStill.tsx';
import { SvgBrush } from './svg-brush.ts';
import type { Picture } from './svg-file.ts';
import './export.css';

export const pictures = ['stage', 'logs', 'diagram'] as const;
export type PictureOf = (typeof pictures)[number];

const WIDTH = 1280;
const STAGE_HEIGHT = 640;
const LOG_ROW = 44;
const LANE = 62;
const TITLE = 46;
const FOOT = 18;
/** Between the picture and its legend. */
const GAP = 16;
const COLUMN = 58;

/** How many columns of the logs a picture has: what a frame for it is asked for. */
export const LOG_COLUMNS = columnCount(
  logGridLayout({ width: WIDTH, height: 400, rows: 5, columnWidth: COLUMN }),
);
/** The width of the diagram, likewise. */
export const DIAGRAM_PIXELS = WIDTH;

/**
 * One of the page's pictures of a frame, for a slide or a paper: on white, with what it is of, its instant and what its
 * signs mean. `window`: the stretch that the diagram shows. Nothing in it points outside of it.
 */
export function drawPicture(of: PictureOf, frame: Frame, window: TimeWindow): Picture {
  return onPaper(() => {
    const brush = new SvgBrush(measureFont);
    const tokens = readTokens(TERM_COLOURS);
    paintTitle(paintOf(brush, tokens, TITLE), of, frame, window);
    brush.save();
    brush.translate(0, TITLE);
    const { height, legend } = painters[of](brush, tokens, frame, window);
    brush.restore();
    const below = paintLegend(paintOf(brush, tokens, height), legend, TITLE + height + GAP);
    return { width: WIDTH, height: TITLE + height + GAP + below + FOOT, content: brush.content() };
  });
}

export function titleOf(of: PictureOf, frame: Frame, { fromMs, toMs }: TimeWindow): string {
  const nodes = t('controls:run.nodes', { count: frame.nodes.length });
  const run = `${nodes} · ${t('controls:run.seed', { seed: frame.config.seed })}`;
  const at = `${formatSeconds(frame.at)} s`;
  const when = of === 'diagram' ? `${seconds(fromMs)} – ${seconds(toMs)} s` : at;
  return `${t(`exporting:picture.${of}`)} · ${run} · ${when}`;
}

function seconds(ms: number): string {
  return formatSeconds(msToMicros(ms));
}

function paintTitle(paint: Paint, of: PictureOf, frame: Frame, window: TimeWindow): void {
  const { context, tokens } = paint;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  setFont(context, `640 16px ${tokens.font}`);
  context.fillStyle = tokens.colour('ink');
  context.fillText(titleOf(of, frame, window), 24, 26);
  setFont(context, `400 11px ${tokens.font}`);
  context.textAlign = 'right';
  context.fillStyle = tokens.colour('ink-3');
  context.fillText('Quorumscope', WIDTH - 24, 26);
}

interface Painted {
  readonly height: number;
  readonly legend: Parameters<typeof paintLegend>[1];
}

type Painter = (brush: SvgBrush, tokens: Tokens, frame: Frame, window: TimeWindow) => Painted;

const painters: Readonly<Record<PictureOf, Painter>> = {
  stage: paintStage,
  logs: paintLog,
  diagram: paintTime,
};

function paintOf(brush: SvgBrush, tokens: Tokens, height: number): Paint {
  return { context: brush, width: WIDTH, height, unit: 1, hair: 0.5, tokens };
}

function paintStage(brush: SvgBrush, tokens: Tokens, frame: Frame): Painted {
  const { scene, words, obstacles } = standing(
    stageScene(frame, { width: WIDTH, height: STAGE_HEIGHT, rem: 16 }, undefined, currentView().arrangement),
    undefined,
  );
  const { layout } = scene;
  brush.insert(
    `<g transform="translate(0 ${TITLE})">${stillSvg(<StageStill scene={scene} words={words} />)}</g>`,
  );
  const look = { tokens, unit: layout.unit };
  paintTimers(brush, stageTimers(frame, scene), rimRadius(layout.radius, layout.unit), look);
  const options = { ...currentView().messageFilter, still: true, measure: measureText };
  for (const token of stageTokens(frame, layout, options, { obstacles, before: [] })) {
    const { width, height } = tokenSize(token);
    paintTokenArrow(brush, token, width, look);
    brush.save();
    brush.translate(token.x - width / 2, token.y - height / 2);
    paintToken(brush, token, look);
    brush.restore();
  }
  return {
    height: STAGE_HEIGHT,
    legend: [...termItems(scene.nodes.map(({ term }) => term)), ...stageItems()],
  };
}

/** The React picture as it stands when it is drawn for the first time, by the page's style sheets. */
function stillSvg(still: React.ReactElement): string {
  const host = document.createElement('div');
  host.className = 'export-still';
  host.setAttribute('aria-hidden', 'true');
  document.body.append(host);
  const root = createRoot(host);
  try {
    flushSync(() => root.render(still));
    const svg = present(host.querySelector('svg') ?? undefined, 'what was drawn is there');
    return [...svg.children].map(inlineSvg).join('');
  } finally {
    root.unmount();
    host.remove();
  }
}

function paintLog(brush: SvgBrush, tokens: Tokens, frame: Frame): Painted {
  const rows = frame.nodes.length;
  const layout = logGridLayout({ width: WIDTH, height: 42 + rows * LOG_ROW, rows, columnWidth: COLUMN });
  const columns = columnCount(layout);
  const scroll = Math.max(frame.log.minFirst, 1, frame.log.maxLast - Math.floor(columns) + 2);
  const scene = logScene(frame, visibleIndexes(layout, scroll));
  paintLogs(paintOf(brush, tokens, layout.height), {
    scene,
    layout,
    scroll,
    selected: undefined,
    marked: undefined,
    hovered: undefined,
  });
  const terms = scene.rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell.type === 'entry' ? [cell.term] : [])),
  );
  return { height: layout.height, legend: [...termItems(terms), ...logItems()] };
}

function paintTime(brush: SvgBrush, tokens: Tokens, frame: Frame, { fromMs, toMs }: TimeWindow): Painted {
  const height = 90 + frame.nodes.length * LANE;
  const paint = paintOf(brush, tokens, height);
  const window = { from: msToMicros(fromMs), to: msToMicros(toMs) };
  const scene = spaceTimeScene(
    frame,
    window,
    { width: WIDTH, height, unit: 1 },
    shownInDiagram(currentView()),
  );
  paintDiagram(paint, scene, { selected: undefined, marked: [], taken: 0 });
  const { playhead } = scene;
  paintHand(
    paint,
    scene,
    { playhead, hovered: undefined, selected: undefined, brush: undefined, scrubbing: undefined },
    0,
  );
  const terms = scene.bands.map(({ term }) => term);
  return { height, legend: [...termItems(terms), ...diagramItems(scene.bands, scene.arrows)] };
}

let ruler: CanvasRenderingContext2D | undefined;

function measureFont(font: string, text: string): number {
  ruler ??= present(
    document.createElement('canvas').getContext('2d') ?? undefined,
    'a canvas has a 2d context',
  );
  ruler.font = font;
  return ruler.measureText(text).width;
}
