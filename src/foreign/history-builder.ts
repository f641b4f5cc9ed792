import type {
  Arrows,
  Lane,
  FaultSpan,
  ForeignFormat,
  ForeignHistory,
  Items,
  LaneKind,
  Note,
  Operation,
  OperationContent,
  Outcome,
  Role,
  RoleSpan,
} from './history.ts';
import { laneKinds, outcomes } from './history.ts';
import { ForeignError } from './foreign-error.ts';
import type { Source } from './source.ts';

/** Lanes, types and sources are counted in 16 bits. */
const COUNTED_MAX = 65_535;
/** More than this no page can hold. */
const ITEMS_MAX = 5_000_000;

/** Where something stands: a source by its index, its line, and its characters. */
export interface Place {
  readonly source: number;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface NewItem {
  readonly lane: number;
  readonly at: number;
  /** Without it, it is a point. */
  readonly end?: number;
  readonly type: string;
  readonly level?: string | undefined;
  readonly outcome?: Outcome;
  readonly label: string;
  readonly place: Place;
  /** Where its return stands, in the same source. */
  readonly back?: Place | undefined;
  readonly content?: OperationContent;
}

/** Gathers what a reader finds, in any order, and lays it on the axis. Items are named by the order they were added in. */
export class HistoryBuilder {
  readonly #sources: Source[] = [];
  readonly #lanes = new Map<string, number>();
  readonly #laneKinds: LaneKind[] = [];
  readonly #types = new Map<string, number>();
  readonly #levels = new Map<string, number>();
  readonly #items: NewItem[] = [];
  readonly #arrows: { readonly from: number; readonly to: number }[] = [];
  readonly #roles: { lane: number; from: number; role: Role; term: number | undefined }[] = [];
  readonly #faults: { item: number; until: number | undefined; label: string }[] = [];
  readonly #notes: Note[] = [];

  source(source: Source): number {
    this.#sources.push(source);
    return this.#sources.length - 1;
  }

  /** The lane of this name, a new one at the foot if there is none. */
  lane(name: string, kind: LaneKind): number {
    const key = `${kind} ${name}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    if (this.#lanes.size >= COUNTED_MAX)
      throw new ForeignError('tooManyLanes', this.#whole(), { most: COUNTED_MAX });
    this.#lanes.set(key, this.#lanes.size);
    this.#laneKinds.push(kind);
    return this.#lanes.size - 1;
  }

  add(item: NewItem): number {
    if (this.#items.length >= ITEMS_MAX)
      throw new ForeignError('tooManyItems', this.#whole(), { most: ITEMS_MAX });
    this.#items.push(item);
    return this.#items.length - 1;
  }

  get count(): number {
    return this.#items.length;
  }

  arrow(from: number, to: number): void {
    this.#arrows.push({ from, to });
  }

  /** The node of this lane is that from `from` on. */
  becomes(lane: number, from: number, role: Role, term: number | undefined): void {
    this.#roles.push({ lane, from, role, term });
  }

  /** From this item until that one; undefined: until the end. */
  fault(item: number, until: number | undefined, label: string): void {
    this.#faults.push({ item, until, label });
  }

  note(note: Note): void {
    this.#notes.push(note);
  }

  /** `begin`: Unix seconds that the axis' 0 stands for. `shift` is taken from every instant. */
  build(
    format: ForeignFormat,
    axis: { readonly type: 'time' | 'order'; readonly begin?: number | undefined; readonly shift?: number },
  ): ForeignHistory {
    if (this.#items.length === 0) throw new ForeignError('empty', this.#whole());
    const { type, begin } = axis;
    const order = sortedByTime(this.#items);
    // Nothing is before the axis' beginning, whatever a file says.
    const shift = Math.min(axis.shift ?? 0, this.#items[order[0] ?? 0]?.at ?? 0);
    const place = new Uint32Array(order.length);
    for (let i = 0; i < order.length; i++) place[order[i] ?? 0] = i;
    const { lanes, laneOf } = this.#sortedLanes();
    const { items, operations, end } = this.#columns(order, { shift, lanes, laneOf });
    return {
      format,
      sources: this.#sources,
      axis: { type, begin, end },
      lanes,
      items,
      types: [...this.#types.keys()],
      levels: [...this.#levels.keys()],
      arrows: this.#arrowColumns(place),
      roles: this.#roleSpans(shift, end, laneOf),
      faults: this.#faultSpans(place, items),
      operations,
      notes: this.#notes,
    };
  }

  /** What goes wrong is on top, nodes before clients, each by name: `n2` before `n10`. */
  #sortedLanes(): { readonly lanes: readonly Lane[]; readonly laneOf: Uint16Array } {
    const named = [...this.#lanes.keys()].map((key, index) => {
      const kind = this.#laneKinds[index] ?? 'rest';
      return { index, kind, name: key.slice(kind.length + 1) };
    });
    named.sort(
      (a, b) =>
        laneKinds.indexOf(a.kind) - laneKinds.indexOf(b.kind) || byName(a.name, b.name) || a.index - b.index,
    );
    const laneOf = new Uint16Array(named.length);
    for (const [i, { index }] of named.entries()) laneOf[index] = i;
    return { lanes: named.map(({ name, kind }) => ({ name, kind })), laneOf };
  }

  #columns(
    order: Uint32Array,
    { shift, lanes, laneOf }: { shift: number; lanes: readonly Lane[]; laneOf: Uint16Array },
  ): { readonly items: Items; readonly operations: Operation[]; readonly end: number } {
    const { length } = order;
    const items = {
      count: length,
      at: new Float64Array(length),
      end: new Float64Array(length),
      lane: new Uint16Array(length),
      type: new Uint16Array(length),
      level: new Uint8Array(length),
      outcome: new Uint8Array(length),
      source: new Uint16Array(length),
      line: new Uint32Array(length),
      from: new Uint32Array(length),
      to: new Uint32Array(length),
      line2: new Uint32Array(length),
      from2: new Uint32Array(length),
      to2: new Uint32Array(length),
      label: Array.from({ length }, () => ''),
    };
    const operations: Operation[] = [];
    let last = 0;
    for (let i = 0; i < length; i++) {
      const item = this.#items[order[i] ?? 0];
      if (item === undefined) continue;
      const { place, back, outcome = 'event', content } = item;
      const lane = laneOf[item.lane] ?? 0;
      const at = item.at - shift;
      const end = Math.max(at, (item.end ?? item.at) - shift);
      items.at[i] = at;
      items.end[i] = end;
      items.lane[i] = lane;
      items.type[i] = counted(this.#types, item.type);
      items.level[i] = item.level === undefined ? 0 : Math.min(255, counted(this.#levels, item.level) + 1);
      items.outcome[i] = outcomes.indexOf(outcome);
      items.source[i] = place.source;
      items.line[i] = place.line;
      items.from[i] = place.from;
      items.to[i] = place.to;
      items.line2[i] = back?.line ?? 0;
      items.from2[i] = back?.from ?? 0;
      items.to2[i] = back?.to ?? 0;
      items.label[i] = item.label;
      last = Math.max(last, at, end === Infinity ? 0 : end);
      if (content === undefined || outcome === 'event') continue;
      const returned = outcome === 'unknown' || end === Infinity ? undefined : end;
      const process = lanes[lane]?.name ?? '';
      operations.push({ item: i, process, outcome, call: at, returned, content });
    }
    return { items, operations, end: last };
  }

  #arrowColumns(place: Uint32Array): Arrows {
    const arrows = this.#arrows
      .map(({ from, to }) => ({ from: place[from] ?? 0, to: place[to] ?? 0 }))
      .sort((a, b) => a.from - b.from);
    return {
      count: arrows.length,
      from: Uint32Array.from(arrows, ({ from }) => from),
      to: Uint32Array.from(arrows, ({ to }) => to),
    };
  }

  /** A role lasts until the next one of its lane. */
  #roleSpans(shift: number, end: number, laneOf: Uint16Array): RoleSpan[] {
    const spans: RoleSpan[] = [];
    const open = new Map<number, { lane: number; from: number; role: Role; term: number | undefined }>();
    const close = (lane: number, to: number): void => {
      const before = open.get(lane);
      if (before !== undefined && to > before.from) spans.push({ ...before, to, lane: laneOf[lane] ?? 0 });
    };
    for (const found of this.#roles.toSorted((a, b) => a.from - b.from)) {
      const from = found.from - shift;
      close(found.lane, from);
      open.set(found.lane, { ...found, from });
    }
    for (const lane of open.keys()) close(lane, end);
    return spans;
  }

  #faultSpans(place: Uint32Array, items: Items): FaultSpan[] {
    return this.#faults
      .map(({ item, until, label }) => {
        const index = place[item] ?? 0;
        const last = until === undefined ? undefined : (place[until] ?? 0);
        const to = last === undefined ? Infinity : (items.end[last] ?? Infinity);
        return { item: index, from: items.at[index] ?? 0, to, label };
      })
      .sort((a, b) => a.from - b.from);
  }

  #whole(): { readonly file: string; readonly line: number } {
    return { file: this.#sources[0]?.path ?? '', line: 0 };
  }
}

function counted(known: Map<string, number>, name: string): number {
  let index = known.get(name);
  if (index === undefined) {
    // What is beyond the last number that fits shares it.
    index = Math.min(known.size, COUNTED_MAX);
    if (index === known.size) known.set(name, index);
  }
  return index;
}

const parts = /\d+|\D+/g;

/** Numbers within names count as such. */
function byName(a: string, b: string): number {
  const [left, right] = [a.match(parts) ?? [], b.match(parts) ?? []];
  for (const [i, part] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const difference = Number(part) - Number(other);
    if (!Number.isNaN(difference) && difference !== 0) return difference;
    if (part !== other) return part < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** The items' numbers, ascending by time; equal ones stay as they were added. */
function sortedByTime(items: readonly NewItem[]): Uint32Array {
  const order = Uint32Array.from(items, (_, i) => i);
  let isSorted = true;
  for (let i = 1; i < items.length && isSorted; i++)
    isSorted = (items[i - 1]?.at ?? 0) <= (items[i]?.at ?? 0);
  if (isSorted) return order;
  const at = Float64Array.from(items, (item) => item.at);
  return order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
}
