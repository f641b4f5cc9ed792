import { useTranslation } from 'react-i18next';
import { catalogue } from '../../lessons/course/catalogue.ts';
import { useText } from '../lesson/text-of.ts';
import { useGoToLesson } from './go-to-lesson.ts';

/**
 * The ways to lessons, those that there are. `titles`: of each lesson, beside its name. `onLeave`: the reader has gone to one.
 */
export function LessonLinks({
  ids,
  label,
  titles = true,
  onLeave,
}: {
  ids: readonly string[];
  label?: string;
  titles?: boolean;
  onLeave?: () => void;
}) {
  const { t } = useTranslation('course');
  const say = useText();
  const goToLesson = useGoToLesson();
  const headings = ids.flatMap((id) => catalogue.find((heading) => heading.id === id) ?? []);
  if (headings.length === 0) return null;
  return (
    <p className="lesson-links">
      <span className="muted">{label ?? t('seenIn', { count: headings.length })}</span>
      {headings.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className="button button-tiny"
          title={say(title)}
          onClick={() => {
            onLeave?.();
            goToLesson(id);
          }}
        >
          <b>{id}</b> <span className={titles ? undefined : 'visually-hidden'}>{say(title)}</span>
        </button>
      ))}
    </p>
  );
}
