import { create } from 'zustand';
import type { EventFilter } from '../../lab/debug/event-rows.ts';

/** What the list of events is narrowed to: kept while its panel is not there, and for the keys of the next and the last hit. */
export const useEventFilter = create<{
  readonly filter: EventFilter;
  /** In a narrow panel: whether the fields stand there that are not needed most. */
  readonly isOpen: boolean;
}>()(() => ({ filter: {}, isOpen: false }));

export function narrow(by: Partial<EventFilter>): void {
  useEventFilter.setState(({ filter }) => ({ filter: { ...filter, ...by } }));
}

export function isNarrowed({ text, node, types, rejected, condition }: EventFilter): boolean {
  return (
    (text ?? '').trim() !== '' ||
    node !== undefined ||
    (types ?? []).length > 0 ||
    rejected === true ||
    (condition ?? '') !== ''
  );
}

/** What was in view when the list was last there: it is there again when the panel comes back. */
export interface Seen {
  readonly filter: EventFilter;
  readonly branch: string;
  /** Of its first row, and how much of that is above the edge, in pixels. */
  readonly event: number;
  readonly cut: number;
  /** Where the playhead was. */
  readonly here: number;
}

let seen: Seen | undefined;

export function keepSeen(next: Seen | undefined): void {
  seen = next;
}

/** Of this list of this branch, at this playhead. */
export function seenOf(filter: EventFilter, branch: string, here: number): Seen | undefined {
  return seen?.filter === filter && seen.branch === branch && seen.here === here ? seen : undefined;
}
