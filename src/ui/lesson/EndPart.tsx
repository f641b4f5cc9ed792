import { useTranslation } from 'react-i18next';
import { catalogue } from '../../lessons/course/catalogue.ts';
import type { Lesson } from '../../lessons/course/lesson.ts';
import { NOT_BEGUN } from '../../lessons/course/progress.ts';
import { questionOf } from '../../lessons/course/steps.ts';
import { useAct } from '../act.ts';
import { forgetLesson, useLearnt } from '../course/progress-store.ts';
import { openLesson } from './open-lesson.ts';
import { jumpTo } from './player.ts';
import { questionStepOf } from './QuestionPart.tsx';
import { useText } from './text-of.ts';

/** What was done in the lesson, where to go on, and where it comes from. */
export function EndPart({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  return (
    <>
      <Done lesson={lesson} />
      <Onwards lesson={lesson} />
      {lesson.sources.length > 0 && (
        <section className="lesson-sources">
          <h4>{t('end.sources')}</h4>
          <ul>
            {lesson.sources.map((source) => (
              <li key={source.text.en}>
                {source.href === undefined ? (
                  text(source.text)
                ) : (
                  <a href={source.href} target="_blank" rel="noreferrer">
                    {text(source.text)}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Done({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useTranslation('lesson');
  const { answers, goalReached } = useLearnt(({ lessons }) => lessons[lesson.id]) ?? NOT_BEGUN;
  const counted = (kind: 'predicted' | 'seen'): { right: number; count: number } => {
    let [right, count] = [0, 0];
    for (const step of lesson.steps) {
      const isAsked =
        kind === 'predicted' ? step.type === 'predict' : step.type === 'observe' || step.type === 'ask';
      if (!isAsked) continue;
      count++;
      const answer = answers[questionStepOf(step)]?.[kind];
      if (answer !== undefined && questionOf(lesson, step)?.choices[answer]?.right === true) right++;
    }
    return { right, count };
  };
  const predicted = counted('predicted');
  const seen = counted('seen');
  return (
    <section>
      <h4>{t('end.title')}</h4>
      <ul className="lesson-done">
        {predicted.count > 0 && <li>{t('end.predictions', predicted)}</li>}
        {seen.count > 0 && <li>{t('end.seen', seen)}</li>}
        {lesson.tryIt !== undefined && <li>{goalReached ? t('end.goal') : t('end.noGoal')}</li>}
      </ul>
    </section>
  );
}

function Onwards({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const act = useAct();
  const after = catalogue[catalogue.findIndex(({ id }) => id === lesson.id) + 1];
  return (
    <div className="lesson-onwards">
      {after !== undefined && (
        <button
          type="button"
          className="button button-primary"
          onClick={() => act((lab) => openLesson(lab, after.id))}
        >
          {t('end.next', { title: `${after.id} ${text(after.title)}` })}
        </button>
      )}
      <button
        type="button"
        className="link-button"
        onClick={() => {
          forgetLesson(lesson.id);
          jumpTo(0);
        }}
      >
        {t('end.again')}
      </button>
    </div>
  );
}
