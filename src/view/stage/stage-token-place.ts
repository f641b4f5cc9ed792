import {
  boxAround,
  boxesMeet,
  isFree,
  isWithin,
  meets,
  type Box,
  type Obstacle,
  type TextMeasure,
} from './box.ts';
import { rimRadius, type StageLayout } from './stage-layout.ts';
import type { Draft, Lane, StageToken, TokenForm } from './token.ts';

export interface Crowding {
  /** What stands: nodes with their marks, words. */
  readonly obstacles: readonly Obstacle[];
  /** The tokens of the last picture: who stood aside goes on to the same side. */
  readonly before: readonly StageToken[];
}

type Aside = StageToken['aside'];
type Half = StageToken['half'];

/** A token keeps so many pixels off others. */
const AIR = 1;
/** Ways there and back run beside each other, so many units from the line. */
const BESIDE = 0.66;
/** Of a way's length, kept free at each end at most: what is left shows how far a message is. */
const TRIM_MAX = 0.38;
const forms: readonly TokenForm[] = ['pill', 'short', 'dot'];

/** Half steps along the way and across it that are tried, nearest first. */
const steps: readonly Aside[] = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6]
  .flatMap((along) => [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((across) => ({ along, across })))
  // Standing behind tells more than standing beside the way.
  .toSorted((a, b) => weight(a) - weight(b));

function weight({ along, across }: Aside): number {
  return Math.abs(along) + (along > 0 ? 0.25 : 0) + Math.abs(across) * 1.3 + (across < 0 ? 0.1 : 0);
}

/** Gives every draft a place, in the order in which they were sent: those that came later make room. */
export function placeTokens(
  drafts: readonly Draft[],
  layout: StageLayout,
  measure: TextMeasure,
  { obstacles, before }: Crowding,
): readonly StageToken[] {
  const earlier = new Map(before.map((token) => [token.id, token]));
  const room = new Room(layout, measure, obstacles);
  for (const draft of drafts.toSorted((a, b) => a.token.id - b.token.id)) {
    const known = earlier.get(draft.token.id);
    const placed = room.place(draft, known);
    if (placed) room.put(draft, placed);
    else room.stack(draft);
  }
  return room.tokens();
}

interface Placed {
  readonly box: Box;
  readonly token: StageToken;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly box: Box;
}

/** The stage as it fills. */
class Room {
  private readonly placed: Placed[] = [];
  private readonly byLane = new Map<number, number[]>();

  constructor(
    private readonly layout: StageLayout,
    private readonly measure: TextMeasure,
    private readonly obstacles: readonly Obstacle[],
  ) {}

  tokens(): readonly StageToken[] {
    return this.placed.map(({ token }) => token);
  }

  put(draft: Draft, placed: Placed): void {
    const lane = this.byLane.get(draft.lane.key) ?? [];
    this.byLane.set(draft.lane.key, lane);
    lane.push(this.placed.push(placed) - 1);
  }

  /** In the largest form that has room, as near to where it is as may be; undefined: there is none. */
  place(draft: Draft, known: StageToken | undefined): Placed | undefined {
    for (const form of forms.slice(forms.indexOf(draft.form))) {
      const text = this.textOf(draft, form);
      const half = this.extent(draft, form, text);
      if (form !== 'dot' && !this.fitsWay(draft.lane, half)) continue;
      const aside = this.freeAside(draft, half, known?.aside);
      if (!aside) continue;
      const spot = this.spot(draft, half, aside);
      const { x, y, box } = spot;
      return { box, token: { ...draft.token, ids: draft.ids, x, y, half, form, text, aside } };
    }
    return undefined;
  }

  /** It joins the first token of its way, which says how many they are. */
  stack(draft: Draft): void {
    const lane = this.byLane.get(draft.lane.key) ?? [];
    const at = lane[0];
    const host = at === undefined ? undefined : this.placed[at];
    if (at === undefined || !host) {
      this.put(draft, this.anywhere(draft));
      return;
    }
    const ids = [...host.token.ids, ...draft.ids];
    const text = `×${ids.length}`;
    const wanted = this.extent(draft, 'stack', text);
    const half = { x: Math.max(wanted.x, host.token.half.x), y: Math.max(wanted.y, host.token.half.y) };
    const { x, y } = host.token;
    const box = boxAround(x, y, half.x + AIR / 2, half.y + AIR / 2);
    const free =
      isFree(box, this.obstacles) && this.placed.every((other, i) => i === at || !boxesMeet(box, other.box));
    this.placed[at] = free
      ? { box, token: { ...host.token, ids, half, form: 'stack', text } }
      : // Too little room even for the number: a dot that stands for several.
        { box: host.box, token: { ...host.token, ids } };
  }

  /** As a dot, wherever beside its way it covers least: nodes and words leave nothing of the way itself. */
  private anywhere(draft: Draft): Placed {
    const half = this.extent(draft, 'dot', '');
    let best: Aside = { along: 0, across: 0 };
    let least = Number.POSITIVE_INFINITY;
    for (const aside of this.fineSteps(draft.lane, half)) {
      const met = this.metAt(draft, half, aside);
      if (met >= least) continue;
      least = met;
      best = aside;
      if (met === 0) break;
    }
    const { x, y, box } = this.spot(draft, half, best);
    return { box, token: { ...draft.token, ids: draft.ids, x, y, half, form: 'dot', text: '', aside: best } };
  }

  private fineSteps(lane: Lane, half: Half): readonly Aside[] {
    const step = half.x / 2;
    const reach = Math.ceil(lane.length / 2 / step);
    return Array.from({ length: 2 * reach + 1 }, (_, i) => (i - reach) * step)
      .flatMap((along) => Array.from({ length: 33 }, (_, i) => ({ along, across: (i - 16) * step })))
      .toSorted((a, b) => Math.hypot(a.along, a.across * 1.3) - Math.hypot(b.along, b.across * 1.3));
  }

  private metAt(draft: Draft, half: Half, aside: Aside): number {
    const { box } = this.spot(draft, half, aside);
    const { width, height } = this.layout.size;
    let met = isWithin(box, width, height) ? 0 : 2;
    for (const obstacle of this.obstacles) if (meets(box, obstacle)) met++;
    for (const other of this.placed) if (boxesMeet(box, other.box)) met++;
    return met;
  }

  /** Where it stood aside before, if that is free; else the nearest to that, and to its place. */
  private freeAside(draft: Draft, half: Half, known: Aside | undefined): Aside | undefined {
    if (known && this.freeAt(draft, half, known)) return known;
    let best: Aside | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const step of steps) {
      const aside = this.asideOf(draft.lane, half, step);
      const away = known ? Math.hypot(aside.along - known.along, aside.across - known.across) : 0;
      const loss = weight(step) + (away / this.layout.unit) * 1.5;
      if (loss >= least || !this.freeAt(draft, half, aside)) continue;
      if (!known) return aside;
      least = loss;
      best = aside;
    }
    return best;
  }

  private asideOf(lane: Lane, half: Half, step: Aside): Aside {
    const [dx, dy] = [Math.abs(lane.dx), Math.abs(lane.dy)];
    // So far apart two of this size no longer meet; half of it is a step.
    const along = Math.min((half.x + AIR) / Math.max(dx, 0.01), (half.y + AIR) / Math.max(dy, 0.01));
    const across = Math.min((half.x + AIR) / Math.max(dy, 0.01), (half.y + AIR) / Math.max(dx, 0.01));
    return { along: step.along * along, across: step.across * across };
  }

  private freeAt(draft: Draft, half: Half, aside: Aside): boolean {
    const { box } = this.spot(draft, half, aside);
    const { width, height } = this.layout.size;
    if (!isWithin(box, width, height) || !isFree(box, this.obstacles)) return false;
    for (const other of this.placed) if (boxesMeet(box, other.box)) return false;
    return true;
  }

  /** From rim to rim along a track to the right of the line: nobody's name is covered, and ways there and back do not meet. */
  private spot({ lane, share }: Draft, half: Half, aside: Aside): Spot {
    const { radius, unit } = this.layout;
    const reach = Math.abs(lane.dx) * half.x + Math.abs(lane.dy) * half.y;
    const trim = Math.min(rimRadius(radius, unit) + unit * 0.2 + reach, lane.length * TRIM_MAX);
    const way = lane.length - 2 * trim;
    const along = trim + Math.min(way, Math.max(0, way * share + aside.along));
    const across = BESIDE * unit + aside.across;
    const x = lane.from.x + lane.dx * along - lane.dy * across;
    const y = lane.from.y + lane.dy * along + lane.dx * across;
    return { x, y, box: boxAround(x, y, half.x + AIR / 2, half.y + AIR / 2) };
  }

  /** Links are longer than what travels on them. */
  private fitsWay(lane: Lane, half: Half): boolean {
    const free = lane.length - 2 * rimRadius(this.layout.radius, this.layout.unit);
    return 2 * (Math.abs(lane.dx) * half.x + Math.abs(lane.dy) * half.y) <= free * 0.7;
  }

  private textOf(draft: Draft, form: TokenForm): string {
    const name = form === 'pill' ? draft.name : form === 'short' ? draft.initial : '';
    return draft.ids.length > 1 && form !== 'dot' ? `${name} ×${draft.ids.length}` : name;
  }

  private extent(draft: Draft, form: TokenForm, text: string): Half {
    const { unit } = this.layout;
    if (form === 'dot') return { x: unit * DOT, y: unit * DOT };
    const parts = pillParts(draft.token, form, unit);
    const width = this.measure(text, 'mono', unit * TOKEN_TYPE) + parts.before + parts.after;
    return { x: width / 2, y: unit * TOKEN_HEIGHT * 0.5 };
  }
}

/** Sizes of tokens, in units of the stage: a pill's height and type, a dot's half width. */
export const TOKEN_HEIGHT = 1.25;
export const TOKEN_TYPE = 0.6875;
export const DOT = 0.375;

/** How much of a pill lies before and after its text, in pixels. */
export function pillParts(
  token: Pick<StageToken, 'family' | 'fate' | 'sign' | 'blocks'>,
  form: TokenForm,
  unit: number,
): { readonly before: number; readonly after: number } {
  // Pointed ends take room, and so do the bars of one that waits.
  const ends = (token.family === 'election' ? 0.2 : 0) + (form === 'pill' ? 0.45 : 0.3);
  const bars = token.fate === 'held' || token.fate === 'waiting' ? 0.6 : 0;
  const blocks = form === 'pill' && token.blocks > 0 ? token.blocks * 0.42 + 0.15 : 0;
  const sign = token.sign === '' || form === 'stack' ? 0 : 0.95;
  return { before: (ends + bars) * unit, after: (ends + blocks + sign) * unit };
}
