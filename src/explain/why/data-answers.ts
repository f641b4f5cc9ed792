import type { LogIndex, Term } from '../../base/flavor.ts';
import type { NoNumbers } from './plain.ts';

/** Codes of answers about clients' calls and what is stored, each with its numbers (`Plain`). */
export interface DataAnswers {
  entryCommitted: { readonly index: LogIndex; readonly term: Term };
}

/** Codes of what would have to happen, each with its numbers. */
export interface DataNeeds {
  /** Its disk finishes what is in its queue. */
  synced: { readonly node: number };
}

/** Codes of what keeps a node from something, each with its numbers. */
export interface DataHindrances {
  /** It has it, and not on disk. */
  notSynced: NoNumbers;
}
