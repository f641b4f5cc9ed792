import { useEffect, useMemo, useRef } from 'react';
import type { Frame } from '../../lab/frame/frame.ts';
import type { GalleryPicture } from '../../lessons/gallery/gallery-entry.ts';
import { logScene } from '../../view/log/log-grid.ts';
import { logGridLayout, visibleIndexes } from '../../view/log/log-grid-layout.ts';
import { rimRadius } from '../../view/stage/stage-layout.ts';
import { stageTimers } from '../../view/stage/stage-timer.ts';
import { stageTokens } from '../../view/stage/stage-token.ts';
import { stageScene } from '../../view/stage/stage.ts';
import { TERM_COLOURS } from '../../view/stage/term-colour.ts';
import { spaceTimeScene } from '../../view/time/space-time.ts';
import { measureText } from '../canvas/measure.ts';
import { Surface, type Paint } from '../canvas/surface.ts';
import { StageStill } from '../export/StageStill.tsx';
import { paintLogs } from '../logs/paint-logs.ts';
import { paintTimers, paintToken, paintTokenArrow, tokenSize } from '../stage/paint-token.ts';
import { standing } from '../stage/standing.ts';
import { paintDiagram, paintHand } from '../timeline/paint-time.ts';
import { readTokens } from '../tokens.ts';
import { useView } from '../view-state.ts';

/** The size at which a picture is drawn, in rem; it is shown at half of it (gallery.css). */
const WIDTH = 30;
const HEIGHT = 18.75;
/** Columns of logs are no wider and no narrower, in units. */
const COLUMN_MOST = 64;
const COLUMN_LEAST = 14;

/** One of the page's own pictures of a frame, small: with nothing to press, and not read out, as words beside it say what it is. */
export function Thumbnail({ frame, picture }: { frame: Frame; picture: GalleryPicture }) {
  return (
    <span className="thumbnail" aria-hidden="true" inert>
      {picture === 'stage' ? (
        <StageThumbnail frame={frame} />
      ) : (
        <Painted frame={frame} paint={picture === 'logs' ? paintLogsSmall : paintTimeSmall} />
      )}
    </span>
  );
}

function StageThumbnail({ frame }: { frame: Frame }) {
  // Sizes and colours of the page may have changed.
  const version = useView((state) => state.themeVersion);
  const still = useMemo(() => {
    const { rem } = readTokens(0);
    return {
      version,
      ...standing(stageScene(frame, { width: WIDTH * rem, height: HEIGHT * rem, rem }), undefined),
    };
  }, [frame, version]);
  const { scene, words } = still;
  return (
    <>
      <StageStill scene={scene} words={words} />
      <Painted
        frame={frame}
        paint={({ context }) => {
          const { obstacles } = still;
          const { layout } = scene;
          const look = { tokens: readTokens(TERM_COLOURS), unit: layout.unit };
          paintTimers(context, stageTimers(frame, scene), rimRadius(layout.radius, layout.unit), look);
          const shown = { node: undefined, hide: [], still: true, measure: measureText };
          for (const token of stageTokens(frame, layout, shown, { obstacles, before: [] })) {
            const { width, height } = tokenSize(token);
            paintTokenArrow(context, token, width, look);
            context.save();
            context.translate(token.x - width / 2, token.y - height / 2);
            paintToken(context, token, look);
            context.restore();
          }
        }}
      />
    </>
  );
}

type Painter = (paint: Paint, frame: Frame) => void;

function Painted({ frame, paint }: { frame: Frame; paint: Painter }) {
  const box = useRef<HTMLSpanElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef(paint);
  useEffect(() => {
    painter.current = paint;
  });
  useEffect(() => {
    if (!box.current || !canvas.current) return undefined;
    const surface = new Surface(canvas.current, box.current, (given) => painter.current(given, frame));
    return () => surface.dispose();
  }, [frame]);
  return (
    <span className="thumbnail-canvas" ref={box}>
      <canvas ref={canvas} />
    </span>
  );
}

function paintLogsSmall(paint: Paint, frame: Frame): void {
  const { width, height, unit } = paint;
  const rows = frame.nodes.length;
  const { minFirst, maxLast } = frame.log;
  const size = { width, height, rows, unit };
  const room = logGridLayout({ ...size, columnWidth: COLUMN_LEAST });
  // One more than there are, so that what is missing is seen.
  const columns = maxLast - Math.max(1, minFirst) + 2;
  const fitting = Math.floor((room.gridRight - room.gridLeft) / columns / unit);
  const layout = logGridLayout({
    ...size,
    columnWidth: Math.min(COLUMN_MOST, Math.max(COLUMN_LEAST, fitting)),
  });
  const scroll = Math.max(1, minFirst);
  paintLogs(paint, {
    scene: logScene(frame, visibleIndexes(layout, scroll)),
    layout,
    scroll,
    selected: undefined,
    marked: undefined,
    hovered: undefined,
  });
}

function paintTimeSmall(paint: Paint, frame: Frame): void {
  const { width, height, unit } = paint;
  // What is done by hand is said at every tick: at this size terms and messages are what there is to see.
  const marks = frame.timeline.marks.filter(({ type }) => type === 'leader');
  const seen = { ...frame, timeline: { ...frame.timeline, marks } };
  const scene = spaceTimeScene(seen, { from: 0, to: Math.max(1, frame.at) }, { width, height, unit }, {});
  paintDiagram(paint, scene, { selected: undefined, marked: [], taken: 0 });
  const { playhead } = scene;
  const nothing = { hovered: undefined, selected: undefined, brush: undefined, scrubbing: undefined };
  paintHand(paint, scene, { playhead, ...nothing }, 0);
}
