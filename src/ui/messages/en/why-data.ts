import type { DataAnswers, DataHindrances, DataNeeds } from '../../../explain/why/data-answers.ts';

/** Answers about calls and what is stored, by their codes. Which numbers stand in them: the types of the codes say. */
export const dataAnswers = {
  entryCommitted: 'Entry {{index}} of term {{term}} is committed.',
} as const satisfies Record<keyof DataAnswers, string>;

export const dataNeeds = {
  synced: 'The disk of {{node}} would have to finish what is in its queue.',
} as const satisfies Record<keyof DataNeeds, string>;

export const dataHindrances = {
  notSynced: '{{node}} does not have it on disk yet',
} as const satisfies Record<keyof DataHindrances, string>;
