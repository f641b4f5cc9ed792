import type { TextMeasure } from './box.ts';

/** What is written under a node's name, and how large. */
export interface FittedText {
  readonly text: string;
  /** In pixels. */
  readonly size: number;
}

/** Smaller than this nobody reads it. */
const SIZE_MIN = 8;

/**
 * The first of the texts that fits into a disc under the name, as large as a disc of this radius wants it; a little
 * smaller before the next shorter one. The last one is cut where it must end.
 */
export function fitInDisc(texts: readonly string[], radius: number, measure: TextMeasure): FittedText {
  const wanted = Math.max(SIZE_MIN, radius * 0.31);
  // The chord of the disc where the text stands.
  const room = radius * 1.56;
  for (const text of texts) {
    const size = Math.min(wanted, (wanted * room) / Math.max(1, measure(text, 'words', wanted)));
    if (size >= Math.min(wanted, Math.max(SIZE_MIN, wanted * 0.8))) return { text, size };
  }
  const last = Array.from(texts.at(-1) ?? '');
  const size = Math.min(wanted, SIZE_MIN + radius * 0.05);
  while (last.length > 1 && measure(`${last.join('')}…`, 'words', size) > room) last.pop();
  return { text: last.length > 0 ? `${last.join('')}…` : '', size };
}
