import type { ForeignHistory } from '../../foreign/history.ts';

/**
 * Items that have this text in what is written beside them or in their source, whatever the case; ascending. Nothing is
 * searched for with an empty text.
 */
export function searchItems(history: ForeignHistory, text: string): Uint32Array | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const { items, sources } = history;
  const found = sources.map((source) => placesOf(lowered(source), wanted));
  const hits: number[] = [];
  for (let i = 0; i < items.count; i++) {
    const places = found[items.source[i] ?? 0] ?? NOWHERE;
    const isHit =
      holds(places, items.from[i] ?? 0, (items.to[i] ?? 0) - wanted.length) ||
      ((items.line2[i] ?? 0) > 0 &&
        holds(places, items.from2[i] ?? 0, (items.to2[i] ?? 0) - wanted.length)) ||
      (items.label[i] ?? '').toLowerCase().includes(wanted);
    if (isHit) hits.push(i);
  }
  return Uint32Array.from(hits);
}

/** The next one of these behind an item, or before it; round from the end to the beginning. */
export function nextHit(hits: Uint32Array, item: number | undefined, forward: boolean): number | undefined {
  if (hits.length === 0) return undefined;
  const here = item ?? (forward ? -1 : Infinity);
  if (forward) return hits.find((hit) => hit > here) ?? hits[0];
  return hits.findLast((hit) => hit < here) ?? hits.at(-1);
}

const NOWHERE = new Uint32Array(0);
/** A text of millions of characters is made small once. */
const small = new WeakMap<object, string>();

function lowered(source: { readonly text: string }): string {
  let text = small.get(source);
  if (text === undefined) {
    text = source.text.toLowerCase();
    // A few letters are longer when small: positions would be others.
    if (text.length !== source.text.length) text = source.text;
    small.set(source, text);
  }
  return text;
}

function placesOf(text: string, wanted: string): Uint32Array {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) found.push(at);
  return Uint32Array.from(found);
}

/** Whether one of the places lies between the two, both included. */
function holds(places: Uint32Array, from: number, to: number): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low < places.length && (places[low] ?? 0) <= to;
}
