import type { CaptionFrame } from '../../lab/frame/frame.ts';

type Note = NonNullable<CaptionFrame['note']>;
type Decision = CaptionFrame['trace'][number];

/** Sentences whose words come with the panels: the first picture has none of them. */
export interface LateWords {
  /** What a client program tells of itself. */
  readonly ofNote: (note: Note) => string;
  /** What a member has decided, as the inspector says it. */
  readonly ofDecision: (decision: Decision) => string;
}

let here: LateWords | undefined;

/** Undefined until the panels' words have come. */
export function lateWords(): LateWords | undefined {
  return here;
}

export function haveLateWords(words: LateWords): void {
  here = words;
}
