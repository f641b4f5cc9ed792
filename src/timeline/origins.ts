import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { float64Column, uint16Column, uint32Column } from '../base/column.ts';

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

/** Where the entries of all logs come from, oldest first: some 26 bytes an entry. */
export class Origins {
  readonly #index = float64Column();
  readonly #term = float64Column();
  readonly #node = uint16Column();
  readonly #event = uint32Column();
  readonly #request = uint32Column();
  /** Of proposals on their way to a leader: the call that each carries. */
  readonly #forwarded = new Map<number, number>();

  append(event: WorldEvent): void {
    const { output } = event;
    if (output !== undefined) {
      const request = this.#requestOf(event);
      for (const trace of output.trace) {
        if (trace.type !== 'entriesAppended') continue;
        for (let index = trace.first; index <= trace.last; index++) {
          this.#index.push(index);
          this.#term.push(Number(trace.term));
          this.#node.push(event.node);
          this.#event.push(event.number);
          this.#request.push(request);
        }
      }
      if (request > 0) {
        for (const { id, payload } of event.sent)
          if (payload.type === 'MsgProp') this.#forwarded.set(id, request);
      }
    }
    for (const { message } of event.ended) this.#forwarded.delete(message);
  }

  /** The newest of this index and term. */
  ofEntry(index: LogIndex, term: Term): EntryOrigin | undefined {
    for (let i = this.#event.length - 1; i >= 0; i--)
      if (this.#index.at(i) === index && this.#term.at(i) === Number(term)) return this.#at(i);
    return undefined;
  }

  /** The first entry that a call led to. */
  ofRequest(request: number): EntryOrigin | undefined {
    for (let i = 0; i < this.#event.length; i++) if (this.#request.at(i) === request) return this.#at(i);
    return undefined;
  }

  truncate(event: number): void {
    const kept = this.#event.countUpTo(event);
    for (const column of [this.#index, this.#term, this.#node, this.#event, this.#request])
      column.truncate(kept);
  }

  #requestOf({ input, message }: WorldEvent): number {
    if (input === undefined) return 0;
    if ('request' in input) return input.request;
    const isProposal = input.type === 'message' && input.message.type === 'MsgProp';
    return isProposal ? (this.#forwarded.get(message) ?? 0) : 0;
  }

  #at(i: number): EntryOrigin {
    return {
      index: this.#index.at(i),
      term: this.#term.at(i),
      node: this.#node.at(i),
      event: this.#event.at(i),
      request: this.#request.at(i),
    };
  }
}
