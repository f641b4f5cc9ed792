import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CarvedRow, CarvedSums } from '../../view/files/carved-rows.ts';
import { ask, work } from './files-store.ts';
import { MemberPicker, type OfMembers } from './MemberPicker.tsx';
import { useAnswer } from './use-answer.ts';
import { ValueShown } from './ValueShown.tsx';
import { VirtualList } from './VirtualList.tsx';

/** Revisions of keys in pages that the tree does not lead to any more. */
export function CarveView({ opened, has }: OfMembers) {
  const { t } = useTranslation('files');
  const { member } = opened;
  const [sums, setSums] = useState<CarvedSums>();
  const [selected, setSelected] = useState<number>();
  return (
    <div className="files-split">
      <div className="files-bar">
        <MemberPicker opened={opened} has={has} />
        <button
          type="button"
          className="button"
          onClick={() => {
            void work('carve', { member }).then(setSums);
          }}
        >
          {t('carve.search')}
        </button>
        <span className="muted small" role="status" data-files="carved">
          {sums !== undefined &&
            `${t('carve.found', { count: sums.count })} ${t('carve.same', { count: sums.same })}`}
          {sums !== undefined && sums.left > 0 && ` ${t('carve.left', { count: sums.left })}`}
        </span>
      </div>
      {sums === undefined ? (
        <p className="files-pad">{t('carve.says')}</p>
      ) : (
        <div className="files-both">
          <VirtualList<CarvedRow>
            label={t('carve.list')}
            of={`${member} ${sums.count}`}
            count={sums.count}
            load={(from, to) => ask('carvedRows', { member, from, to })}
            renderRow={(row) => (
              <button
                type="button"
                className="files-key"
                aria-current={row.number === selected || undefined}
                data-gone={row.deleted || undefined}
                onClick={() => setSelected(row.number)}
              >
                <span className="number muted">
                  {row.main}
                  {row.sub > 0 && `_${row.sub}`}
                </span>
                <span className="mono files-cut">{row.key}</span>
                <span className="muted small files-cut">
                  {t(`carve.sureness.${row.sureness}`)} · {t(`carve.standing.${row.standing}`)}
                </span>
              </button>
            )}
          />
          {selected === undefined ? (
            <p className="files-pad muted files-side">{t('carve.choose')}</p>
          ) : (
            <CarvedPanel member={member} number={selected} />
          )}
        </div>
      )}
    </div>
  );
}

function CarvedPanel({ member, number }: { member: number; number: number }) {
  const { t } = useTranslation('files');
  const detail = useAnswer('carved', { member, number });
  if (detail === undefined) return <div className="files-side" />;
  const { main, sub, version, page, copies, sureness, standing, deleted, value } = detail;
  return (
    <section className="files-side files-pad" aria-label={t('keys.selected')} tabIndex={0}>
      <h3>
        <code>{detail.wholeKey}</code>
      </h3>
      <dl className="files-facts">
        <div>
          <dt>{t('fact.revision')}</dt>
          <dd>{sub > 0 ? `${main}_${sub}` : main}</dd>
        </div>
        {!deleted && (
          <div>
            <dt>{t('keys.version')}</dt>
            <dd>{version}</dd>
          </div>
        )}
        <div>
          <dt>{t('carve.howSure')}</dt>
          <dd>
            {t(`carve.sureness.${sureness}`)}: {t(`carve.surenessSays.${sureness}`)}
          </dd>
        </div>
        <div>
          <dt>{t('carve.today')}</dt>
          <dd>{t(`carve.standingSays.${standing}`)}</dd>
        </div>
        <div>
          <dt>{t('carve.where')}</dt>
          <dd>{t('carve.place', { page, count: copies })}</dd>
        </div>
      </dl>
      {deleted ? (
        <p>{t('deleted')}</p>
      ) : value === undefined ? (
        <p>{t('carve.notKept')}</p>
      ) : (
        <ValueShown value={value} />
      )}
    </section>
  );
}
