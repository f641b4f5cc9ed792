import type { NodeId } from '../base/flavor.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { branchColumns, columns } from '../base/column.ts';

/**
 * Which event asked a disk or an apply thread for the work that is done in another: a few bytes a piece of work. Messages know
 * who sent them (arrows.ts); this is the rest of what leads from one event to the next.
 */
export class AskedWork {
  #columns = columns('event', 'back');
  /** What is under way: the event that asked for it, by node and what it is. */
  readonly #open = new Map<string, number>();

  append({ number, node, input, output, command }: WorldEvent): void {
    if (input?.type === 'writeDone') this.#done(number, key(node, 'write', input.write));
    if (input?.type === 'applyDone') this.#done(number, key(node, 'apply', input.apply));
    // A start: another life counts from 1 again.
    if (command !== undefined && output !== undefined) this.#forget(node);
    for (const { id } of output?.writes ?? []) this.#open.set(key(node, 'write', id), number);
    for (const { id } of output?.applies ?? []) this.#open.set(key(node, 'apply', id), number);
  }

  /** Undefined: the event does no such work, or it is not known. */
  askedBy(event: number): number | undefined {
    const { event: events, back } = this.#columns;
    const i = events.countUpTo(event) - 1;
    return i >= 0 && events.at(i) === event ? event - back.at(i) : undefined;
  }

  /** That of the events up to this one, in lists of its own that share their chunks. What is under way then may not be known. */
  branch(event: number): AskedWork {
    const copy = new AskedWork();
    copy.#columns = branchColumns(this.#columns, this.#columns.event.countUpTo(event));
    for (const [of, asked] of this.#open) if (asked <= event) copy.#open.set(of, asked);
    return copy;
  }

  #done(event: number, of: string): void {
    const asked = this.#open.get(of);
    if (asked === undefined) return;
    this.#open.delete(of);
    this.#columns.event.push(event);
    this.#columns.back.push(event - asked);
  }

  #forget(node: NodeId): void {
    for (const of of this.#open.keys()) if (of.startsWith(`${node} `)) this.#open.delete(of);
  }
}

function key(node: NodeId, what: 'write' | 'apply', id: number): string {
  return `${node} ${what} ${id}`;
}
