import type { NodeId } from '../../base/flavor.ts';
import {
  boxAround,
  boxesMeet,
  crossesBox,
  grown,
  isFree,
  isWithin,
  type Box,
  type Obstacle,
  type TextMeasure,
} from './box.ts';
import { nodeObstacles } from './stage-obstacles.ts';
import { crownTop, rimRadius, type Place, type StageLayout } from './stage-layout.ts';
import type { StageScene } from './stage.ts';

/** What is to be said on the stage, in the viewer's language. */
export interface StageTexts {
  /** By node: its words at their fullest first, ever shorter ones after them. */
  readonly nodes: ReadonlyMap<NodeId, readonly NodeText[]>;
  /** By link (`a-b`); links that are as usual say nothing. */
  readonly links: ReadonlyMap<string, string>;
  /** Who is on which side of a split, at its fullest first; empty: nothing is split. */
  readonly split: readonly string[];
}

export interface NodeText {
  readonly title: string;
  readonly lines: readonly string[];
  /**
   * What comes and goes many times a second: shown where there is room, the first that has it, and never the reason to stand
   * elsewhere.
   */
  readonly extras?: readonly string[];
}

export interface PlacedLine {
  readonly text: string;
  readonly strong: boolean;
  /** The middle of the line. */
  readonly y: number;
  /** In pixels. */
  readonly size: number;
}

export interface PlacedWords {
  readonly id: NodeId;
  readonly side: Side;
  /** Which of the texts it was; 0 is the fullest. */
  readonly variant: number;
  readonly x: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly lines: readonly PlacedLine[];
  readonly box: Box;
}

export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly box: Box;
}

export interface StageWords {
  readonly nodes: ReadonlyMap<NodeId, PlacedWords>;
  readonly links: ReadonlyMap<string, PlacedText>;
  readonly split: PlacedText | undefined;
}

type Side = 'outward' | 'inward' | 'below' | 'above' | 'belowOut' | 'aboveOut';

const TITLE = 0.8125;
const LINE = 0.75;
const LINE_STEP = 1.14;
/** Between words and the marks round a node. */
const GAP = 0.9;

/**
 * Places all words of the stage so that none covers a node, its marks or other words: each beside its node if it can,
 * else below or above it, and shorter before it goes without. Where they stood in `before` they stay while they can.
 */
export function placeWords(
  scene: StageScene,
  texts: StageTexts,
  measure: TextMeasure,
  before?: StageWords,
): StageWords {
  const { layout } = scene;
  const taken: Obstacle[] = scene.nodes.flatMap((node) => nodeObstacles(node, layout, 'reserved'));
  const nodes = new Map<NodeId, PlacedWords>();
  const extras: (() => void)[] = [];
  for (const place of layout.places) {
    const variants = texts.nodes.get(place.id) ?? [];
    const placed = bestWords(scene, place, variants, taken, measure, before?.nodes.get(place.id));
    if (!placed) continue;
    nodes.set(place.id, placed);
    taken.push(placed.box);
    for (const extra of variants[placed.variant]?.extras ?? [])
      extras.push(() => {
        if (nodes.get(place.id) !== placed) return;
        const more = withExtra(layout, placed, extra, taken, measure);
        if (!more) return;
        nodes.set(place.id, more);
        taken.push(more.box);
      });
  }
  const links = placeLinkWords(scene, texts, taken, measure);
  const split = placeSplitWords(scene, texts.split, taken, measure, before?.split);
  if (split) taken.push(split.box);
  for (const add of extras) add();
  return { nodes, links, split };
}

/** All that words cover: tokens keep off it. */
export function wordBoxes(words: StageWords): readonly Box[] {
  return [
    ...[...words.nodes.values()].map(({ box }) => box),
    ...[...words.links.values()].map(({ box }) => box),
    ...(words.split ? [words.split.box] : []),
  ];
}

function bestWords(
  scene: StageScene,
  place: Place,
  variants: readonly NodeText[],
  taken: readonly Obstacle[],
  measure: TextMeasure,
  before: PlacedWords | undefined,
): PlacedWords | undefined {
  const { layout } = scene;
  let best: PlacedWords | undefined;
  let least = Number.POSITIVE_INFINITY;
  variants.forEach((text, variant) => {
    sidesOf(place, layout).forEach((side, preference) => {
      const loss =
        variant * 2.5 +
        preference -
        (before?.side === side ? 1.6 : 0) -
        (before?.variant === variant ? 1.3 : 0);
      if (loss >= least) return;
      const placed = wordsAt(layout, place, text, variant, side, measure);
      if (!isOnStage(placed.box, layout) || !isFree(placed.box, taken)) return;
      const total = loss + linesThrough(scene, placed.box) * 0.7;
      if (total >= least) return;
      least = total;
      best = placed;
    });
  });
  return best;
}

/** Words touch no edge of the stage. */
function isOnStage(box: Box, { size }: StageLayout): boolean {
  return isWithin(grown(box, 2), size.width, size.height);
}

/** Links and lines of splits that would run through the words. */
function linesThrough({ links, splits, layout }: StageScene, box: Box): number {
  const near = grown(box, layout.unit * 0.8);
  let lines = 0;
  for (const { x1, y1, x2, y2 } of links) {
    if (!crossesBox(near, x1, y1, x2, y2)) continue;
    // Words on a short link, or close to it, leave its messages no room.
    const length = Math.max(1, Math.hypot(x2 - x1, y2 - y1));
    lines += 1 + Math.max(0, (8 * layout.unit) / length - 1) * 15;
  }
  for (const { points } of splits)
    points.forEach((point, i) => {
      const next = points[i + 1];
      if (next && crossesBox(box, point.x, point.y, next.x, next.y)) lines += 3;
    });
  return lines;
}

/** In order of preference: outside of the ring before inside of it. */
function sidesOf({ y }: Place, { centre }: StageLayout): readonly Side[] {
  return y > centre.y + 1
    ? ['outward', 'below', 'belowOut', 'above', 'aboveOut', 'inward']
    : ['outward', 'below', 'belowOut', 'aboveOut', 'above', 'inward'];
}

function wordsAt(
  layout: StageLayout,
  place: Place,
  { title, lines }: NodeText,
  variant: number,
  side: Side,
  measure: TextMeasure,
): PlacedWords {
  const { unit, radius, centre, size } = layout;
  const titleSize = TITLE * unit;
  const lineSize = LINE * unit;
  const width = Math.max(
    widthOf(title, 'title', titleSize, measure),
    ...lines.map((line) => widthOf(line, 'words', lineSize, measure)),
  );
  const height = (1.1 + lines.length * LINE_STEP) * unit * 0.92;
  const left = place.x < centre.x - 1;
  const out = left ? -1 : 1;
  const reach = rimRadius(radius, unit) + unit * GAP;
  let x = place.x;
  let top = place.y - height / 2;
  let anchor: PlacedWords['anchor'] = 'middle';
  switch (side) {
    case 'outward':
    case 'inward': {
      const direction = side === 'outward' ? out : -out;
      x += direction * reach;
      anchor = direction < 0 ? 'end' : 'start';
      // One at the very top keeps its words clear of the link to its neighbour, as far as the stage allows.
      if (Math.abs(place.x - centre.x) <= 1 && place.y < centre.y) top -= radius * 0.5;
      break;
    }
    case 'below':
    case 'belowOut':
      top = place.y + rimRadius(radius, unit) + unit * 0.35;
      break;
    case 'above':
    case 'aboveOut':
      top = place.y - crownTop(radius, unit) - unit * 0.2 - height;
      break;
  }
  if (side === 'belowOut' || side === 'aboveOut') {
    x = place.x - out * radius * 0.6;
    anchor = left ? 'end' : 'start';
  }
  const offset = anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0;
  // Words below or above a node at the edge move along it until they are inside.
  const inside = side === 'outward' || side === 'inward' ? 0 : shiftInto(x - offset, width, size.width);
  top += shiftInto(top, height, size.height, side === 'outward' || side === 'inward');
  const box = {
    left: x - offset + inside,
    top,
    right: x - offset + inside + width,
    bottom: top + height,
  };
  const first = top + 0.55 * unit;
  return {
    id: place.id,
    side,
    variant,
    x: x + inside,
    anchor,
    box,
    lines: [
      { text: title, strong: true, y: first, size: titleSize },
      ...lines.map((text, i) => ({
        text,
        strong: false,
        y: first + (i + 1) * LINE_STEP * unit * 0.95,
        size: lineSize,
      })),
    ],
  };
}

/** How far something of this length is to move to be on the stage; nothing when it may not, or is too long. */
function shiftInto(at: number, length: number, room: number, may = true): number {
  if (!may || length > room - 4) return 0;
  return Math.max(0, 2 - at) - Math.max(0, at + length - (room - 2));
}

function withExtra(
  layout: StageLayout,
  placed: PlacedWords,
  extra: string,
  taken: readonly Obstacle[],
  measure: TextMeasure,
): PlacedWords | undefined {
  const size = LINE * layout.unit;
  const width = widthOf(extra, 'words', size, measure);
  const height = LINE_STEP * layout.unit * 0.95;
  const offset = placed.anchor === 'middle' ? width / 2 : placed.anchor === 'end' ? width : 0;
  const box = {
    left: Math.min(placed.box.left, placed.x - offset),
    top: placed.box.top,
    right: Math.max(placed.box.right, placed.x - offset + width),
    bottom: placed.box.bottom - 0.05 * layout.unit + height,
  };
  const others = taken.filter((obstacle) => obstacle !== placed.box);
  if (!isOnStage(box, layout) || !isFree(box, others)) return undefined;
  const last = placed.lines.at(-1);
  return {
    ...placed,
    lines: [
      ...placed.lines,
      { text: extra, strong: false, y: (last?.y ?? box.bottom) + LINE_STEP * layout.unit * 0.95, size },
    ],
    box,
  };
}

/** Figures are equally wide on the page: counting up does not move anything. */
function widthOf(text: string, face: 'words' | 'title', size: number, measure: TextMeasure): number {
  return measure(text.replace(/\d/g, '0'), face, size);
}

function placeLinkWords(
  scene: StageScene,
  texts: StageTexts,
  taken: Obstacle[],
  measure: TextMeasure,
): ReadonlyMap<string, PlacedText> {
  const { unit } = scene.layout;
  const size = 0.66 * unit;
  const placed = new Map<string, PlacedText>();
  for (const link of scene.links) {
    const text = texts.links.get(`${link.a}-${link.b}`);
    if (text === undefined || text === '') continue;
    const half = measure(text, 'mono', size) / 2 + 2;
    const spots = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].flatMap((t) =>
      [-0.55, 0.55, 0, -1.1, 1.1].map((off) => {
        const x = link.x1 + (link.x2 - link.x1) * t;
        const y = link.y1 + (link.y2 - link.y1) * t + off * unit;
        return { x, y, box: boxAround(x, y, half, size * 0.62) };
      }),
    );
    const spot = spots.find(({ box }) => isFree(box, taken));
    if (!spot) continue;
    taken.push(spot.box);
    placed.set(`${link.a}-${link.b}`, { text, size, ...spot });
  }
  return placed;
}

/** Beside an end of the line if it can, else wherever at the edge of the stage there is room. */
function placeSplitWords(
  { layout, splits }: StageScene,
  texts: readonly string[],
  taken: readonly Obstacle[],
  measure: TextMeasure,
  before: PlacedText | undefined,
): PlacedText | undefined {
  const lines = splits.flatMap((split) => split.ends);
  // Groups that do not stand together have no line between them, and are named in a corner.
  const ends = lines.length > 0 || texts.length === 0 ? lines : [{ x: 0, y: layout.size.height }];
  if (ends.length === 0) return undefined;
  const { unit } = layout;
  const { width, height } = layout.size;
  const size = LINE * unit;
  const high = size * 1.2 + 8;
  for (const text of texts) {
    const long = measure(text, 'words', size) + unit * 1.2;
    if (long > width - 4) continue;
    const boxAtTop = (left: number, top: number): Box => ({
      left: Math.min(width - 2 - long, Math.max(2, left)),
      top: Math.min(height - 2 - high, Math.max(2, top)),
      right: Math.min(width - 2 - long, Math.max(2, left)) + long,
      bottom: Math.min(height - 2 - high, Math.max(2, top)) + high,
    });
    const nearEnds = ends.flatMap((end) => [
      boxAtTop(end.x + unit * 0.5, end.y - high / 2),
      boxAtTop(end.x - unit * 0.5 - long, end.y - high / 2),
      boxAtTop(end.x - long / 2, end.y + unit * 0.4),
      boxAtTop(end.x - long / 2, end.y - unit * 0.4 - high),
    ]);
    const stayed = before?.text.length === text.length ? [boxAtTop(before.box.left, before.box.top)] : [];
    const edge = Array.from({ length: 9 }, (_, i) => (i / 8) * (width - long)).flatMap((left) => [
      boxAtTop(left, height),
      boxAtTop(left, 0),
    ]);
    const nearest = edge.toSorted((a, b) => away(a, ends) - away(b, ends));
    const inside = Array.from({ length: 12 }, (_, i) =>
      boxAtTop(layout.centre.x - long / 2, (i / 12) * height),
    );
    const box = [...stayed, ...nearEnds, ...nearest, ...inside].find((each) => isFree(grown(each, 1), taken));
    if (box) return { text, size, box, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  }
  return undefined;
}

function away(box: Box, ends: readonly { readonly x: number; readonly y: number }[]): number {
  const x = (box.left + box.right) / 2;
  const y = (box.top + box.bottom) / 2;
  return Math.min(...ends.map((end) => Math.hypot(end.x - x, end.y - y)));
}

/** Pairs of words that cover each other: none, if `placeWords` has done its work. */
export function meetingWords(words: StageWords): readonly (readonly [Box, Box])[] {
  const boxes = wordBoxes(words);
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (boxesMeet(a, b) ? [[a, b] as const] : [])),
  );
}
