/** Whether a shorter list will do as well; what it gives back is that list, or a still shorter one that was found on the way. */
export type WillDo<Item> = (items: readonly Item[]) => Promise<readonly Item[] | undefined>;

/**
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002), in the form that tries to leave
 * out: blocks of half the list, then of a quarter, down to single items, from the end to the beginning, until no single item can be
 * spared. What is left out at the end changes nothing before it, so that is tried first.
 */
export async function fewest<Item>(all: readonly Item[], willDo: WillDo<Item>): Promise<readonly Item[]> {
  let items = all;
  let size = Math.max(1, Math.ceil(items.length / 2));
  for (;;) {
    const before = items.length;
    for (let end = items.length; end > 0; end = Math.min(end, items.length)) {
      const start = Math.max(0, end - size);
      const found = await willDo([...items.slice(0, start), ...items.slice(end)]);
      if (found !== undefined) items = found;
      end = start;
    }
    if (size === 1 && items.length === before) return items;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
}
