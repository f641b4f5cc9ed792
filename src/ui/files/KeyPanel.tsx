import { useTranslation } from 'react-i18next';
import { look } from './files-store.ts';
import { useAnswer } from './use-answer.ts';
import { ValueShown } from './ValueShown.tsx';

/** One record: its numbers, which entry made it, its value, and the other revisions of its key. */
export function KeyPanel({
  member,
  position,
  onSelect,
}: {
  member: number;
  position: number;
  onSelect: (position: number) => void;
}) {
  const { t } = useTranslation('files');
  const detail = useAnswer('key', { member, position });
  if (detail === undefined) return <div className="files-side" />;
  const { main, sub, create, version, lease, isTombstone, entry } = detail;
  const facts: readonly (readonly [string, string | number])[] = [
    [t('fact.revision'), sub > 0 ? `${main}_${sub}` : main],
    ...(isTombstone
      ? []
      : ([
          [t('keys.create'), create],
          [t('keys.version'), version],
        ] as const)),
    ...(lease === '' ? [] : [[t('fact.leases'), lease] as const]),
    [
      t('madeBy'),
      entry === undefined
        ? t('notInTheLog')
        : `${t('atIndex', { index: entry.index, term: entry.term })} ${entry.text}`,
    ],
  ];
  return (
    <section className="files-side files-pad" aria-label={t('keys.selected')} data-files="key" tabIndex={0}>
      <h3>
        <code>{detail.wholeKey}</code>
      </h3>
      <dl className="files-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="files-row">
        {isTombstone && (
          <button
            type="button"
            className="button button-tiny"
            onClick={() => look({ view: 'restore', without: String(main), restoreAt: undefined })}
          >
            {t('keys.undelete')}
          </button>
        )}
        <button
          type="button"
          className="button button-tiny"
          onClick={() => look({ view: 'restore', without: '', restoreAt: main })}
        >
          {t('keys.restoreHere')}
        </button>
      </p>
      {detail.value === undefined ? <p>{t('deleted')}</p> : <ValueShown value={detail.value} />}
      <h4>{t('keys.life')}</h4>
      <ol className="files-life">
        {detail.life.map((row) => (
          <li key={row.position}>
            <button
              type="button"
              className="link-button"
              aria-current={row.position === position || undefined}
              onClick={() => onSelect(row.position)}
            >
              {row.main}
            </button>{' '}
            {row.isTombstone
              ? t('deleted')
              : t('storedSays', { version: row.version, count: row.valueBytes })}
          </li>
        ))}
      </ol>
    </section>
  );
}
