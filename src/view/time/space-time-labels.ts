import { boxAround, boxesMeet, type Box, type TextMeasure } from '../stage/box.ts';
import type { Term } from '../../base/flavor.ts';
import { FORGED_MARK, shortType } from '../message/message-look.ts';
import type { BrokenMark, FaultMark, SpaceTimeScene } from './space-time.ts';

/** Something that is to be said in the diagram, in the viewer's language. */
export interface LabelWish {
  /** `network`: above the lanes, at an instant; `fault`, `leader`: at a mark on a lane; `term`: along a band; `name`: of an arrow. */
  readonly kind: 'network' | 'fault' | 'leader' | 'term' | 'name';
  readonly text: string;
  /** The mark, the beginning of the band, the middle of the arrow. */
  readonly x: number;
  /** Of no meaning for `network`. */
  readonly y: number;
  /** Of a `term`: where its band ends, which the words do not leave. */
  readonly until?: number;
  /** A token of the page's colours, where it is not the usual one of its kind. */
  readonly tone?: string;
}

export interface PlacedLabel {
  readonly wish: LabelWish;
  readonly left: number;
  /** The middle of the line. */
  readonly y: number;
  readonly box: Box;
}

export interface LabelRoom {
  /** Pixels of a sixteenth of a rem. */
  readonly unit: number;
  readonly width: number;
  readonly measure: TextMeasure;
  /** The tools lie over the strip above the lanes up to here. */
  readonly taken: number;
}

/** In units: how large each kind is set. */
export const labelSize: Readonly<Record<LabelWish['kind'], number>> = {
  network: 10.5,
  fault: 10.5,
  leader: 10,
  term: 9.5,
  name: 9.5,
};

/** What is said, in the viewer's language. */
export interface LabelWords {
  term(term: Term): string;
  /** What was done to the member on whose lane it stands. */
  fault(mark: FaultMark): string;
  /** What was done to the network, and to whom. */
  network(mark: FaultMark): string;
  /** What does not hold. */
  broken(mark: BrokenMark): string;
  /** The token of the colour for what was done. */
  tone(mark: FaultMark): string;
}

/** With more arrows than this there is no room for names; nor between lanes that are lower, in units. */
const namesMax = 70;
const namedLane = 24;
/** So many things done in one picture are not all named, nor so many that are found broken. */
const faultsMax = 60;
const brokenMax = 12;

/** What would happen without anybody's doing as well: where a script or a hand does it, that is too much to be said each time. */
const routine: ReadonlySet<FaultMark['command']> = new Set([
  'ready',
  'finishWrite',
  'finishApply',
  'tick',
  'deliver',
  'passTime',
  'clientStep',
]);

/** All that could be said in the picture. */
export function labelWishes(scene: SpaceTimeScene, unit: number, words: LabelWords): readonly LabelWish[] {
  const wishes: LabelWish[] = scene.broken
    .slice(0, brokenMax)
    .map((mark) => ({ kind: 'network', text: words.broken(mark), x: mark.x, y: 0, tone: 'bad' }));
  let lined: number | undefined;
  for (const mark of scene.faults.filter(({ command }) => !routine.has(command)).slice(0, faultsMax)) {
    const { x, y } = mark;
    const tone = words.tone(mark);
    if (y !== undefined) wishes.push({ kind: 'fault', text: words.fault(mark), x, y, tone });
    // A hundred links may be changed at one instant: one line, one label.
    else if (x !== lined) wishes.push({ kind: 'network', text: words.network(mark), x, y: 0, tone });
    lined = x;
  }
  for (const { x, y, term } of scene.leaders) wishes.push({ kind: 'leader', text: words.term(term), x, y });
  for (const { left, right, y, term, termStarts, look } of scene.bands) {
    if (!termStarts || look === 'killed') continue;
    // Its leader's star says it.
    if (scene.leaders.some((mark) => mark.term === term)) continue;
    wishes.push({ kind: 'term', text: words.term(term), x: left, y, until: right });
  }
  const laneHeight = (scene.plot.bottom - scene.plot.top) / Math.max(1, scene.lanes.length);
  if (scene.arrows.length > namesMax || laneHeight < namedLane * unit) return wishes;
  for (const { x1, x2, y1, y2, type, reject, end, source } of scene.arrows) {
    if (Math.abs(x2 - x1) < 22 * unit) continue;
    const text = (source.forged === true ? FORGED_MARK : '') + shortType(type) + (reject ? ' −' : '');
    const tone = reject || end === 'lost' || source.forged === true ? 'bad' : 'ink-2';
    wishes.push({ kind: 'name', text, x: (x1 + x2) / 2, y: (y1 + y2) / 2, tone });
  }
  return wishes;
}

const rank: readonly LabelWish['kind'][] = ['fault', 'network', 'leader', 'term', 'name'];

/**
 * Gives every label a place where it covers no other, no mark, not the playhead and none of the tools. What was done
 * comes first, then who leads, then terms; an arrow's name is left to its tip where it has no room of its own.
 */
export function placeLabels(
  scene: SpaceTimeScene,
  wishes: readonly LabelWish[],
  room: LabelRoom,
): readonly PlacedLabel[] {
  const taken = fixedBoxes(scene, room);
  const bands = bandBoxes(scene, room.unit);
  const placed: PlacedLabel[] = [];
  const sorted = wishes.toSorted((a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind));
  for (const wish of sorted) {
    const face = wish.kind === 'name' ? 'mono' : wish.kind === 'leader' ? 'title' : 'words';
    const long = room.measure(wish.text, face, labelSize[wish.kind] * room.unit);
    const spots = spotsFor(scene, wish, long, room).filter(({ box }) => isInside(box, scene, wish, room));
    const free = spots.filter(({ box }) => taken.every((other) => !boxesMeet(box, other)));
    // Beside the bands if it can; over one where lanes are too close for words between them.
    const best =
      free.find(({ box }) => bands.every((band) => !boxesMeet(box, band))) ??
      (wish.kind === 'fault' || wish.kind === 'network' || wish.kind === 'leader' ? free[0] : undefined);
    if (!best) continue;
    taken.push(best.box);
    placed.push({ wish, ...best });
  }
  return placed;
}

type Spot = Omit<PlacedLabel, 'wish'>;

function spotsFor(scene: SpaceTimeScene, wish: LabelWish, long: number, { unit, taken }: LabelRoom): Spot[] {
  const half = labelSize[wish.kind] * 0.56 * unit;
  const at = (left: number, y: number): Spot => ({
    left,
    y,
    box: { left: left - unit, top: y - half, right: left + long + 2 * unit, bottom: y + half },
  });
  const { x, y } = wish;
  switch (wish.kind) {
    case 'network': {
      const strip = scene.plot.top / 2;
      const right = x + 3 * unit;
      const beside = [0, 20, 40, 60, 80, 110].map((shift) => at(right + shift * unit, strip));
      const before = [0, 20, 40, 60, 80, 110].map((shift) => at(x - 3 * unit - long - shift * unit, strip));
      // Where the tools or others have the strip: along its own line, between the lanes.
      const along = scene.lanes.slice(1).flatMap((lane, i) => {
        const between = (lane.y + (scene.lanes[i]?.y ?? lane.y)) / 2;
        return [at(right, between), at(x - 3 * unit - long, between)];
      });
      const afterTools = taken > x && taken - x < 110 * unit ? [at(taken + 6 * unit, strip)] : [];
      return [
        ...beside.slice(0, 1),
        ...afterTools,
        ...before.slice(0, 1),
        ...beside.slice(1),
        ...before.slice(1),
        ...along,
      ];
    }
    case 'fault':
    case 'leader': {
      const rise = (wish.kind === 'leader' ? 10 : 9) * unit;
      const away = 8 * unit;
      return [0, 14, 30, 60, 100].flatMap((shift) => [
        at(x + away + shift * unit, y - rise),
        at(x - away - shift * unit - long, y - rise),
        at(x + away + shift * unit, y + rise),
        at(x - away - shift * unit - long, y + rise),
      ]);
    }
    case 'term': {
      const rise = 9 * unit;
      const room = (wish.until ?? x) - x - long - 5 * unit;
      if (room < 0) return [];
      return [3, 20, 45, 80, 140].flatMap((shift) =>
        shift * unit <= room + 3 * unit
          ? [at(x + shift * unit, y - rise), at(x + shift * unit, y + rise)]
          : [],
      );
    }
    case 'name':
      return [
        at(x + 5 * unit, y),
        at(x - 5 * unit - long, y),
        at(x + 5 * unit, y - 8 * unit),
        at(x + 5 * unit, y + 8 * unit),
      ];
  }
  return wish.kind satisfies never;
}

function isInside(
  box: Box,
  { plot }: SpaceTimeScene,
  { kind }: LabelWish,
  { unit, width }: LabelRoom,
): boolean {
  const right = kind === 'network' ? width : plot.right;
  const top = kind === 'network' ? 0 : plot.top - 6 * unit;
  return (
    box.left >= plot.left - unit &&
    box.right <= right + unit &&
    box.top >= top &&
    box.bottom <= plot.bottom + unit
  );
}

/** Marks, the playhead with its handle, the tools. */
export function fixedBoxes(scene: SpaceTimeScene, { unit, taken, width }: LabelRoom): Box[] {
  const { plot, playhead, laneScale } = scene;
  const boxes: Box[] = [];
  if (taken > 0) boxes.push({ left: 0, top: 0, right: taken, bottom: plot.top - 1 });
  if (playhead.inView && playhead.x <= width) {
    boxes.push(boxAround(playhead.x, 5 * unit, 6.5 * unit, 5 * unit));
    boxes.push({ left: playhead.x - 2 * unit, top: 0, right: playhead.x + 2 * unit, bottom: plot.bottom });
  }
  for (const { x, y } of scene.leaders)
    boxes.push(boxAround(x, y, 7 * unit * laneScale, 7 * unit * laneScale));
  for (const { x, y } of scene.faults)
    if (y !== undefined) boxes.push(boxAround(x, y, 4.5 * unit, 4.5 * unit));
  for (const { x, y } of scene.calls)
    boxes.push(boxAround(x, y, 3.5 * unit * laneScale, 3.5 * unit * laneScale));
  return boxes;
}

/** As high as they are drawn at most. */
function bandBoxes({ bands, laneScale }: SpaceTimeScene, unit: number): readonly Box[] {
  const half = (look: string) =>
    (look === 'leader' ? 4.5 : look === 'follower' ? 2.5 : 3.5) * unit * laneScale;
  return bands.map(({ left, right, y, look }) => ({
    left,
    right,
    top: y - half(look),
    bottom: y + half(look),
  }));
}
