import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { choiceLetter, formatVote } from '../../lessons/course/results/vote-code.ts';
import { browserId } from '../course/browser-id.ts';
import { CopyText } from '../course/CopyText.tsx';
import { useText } from '../lesson/text-of.ts';
import type { LectureQuestion } from './Lecture.tsx';
import { Situation } from './Situation.tsx';

/** One of the audience: chooses, and gets a code that the teacher's page counts. It can be changed; the last counts. */
export function AudienceVote({ question: asked }: { question: LectureQuestion }) {
  const { t } = useTranslation('lecture');
  const say = useText();
  const { lesson, step, question } = asked;
  const [choice, choose] = useState<number>();
  return (
    <div className="lecture audience">
      <div className="lecture-page" tabIndex={0} role="region" aria-label={t('title')}>
        <Situation question={asked} told={false} />
        <h3 className="lecture-ask">{say(question.ask)}</h3>
        <fieldset className="course-choices">
          <legend className="visually-hidden">{t('yourChoice')}</legend>
          {question.choices.map(({ text }, i) => (
            <label key={text.en} data-checked={choice === i ? '' : undefined}>
              <input type="radio" name="vote" checked={choice === i} onChange={() => choose(i)} />
              <b>{choiceLetter(i)}</b>
              <span>{say(text)}</span>
            </label>
          ))}
        </fieldset>
        <p>{t('audience')}</p>
        {choice !== undefined && (
          <CopyText
            label={t('yourCode')}
            text={formatVote({ lesson: lesson.id, step: step.id, choice, browser: browserId() })}
            large
          />
        )}
      </div>
    </div>
  );
}
