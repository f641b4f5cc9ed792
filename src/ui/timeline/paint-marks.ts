import type { CallMark, SpaceTimeScene } from '../../view/space-time.ts';
import type { Paint } from '../canvas/surface.ts';
import { setFont, textWidth } from '../canvas/text.ts';
import { t } from '../messages/say.ts';
import { faultTone, toneColour, type FaultTone } from './fault-tone.ts';
import { faultWords } from './time-words.ts';

/** Commits, elections, faults and calls. */
export function paintMarks(paint: Paint, scene: SpaceTimeScene, taken: number): void {
  commits(paint, scene);
  for (const mark of scene.leaders) star(paint, mark.x, mark.y, scene.laneScale);
  leaderTerms(paint, scene);
  for (const mark of scene.calls) call(paint, mark, scene.laneScale);
  const labels = new LabelRow(paint, 12 * paint.unit, scene.playhead.x, taken);
  faults(paint, scene, labels);
}

function commits({ context, tokens, unit }: Paint, scene: SpaceTimeScene): void {
  context.fillStyle = tokens.colour('ink');
  const [below, long] = [4 * unit * scene.laneScale, 5 * unit * scene.laneScale];
  for (const { x, y } of scene.commits) context.fillRect(x - 0.6 * unit, y + below, 1.2 * unit, long);
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

function leaderTerms(paint: Paint, scene: SpaceTimeScene): void {
  const { context, tokens, unit } = paint;
  setFont(context, `600 ${10 * unit}px ${tokens.font}`);
  context.textAlign = 'left';
  context.fillStyle = tokens.colour('ink');
  for (const mark of scene.leaders) {
    beside(paint, scene, t('timeline:term', { term: String(mark.term) }), mark.x, mark.y - 10 * unit);
  }
}

/** Words right of x; left of it where they would cross the playhead or the edge. */
function beside({ context, unit }: Paint, scene: SpaceTimeScene, text: string, x: number, y: number): void {
  const width = textWidth(context, text);
  const right = x + 8 * unit;
  const playhead = scene.playhead.x;
  const crosses = x < playhead && right + width > playhead - 3 * unit;
  const fits = right + width <= scene.plot.right;
  const left = x - 8 * unit - width;
  context.fillText(text, (crosses || !fits) && left > scene.plot.left ? left : right, y);
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

/** A label may stand so far to the right of its place. */
const shiftMax = 110;

/** One line of labels above the lanes, where the first to come has the place. */
class LabelRow {
  constructor(
    private readonly paint: Paint,
    private readonly y: number,
    /** Not to be written across. */
    private readonly playhead: number,
    /** The end of the last label, or of the tools that stand at the left. */
    private free: number,
  ) {}

  /** False where no label at all could find room. */
  mayPlace(x: number): boolean {
    const { unit } = this.paint;
    return this.free - (x + 3 * unit) <= shiftMax * unit;
  }

  place(text: string, x: number): void {
    const { context, unit, width } = this.paint;
    const long = textWidth(context, text);
    const room = 7 * unit;
    const right = Math.min(x + 3 * unit, width - long - 4 * unit);
    const crosses = right < this.playhead + room && right + long > this.playhead - room;
    const wanted = crosses && x < this.playhead ? Math.min(right, this.playhead - long - room) : right;
    const left = Math.max(wanted, this.free);
    if (left - wanted > shiftMax * unit) return;
    if (left + long > width) return;
    this.free = left + long + 10 * unit;
    // What has not happened at this instant is paler, as is everything below it.
    context.globalAlpha = x > this.playhead ? 0.45 : 1;
    context.fillText(text, left, this.y);
    context.globalAlpha = 1;
  }
}

/** Setting a font is slow, and a hundred links may be changed at one instant: one font, one line an instant. */
function faults(paint: Paint, scene: SpaceTimeScene, labels: LabelRow): void {
  const { context, tokens, unit } = paint;
  setFont(context, `500 ${10.5 * unit}px ${tokens.font}`);
  context.textAlign = 'left';
  let lined: number | undefined;
  for (const mark of scene.faults) {
    const tone = faultTone(mark.command);
    const colour = tokens.colour(toneColour[tone]);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    if (mark.y !== undefined) {
      sign(paint, tone, mark.x, mark.y);
      beside(paint, scene, t(`timeline:command.${mark.command}`), mark.x, mark.y - 8 * unit);
      continue;
    }
    if (mark.x !== lined) networkLine(paint, scene, mark.x);
    lined = mark.x;
    if (labels.mayPlace(mark.x)) labels.place(faultWords(mark), mark.x);
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
