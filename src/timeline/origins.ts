import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { branchColumns, columns } from '../base/column.ts';

/** An entry as a leader appended it: in which event, and whose call it came from. */
export interface EntryOrigin {
  readonly index: LogIndex;
  readonly term: Term;
  /** The leader. */
  readonly node: NodeId;
  readonly event: number;
  /** The client's call; 0: no call, as of a new leader's empty entry. */
  readonly request: number;
}

/** Where the entries of all logs come from, oldest first: a few bytes an entry. */
export class Origins {
  #columns = columns('index', 'term', 'node', 'event', 'request');
  /** Of proposals that were sent on to a leader: which call each message carries. Ids of messages ascend. */
  #forwarded = columns('message', 'request');

  append(event: WorldEvent): void {
    if (event.output === undefined) return;
    let request = this.#requestOf(event);
    /** Of the proposals that were sent on in this event, in order. */
    const sentOn: number[] = [];
    for (const trace of event.output.trace) {
      if (trace.type === 'proposedLate') request = trace.request;
      if (trace.type === 'proposalForwarded') sentOn.push(request);
      if (trace.type !== 'entriesAppended') continue;
      for (let index = trace.first; index <= trace.last; index++) {
        this.#columns.index.push(index);
        this.#columns.term.push(Number(trace.term));
        this.#columns.node.push(event.node);
        this.#columns.event.push(event.number);
        this.#columns.request.push(request);
      }
    }
    if (sentOn.some((each) => each > 0)) this.#noteForwarded(event, sentOn);
  }

  /** A message that the network has doubled carries what the message before it does. */
  #noteForwarded({ sent }: WorldEvent, sentOn: readonly number[]): void {
    let next = 0;
    for (const { id, payload, copyOf } of sent) {
      if (payload.type !== 'MsgProp') continue;
      const request = sentOn[copyOf === undefined ? next++ : next - 1] ?? 0;
      if (request === 0) continue;
      this.#forwarded.message.push(id);
      this.#forwarded.request.push(request);
    }
  }

  /** The messages by which a call's proposal was sent on to a leader, in the order in which they were sent. */
  forwardsOf(request: number): readonly number[] {
    const { message, request: requests } = this.#forwarded;
    const found: number[] = [];
    for (let i = requests.first(request); i !== undefined; i = requests.first(request, i + 1))
      found.push(message.at(i));
    return found;
  }

  /** The newest of this index and term. */
  ofEntry(index: LogIndex, term: Term): EntryOrigin | undefined {
    const { index: indexes, term: terms } = this.#columns;
    let i = indexes.last(index);
    while (i !== undefined && terms.at(i) !== Number(term)) i = indexes.last(index, i - 1);
    return i === undefined ? undefined : this.#at(i);
  }

  /** The newest of this index up to an event. */
  newestAt(index: LogIndex, event: number): EntryOrigin | undefined {
    const { index: indexes, event: events } = this.#columns;
    const i = indexes.last(index, events.countUpTo(event) - 1);
    return i === undefined ? undefined : this.#at(i);
  }

  /** All of this index up to an event, newest first: of each term the newest. */
  allAt(index: LogIndex, event: number): readonly EntryOrigin[] {
    const found: EntryOrigin[] = [];
    const { index: indexes, event: events } = this.#columns;
    let i = indexes.last(index, events.countUpTo(event) - 1);
    while (i !== undefined) {
      const origin = this.#at(i);
      if (found.every(({ term }) => term !== origin.term)) found.push(origin);
      i = indexes.last(index, i - 1);
    }
    return found;
  }

  /** The first entry that a call led to. */
  ofRequest(request: number): EntryOrigin | undefined {
    const i = this.#columns.request.first(request);
    return i === undefined ? undefined : this.#at(i);
  }

  /** Every entry that a call led to: a proposal may come twice, or be sent on by several. */
  allOfRequest(request: number): readonly EntryOrigin[] {
    const found: EntryOrigin[] = [];
    const { request: requests } = this.#columns;
    for (let i = requests.first(request); i !== undefined; i = requests.first(request, i + 1))
      found.push(this.#at(i));
    return found;
  }

  /** Those up to an event, after which `message` is the last that was sent, in a list of their own that shares its chunks. */
  branch(event: number, message: number): Origins {
    const copy = new Origins();
    copy.#columns = branchColumns(this.#columns, this.#columns.event.countUpTo(event));
    copy.#forwarded = branchColumns(this.#forwarded, this.#forwarded.message.countUpTo(message));
    return copy;
  }

  #requestOf({ input, message }: WorldEvent): number {
    if (input === undefined) return 0;
    if ('request' in input) return input.request;
    const isProposal = input.type === 'message' && input.message.type === 'MsgProp';
    if (!isProposal) return 0;
    const { message: messages, request } = this.#forwarded;
    const i = messages.countUpTo(message) - 1;
    return i >= 0 && messages.at(i) === message ? request.at(i) : 0;
  }

  #at(i: number): EntryOrigin {
    const { index, term, node, event, request } = this.#columns;
    return {
      index: index.at(i),
      term: term.at(i),
      node: node.at(i),
      event: event.at(i),
      request: request.at(i),
    };
  }
}
