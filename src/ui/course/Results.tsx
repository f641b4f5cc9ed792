import { useTranslation } from 'react-i18next';
import { ClassResults } from './ClassResults.tsx';
import { MyResults } from './MyResults.tsx';

/** What a learner hands in, and what a teacher makes of what many have: no server is asked. */
export function Results() {
  const { t } = useTranslation('course');
  return (
    <div className="results">
      <section aria-labelledby="results-mine">
        <h3 id="results-mine">{t('results.mine')}</h3>
        <MyResults />
      </section>
      <section aria-labelledby="results-class">
        <h3 id="results-class">{t('results.class')}</h3>
        <ClassResults />
      </section>
    </div>
  );
}
