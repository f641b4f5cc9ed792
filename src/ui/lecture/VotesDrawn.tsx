import { useTranslation } from 'react-i18next';
import { sum } from '../../lessons/course/results/class-results.ts';
import { choiceLetter } from '../../lessons/course/results/vote-code.ts';
import { useText } from '../lesson/text-of.ts';
import type { LectureQuestion } from './Lecture.tsx';
import { useTally } from './use-tally.ts';

/** Both votes as bars beside each other, the right choice, and why each of them is right or not. */
export function VotesDrawn({ question }: { question: LectureQuestion }) {
  const { t } = useTranslation('lecture');
  const say = useText();
  const first = useTally(question, 'first').counts;
  const second = useTally(question, 'second').counts;
  return (
    <ol className="lecture-votes">
      {question.question.choices.map((choice, i) => {
        const isRight = choice.right === true;
        return (
          <li key={choice.text.en} data-right={isRight ? '' : undefined}>
            <span className="lecture-letter">{choiceLetter(i)}</span>
            <div>
              <p className="lecture-choice">
                {isRight && <b className="lecture-right">{t('right')}</b>} {say(choice.text)}
              </p>
              <Bar label={t('phase.first')} count={first[i] ?? 0} of={sum(first)} />
              <Bar label={t('phase.second')} count={second[i] ?? 0} of={sum(second)} />
              <p className="lecture-because">{say(choice.because)}</p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Bar({ label, count, of }: { label: string; count: number; of: number }) {
  const { t } = useTranslation('lecture');
  const percent = of === 0 ? 0 : Math.round((100 * count) / of);
  return (
    <div className="lecture-bar-line">
      <span>{label}</span>
      <span className="lecture-track" aria-hidden="true">
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
      <span className="number">{of === 0 ? t('noVotes') : t('share', { count, percent })}</span>
    </div>
  );
}
