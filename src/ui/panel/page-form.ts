import { useMedia } from '../use-frame.ts';

/**
 * How the page is laid out, by the room there is:
 * - `desk`: stage over logs, details beside them, time across the foot;
 * - `low`: the same with less height, so logs and diagram take turns in one strip;
 * - `beside`: a wide and short window (a page at 200 %, a phone on its side), one panel at a time beside the stage;
 * - `below`: a narrow window, one panel at a time below the stage.
 */
export type PageForm = 'desk' | 'low' | 'beside' | 'below';

const COMPACT = '(max-width: 52rem), (max-height: 37.5rem)';
const ON_ITS_SIDE = '(min-width: 36rem) and (min-aspect-ratio: 6/5)';
const LOW = '(max-height: 55rem)';
/** Where tokens.css gives the root another size. */
const LARGER_TYPE = [
  '(min-width: 1800px) and (min-height: 1000px)',
  '(min-width: 2400px) and (min-height: 1200px)',
  '(min-width: 3400px) and (min-height: 1800px)',
] as const;

/** `oneByOne`: one view at a time was asked for, whatever room there is. */
export function usePageForm(oneByOne: boolean): PageForm {
  const compact = useMedia(COMPACT);
  const onItsSide = useMedia(ON_ITS_SIDE);
  const low = useMedia(LOW);
  if (compact || oneByOne) return onItsSide ? 'beside' : 'below';
  return low ? 'low' : 'desk';
}

/** A number for the size of the page's type: panes that were measured in one are measured anew in another. */
export function useTypeSize(): number {
  const large = useMedia(LARGER_TYPE[0]);
  const larger = useMedia(LARGER_TYPE[1]);
  const largest = useMedia(LARGER_TYPE[2]);
  return [large, larger, largest].filter(Boolean).length;
}
