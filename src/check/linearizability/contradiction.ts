/**
 * A smallest part of what contradicts itself: none of it can be left out (Junker's QuickXplain, AAAI 2004). It asks about
 * k · log(n / k) parts for k of n. Of several such parts it finds one that prefers what comes first in `items`.
 *
 * @param contradicts Whether a part contradicts itself. A part of what does not must not either; who does not know says no.
 */
export function smallestContradiction<Item>(
  items: readonly Item[],
  contradicts: (part: readonly Item[]) => boolean,
): readonly Item[] {
  if (items.length <= 1) return items;
  return explain([], false, items, contradicts);
}

/** What of `items` is needed beside `kept`, which with all of them contradicts itself. */
function explain<Item>(
  kept: readonly Item[],
  hasMore: boolean,
  items: readonly Item[],
  contradicts: (part: readonly Item[]) => boolean,
): readonly Item[] {
  if (hasMore && contradicts(kept)) return [];
  if (items.length === 1) return items;
  const middle = Math.ceil(items.length / 2);
  const [preferred, others] = [items.slice(0, middle), items.slice(middle)];
  const ofOthers = explain([...kept, ...preferred], true, others, contradicts);
  const ofPreferred = explain([...kept, ...ofOthers], ofOthers.length > 0, preferred, contradicts);
  return [...ofPreferred, ...ofOthers];
}
