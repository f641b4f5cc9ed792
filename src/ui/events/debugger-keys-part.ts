import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';

/** What keys of the debugger do. */
export const debuggerKeys = latePart(withMessages(() => import('./debugger-keys.ts')));
