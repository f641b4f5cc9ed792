import { useTranslation } from 'react-i18next';
import { choiceLetter } from '../../lessons/course/results/vote-code.ts';
import { sum } from '../../lessons/course/results/class-results.ts';
import { useText } from '../lesson/text-of.ts';
import type { LectureQuestion } from './Lecture.tsx';
import { addHand, setHands, useLecture, type Round } from './lecture-store.ts';
import { PastedVotes } from './PastedVotes.tsx';
import { useTally } from './use-tally.ts';

/** The choices, and how many took each: counted by − and +, typed as a number, or pasted as codes. Without a round: the choices alone. */
export function VoteEntry({ question, round }: { question: LectureQuestion; round: Round | undefined }) {
  const say = useText();
  return (
    <>
      <ol className="lecture-choices">
        {question.question.choices.map((choice, i) => (
          <li key={choice.text.en}>
            <span className="lecture-letter">{choiceLetter(i)}</span>
            <span className="lecture-choice">{say(choice.text)}</span>
            {round && <Hands round={round} choice={i} />}
          </li>
        ))}
      </ol>
      {round && <Votes question={question} round={round} />}
    </>
  );
}

function Hands({ round, choice }: { round: Round; choice: number }) {
  const { t } = useTranslation('lecture');
  const count = useLecture((state) => state.rounds[round].hands[choice] ?? 0);
  const letter = choiceLetter(choice);
  return (
    <span className="lecture-hands">
      <button
        type="button"
        className="button"
        aria-label={t('less', { letter })}
        disabled={count === 0}
        onClick={() => addHand(round, choice, -1)}
      >
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        aria-label={t('hands', { letter })}
        value={count}
        onChange={(event) => setHands(round, choice, Number(event.target.value))}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button
        type="button"
        className="button"
        aria-label={t('more', { letter })}
        onClick={() => addHand(round, choice, 1)}
      >
        +
      </button>
    </span>
  );
}

function Votes({ question, round }: { question: LectureQuestion; round: Round }) {
  const { t } = useTranslation('lecture');
  const { counts, codes, bad } = useTally(question, round);
  return (
    <>
      <p className="lecture-count" role="status">
        {t('votes', { count: sum(counts) })}
      </p>
      <PastedVotes question={question} round={round} codes={codes} bad={bad} />
    </>
  );
}
