import { useTranslation } from 'react-i18next';
import { catalogue } from '../../lessons/course/catalogue.ts';
import { useAnswered } from './QuestionPart.tsx';
import type { LessonState } from './lesson-store.ts';
import { back, closeLesson, jumpTo, next } from './player.ts';
import type { Screen } from './screens.ts';
import type { Standing } from './standing.ts';

/** Back, the steps and next: always in the same place. */
export function LessonNav({ state, standing }: { readonly state: LessonState; readonly standing: Standing }) {
  const { t } = useTranslation('lesson');
  const { lesson, screens, at } = state;
  const isLast = at === screens.length - 1;
  // There the way to it is what is pressed most.
  const hasNext = catalogue.at(-1)?.id !== lesson.id && catalogue.some(({ id }) => id === lesson.id);
  return (
    <nav className="lesson-nav" aria-label={t('steps')}>
      <ol className="lesson-dots">
        {screens.map((screen, i) => (
          <li key={screen.id}>
            <button
              type="button"
              data-kind={kindOf(screen)}
              aria-current={i === at ? 'step' : undefined}
              aria-label={t('step', {
                number: i + 1,
                count: screens.length,
                kind: t(`kind.${kindOf(screen)}`),
              })}
              title={t(`kind.${kindOf(screen)}`)}
              onClick={() => jumpTo(i)}
            >
              {i + 1}
            </button>
          </li>
        ))}
      </ol>
      <div className="lesson-ways">
        <button
          type="button"
          className="button lesson-back"
          disabled={at === 0}
          onClick={back}
          title={t('keys')}
        >
          {t('back')}
        </button>
        <button
          type="button"
          className={isLast && hasNext ? 'button lesson-next' : 'button button-primary lesson-next'}
          onClick={isLast ? closeLesson : next}
          title={t('keys')}
        >
          {standing === 'onTheWay' ? t('skip') : isLast ? t('done') : <NextWords state={state} />}
        </button>
      </div>
    </nav>
  );
}

/** To pass over a prediction is possible, and said. */
function NextWords({ state: { lesson, screens, at } }: { readonly state: LessonState }) {
  const { t } = useTranslation('lesson');
  const screen = screens[at];
  const { predicted } = useAnswered(lesson.id, screen?.id ?? '');
  if (screen?.type !== 'step' || screen.step.type !== 'predict') return t('next');
  return predicted === undefined ? t('passOver') : t('watch');
}

function kindOf(screen: Screen) {
  return screen.type === 'step' ? screen.step.type : screen.type;
}
