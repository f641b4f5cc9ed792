import { useTranslation } from 'react-i18next';
import { goToPhase, type Phase } from './lecture-store.ts';

/** The phases in their order: where one is, and the way to each. */
export function PhaseLine({ phases, phase }: { phases: readonly Phase[]; phase: Phase }) {
  const { t } = useTranslation('lecture');
  return (
    <ol className="lecture-phases" aria-label={t('phases')}>
      {phases.map((each) => (
        <li key={each}>
          <button
            type="button"
            className="lecture-phase"
            aria-current={each === phase ? 'step' : undefined}
            onClick={() => goToPhase(each)}
          >
            {t(`phase.${each}`)}
          </button>
        </li>
      ))}
    </ol>
  );
}
