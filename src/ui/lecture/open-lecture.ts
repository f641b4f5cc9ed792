import { useView } from '../view-state.ts';

/** A question of a lesson, asked of an audience. */
export interface LectureAt {
  readonly lesson: string;
  /** The step that asks. */
  readonly step: string;
  /** The teacher's page counts votes; one of the audience gives a code for its own. */
  readonly role: 'teacher' | 'audience';
}

/** Opens a question on the whole window. Small on purpose: it is in the first load. */
export function openLecture(lesson: string, step: string, role: LectureAt['role'] = 'teacher'): void {
  useView.setState({ lecture: { lesson, step, role } });
}

export function closeLecture(): void {
  useView.setState({ lecture: undefined });
}
