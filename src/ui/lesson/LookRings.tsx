import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Look } from '../../lessons/course/lesson.ts';
import { sameData } from '../canvas/same.ts';
import { useView } from '../view-state.ts';
import { uncoverLooks } from './bring-looks.ts';
import { lookName } from './look-name.ts';
import { placeOf, type LookPlace } from './look-places.ts';

interface Ringed {
  readonly key: string;
  readonly place: LookPlace;
}

/**
 * A quiet ring round each thing that the screen points at, wherever it is drawn; it follows. `data-look` says which it is. While the
 * lab is on its way to the instant (`isThere` is false) rings stand round what is there already.
 */
export function LookRings({
  looks,
  isThere,
}: {
  readonly looks: readonly Look[];
  readonly isThere: boolean;
}) {
  const rings = useRings(looks, isThere);
  return rings.map(({ key, place }) => createPortal(<Ring place={place} name={key} />, place.host, key));
}

function Ring({ place, name }: { readonly place: LookPlace; readonly name: string }) {
  const { left, top, width, height, shape, turn } = place;
  return (
    <div
      className="look-ring"
      data-look={name}
      data-shape={shape}
      aria-hidden="true"
      style={{ left, top, width, height, ...(turn === 0 ? {} : { rotate: `${turn}rad` }) }}
    />
  );
}

function useRings(looks: readonly Look[], isThere: boolean): readonly Ringed[] {
  const [rings, setRings] = useState<readonly Ringed[]>([]);
  useEffect(
    () => follow(looks, isThere, (found) => setRings((before) => (isSame(before, found) ? before : found))),
    [looks, isThere],
  );
  return rings;
}

/** Tells where the looks are drawn now, and whenever that may have changed; until what it gives back is called. */
function follow(
  looks: readonly Look[],
  isThere: boolean,
  tell: (found: readonly Ringed[]) => void,
): () => void {
  let scheduled: number | undefined;
  let isUncovered = false;
  const measure = (): void => {
    scheduled = undefined;
    if (isThere && !isUncovered) {
      isUncovered = true;
      uncoverLooks(looks);
    }
    const found = looks.flatMap((look) => {
      const place = placeOf(look);
      return place ? [{ key: lookName(look), place }] : [];
    });
    // Where not all have room, the first is seen.
    for (const { place } of found.toReversed()) scrollTo(place);
    tell(found);
  };
  // After the pictures of this frame have been drawn: what stands is drawn by React, what moves by painters.
  const soon = (): void => {
    scheduled ??= requestAnimationFrame(measure);
  };
  soon();
  const stop = useView.subscribe(soon);
  // Panels that are loaded, resized or brought to the front say nothing of it to the store.
  const sizes = new ResizeObserver(soon);
  for (const box of document.querySelectorAll('.stage-box, .data-box, .side-panel, .views'))
    sizes.observe(box);
  const parts = new MutationObserver(soon);
  const page = document.querySelector('.app');
  if (page) parts.observe(page, { childList: true, subtree: true });
  return () => {
    stop();
    sizes.disconnect();
    parts.disconnect();
    if (scheduled !== undefined) cancelAnimationFrame(scheduled);
  };
}

function isSame(before: readonly Ringed[], found: readonly Ringed[]): boolean {
  return (
    before.length === found.length &&
    before.every(({ key, place: { host, ...box } }, i) => {
      const other = found[i];
      if (other === undefined || other.key !== key || other.place.host !== host) return false;
      const { host: _, ...otherBox } = other.place;
      return sameData(box, otherBox);
    })
  );
}

/** A picture that is higher than its room scrolls in it. */
function scrollTo({ host, top, height }: LookPlace): void {
  const room = host.parentElement;
  if (room === null || room.scrollHeight <= room.clientHeight + 1) return;
  const from = host.getBoundingClientRect().top - room.getBoundingClientRect().top + room.scrollTop + top;
  if (from < room.scrollTop) room.scrollTop = from;
  else if (from + height > room.scrollTop + room.clientHeight)
    room.scrollTop = from + height - room.clientHeight;
}
