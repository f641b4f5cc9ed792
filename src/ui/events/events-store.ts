import { create } from 'zustand';
import type { EventFilter } from '../../lab/debug/event-rows.ts';

/** What the list of events is narrowed to: kept while its panel is not there, and for the keys of the next and the last hit. */
export const useEventFilter = create<{ readonly filter: EventFilter }>()(() => ({ filter: {} }));

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
