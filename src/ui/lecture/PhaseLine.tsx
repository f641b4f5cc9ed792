import { useTranslation } from 'react-i18next';
import { goToPhase, PHASES, type Phase } from './lecture-store.ts';

/** The phases in their order: where one is, and the way to each. */
export function PhaseLine({ phase }: { phase: Phase }) {
  const { t } = useTranslation('lecture');
  return (
    <ol className="lecture-phases" aria-label={t('phases')}>
      {PHASES.map((each) => (
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
