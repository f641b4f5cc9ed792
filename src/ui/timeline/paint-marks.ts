import { labelSize, type LabelWish, type PlacedLabel } from '../../view/time/space-time-labels.ts';
import type { CallMark, LoadMark, SpaceTimeScene } from '../../view/time/space-time.ts';
import type { Paint } from '../canvas/surface.ts';
import { setFont } from '../canvas/text.ts';
import type { Tokens } from '../tokens.ts';
import { faultTone, toneColour, type FaultTone } from './fault-tone.ts';

/** Commits, elections, faults, calls, and what was found broken. */
export function paintMarks(paint: Paint, scene: SpaceTimeScene): void {
  commits(paint, scene);
  for (const mark of scene.loads) load(paint, mark, scene.laneScale);
  for (const mark of scene.leaders) star(paint, mark.x, mark.y, scene.laneScale);
  for (const mark of scene.calls) call(paint, mark, scene.laneScale);
  faults(paint, scene);
  broken(paint, scene);
}

const face: Readonly<Record<LabelWish['kind'], (tokens: Tokens) => string>> = {
  network: ({ font }) => font,
  fault: ({ font }) => font,
  leader: ({ font }) => font,
  term: ({ font }) => font,
  name: ({ mono }) => mono,
};
const weight: Readonly<Record<LabelWish['kind'], number>> = {
  network: 500,
  fault: 500,
  leader: 600,
  term: 500,
  name: 500,
};
const inkOf: Readonly<Record<LabelWish['kind'], string>> = {
  network: 'ink-2',
  fault: 'ink-2',
  leader: 'ink',
  term: 'ink-3',
  name: 'ink-2',
};

/** Words where they were placed. Those of one kind one after the other: to set a font is slow. */
export function paintLabels(paint: Paint, scene: SpaceTimeScene, labels: readonly PlacedLabel[]): void {
  const { context, tokens, unit } = paint;
  context.textAlign = 'left';
  context.lineJoin = 'round';
  context.lineWidth = 3 * unit;
  context.strokeStyle = tokens.colour('surface');
  let kind: LabelWish['kind'] | undefined;
  for (const { wish, left, y } of labels) {
    if (wish.kind !== kind) {
      kind = wish.kind;
      setFont(context, `${weight[kind]} ${labelSize[kind] * unit}px ${face[kind](tokens)}`);
    }
    context.fillStyle = tokens.colour(wish.tone ?? inkOf[wish.kind]);
    // What has not happened at the instant shown is paler, as is everything below it.
    context.globalAlpha = wish.kind === 'network' && wish.x > scene.playhead.x ? 0.45 : 1;
    context.strokeText(wish.text, left, y);
    context.fillText(wish.text, left, y);
  }
  context.globalAlpha = 1;
}

function commits({ context, tokens, unit }: Paint, scene: SpaceTimeScene): void {
  context.fillStyle = tokens.colour('ink');
  const [below, long] = [4 * unit * scene.laneScale, 5 * unit * scene.laneScale];
  for (const { x, y } of scene.commits) context.fillRect(x - 0.6 * unit, y + below, 1.2 * unit, long);
  // As ticks that touch each other: the taller, the more.
  const most = Math.max(1, ...scene.manyCommits.map(({ count }) => count));
  for (const { left, right, y, count } of scene.manyCommits)
    context.fillRect(
      left,
      y + below,
      Math.max(unit, right - left - 0.5 * unit),
      Math.max(unit, (long * count) / most),
    );
}

/** Five points: here begins a leadership. */
function star({ context, tokens, unit }: Paint, x: number, y: number, scale: number): void {
  context.beginPath();
  for (let i = 0; i < 10; i++) {
    const radius = (i % 2 === 0 ? 7 : 3) * scale * unit;
    const angle = (Math.PI / 5) * i - Math.PI / 2;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.lineWidth = 2 * unit;
  context.lineJoin = 'round';
  context.strokeStyle = tokens.colour('surface');
  context.stroke();
  context.fillStyle = tokens.colour('ink');
  context.fill();
}

/** An open wedge where a call begins; where it ends a full one, a cross, or a ring for "nobody knows". */
function call({ context, tokens, unit }: Paint, mark: CallMark, scale: number): void {
  const [x, y, size] = [mark.x, mark.y, 3.2 * unit * scale];
  const colour = { invoked: 'ink-2', ok: 'good', failed: 'bad', unknown: 'warn' }[mark.status];
  context.strokeStyle = tokens.colour(colour);
  context.fillStyle = tokens.colour(colour);
  context.lineWidth = 1.3 * unit;
  context.beginPath();
  if (mark.status === 'failed') {
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y - size);
    context.lineTo(x - size, y + size);
    context.stroke();
    return;
  }
  if (mark.status === 'unknown') {
    context.arc(x, y, size, 0, Math.PI * 2);
    context.stroke();
    return;
  }
  const down = mark.status === 'invoked' ? 1 : -1;
  context.moveTo(x - size, y - size * down);
  context.lineTo(x + size, y - size * down);
  context.lineTo(x, y + size * down);
  context.closePath();
  if (mark.status === 'invoked') context.stroke();
  else context.fill();
}

/** A column for a stretch of time: full above its line for what was answered, hatched below it for what was not. */
function load({ context, tokens, unit }: Paint, mark: LoadMark, scale: number): void {
  const { left, right, y, answered, lost } = mark;
  const room = 4 * unit * scale;
  const width = Math.max(1, right - left - unit);
  context.fillStyle = tokens.colour('ink-2');
  context.fillRect(left, y, width, 0.6 * unit);
  if (answered > 0) {
    context.fillStyle = tokens.colour('good');
    context.fillRect(left, y - Math.max(unit, room * answered), width, Math.max(unit, room * answered));
  }
  if (lost === 0) return;
  context.fillStyle = tokens.colour('bad');
  const height = Math.max(unit, room * lost);
  for (let x = left; x < left + width; x += 3 * unit)
    context.fillRect(x, y + 0.6 * unit, Math.min(1.5 * unit, left + width - x), height);
}

function faults(paint: Paint, scene: SpaceTimeScene): void {
  const { context, tokens } = paint;
  let lined: number | undefined;
  for (const mark of scene.faults) {
    const tone = faultTone(mark.command);
    context.strokeStyle = tokens.colour(toneColour[tone]);
    if (mark.y !== undefined) sign(paint, tone, mark.x, mark.y);
    else if (mark.x !== lined) networkLine(paint, scene, mark.x);
    lined = mark.x;
  }
}

/** Something was done to the whole network: a dotted line through all lanes. */
function networkLine({ context, unit }: Paint, { plot }: SpaceTimeScene, x: number): void {
  context.beginPath();
  context.moveTo(x, plot.top - 6 * unit);
  context.lineTo(x, plot.bottom);
  context.setLineDash([2 * unit, 3 * unit]);
  context.lineWidth = unit;
  context.stroke();
  context.setLineDash([]);
}

function sign({ context, unit }: Paint, tone: FaultTone, x: number, y: number): void {
  const size = 3.6 * unit;
  context.lineWidth = 1.8 * unit;
  context.beginPath();
  switch (tone) {
    case 'mend':
      context.arc(x, y, size, 0, Math.PI * 2);
      break;
    case 'harm':
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x + size, y - size);
      context.lineTo(x - size, y + size);
      break;
    case 'act':
      context.moveTo(x, y - size);
      context.lineTo(x + size, y);
      context.lineTo(x, y + size);
      context.lineTo(x - size, y);
      context.closePath();
      break;
  }
  context.stroke();
}

/** A line through all lanes at the instant, and a cross in a ring on the lanes of those concerned. */
function broken({ context, tokens, unit }: Paint, { broken: marks, plot, laneScale }: SpaceTimeScene): void {
  context.strokeStyle = tokens.colour('bad');
  context.fillStyle = tokens.colour('surface');
  for (const { x, ys } of marks) {
    context.lineWidth = 1.4 * unit;
    context.beginPath();
    context.moveTo(x, plot.top - 6 * unit);
    context.lineTo(x, plot.bottom);
    context.stroke();
    const [ring, arm] = [6.5 * unit * laneScale, 3 * unit * laneScale];
    for (const y of ys) {
      context.beginPath();
      context.arc(x, y, ring, 0, Math.PI * 2);
      context.fill();
      context.moveTo(x - arm, y - arm);
      context.lineTo(x + arm, y + arm);
      context.moveTo(x + arm, y - arm);
      context.lineTo(x - arm, y + arm);
      context.stroke();
    }
  }
}
