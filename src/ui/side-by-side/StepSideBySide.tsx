import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lesson, LessonStep } from '../../lessons/course/lesson.ts';
import { useText } from '../lesson/text-of.ts';
import { Modal } from '../shell/Modal.tsx';
import { SideBySide } from './SideBySide.tsx';

/** Two runs of a lesson beside each other. */
export function StepSideBySide({
  lesson: { runs },
  step,
}: {
  readonly lesson: Lesson;
  readonly step: Extract<LessonStep, { readonly type: 'sideBySide' }>;
}) {
  const text = useText();
  const { t } = useTranslation('sideBySide');
  const [isLarge, setLarge] = useState(false);
  const [a, b] = step.runs.map((id) => runs.find((run) => run.id === id));
  // Only scripts have lines that can be paired.
  if (a === undefined || b === undefined || !('script' in a) || !('script' in b)) return null;
  const sides = <SideBySide a={a.script} b={b.script} titles={{ a: text(a.title), b: text(b.title) }} />;
  if (isLarge)
    return (
      <Modal title={t('title')} onClose={() => setLarge(false)}>
        {sides}
      </Modal>
    );
  return (
    <>
      <button type="button" className="button sides-large" onClick={() => setLarge(true)}>
        {t('large')}
      </button>
      {sides}
    </>
  );
}
