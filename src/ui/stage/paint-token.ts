import { isLost } from '../../view/message/message-fate.ts';
import { pillParts, TOKEN_HEIGHT, TOKEN_TYPE } from '../../view/stage/stage-token-place.ts';
import type { StageTimer } from '../../view/stage/stage-timer.ts';
import type { StageToken } from '../../view/stage/token.ts';
import type { Brush } from '../canvas/brush.ts';
import { fillPattern } from '../canvas/term-pattern.ts';
import type { Tokens } from '../tokens.ts';

/** The theme, and the size of the stage it is painted for. */
export interface TokenLook {
  readonly tokens: Tokens;
  readonly unit: number;
}

const TIMER_COLOUR = { usual: 'timer', soon: 'warn', asking: 'ink' } as const;

/** What is left of each timer, as an arc round its node. */
export function paintTimers(
  brush: Brush,
  timers: readonly StageTimer[],
  radius: number,
  { tokens, unit }: TokenLook,
): void {
  brush.lineWidth = unit * 0.25;
  for (const timer of timers) {
    brush.strokeStyle = tokens.colour(TIMER_COLOUR[timer.tone]);
    brush.beginPath();
    brush.arc(timer.x, timer.y, radius, -Math.PI / 2, -Math.PI / 2 + timer.left * 2 * Math.PI);
    brush.stroke();
  }
}

/** Which way a token goes; `width`: of the token. */
export function paintTokenArrow(
  brush: Brush,
  token: StageToken,
  width: number,
  { tokens, unit }: TokenLook,
): void {
  const reach = token.form === 'dot' ? unit * 0.62 : width / 2 + unit * 0.5;
  const x = token.x + Math.cos(token.angle) * reach;
  const y = token.y + Math.sin(token.angle) * reach;
  brush.strokeStyle = tokens.colour(isLost(token.fate) ? 'doomed' : 'ink-3');
  brush.lineWidth = 1.5;
  const wing = unit * 0.28;
  brush.beginPath();
  for (const turn of [2.5, -2.5]) {
    brush.moveTo(x, y);
    brush.lineTo(x + Math.cos(token.angle + turn) * wing, y + Math.sin(token.angle + turn) * wing);
  }
  brush.stroke();
}

/** How large a token is, in CSS pixels. */
export function tokenSize({ half }: StageToken): { readonly width: number; readonly height: number } {
  return { width: half.x * 2, height: half.y * 2 };
}

/** A token with its upper left corner at the origin. */
export function paintToken(brush: Brush, token: StageToken, look: TokenLook): void {
  if (token.form === 'dot') paintDot(brush, token, look);
  else paintPill(brush, token, look);
}

function paintDot(brush: Brush, token: StageToken, { tokens, unit }: TokenLook): void {
  const size = token.half.x * 2;
  const lost = isLost(token.fate);
  const { fill, ink } = fillOf(token, tokens);
  // One that stands for several is a ring with a disc in it.
  const several = token.ids.length > 1;
  brush.beginPath();
  brush.arc(size / 2, size / 2, size / 2 - 1.5, 0, 2 * Math.PI);
  brush.fillStyle = lost ? tokens.colour('surface') : fill;
  brush.fill();
  if (!lost) fillPattern(brush, token.look.pattern, ink, unit / 16);
  brush.lineWidth = 1.25;
  brush.strokeStyle = tokens.colour(lost ? 'doomed' : token.fate === 'flying' ? 'surface' : 'ink');
  if (lost) brush.setLineDash([2, 2]);
  brush.stroke();
  brush.setLineDash([]);
  if (!several) return;
  brush.beginPath();
  brush.arc(size / 2, size / 2, size / 5, 0, 2 * Math.PI);
  brush.fillStyle = lost ? tokens.colour('doomed') : ink;
  brush.fill();
}

function paintPill(brush: Brush, token: StageToken, look: TokenLook): void {
  const { tokens, unit } = look;
  const { width, height } = tokenSize(token);
  const lost = isLost(token.fate);
  const { fill, ink } = fillOf(token, tokens);
  const colour = lost ? tokens.colour('doomed') : ink;
  paintBody(brush, width, height, token, look, fill, ink);
  if (token.copy || token.form === 'stack') paintEdge(brush, height, width, colour);
  const { before, after } = pillParts(token, token.form, unit);
  brush.fillStyle = colour;
  if (token.fate === 'held' || token.fate === 'waiting') {
    const x = before - unit * 0.6;
    brush.fillRect(x, height * 0.3, unit * 0.13, height * 0.4);
    brush.fillRect(x + unit * 0.23, height * 0.3, unit * 0.13, height * 0.4);
  }
  brush.font = `600 ${unit * TOKEN_TYPE}px ${tokens.mono}`;
  brush.textBaseline = 'middle';
  const room = width - before - after;
  const middle = token.form === 'stack';
  brush.textAlign = middle ? 'center' : 'left';
  brush.fillText(token.text, middle ? before + room / 2 : before, height / 2 + unit * 0.02);
  if (token.form === 'pill') {
    const blockSize = unit * 0.32;
    for (let i = 0; i < token.blocks; i++)
      brush.fillRect(
        before + room + unit * (0.15 + i * 0.42),
        height / 2 - blockSize / 2,
        blockSize,
        blockSize,
      );
  }
  if (token.sign !== '' && !middle) {
    const end = token.family === 'election' ? unit * 0.2 : 0;
    const x = width - end - (unit * TOKEN_HEIGHT) / 2;
    paintSign(brush, token, x, height, tokens, lost ? colour : undefined);
  }
}

/** A second edge inside the first: a copy, or several in one. */
function paintEdge(brush: Brush, height: number, width: number, colour: string): void {
  brush.beginPath();
  brush.roundRect(3, 3, width - 6, height - 6, (height - 6) / 2);
  brush.globalAlpha = 0.5;
  brush.lineWidth = 1;
  brush.strokeStyle = colour;
  brush.stroke();
  brush.globalAlpha = 1;
}

function paintBody(
  brush: Brush,
  width: number,
  height: number,
  { fate, family, look }: StageToken,
  { tokens, unit }: TokenLook,
  fill: string,
  ink: string,
): void {
  const lost = isLost(fate);
  const stands = fate === 'held' || fate === 'waiting';
  brush.beginPath();
  if (family === 'election') pointed(brush, width, height);
  else brush.roundRect(1.5, 1.5, width - 3, height - 3, family === 'snapshot' ? 2.5 : (height - 3) / 2);
  brush.setLineDash([]);
  brush.fillStyle = lost ? tokens.colour('surface') : fill;
  brush.fill();
  if (!lost) fillPattern(brush, look.pattern, ink, unit / 16);
  brush.lineWidth = stands ? 2 : 1.5;
  brush.strokeStyle = tokens.colour(lost ? 'doomed' : stands ? 'ink' : 'surface');
  if (lost) brush.setLineDash([3.5, 2.5]);
  brush.stroke();
  brush.setLineDash([]);
}

/** A disc at the end of the pill: + on light for accepted, − on the colour of refusal. */
function paintSign(
  brush: Brush,
  token: StageToken,
  x: number,
  height: number,
  tokens: Tokens,
  doomed: string | undefined,
): void {
  const rejected = token.sign === '−';
  const r = height * 0.3;
  const y = height / 2;
  brush.beginPath();
  brush.arc(x, y, r, 0, 2 * Math.PI);
  brush.fillStyle = rejected ? tokens.colour('bad') : tokens.colour('surface');
  if (doomed === undefined) brush.fill();
  brush.strokeStyle = doomed ?? (rejected ? tokens.colour('surface') : tokens.colour('ink'));
  brush.lineWidth = 1.75;
  brush.beginPath();
  brush.moveTo(x - r * 0.55, y);
  brush.lineTo(x + r * 0.55, y);
  if (!rejected) {
    brush.moveTo(x, y - r * 0.55);
    brush.lineTo(x, y + r * 0.55);
  }
  brush.stroke();
}

function fillOf(token: StageToken, tokens: Tokens): { readonly fill: string; readonly ink: string } {
  return tokens.term[token.look.colour] ?? { fill: '#999', ink: '#000' };
}

/** A body with pointed ends, like a candidate's hexagon. */
function pointed(brush: Brush, width: number, height: number): void {
  const point = height * 0.32;
  brush.moveTo(1.5, height / 2);
  brush.lineTo(1.5 + point, 1.5);
  brush.lineTo(width - 1.5 - point, 1.5);
  brush.lineTo(width - 1.5, height / 2);
  brush.lineTo(width - 1.5 - point, height - 1.5);
  brush.lineTo(1.5 + point, height - 1.5);
  brush.closePath();
}
