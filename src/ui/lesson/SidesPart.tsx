import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lesson, LessonRun, LessonStep } from '../../lessons/course/lesson.ts';
import { Modal } from '../shell/Modal.tsx';
import { SideBySide } from '../side-by-side/SideBySide.tsx';
import { useText } from './text-of.ts';

/** Two runs of the same actions beside each other: they want the whole window, and have it once they are asked for. */
export function SidesPart({
  lesson,
  step,
}: {
  readonly lesson: Lesson;
  readonly step: Extract<LessonStep, { readonly type: 'sideBySide' }>;
}) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const [a, b] = step.runs.map((id) => scripted(lesson, id));
  if (a === undefined || b === undefined) return null;
  return (
    <>
      <ul className="lesson-sides">
        <li>{text(a.title)}</li>
        <li>{text(b.title)}</li>
      </ul>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t('sides')}
      </button>
      {isOpen && (
        <Modal title={`${lesson.id} ${text(lesson.title)}`} onClose={() => setOpen(false)}>
          <SideBySide a={a.script} b={b.script} titles={{ a: text(a.title), b: text(b.title) }} />
        </Modal>
      )}
    </>
  );
}

function scripted({ runs }: Lesson, id: string): Extract<LessonRun, { readonly script: string }> | undefined {
  const run = runs.find((each) => each.id === id);
  return run !== undefined && 'script' in run ? run : undefined;
}
