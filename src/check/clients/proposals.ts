import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import { sharedCommand } from '../../etcd/command.ts';
import { touches } from '../../node/report/touched.ts';
import type { Entry } from '../../raft/entry.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import type { Report } from '../monitor.ts';

/** What is known of one member's log in its present life: its end, and the entries that it has not applied. */
interface Log {
  last: LogIndex;
  applied: LogIndex;
  term: Term;
  readonly waiting: Entry[];
}

/** The newest answer that tells of an entry: who leads later than `term` must have it. */
interface Answered {
  readonly index: LogIndex;
  readonly entryTerm: Term;
  /** Of the member that answered, which is no lower than the one in which the entry was committed. */
  readonly term: Term;
  readonly revision: Revision;
  readonly request: number;
  readonly event: number;
}

/** What a record has touched that tells of a log, and of how far it is applied. */
export const OF_LOGS = touches.log | touches.applied | touches.term;

/** Copies of one proposal come soon after each other: so many of the newest are remembered, and as many before them. */
const GENERATION = 128;

/**
 * What becomes of what clients propose (properties.md, A4 and C6):
 *
 *     AtMostOnce   no proposal is applied twice; each has an id that nobody else has. etcd leaves it to its transport not to
 *                  deliver one twice on its way to the leader: where a link has done so it is nobody's fault
 *     DurableAck   what was answered with ok is in the log of everybody who is elected later
 */
export class Proposals {
  readonly #logs: Map<NodeId, Log>;
  #applied: LogIndex;
  /** Ids of the newest proposals that were applied, with their indices, and of a generation before them. */
  #ids: Map<number, LogIndex>;
  #olderIds: ReadonlyMap<number, LogIndex>;
  #answered: Answered | undefined;
  /** Of proposals of which a link has made two. */
  readonly #copied: Set<number>;
  /** The term of the entry that was applied last by anybody. */
  #appliedTerm: Term;

  constructor(from?: Proposals) {
    this.#logs = new Map();
    for (const [node, log] of from === undefined ? [] : from.#logs)
      this.#logs.set(node, { ...log, waiting: log.waiting.slice() });
    this.#applied = from === undefined ? 0 : from.#applied;
    this.#ids = new Map(from === undefined ? [] : from.#ids);
    this.#olderIds = from === undefined ? new Map<number, LogIndex>() : from.#olderIds;
    this.#answered = from === undefined ? undefined : from.#answered;
    this.#copied = new Set(from === undefined ? [] : from.#copied);
    this.#appliedTerm = from === undefined ? 0 : from.#appliedTerm;
  }

  clone(): Proposals {
    return new Proposals(this);
  }

  /** Another history begins, from what one member knows to be committed. */
  forget(): void {
    this.#logs.clear();
    this.#ids = new Map();
    this.#olderIds = new Map();
    this.#answered = undefined;
    this.#applied = 0;
  }

  look(event: WorldEvent, report: Report): void {
    const { node, output, number, touched } = event;
    this.lookAtCopies(event);
    if (output === undefined) return;
    const { changes, trace, answers } = output;
    if (touched & OF_LOGS) this.#follow(node, changes, report);
    for (const each of trace) if (each.type === 'becameLeader') this.#checkElected(node, each.term, report);
    for (const { request, result } of answers) {
      if (result.status === 'ok') this.#noteAnswer(node, request, result.result, number);
    }
  }

  /** Of any event: what a link has made two of. */
  lookAtCopies({ sent }: WorldEvent): void {
    for (let i = 0; i < sent.length; i++) {
      const flight = sent[i];
      if (flight?.copyOf !== undefined) this.#learnCopy(flight.payload);
    }
  }

  #follow(
    node: NodeId,
    { boot, last, applied, term, appended, truncatedFrom }: NonNullable<WorldEvent['output']>['changes'],
    report: Report,
  ): void {
    let log = this.#logs.get(node);
    if (log === undefined || boot !== undefined) {
      log = { last: 0, applied: 0, term: 0, waiting: [] };
      this.#logs.set(node, log);
    }
    const { waiting } = log;
    if (truncatedFrom !== undefined) {
      while ((waiting.at(-1)?.index ?? 0) >= truncatedFrom) waiting.pop();
    }
    for (const entry of appended ?? []) waiting.push(entry);
    if (applied !== undefined) {
      if (applied > this.#applied) this.#learnApplied(waiting, applied, node, report);
      let count = 0;
      while ((waiting[count]?.index ?? Infinity) <= applied) count++;
      if (count > 0) waiting.splice(0, count);
      log.applied = applied;
    }
    if (last !== undefined) log.last = last;
    if (term !== undefined) log.term = term;
  }

  /** Somebody is the first to have applied up to there. */
  #learnApplied(waiting: readonly Entry[], applied: LogIndex, node: NodeId, report: Report): void {
    for (const { index, term, type, data } of waiting) {
      if (index <= this.#applied || index > applied) continue;
      this.#appliedTerm = term;
      if (type === 'EntryNormal' && data !== undefined && data.length > 0) {
        this.#learnId(sharedCommand(data).id, index, node, report);
      }
    }
    this.#applied = applied;
  }

  #learnCopy(message: BusMessage): void {
    if (message.type !== 'MsgProp') return;
    for (const { type, data } of message.entries) {
      if (type === 'EntryNormal' && data !== undefined && data.length > 0)
        this.#copied.add(sharedCommand(data).id);
    }
  }

  #learnId(id: number, index: LogIndex, node: NodeId, report: Report): void {
    if (id === 0) return;
    const before = this.#ids.get(id) ?? this.#olderIds.get(id);
    if (before !== undefined) {
      if (this.#copied.has(id)) return;
      report({
        property: 'AtMostOnce',
        nodes: [node],
        detail: `proposal ${id} is applied as entry ${index}, and was as entry ${before}`,
        because: { type: 'appliedTwice', id, index, before },
      });
      return;
    }
    this.#ids.set(id, index);
    if (this.#ids.size < GENERATION) return;
    this.#olderIds = this.#ids;
    this.#ids = new Map();
  }

  #noteAnswer(
    node: NodeId,
    request: number,
    result: { readonly type: string; readonly revision?: Revision },
    event: number,
  ): void {
    if (!proposed.has(result.type)) return;
    const log = this.#logs.get(node);
    if (log === undefined || (this.#answered !== undefined && this.#applied <= this.#answered.index)) return;
    // It tells of an entry up to the one that was applied last; all up to there is committed.
    this.#answered = {
      index: this.#applied,
      entryTerm: this.#appliedTerm,
      term: log.term,
      revision: result.revision ?? 0,
      request,
      event,
    };
  }

  #checkElected(node: NodeId, term: Term, report: Report): void {
    const answered = this.#answered;
    const log = this.#logs.get(node);
    if (answered === undefined || log === undefined || term <= answered.term) return;
    const { index, entryTerm, revision, request, event } = answered;
    if (index <= log.applied) return;
    const own = log.waiting.find((entry) => entry.index === index);
    // What is not waiting and not applied lies in a snapshot that is on its way in, or is not there.
    if (own === undefined ? index <= log.last && log.waiting.length === 0 : own.term === entryTerm) return;
    report({
      property: 'DurableAck',
      nodes: [node],
      detail: `the leader of term ${term} lacks entry ${index}, of which the answer to call ${request} told (event ${event}, revision ${revision})`,
      because: { type: 'lacksAnswered', index, leaderTerm: term, revision, request, earlier: event },
    });
  }
}

/** What goes through the log before it is answered. */
const proposed: ReadonlySet<string> = new Set([
  'put',
  'deleteRange',
  'txn',
  'compact',
  'leaseGrant',
  'leaseRevoke',
]);
