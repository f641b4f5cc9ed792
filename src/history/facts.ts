import { present } from '../base/assert.ts';
import { countWhile } from '../base/column.ts';
import type { NodeId } from '../base/flavor.ts';
import type { MemberChanges } from '../node/report/changes.ts';
import type { MemberView } from '../node/report/view.ts';
import { touches } from '../node/report/touched.ts';
import type { StateType } from '../raft/ready.ts';
import type { ProgressStatus } from '../raft/status.ts';
import type { ProgressState } from '../raft/trace.ts';
import type { MemberPhase, WorldEvent } from '../sim/record/world-event.ts';
import type { ConfState, HardState } from '../raft/entry.ts';
import type { LogIndex, Term } from '../base/flavor.ts';
import type { World } from '../sim/world/world.ts';
import { Series, type Events, type Test } from './series.ts';

/** The numbers of a member that are asked for most. */
const NUMBERS = [
  'term',
  'vote',
  'lead',
  'commit',
  'applied',
  'last',
  'stable',
  'snapshotIndex',
  'revision',
] as const;
export type NumberName = (typeof NUMBERS)[number];
export type MemberFacts = Pick<MemberView, NumberName | 'state'>;

const states = [
  'StateFollower',
  'StatePreCandidate',
  'StateCandidate',
  'StateLeader',
] as const satisfies readonly StateType[];
/** Of a member of which nothing was said. */
const NO_CONFIG: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};
const progressStates = [
  'StateProbe',
  'StateReplicate',
  'StateSnapshot',
] as const satisfies readonly ProgressState[];
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
  touches.stable |
  touches.config |
  touches.store;

/** `written`: from where on a log was written in an event, where that was not just after its end; `config`: which one it is in. */
type NodeSeries = Readonly<Record<NumberName | 'state' | 'status' | 'written' | 'config', Series>>;

/** Of `written`: a snapshot stands in place of the whole log. */
const REPLACED = 0;

/** What a life began with from its disk, as its first record says. */
export interface Begun {
  readonly event: number;
  readonly hardState: HardState | undefined;
  readonly snapshotTerm: Term | undefined;
  /** The last entry of its log. */
  readonly lastEntry: { readonly index: LogIndex; readonly term: Term } | undefined;
}

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
    stable: of(),
    snapshotIndex: of(),
    written: of(),
    config: of(),
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
  /** Of each node, oldest first: lives that began after the beginning of the run. */
  #begun = new Map<NodeId, readonly Begun[]>();
  /** Of each node as a leader, what state it has had each other in. */
  #progress = new Map<NodeId, Map<NodeId, Series>>();
  /** All configurations that there have been, each once. Shared by branches, which only add to it. */
  #configs: ConfState[] = [];
  #configPlaces = new Map<string, number>();

  /** Of a world before its first event. */
  begin({ machines }: World): void {
    for (const { id, image, status } of machines.values()) {
      const series = this.#of(id);
      series.status.set(0, statuses.indexOf(status));
      const view = image?.view();
      if (view === undefined) continue;
      series.state.set(0, states.indexOf(view.state));
      for (const name of NUMBERS) if (view[name] !== 0) series[name].set(0, view[name]);
      series.config.set(0, this.#placeOf(view.confState));
    }
  }

  append(event: WorldEvent): void {
    for (const { node, status } of event.became) this.#become(this.#of(node), event.number, status);
    if (event.output === undefined) return;
    const { changes } = event.output;
    if ((event.touched & OF_FACTS) !== 0) this.#change(event, changes);
    if (changes.progress !== undefined) this.#changeProgress(event, changes.progress);
  }

  #become({ status }: NodeSeries, event: number, now: MemberPhase['status']): void {
    const code = statuses.indexOf(now);
    if (status.length === 0 || status.valueAt(status.length - 1) !== code) status.set(event, code);
  }

  #change({ number, node }: WorldEvent, changes: MemberChanges): void {
    const series = this.#of(node);
    const isBoot = changes.boot !== undefined;
    if (isBoot) {
      // A life begins, of which nothing was known: what its first record leaves out is 0.
      series.state.set(number, states.indexOf(changes.state ?? 'StateFollower'));
      for (const name of NUMBERS) series[name].set(number, changes[name] ?? 0);
      this.#begin(number, node, changes);
    } else {
      if (changes.state !== undefined) series.state.set(number, states.indexOf(changes.state));
      for (const name of NUMBERS) {
        const value = changes[name];
        if (value !== undefined) series[name].set(number, value);
      }
    }
    const { confState = isBoot ? NO_CONFIG : undefined } = changes;
    if (confState !== undefined) {
      const place = this.#placeOf(confState);
      // It may be said again without a change.
      if (isBoot || place !== series.config.at(number)) series.config.set(number, place);
    }
    if ((changes.pendingSnapshotIndex ?? 0) > 0) series.written.set(number, REPLACED);
    else if (isBoot) series.written.set(number, changes.appended?.[0]?.index ?? (changes.last ?? 0) + 1);
    else if (changes.truncatedFrom !== undefined) series.written.set(number, changes.truncatedFrom);
  }

  #begin(event: number, node: NodeId, { hardState, snapshotTerm, appended }: MemberChanges): void {
    const last = appended?.at(-1);
    const lastEntry = last && { index: last.index, term: last.term };
    const begun = { event, hardState, snapshotTerm, lastEntry };
    this.#begun.set(node, [...(this.#begun.get(node) ?? []), begun]);
  }

  #changeProgress({ number, node, elected }: WorldEvent, progress: readonly ProgressStatus[]): void {
    let ofNode = this.#progress.get(node);
    if (ofNode === undefined) this.#progress.set(node, (ofNode = new Map<NodeId, Series>()));
    for (const { id, state } of progress) {
      let series = ofNode.get(id);
      if (series === undefined) ofNode.set(id, (series = new Series()));
      const code = progressStates.indexOf(state);
      // Whoever is elected says it of everybody anew.
      const isNew = elected !== undefined || series.length === 0;
      if (isNew || series.valueAt(series.length - 1) !== code) series.set(number, code);
    }
  }

  #placeOf(config: ConfState): number {
    const key = JSON.stringify(config);
    let place = this.#configPlaces.get(key);
    if (place === undefined) {
      place = this.#configs.push(config) - 1;
      this.#configPlaces.set(key, place);
    }
    return place;
  }

  #of(node: NodeId): NodeSeries {
    let series = this.#nodes.get(node);
    if (series === undefined) this.#nodes.set(node, (series = newSeries(() => new Series())));
    return series;
  }

  /** What a record said of a member in this very event; undefined: nothing of it. */
  saidIn(node: NodeId, name: NumberName, event: number): number | bigint | undefined {
    return this.#nodes.get(node)?.[name].setIn(event);
  }

  /** What it has become, or was said to be, in this very event. */
  becameIn(node: NodeId, event: number): StateType | undefined {
    const code = this.#nodes.get(node)?.state.setIn(event);
    return code === undefined ? undefined : states[Number(code)];
  }

  /** The configuration that a member has switched to in this very event, or its life began with. */
  configIn(node: NodeId, event: number): ConfState | undefined {
    const place = this.#nodes.get(node)?.config.setIn(event);
    return place === undefined ? undefined : this.#configs[Number(place)];
  }

  /** The last event of these in which it switched to another configuration, or its life began. */
  lastSwitched(node: NodeId, within: Events): number | undefined {
    return this.#nodes.get(node)?.config.last(within);
  }

  /** The last event of these, in which a node leads, in which it came to have another in the state that it then has it in. */
  lastProgressState(node: NodeId, of: NodeId, within: Events): number | undefined {
    return this.#progress.get(node)?.get(of)?.last(within);
  }

  /** What the life that begins with this event began with; undefined: none does, or it began with the run. */
  begunIn(node: NodeId, event: number): Begun | undefined {
    const all = this.#begun.get(node) ?? [];
    const begun = all[countWhile(all.length, (i) => (all[i]?.event ?? 0) < event)];
    return begun?.event === event ? begun : undefined;
  }

  /**
   * The event of a stretch of one life in which the entry that its log has at this index at the end of the stretch was written
   * into it; undefined: it has none there, or has had it since before, or only a snapshot has it.
   */
  writtenIn(node: NodeId, index: LogIndex, { from, to }: Events): number | undefined {
    const series = this.#nodes.get(node);
    if (series === undefined) return undefined;
    const { written, last } = series;
    let end = to;
    for (let place = written.countUpTo(to) - 1; end >= from; place--) {
      // Between two of these the log only grew.
      const begin = place < 0 ? 0 : written.eventAt(place);
      const lastThen = Number(last.at(Math.max(begin, from - 1)) ?? 0);
      if (lastThen < index) return last.firstAtLeast({ from: Math.max(from, begin + 1), to: end }, index);
      const first = place < 0 ? Infinity : Number(written.valueAt(place));
      if (begin < from || first === REPLACED) return undefined;
      if (first <= index) return begin;
      end = begin - 1;
    }
    return undefined;
  }

  /** The first event of a stretch of one life in which what only rises had got this far. */
  firstReached(
    node: NodeId,
    name: 'term' | 'commit' | 'applied' | 'snapshotIndex' | 'revision',
    least: number | bigint,
    within: Events,
  ): number | undefined {
    return this.#nodes.get(node)?.[name].firstAtLeast(within, least);
  }

  /** The first event of any of its lives, up to `to`, in which what only rises had got this far. */
  firstEver(node: NodeId, name: 'applied' | 'revision', least: number, to: number): number | undefined {
    const begins = [1, ...(this.#begun.get(node) ?? []).map(({ event }) => event)];
    for (const [i, from] of begins.entries()) {
      const end = Math.min(to, (begins[i + 1] ?? Infinity) - 1);
      const event = from > end ? undefined : this.firstReached(node, name, least, { from, to: end });
      if (event !== undefined) return event;
    }
    return undefined;
  }

  /** What was said of a member last, up to an event. */
  at(node: NodeId, name: NumberName, event: number): number | bigint {
    return this.#nodes.get(node)?.[name].at(event) ?? 0;
  }

  /** The last event of these that said this of a member, such that the test holds; undefined: none of them did. */
  lastSaid(node: NodeId, name: NumberName, within: Events, test?: Test): number | undefined {
    return this.#nodes.get(node)?.[name].last(within, test);
  }

  /** The first one. */
  firstSaid(node: NodeId, name: NumberName, within: Events, test?: Test): number | undefined {
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
    for (const [node, begun] of this.#begun)
      copy.#begun.set(
        node,
        begun.filter((each) => each.event <= event),
      );
    for (const [node, ofNode] of this.#progress)
      copy.#progress.set(node, new Map([...ofNode].map(([of, series]) => [of, series.branch(event)])));
    copy.#configs = this.#configs;
    copy.#configPlaces = this.#configPlaces;
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
