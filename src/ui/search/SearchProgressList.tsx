import { useTranslation } from 'react-i18next';
import { spaceOf, useSearch } from './search-store.ts';

/** How far the search is, in numbers. */
export function SearchProgressList() {
  const { t, i18n } = useTranslation('search');
  const { progress, rate, workers, end, known, plan } = useSearch();
  if (progress === undefined) return null;
  const number = (value: number): string => Math.round(value).toLocaleString(i18n.language);
  const total = plan !== undefined && known?.of === spaceOf(plan) ? known.states : undefined;
  const share =
    end?.type === 'exhausted'
      ? t('shareAll')
      : total === undefined
        ? t('shareUnknown')
        : t('percent', { percent: Math.min(100, (100 * progress.states) / total).toPrecision(3) });
  const rows = [
    [t('progress.states'), number(progress.states)],
    [t('progress.rate'), number(rate)],
    [t('progress.depth'), number(progress.depth)],
    progress.walks > 0
      ? [t('progress.walks'), number(progress.walks)]
      : [t('progress.waiting'), number(progress.waiting)],
    [t('progress.workers'), number(workers)],
    [t('progress.share'), share],
  ];
  return (
    <dl className="search-progress">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
