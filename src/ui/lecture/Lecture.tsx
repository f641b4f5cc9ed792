import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadLesson } from '../../lessons/course/catalogue.ts';
import type { Lesson } from '../../lessons/course/lesson.ts';
import { askingSteps, type AskingStep } from '../../lessons/course/results/lesson-result.ts';
import { Modal } from '../shell/Modal.tsx';
import { useText } from '../lesson/text-of.ts';
import { useView } from '../view-state.ts';
import { AudienceVote } from './AudienceVote.tsx';
import { LectureBar } from './LectureBar.tsx';
import { askQuestion, useLecture } from './lecture-store.ts';
import { closeLecture, type LectureAt } from './open-lecture.ts';
import { TeacherPage } from './TeacherPage.tsx';
import './lecture.css';

export interface LectureQuestion extends AskingStep {
  readonly lesson: Lesson;
}

type Found = LectureQuestion | 'loading' | 'none';

/** A question of a lesson for a whole audience: the teacher's side, or that of one of the audience. */
export default function Lecture() {
  const at = useView((state) => state.lecture);
  return at && <At key={`${at.lesson}.${at.step}`} at={at} />;
}

function At({ at }: { at: LectureAt }) {
  const { t } = useTranslation('lecture');
  const say = useText();
  const found = useQuestion(at);
  const phase = useLecture((state) => state.phase);
  useEffect(() => askQuestion(`${at.lesson}.${at.step}`), [at]);
  if (found === 'loading' || found === 'none')
    return (
      <Modal title={t('title')} onClose={closeLecture}>
        <p>{found === 'loading' ? t('loading') : t('none', { lesson: at.lesson, step: at.step })}</p>
      </Modal>
    );
  if (at.role === 'teacher' && phase === 'run') return <LectureBar question={found} />;
  return (
    <Modal title={`${found.lesson.id} · ${say(found.lesson.title)}`} onClose={closeLecture} whole>
      {at.role === 'audience' ? (
        <AudienceVote question={found} />
      ) : (
        <TeacherPage question={found} phase={phase} />
      )}
    </Modal>
  );
}

function useQuestion({ lesson: id, step: stepId }: LectureAt): Found {
  const [found, setFound] = useState<Found>('loading');
  useEffect(() => {
    let isGone = false;
    loadLesson(id)
      .then((lesson): Found => {
        const asking = lesson && askingSteps(lesson).find(({ step }) => step.id === stepId);
        return lesson && asking ? { lesson, ...asking } : 'none';
      })
      .catch((): Found => 'none')
      .then((next) => {
        if (!isGone) setFound(next);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [id, stepId]);
  return found;
}
