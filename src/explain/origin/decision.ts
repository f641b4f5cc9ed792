import type { Term } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';

/** A term as a number of a step; beyond the exact ones it is decimal text. */
export function termOf(term: Term): { readonly term: number | string } {
  return { term: typeof term === 'bigint' ? String(term) : term };
}

/** The decision of this type, if it was made. */
export function found<Type extends NodeTrace['type']>(
  { output }: WorldEvent,
  type: Type,
): Extract<NodeTrace, { readonly type: Type }> | undefined {
  return output?.trace.find(
    (each): each is Extract<NodeTrace, { readonly type: Type }> => each.type === type,
  );
}
