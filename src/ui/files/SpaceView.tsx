import { useTranslation } from 'react-i18next';
import type { SpaceSummary } from '../../view/files/space-summary.ts';
import { formatBytes } from '../../view/say/format.ts';
import { MemberPicker, type OfMembers } from './MemberPicker.tsx';
import { PageMapPicture } from './PageMapPicture.tsx';
import { useAnswer } from './use-answer.ts';

/** Where a store's bytes are, page by page and prefix by prefix, and what could be had back. */
export function SpaceView({ opened, has }: OfMembers) {
  const { t } = useTranslation('files');
  const { member, found } = opened;
  const space = useAnswer('space', { member });
  return (
    <div className="files-scroll">
      {found.members.length > 1 && (
        <div className="files-bar">
          <MemberPicker opened={opened} has={has} />
        </div>
      )}
      {space !== undefined && (
        <div className="files-pad files-sections">
          <Sums space={space} />
          <PageMapPicture map={space.map} />
          <Prefixes space={space} />
          {space.problems.length > 0 && (
            <section>
              <h3>{t('space.problems')}</h3>
              <ul className="files-list">
                {space.problems.map(({ page, words }) => (
                  <li key={`${page} ${words}`} data-weight="bad">
                    <span className="muted">{t('space.page', { page })}</span> {words}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </div>
  );
}

function Sums({ space }: { space: SpaceSummary }) {
  const { t } = useTranslation('files');
  const { keys } = space;
  const parts = [
    ['live', keys.live.bytes],
    ['old', keys.old.bytes],
    ['tombstones', keys.tombstones.bytes],
    ['slack', Math.max(0, space.inUseBytes - space.filledBytes)],
    ['free', space.freeBytes],
  ] as const;
  const most = Math.max(1, ...parts.map(([, bytes]) => bytes));
  return (
    <section>
      <h3>
        {t('space.sums', {
          percent: Math.round(100 * space.fragmentation),
          size: formatBytes(space.fileBytes),
          inUse: formatBytes(space.inUseBytes),
        })}
      </h3>
      <dl className="files-bars">
        {parts.map(([name, bytes]) => (
          <div key={name}>
            <dt>{t(`space.${name}`)}</dt>
            <dd>
              <meter min={0} max={most} value={bytes} aria-label={t(`space.${name}`)} />{' '}
              <span className="number">{formatBytes(bytes)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {t('space.compaction', {
          count: space.compaction.records,
          bytes: formatBytes(space.compaction.bytes),
        })}{' '}
        {t('space.defrag', {
          size: formatBytes(space.fileBytes),
          after: formatBytes(space.afterDefrag),
          both: formatBytes(space.afterBoth),
        })}
      </p>
    </section>
  );
}

function Prefixes({ space }: { space: SpaceSummary }) {
  const { t } = useTranslation('files');
  const { prefixes, rest } = space;
  return (
    <section>
      <h3>{t('space.byPrefix')}</h3>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('space.byPrefix')}>
        <table className="table files-numbers">
          <thead>
            <tr>
              {(['prefix', 'keys', 'live', 'old', 'tombstones', 'all'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`space.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {prefixes.map(({ prefix, keys, live, old, tombstones, bytes }) => (
              <tr key={prefix}>
                <th scope="row" className="mono">
                  {prefix || t('space.noPrefix')}
                </th>
                <td>{keys}</td>
                <ShareCell share={live} />
                <ShareCell share={old} />
                <ShareCell share={tombstones} />
                <td>{formatBytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest.prefixes > 0 && (
        <p className="muted small">
          {t('space.rest', { count: rest.prefixes, bytes: formatBytes(rest.bytes) })}
        </p>
      )}
    </section>
  );
}

function ShareCell({ share }: { share: SpaceSummary['keys']['live'] }) {
  return (
    <td>
      {share.records} · {formatBytes(share.bytes)}
    </td>
  );
}
