import { useTranslation } from 'react-i18next';
import { Answer } from '../inspector/Facts.tsx';
import { useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { propertyWords, violationWords } from './safety-words.ts';
import { ViolationWays } from './ViolationWays.tsx';

/** What is broken at this instant, or else what was first: which promise or rule, how, and the way to the events that contradict each other. */
export default function ViolationCard() {
  const { t } = useTranslation('safety');
  const violations = useFramePart((frame) => frame.checks.violations);
  const events = useFramePart((frame) => frame.events);
  const first = violations?.find(({ event }) => event === events) ?? violations?.[0];
  if (violations === undefined || first === undefined) return null;
  return (
    <Answer tone="bad" question={t('broken', { property: first.property })}>
      {violationWords(first)}
      <ViolationWays violation={first} />
      <p className="small">{t(`meaning.${first.kind}`)}</p>
      <p className="small">
        {t('promise')} {propertyWords(first.property)}
      </p>
      <p>
        <button type="button" className="link-button" onClick={() => useView.getState().setSafetyOpen(true)}>
          {violations.length > 1 ? t('more', { count: violations.length - 1 }) : t('all')}
        </button>
      </p>
    </Answer>
  );
}
