import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';

/** Nothing of the lessons is in the first load but this, and the button that leads to them. */
export const lessonPanel = latePart(withMessages(() => import('./LessonPanel.tsx')));
export const lessonPlayer = latePart(() => import('./player.ts'));
export const lessonOpener = latePart(withMessages(() => import('./open-lesson.ts')));
