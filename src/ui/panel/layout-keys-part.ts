import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';

/** Loaded when it is first wanted, with its words. */
export const layoutKeys = latePart(withMessages(() => import('./layout-keys.ts')));
