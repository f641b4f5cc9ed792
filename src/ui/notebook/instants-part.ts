import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';

/** Marking, keeping and comparing instants, for keys and buttons that are there before its words are. */
export const instants = latePart(withMessages(() => import('./instants.ts')));
