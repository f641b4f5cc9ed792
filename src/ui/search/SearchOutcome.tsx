import { useTranslation } from 'react-i18next';
import type { OpenedSchedule } from '../../lab/search/open-schedule.ts';
import type { SearchEnd, SearchProgress } from '../../search/progress.ts';
import { useAct } from '../act.ts';
import { errorWords } from '../error-words.ts';
import { useView } from '../view-state.ts';
import { openFound, useSearch } from './search-store.ts';
import { stepWords } from './step-words.ts';

/** What the search has come to: a sentence, the schedule in words, and the way into it. */
export function SearchOutcome({ brokenRules }: { brokenRules: readonly string[] }) {
  const { t } = useTranslation('search');
  const { phase, error, end, progress, opened } = useSearch();
  return (
    <div role="status" className="search-outcome">
      {phase === 'failed' && error !== undefined && (
        <p className="form-error">{t('failed', { reason: errorWords(error) })}</p>
      )}
      {phase === 'ended' && end !== undefined && progress !== undefined && (
        <>
          <Sentence end={end} progress={progress} />
          {end.type === 'found' && end.schedule.actions.length > 0 && (
            <Found end={end} opened={opened} brokenRules={brokenRules} />
          )}
        </>
      )}
    </div>
  );
}

function Sentence({ end, progress }: { end: SearchEnd; progress: SearchProgress }) {
  const { t, i18n } = useTranslation('search');
  const strategy = useSearch(({ plan }) => plan?.strategy ?? 'breadth');
  const formatted = progress.states.toLocaleString(i18n.language);
  switch (end.type) {
    case 'found': {
      const { actions, broken } = end.schedule;
      const [property] = broken;
      const count = actions.length;
      const isShortest = strategy === 'breadth' || strategy === 'deepening';
      return (
        <p>
          <strong>
            {property === undefined ? t('found.reach', { count }) : t('found.violation', { count, property })}
          </strong>{' '}
          {t(isShortest ? 'shortest' : 'byChance')}
        </p>
      );
    }
    case 'exhausted':
      return <p>{t('exhausted', { count: progress.states, formatted })}</p>;
    case 'limit':
      return <p>{t(`limit.${end.limit}`, { formatted })}</p>;
    default:
      return null;
  }
}

function Found({
  end,
  opened,
  brokenRules,
}: {
  end: Extract<SearchEnd, { type: 'found' }>;
  opened: OpenedSchedule | undefined;
  brokenRules: readonly string[];
}) {
  const { t } = useTranslation('search');
  const act = useAct();
  const began = useSearch((state) => state.began);
  const isOfViolation = end.schedule.broken.length > 0;
  const steps = end.schedule.actions.map((action, i) => ({
    number: i + 1,
    words: stepWords(t, action),
    event: opened?.steps[i]?.event,
  }));
  return (
    <>
      <ol className="search-steps" aria-label={t('steps')}>
        {steps.map(({ number, words, event }) => {
          return (
            <li key={number}>
              {event === undefined ? (
                words
              ) : (
                <button
                  type="button"
                  className="link-button"
                  title={t('go', { number })}
                  onClick={() => act((lab) => lab.seekEvent(event))}
                >
                  {words}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {opened === undefined ? (
        <button
          type="button"
          className="button button-primary"
          onClick={() => act((lab) => openFound(lab, brokenRules))}
        >
          {t(began === 'fresh' ? 'openFresh' : 'open')}
        </button>
      ) : (
        <>
          <p>
            {t('opened')} {checkWords(t, opened, isOfViolation)}
          </p>
          <button
            type="button"
            className="button"
            onClick={() => {
              useView.setState({ door: undefined });
              useView.getState().setShareOpen(true);
            }}
          >
            {t('share')}
          </button>
        </>
      )}
    </>
  );
}

function checkWords(
  t: ReturnType<typeof useTranslation<'search'>>['t'],
  { violations }: OpenedSchedule,
  isOfViolation: boolean,
): string {
  if (violations.length === 0) return t(isOfViolation ? 'checkMissed' : 'checkNone');
  const properties = [...new Set(violations.map(({ property }) => property))].join(', ');
  return t('checkFound', { properties });
}
