import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { openCourse } from '../course/open-course.ts';
import { latePart } from '../late-part.ts';

const continueButton = latePart(() => import('../lesson/ContinueButton.tsx'));

/** The way to the course; once it is known that a lesson was left in the middle, back into it. */
export function LearnButton() {
  const { t } = useTranslation('controls');
  const part = useSyncExternalStore(continueButton.subscribe, continueButton.state);
  if (part.type === 'here') return <part.value.default />;
  return (
    <button type="button" className="button button-round learn-button" onClick={() => openCourse()}>
      {t('learn')}
    </button>
  );
}
