import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyRow } from '../../view/files/key-rows.ts';
import { ask } from './files-store.ts';
import { KeyPanel } from './KeyPanel.tsx';
import { MemberPicker, type OfMembers } from './MemberPicker.tsx';
import { useAnswer } from './use-answer.ts';
import { VirtualList } from './VirtualList.tsx';

/** Every revision since the last compaction, or the store as it was at one of them. */
export function KeysView({ opened, has }: OfMembers) {
  const { t } = useTranslation('files');
  const { member, found } = opened;
  const report = found.members[member];
  const [prefix, setPrefix] = useState('');
  const [isPast, setPast] = useState(false);
  const newest = report?.revision ?? 1;
  const oldest = Math.max(1, report?.compactRevision ?? 1);
  const [revision, setRevision] = useState(newest);
  const at = Math.min(newest, Math.max(oldest, revision));
  const [selected, setSelected] = useState<number>();
  const query = useDeferredValue(isPast ? { prefix, at } : { prefix });
  const of = `${member} ${JSON.stringify(query)}`;
  const count = useAnswer('keys', { member, query });
  return (
    <div className="files-split">
      <div className="files-bar">
        <MemberPicker opened={opened} has={has} />
        <input
          type="search"
          value={prefix}
          placeholder={t('keys.prefix')}
          aria-label={t('keys.prefix')}
          onChange={(event) => {
            setPrefix(event.currentTarget.value);
            setSelected(undefined);
          }}
        />
        <label>
          <input
            type="checkbox"
            checked={isPast}
            onChange={(event) => {
              setPast(event.currentTarget.checked);
              setSelected(undefined);
            }}
          />{' '}
          {t('keys.asOf')}
        </label>
        {isPast && (
          <span className="files-row files-when">
            <input
              type="range"
              min={oldest}
              max={newest}
              value={at}
              aria-label={t('keys.revision')}
              onChange={(event) => setRevision(event.currentTarget.valueAsNumber)}
            />
            <input
              type="number"
              min={oldest}
              max={newest}
              value={at}
              aria-label={t('keys.revision')}
              onChange={(event) => setRevision(event.currentTarget.valueAsNumber || newest)}
            />
          </span>
        )}
        <span className="muted small" role="status" data-files="key-count">
          {count !== undefined && t(isPast ? 'keys.live' : 'keys.revisions', { count })}
        </span>
      </div>
      <div className="files-both">
        <VirtualList<KeyRow>
          label={t('keys.list')}
          of={of}
          count={count ?? 0}
          load={(from, to) => ask('keyRows', { member, query, from, to })}
          renderRow={(row) => (
            <button
              type="button"
              className="files-key"
              aria-current={row.position === selected || undefined}
              data-gone={row.isTombstone || undefined}
              onClick={() => setSelected(row.position)}
            >
              <span className="number muted">
                {row.main}
                {row.sub > 0 && `_${row.sub}`}
              </span>
              <span className="mono files-cut">{row.key}</span>
              <span className="muted small files-cut">
                {row.isTombstone
                  ? t('deleted')
                  : t('storedSays', { version: row.version, count: row.valueBytes })}
                {row.lease !== '' && ` · ${t('keys.lease', { lease: row.lease })}`}
              </span>
            </button>
          )}
        />
        {selected === undefined ? (
          <p className="files-pad muted files-side">{t('keys.choose')}</p>
        ) : (
          <KeyPanel member={member} position={selected} onSelect={setSelected} />
        )}
      </div>
    </div>
  );
}
