import { openLecture, type LectureAt } from '../lecture/open-lecture.ts';
import { useView } from '../view-state.ts';
import { courseViews, openCourse } from './open-course.ts';

/**
 * Opens what the address asks for over the lab: `?course`, `?course=glossary`; `?lecture=E1.who`, and `?vote=E1.who` for the audience; `?files`.
 * Whether there is such a question is seen when it is opened.
 */
export function openAsked(search: string): void {
  const options = new URLSearchParams(search);
  const course = options.get('course');
  if (course !== null) openCourse(courseViews.find((view) => view === course));
  const teacher = questionIn(options.get('lecture'));
  const audience = questionIn(options.get('vote'));
  if (teacher) openLecture(teacher.lesson, teacher.step);
  else if (options.has('files')) useView.setState({ door: 'files' });
  else if (audience) openLecture(audience.lesson, audience.step, 'audience');
}

function questionIn(asked: string | null): Pick<LectureAt, 'lesson' | 'step'> | undefined {
  const [lesson, step] = asked?.split('.') ?? [];
  return lesson === undefined || step === undefined ? undefined : { lesson, step };
}
