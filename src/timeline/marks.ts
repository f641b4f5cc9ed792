import { branchColumns, CHUNK, columns, countWhile } from '../base/column.ts';
import { present } from '../base/assert.ts';
import type { LogIndex, Micros, NodeId, Term } from '../base/flavor.ts';
import type { Command } from '../sim/command/command.ts';
import type { CallChange, WorldEvent } from '../sim/record/world-event.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import { summarise, visitSummary, type Summary } from './summary.ts';

/** A point in the space-time diagram. What a command says is found in the history, at its event. */
export type Mark = { readonly at: Micros; readonly event: number } & (
  | { readonly type: 'commit'; readonly node: NodeId; readonly index: LogIndex }
  | { readonly type: 'leader'; readonly node: NodeId; readonly term: Term }
  | { readonly type: 'command'; readonly node: NodeId }
  | ({ readonly type: 'request' } & CallChange)
);

/** What many commits, or many beginnings and ends of calls, have in common. */
export type MarkKind =
  | { readonly type: 'commit'; readonly node: NodeId }
  | ({ readonly type: 'request' } & Omit<CallChange, 'request'>);

const statuses = ['invoked', 'ok', 'failed', 'unknown'] as const satisfies readonly CallChange['status'][];

/** Commands that are shown as the call they begin. */
const ofCalls: ReadonlySet<Command['type']> = new Set<Command['type']>(['request', 'confChange']);

/** Of a mark of one kind, which one it is: the log's index, the request's id, the term. Kinds are numbered from 1. */
class MarkList {
  #columns = columns('at', 'event', 'kind', 'number');
  /** Of the full chunks. */
  #summaries: Summary[] = [];

  get length(): number {
    return this.#columns.at.length;
  }

  get chunks(): readonly object[] {
    return Object.values(this.#columns).flatMap(({ chunks }) => chunks);
  }

  push(at: Micros, event: number, kind: number, number: number): void {
    const { at: times, kind: kinds } = this.#columns;
    times.push(at);
    this.#columns.event.push(event);
    kinds.push(kind);
    this.#columns.number.push(number);
    if (this.length % CHUNK > 0) return;
    const [ats, all] = [times.chunks.at(-1), kinds.chunks.at(-1)];
    this.#summaries.push(
      summarise(
        CHUNK,
        (i) => ats?.at(i) ?? 0,
        (i) => all?.at(i) ?? 0,
      ),
    );
  }

  kind(i: number): number {
    return this.#columns.kind.at(i);
  }

  at(i: number): {
    readonly at: Micros;
    readonly event: number;
    readonly kind: number;
    readonly number: number;
  } {
    const { at, event, kind, number } = this.#columns;
    return { at: at.at(i), event: event.at(i), kind: kind.at(i), number: number.at(i) };
  }

  eventOf(i: number): number {
    return this.#columns.event.at(i);
  }

  countBefore(time: Micros): number {
    return this.#columns.at.countUpTo(time - 1);
  }

  countUpToEvent(event: number): number {
    return this.#columns.event.countUpTo(event);
  }

  /** By kind over buckets of time. */
  density<Kind>(from: Micros, to: Micros, pixels: number, kindOf: (number: number) => Kind): Buckets<Kind> {
    const buckets = bucketsOf(from, to, pixels, kindOf);
    const { begin, end, shift, add } = buckets;
    const { at, kind } = this.#columns;
    const [first, last] = [this.countBefore(begin), this.countBefore(end)];
    for (let i = first; i < last;) {
      const chunk = Math.floor(i / CHUNK);
      const next = Math.min(last, (chunk + 1) * CHUNK);
      const summary = this.#summaries[chunk];
      if (summary === undefined || !visitSummary(summary, shift, begin, end, add))
        for (let each = i; each < next; each++) add(at.at(each), kind.at(each), 1);
      i = next;
    }
    return buckets.result();
  }

  branch(event: number): MarkList {
    const copy = new MarkList();
    const length = this.countUpToEvent(event);
    copy.#columns = branchColumns(this.#columns, length);
    copy.#summaries = this.#summaries.slice(0, Math.floor(length / CHUNK));
    return copy;
  }
}

/**
 * Commits, elections, commands and clients' calls, in order: some 12 bytes each. Elections and commands are few and shown
 * one by one; commits and calls may be many, and are summed up for every zoom.
 */
export class Marks {
  /** Kind 1: a leader; 2 + node: a command. */
  #acts = new MarkList();
  /** Kind: `kindOfCommit`, `kindOfCall`. */
  #flow = new MarkList();
  /** Terms of leaders beyond what a number is exact for, by event. */
  #largeTerms = new Map<number, bigint>();

  /** What is shared with branches. */
  get chunks(): readonly object[] {
    return [...this.#acts.chunks, ...this.#flow.chunks];
  }

  append(event: WorldEvent): void {
    const { at, number, node, committed, elected, command } = event;
    if (command !== undefined && !ofCalls.has(command.type)) this.#acts.push(at, number, kindOfCommand, node);
    if (elected !== undefined) {
      this.#acts.push(at, number, kindOfLeader + node, Number(elected));
      if (typeof elected === 'bigint') this.#largeTerms.set(number, elected);
    }
    if (committed !== undefined) this.#flow.push(at, number, kindOfCommit + node * KINDS, committed);
    for (const call of event.calls) this.#flow.push(at, number, kindOfCall(call), call.request);
  }

  /** Elections and commands in [from, to], in order. */
  acts(from: Micros, to: Micros): Mark[] {
    return marksOf(this.#acts, from, to, (i) => this.#act(i));
  }

  /** How many commits and calls there are in [from, to], without the calls of loads; counted up to `max` and one more. */
  countFlow(from: Micros, to: Micros, max: number): number {
    const end = this.#flow.countBefore(to + 1);
    let count = 0;
    for (let i = this.#flow.countBefore(from); i < end && count <= max; i++)
      if (!isOfLoad(this.#flow.kind(i))) count++;
    return count;
  }

  /** Commits and calls in [from, to], in order, without the calls of loads. */
  flow(from: Micros, to: Micros): Mark[] {
    return marksOf(this.#flow, from, to, (i) =>
      isOfLoad(this.#flow.kind(i)) ? undefined : this.#flowing(i),
    );
  }

  /** Commits and calls, those of loads among them, counted in about `pixels` buckets of time. */
  density(from: Micros, to: Micros, pixels: number): Buckets<MarkKind> {
    return this.#flow.density(from, to, pixels, flowKind);
  }

  /** When each member first knew an entry to be committed, among the events after `from` and up to `to`. */
  firstCommits(index: LogIndex, from: number, to: number): (Mark & { readonly type: 'commit' })[] {
    const found = new Map<NodeId, Mark & { readonly type: 'commit' }>();
    const end = this.#flow.countUpToEvent(to);
    for (let i = this.#flow.countUpToEvent(from); i < end; i++) {
      if (this.#flow.kind(i) % KINDS !== kindOfCommit) continue;
      const mark = this.#flowing(i);
      if (mark.type === 'commit' && mark.index >= index && !found.has(mark.node)) found.set(mark.node, mark);
    }
    return [...found.values()];
  }

  /** The event, up to `to`, in which a node was elected for this term. */
  electionOf(node: NodeId, term: Term, to: number): number | undefined {
    for (let i = this.#acts.countUpToEvent(to) - 1; i >= 0; i--) {
      const mark = this.#act(i);
      if (mark.type === 'leader' && mark.node === node && mark.term === term) return mark.event;
    }
    return undefined;
  }

  /** The event, up to `to`, in which a call ended at this time. */
  endOfCall(request: number, to: number, returnedAt: Micros | undefined): number | undefined {
    if (returnedAt === undefined) return undefined;
    const end = this.#flow.countBefore(returnedAt + 1);
    for (let i = this.#flow.countBefore(returnedAt); i < end && this.#flow.eventOf(i) <= to; i++) {
      const mark = this.#flowing(i);
      if (mark.type === 'request' && mark.request === request && mark.status !== 'invoked') return mark.event;
    }
    return undefined;
  }

  /** Those up to an event, in lists of their own that share their chunks. */
  branch(event: number): Marks {
    const copy = new Marks();
    copy.#acts = this.#acts.branch(event);
    copy.#flow = this.#flow.branch(event);
    for (const [number, term] of this.#largeTerms) if (number <= event) copy.#largeTerms.set(number, term);
    return copy;
  }

  #act(i: number): Mark {
    const { at, event, kind, number } = this.#acts.at(i);
    if (kind === kindOfCommand) return { type: 'command', at, event, node: number };
    return {
      type: 'leader',
      at,
      event,
      node: kind - kindOfLeader,
      term: this.#largeTerms.get(event) ?? number,
    };
  }

  #flowing(i: number): Mark {
    const { at, event, kind, number } = this.#flow.at(i);
    const of = flowKind(kind);
    return of.type === 'commit' ? { at, event, ...of, index: number } : { at, event, ...of, request: number };
  }
}

const kindOfCommand = 1;
const kindOfLeader = 2;

/** Kinds of a member: a commit, and four statuses of calls, of loads or not. */
const KINDS = 16;
const kindOfCommit = 1;
const OF_LOAD = 4;

function kindOfCall({ node, status, isOfLoad: ofLoad }: CallChange): number {
  return node * KINDS + 2 + statuses.indexOf(status) + (ofLoad ? OF_LOAD : 0);
}

function isOfLoad(kind: number): boolean {
  return kind % KINDS >= 2 + OF_LOAD;
}

function flowKind(kind: number): MarkKind {
  const node = Math.floor(kind / KINDS);
  if (kind % KINDS === kindOfCommit) return { type: 'commit', node };
  const status = present(statuses[((kind % KINDS) - 2) % OF_LOAD], 'a status of a call');
  return { type: 'request', node, status, isOfLoad: isOfLoad(kind) };
}

function marksOf(list: MarkList, from: Micros, to: Micros, mark: (i: number) => Mark | undefined): Mark[] {
  const found: Mark[] = [];
  const end = countWhile(list.length, (i) => list.at(i).at <= to);
  for (let i = list.countBefore(from); i < end; i++) {
    const each = mark(i);
    if (each !== undefined) found.push(each);
  }
  return found;
}
