import { present } from '../base/assert.ts';
import { Column } from '../base/column.ts';
import type { NodeId } from '../base/flavor.ts';
import type { MemberView } from '../node/report/view.ts';
import { touches } from '../node/report/touched.ts';
import type { StateType } from '../raft/ready.ts';
import type { MemberPhase, WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';

/** The numbers of a member that are asked for most. */
const NUMBERS = ['term', 'vote', 'lead', 'commit', 'applied', 'last', 'revision'] as const;
export type NumberName = (typeof NUMBERS)[number];
export type MemberFacts = Pick<MemberView, NumberName | 'state'>;

const states = [
  'StateFollower',
  'StatePreCandidate',
  'StateCandidate',
  'StateLeader',
] as const satisfies readonly StateType[];
const statuses = ['up', 'paused', 'killed'] as const satisfies readonly MemberPhase['status'][];

/** Only events that touch one of these can change a fact. */
const OF_FACTS =
  touches.role |
  touches.term |
  touches.vote |
  touches.lead |
  touches.commit |
  touches.applied |
  touches.log |
  touches.store;

/** Stands for a term beyond the safe integers, which is kept apart. */
const LARGE = Number.MAX_SAFE_INTEGER;

/** So many events, both ends included. */
export interface Events {
  readonly from: number;
  readonly to: number;
}

type Test = (value: number | bigint) => boolean;

const anything: Test = () => true;

/** What one number has been: from each of these events on, until the next. */
class Series {
  #events = new Column();
  #values = new Column();
  /** By their places. */
  #large = new Map<number, bigint>();

  set(event: number, value: number | bigint): void {
    if (typeof value === 'bigint') this.#large.set(this.#values.length, value);
    this.#events.push(event);
    this.#values.push(typeof value === 'bigint' ? LARGE : value);
  }

  get length(): number {
    return this.#events.length;
  }

  eventAt(place: number): number {
    return this.#events.at(place);
  }

  valueAt(place: number): number | bigint {
    const value = this.#values.at(place);
    return value === LARGE ? (this.#large.get(place) ?? value) : value;
  }

  /** How many of its changes there are up to an event. */
  countUpTo(event: number): number {
    return this.#events.countUpTo(event);
  }

  /** The last event of these with such a value. */
  last({ from, to }: Events, test: Test): number | undefined {
    for (let place = this.countUpTo(to) - 1; place >= 0 && this.eventAt(place) >= from; place--)
      if (test(this.valueAt(place))) return this.eventAt(place);
    return undefined;
  }

  /** The first one. */
  first({ from, to }: Events, test: Test): number | undefined {
    const count = this.countUpTo(to);
    for (let place = this.countUpTo(from - 1); place < count; place++)
      if (test(this.valueAt(place))) return this.eventAt(place);
    return undefined;
  }

  branch(event: number): Series {
    const copy = new Series();
    const length = this.countUpTo(event);
    copy.#events = this.#events.branch(length);
    copy.#values = this.#values.branch(length);
    for (const [place, value] of this.#large) if (place < length) copy.#large.set(place, value);
    return copy;
  }

  get chunks(): readonly object[] {
    return [...this.#events.chunks, ...this.#values.chunks];
  }
}

type NodeSeries = Readonly<Record<NumberName | 'state' | 'status', Series>>;

function newSeries(of: () => Series): NodeSeries {
  return {
    state: of(),
    status: of(),
    term: of(),
    vote: of(),
    lead: of(),
    commit: of(),
    applied: of(),
    last: of(),
    revision: of(),
  };
}

/**
 * A few numbers of every member as they were after any event, without a replay: some four bytes for each change of one. They
 * are what records say, folded; a look into the member at that instant shows the same.
 */
export class Facts {
  /** In the order in which the machines came. */
  #nodes = new Map<NodeId, NodeSeries>();

  /** Of a world before its first event. */
  begin({ machines }: World): void {
    for (const { id, image, status } of machines.values()) {
      const series = this.#of(id);
      series.status.set(0, statuses.indexOf(status));
      const view = image?.view();
      if (view === undefined) continue;
      series.state.set(0, states.indexOf(view.state));
      for (const name of NUMBERS) if (view[name] !== 0) series[name].set(0, view[name]);
    }
  }

  append(event: WorldEvent): void {
    for (const { node, status } of event.became) this.#become(this.#of(node), event.number, status);
    if ((event.touched & OF_FACTS) !== 0 && event.output !== undefined)
      this.#change(event, event.output.changes);
  }

  #become({ status }: NodeSeries, event: number, now: MemberPhase['status']): void {
    const code = statuses.indexOf(now);
    if (status.length === 0 || status.valueAt(status.length - 1) !== code) status.set(event, code);
  }

  #change({ number, node }: WorldEvent, changes: NonNullable<WorldEvent['output']>['changes']): void {
    const series = this.#of(node);
    if (changes.boot !== undefined) {
      // A life begins, of which nothing was known: what its first record leaves out is 0.
      series.state.set(number, states.indexOf(changes.state ?? 'StateFollower'));
      for (const name of NUMBERS) series[name].set(number, changes[name] ?? 0);
      return;
    }
    if (changes.state !== undefined) series.state.set(number, states.indexOf(changes.state));
    if (changes.term !== undefined) series.term.set(number, changes.term);
    if (changes.vote !== undefined) series.vote.set(number, changes.vote);
    if (changes.lead !== undefined) series.lead.set(number, changes.lead);
    if (changes.commit !== undefined) series.commit.set(number, changes.commit);
    if (changes.applied !== undefined) series.applied.set(number, changes.applied);
    if (changes.last !== undefined) series.last.set(number, changes.last);
    if (changes.revision !== undefined) series.revision.set(number, changes.revision);
  }

  #of(node: NodeId): NodeSeries {
    let series = this.#nodes.get(node);
    if (series === undefined) this.#nodes.set(node, (series = newSeries(() => new Series())));
    return series;
  }

  /** What was said of a member last, up to an event. */
  at(node: NodeId, name: NumberName, event: number): number | bigint {
    const series = this.#nodes.get(node)?.[name];
    const place = (series?.countUpTo(event) ?? 0) - 1;
    return series === undefined || place < 0 ? 0 : series.valueAt(place);
  }

  /** The last event of these that said this of a member, such that the test holds; undefined: none of them did. */
  lastSaid(node: NodeId, name: NumberName, within: Events, test = anything): number | undefined {
    return this.#nodes.get(node)?.[name].last(within, test);
  }

  /** The first one. */
  firstSaid(node: NodeId, name: NumberName, within: Events, test = anything): number | undefined {
    return this.#nodes.get(node)?.[name].first(within, test);
  }

  /** The last event of these in which a member became this, or was said to be it; undefined `state`: anything. */
  lastBecame(node: NodeId, within: Events, state?: StateType): number | undefined {
    const code = state === undefined ? undefined : states.indexOf(state);
    return this.#nodes.get(node)?.state.last(within, (value) => code === undefined || value === code);
  }

  /** To read from, event after event. */
  reader(): FactReader {
    return new FactReader(this.#nodes);
  }

  branch(event: number): Facts {
    const copy = new Facts();
    for (const [node, series] of this.#nodes) {
      const all = Object.values(series);
      let i = 0;
      const own = newSeries(() => present(all[i++], 'a series').branch(event));
      if (own.status.length > 0) copy.#nodes.set(node, own);
    }
    return copy;
  }

  /** What is shared with branches. */
  get chunks(): readonly object[] {
    return [...this.#nodes.values()].flatMap((series) =>
      Object.values(series).flatMap(({ chunks }) => chunks),
    );
  }
}

/** Where a reader stands in a series: its value is in force up to the next change. */
class Place {
  readonly #series: Series;
  #place = -1;
  #value: number | bigint = 0;
  /** In force from and before these events. */
  #from = 0;
  #to = -1;

  constructor(series: Series) {
    this.#series = series;
  }

  at(event: number): number | bigint {
    if (event < this.#from || event >= this.#to) this.#goTo(event);
    return this.#value;
  }

  /** Whether there is a value at all by then. */
  isSet(event: number): boolean {
    this.at(event);
    return this.#place >= 0;
  }

  #goTo(event: number): void {
    const series = this.#series;
    const next = this.#place + 1;
    // Mostly it is the next one.
    const isNext =
      event >= this.#to &&
      next < series.length &&
      series.eventAt(next) <= event &&
      (next + 1 >= series.length || series.eventAt(next + 1) > event);
    this.#place = isNext ? next : series.countUpTo(event) - 1;
    this.#value = this.#place < 0 ? 0 : series.valueAt(this.#place);
    this.#from = this.#place < 0 ? 0 : series.eventAt(this.#place);
    this.#to = this.#place + 1 < series.length ? series.eventAt(this.#place + 1) : Infinity;
  }
}

type Places = Readonly<Record<keyof NodeSeries, Place>>;

/** Reads facts at one event after another: quick where each is a little after the one before. It is of one record as it stands. */
export class FactReader {
  readonly #places = new Map<NodeId, Places>();

  constructor(nodes: ReadonlyMap<NodeId, NodeSeries>) {
    for (const [node, series] of nodes) {
      const entries = Object.entries<Series>(series).map(([name, one]) => [name, new Place(one)]);
      this.#places.set(node, Object.fromEntries(entries) as Places);
    }
  }

  /** The machines that there are after an event, in the order in which they came. */
  nodes(event: number): readonly NodeId[] {
    const nodes: NodeId[] = [];
    for (const [node, { status }] of this.#places) if (status.isSet(event)) nodes.push(node);
    return nodes;
  }

  /** Undefined: there is no such machine yet. */
  status(node: NodeId, event: number): MemberPhase['status'] | undefined {
    const places = this.#places.get(node);
    return places?.status.isSet(event) === true ? statuses[Number(places.status.at(event))] : undefined;
  }

  state(node: NodeId, event: number): StateType {
    return present(states[Number(this.#of(node).state.at(event))], 'a state');
  }

  number(node: NodeId, name: NumberName, event: number): number | bigint {
    return this.#of(node)[name].at(event);
  }

  #of(node: NodeId): Places {
    return present(this.#places.get(node), `node ${node}`);
  }
}
