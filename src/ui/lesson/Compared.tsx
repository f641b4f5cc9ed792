import { useTranslation } from 'react-i18next';
import type { Choice, Question } from '../../lessons/course/lesson.ts';
import type { Answered } from '../../lessons/course/progress.ts';
import { useText } from './text-of.ts';

/** What was predicted, what was seen and what the run says, beside each other; then each choice with why it is right or not. */
export function Compared({
  ask,
  question: { choices },
  answered: { predicted, seen },
  isObserved,
}: {
  readonly ask: string;
  readonly question: Question;
  readonly answered: Answered;
  /** It is looked back on a prediction; else it was asked once. */
  readonly isObserved: boolean;
}) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const right = choices.findIndex((choice) => choice.right === true);
  const words = (choice: number | undefined): string => {
    const found = choice === undefined ? undefined : choices[choice];
    return found === undefined ? t('passedOver') : text(found.text);
  };
  const told = (name: string, choice: number | undefined) => (
    <div data-right={choice === undefined ? undefined : choice === right}>
      <dt>{name}</dt>
      <dd>
        {choice !== undefined && <Sign isRight={choice === right} />}
        {words(choice)}
      </dd>
    </div>
  );
  return (
    <>
      <p className="lesson-ask">{ask}</p>
      <p className="lesson-verdict" role="status" data-right={seen === right}>
        <Sign isRight={seen === right} /> {seen === right ? t('verdict.right') : t('verdict.wrong')}
      </p>
      <dl className="lesson-compared" aria-label={t('compared')}>
        {isObserved && told(t('predicted'), predicted)}
        {told(isObserved ? t('seen') : t('answered'), seen)}
        {told(t('runSays'), right)}
      </dl>
      <ul className="lesson-explained">
        {choices.map((choice, i) => (
          <Explained
            key={choice.text.en}
            choice={choice}
            marks={[
              ...(isObserved && predicted === i ? [t('yourPrediction')] : []),
              ...(seen === i ? [isObserved ? t('yourSight') : t('yourAnswer')] : []),
            ]}
          />
        ))}
      </ul>
    </>
  );
}

function Explained({ choice, marks }: { readonly choice: Choice; readonly marks: readonly string[] }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const isRight = choice.right === true;
  return (
    <li data-right={isRight}>
      <p>
        <Sign isRight={isRight} />
        <strong>{isRight ? t('right') : t('wrong')}</strong>
        {marks.length > 0 && <span className="lesson-marks"> ({marks.join(', ')})</span>}: {text(choice.text)}
      </p>
      <p className="lesson-because">{text(choice.because)}</p>
    </li>
  );
}

function Sign({ isRight }: { readonly isRight: boolean }) {
  return (
    <span className="lesson-sign" aria-hidden="true">
      {isRight ? '✓' : '✗'}
    </span>
  );
}
