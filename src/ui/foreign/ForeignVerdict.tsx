import { useTranslation } from 'react-i18next';
import { judge, selectItem, showStretch, stopWork, useForeign, type OpenedHistory } from './foreign-store.ts';
import { noteWords, problemWords, verdictWords } from './foreign-words.ts';

/** What the judge says of the history that is open. */
export function ForeignVerdict() {
  const { t } = useTranslation('foreign');
  const opened = useForeign((state) => state.opened);
  const judging = opened?.judging;
  if (opened === undefined || judging === undefined || opened.history.operations.length === 0) return null;
  if (judging.type === 'no')
    return (
      <p className="foreign-verdict">
        <button type="button" className="button button-tiny" onClick={() => void judge()}>
          {t('judge')}
        </button>
      </p>
    );
  if (judging.type === 'running')
    return (
      <p className="foreign-verdict" role="status">
        {t('judging')}
        <button type="button" className="button button-tiny" onClick={stopWork}>
          {t('stop')}
        </button>
      </p>
    );
  if (judging.type === 'failed')
    return (
      <p className="foreign-verdict" role="status" data-verdict="failed">
        {problemWords(judging.reason).text}
      </p>
    );
  const { verdict } = judging;
  const signs = { linearizable: '✓', contradiction: '✗', unjudged: '–' } as const;
  return (
    <p className="foreign-verdict" role="status" data-verdict={verdict.type}>
      <strong aria-hidden="true">{signs[verdict.type]}</strong> {foundBefore(opened) || verdictWords(verdict)}
      {verdict.type === 'contradiction' && (
        <button type="button" className="button button-tiny" onClick={() => showAll(opened, verdict)}>
          {t('showContradiction')}
        </button>
      )}
    </p>
  );
}

/** What the program that wrote the history has found itself (porcupine); empty: nothing. */
function foundBefore({ history: { notes } }: OpenedHistory): string {
  return notes
    .filter(({ code }) => code === 'porcupineOk' || code === 'porcupineIllegal')
    .map(noteWords)
    .join(' ');
}

/** All of the contradiction, with the impossible answer selected. */
function showAll(
  { history }: OpenedHistory,
  { first, contradiction }: { readonly first: number; readonly contradiction: readonly number[] },
): void {
  const begins = contradiction.map((item) => history.items.at[item] ?? 0);
  const ends = contradiction.map((item) => Math.min(history.axis.end, history.items.end[item] ?? 0));
  selectItem(first);
  if (contradiction.length > 0) showStretch(Math.min(...begins), Math.max(...ends));
}
