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

/** What `?lecture=E1.who` or `?vote=E1.who` in the address asks for. Whether there is such a question is seen when it is opened. */
export function lectureAsked(search: string): LectureAt | undefined {
  const options = new URLSearchParams(search);
  for (const [name, role] of [
    ['lecture', 'teacher'],
    ['vote', 'audience'],
  ] as const) {
    const [lesson, step] = options.get(name)?.split('.') ?? [];
    if (lesson !== undefined && step !== undefined) return { lesson, step, role };
  }
  return undefined;
}
