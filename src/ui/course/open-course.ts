import { useView } from '../view-state.ts';

/** The pages of the course. */
export const courseViews = ['lessons', 'quiz', 'messages', 'glossary', 'claims', 'results'] as const;
export type CourseView = (typeof courseViews)[number];

/** Which page of the course is open, and at what of it: a chapter's letter, a type of message, a term of the glossary. */
export interface CourseAt {
  readonly view: CourseView;
  readonly item: string | undefined;
}

/** Opens the course over the lab, which stays as it is behind it. Small on purpose: it is in the first load. */
export function openCourse(view: CourseView = 'lessons', item?: string): void {
  useView.setState({ course: { view, item } });
}

export function closeCourse(): void {
  useView.setState({ course: undefined });
}
