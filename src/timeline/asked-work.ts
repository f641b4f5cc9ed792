import type { NodeId } from '../base/flavor.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { branchColumns, columns } from '../base/column.ts';

/**
 * Which event asked a disk or an apply thread for the work that is done in another, and which work it is: a few bytes a piece.
 * Messages know who sent them (arrows.ts); this is the rest of what leads from one event to the next. Of a client's call that
 * comes to its member here is which one it is.
 */
export class AskedWork {
  #columns = columns('event', 'back', 'id');
  /** What is under way: the event that asked for it, by node and what it is. */
  readonly #open = new Map<string, number>();

  append({ number, node, input, output, command }: WorldEvent): void {
    if (input?.type === 'writeDone') this.#done(number, key(node, 'write', input.write), input.write);
    if (input?.type === 'applyDone') this.#done(number, key(node, 'apply', input.apply), input.apply);
    if (input?.type === 'request') this.#note(number, number, input.request);
    // A start: another life counts from 1 again.
    if (command !== undefined && output !== undefined) this.#forget(node);
    for (const { id } of output?.writes ?? []) this.#open.set(key(node, 'write', id), number);
    for (const { id } of output?.applies ?? []) this.#open.set(key(node, 'apply', id), number);
  }

  /** Undefined: the event does no such work, or it is not known. */
  askedBy(event: number): number | undefined {
    const place = this.#placeOf(event);
    const back = place === undefined ? 0 : this.#columns.back.at(place);
    return back === 0 ? undefined : event - back;
  }

  /** The write or the apply that is done in an event, or the call that comes to its member; undefined: none, or it is not known. */
  idIn(event: number): number | undefined {
    const place = this.#placeOf(event);
    return place === undefined ? undefined : this.#columns.id.at(place);
  }

  /** That of the events up to this one, in lists of its own that share their chunks. What is under way then may not be known. */
  branch(event: number): AskedWork {
    const copy = new AskedWork();
    copy.#columns = branchColumns(this.#columns, this.#columns.event.countUpTo(event));
    for (const [of, asked] of this.#open) if (asked <= event) copy.#open.set(of, asked);
    return copy;
  }

  #placeOf(event: number): number | undefined {
    const { event: events } = this.#columns;
    const place = events.countUpTo(event) - 1;
    return place >= 0 && events.at(place) === event ? place : undefined;
  }

  #done(event: number, of: string, id: number): void {
    const asked = this.#open.get(of);
    if (asked === undefined) return;
    this.#open.delete(of);
    this.#note(event, asked, id);
  }

  #note(event: number, asked: number, id: number): void {
    this.#columns.event.push(event);
    this.#columns.back.push(event - asked);
    this.#columns.id.push(id);
  }

  #forget(node: NodeId): void {
    for (const of of this.#open.keys()) if (of.startsWith(`${node} `)) this.#open.delete(of);
  }
}

function key(node: NodeId, what: 'write' | 'apply', id: number): string {
  return `${node} ${what} ${id}`;
}
