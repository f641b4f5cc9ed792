import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '../lesson/text-of.ts';
import type { LectureQuestion } from './Lecture.tsx';
import {
  addHand,
  beginAnew,
  goToPhase,
  phaseBeside,
  phasesOf,
  useLecture,
  type Phase,
} from './lecture-store.ts';
import { PhaseLine } from './PhaseLine.tsx';
import { Situation } from './Situation.tsx';
import { TalkClock } from './TalkClock.tsx';
import { VoteEntry } from './VoteEntry.tsx';
import { VotesDrawn } from './VotesDrawn.tsx';

/** The question in the type of the back row; below it what this phase is for; the way on always in the same place. */
export function TeacherPage({ question, phase }: { question: LectureQuestion; phase: Phase }) {
  const { t } = useTranslation('lecture');
  const say = useText();
  const { lesson, step } = question;
  const phases = phasesOf(step);
  useTeacherKeys(phases, question.question.choices.length);
  return (
    <div className="lecture" data-phase={phase}>
      <div className="lecture-page" tabIndex={0} role="region" aria-label={t('title')}>
        <Situation question={question} told={phase === 'votes'} />
        <h3 className="lecture-ask">{say(question.question.ask)}</h3>
        {phase === 'votes' ? (
          <VotesDrawn question={question} />
        ) : (
          <VoteEntry
            question={question}
            round={phase === 'first' || phase === 'second' ? phase : undefined}
          />
        )}
        {phase === 'talk' && <TalkClock />}
      </div>
      <footer className="lecture-foot">
        <button
          type="button"
          className="button"
          disabled={phase === 'first'}
          onClick={() => goToPhase(phaseBeside(phases, phase, -1))}
        >
          {t('back')}
        </button>
        <PhaseLine phases={phases} phase={phase} />
        {phase === 'votes' ? (
          <button type="button" className="button" onClick={() => beginAnew(`${lesson.id}.${step.id}`)}>
            {t('anew')}
          </button>
        ) : (
          <button
            type="button"
            className="button button-primary"
            onClick={() => goToPhase(phaseBeside(phases, phase, 1))}
          >
            {t(`go.${phaseBeside(phases, phase, 1)}`)}
          </button>
        )}
      </footer>
    </div>
  );
}

/** Arrows go from phase to phase; a letter is one more hand for its choice, with Shift one less. What is typed into a field is its own. */
function useTeacherKeys(phases: readonly Phase[], choices: number): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target, key, shiftKey, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey) return;
      const { phase } = useLecture.getState();
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      if (key === 'ArrowRight') return goToPhase(phaseBeside(phases, phase, 1));
      if (key === 'ArrowLeft') return goToPhase(phaseBeside(phases, phase, -1));
      const choice = key.length === 1 ? key.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0) : -1;
      if (choice < 0 || choice >= choices) return;
      if (phase === 'first' || phase === 'second') addHand(phase, choice, shiftKey ? -1 : 1);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [phases, choices]);
}
