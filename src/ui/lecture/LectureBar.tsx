import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { useText } from '../lesson/text-of.ts';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import type { LectureQuestion } from './Lecture.tsx';
import { goToPhase } from './lecture-store.ts';
import { closeLecture } from './open-lecture.ts';
import { runToMoment } from './run-to-moment.ts';

/** While the run is shown: the stage has the window, and this strip the question and the way to the votes. */
export function LectureBar({ question }: { question: LectureQuestion }) {
  const { t } = useTranslation('lecture');
  const say = useText();
  const lab = useLab();
  const isPlaying = useFramePart((frame) => frame.playing) ?? false;
  const [isHere, setIsHere] = useState(false);
  const run = useCallback(() => {
    runToMoment(lab, question.lesson, question.step).then(() => setIsHere(true), reportError);
  }, [lab, question]);
  useEffect(() => {
    const { alone } = useView.getState();
    useView.setState({ alone: 'stage', selection: undefined });
    run();
    return () => useView.setState({ alone });
  }, [run]);
  return (
    <section className="lecture-strip" aria-label={t('title')}>
      <p>{say(question.question.ask)}</p>
      <div className="lecture-strip-ways">
        <button type="button" className="button" onClick={() => goToPhase('second')}>
          {t('back')}
        </button>
        <button type="button" className="button" disabled={!isHere || isPlaying} onClick={run}>
          {t('runAgain')}
        </button>
        <button type="button" className="button button-primary" onClick={() => goToPhase('votes')}>
          {t('go.votes')}
        </button>
        <button type="button" className="button button-quiet" onClick={closeLecture}>
          {t('close')}
        </button>
      </div>
    </section>
  );
}
