import { useTranslation } from 'react-i18next';
import type { Subject } from '../../explain/why/subject.ts';
import { askWhy } from './asked.ts';

/** Asks why, beside what it is about; the inspector answers. `about`: what it is, for who does not see it. */
export function WhyButton({ subject, about }: { subject: Subject; about: string }) {
  const { t } = useTranslation('why');
  return (
    <button
      type="button"
      className="link-button why-button"
      aria-label={t('askAbout', { about })}
      onClick={() => askWhy(subject)}
    >
      {t('ask')}
    </button>
  );
}
