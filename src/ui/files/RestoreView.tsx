import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberReport } from '../../datadir/verdict/report.ts';
import type { SavedSnapshot } from '../../host/files/files-calls.ts';
import { forcedCluster } from '../../view/files/force-new-cluster.ts';
import { formatBytes } from '../../view/say/format.ts';
import { download } from '../file/download.ts';
import { CopySmall } from './CopySmall.tsx';
import { look, work } from './files-store.ts';
import { MemberPicker, type OfMembers } from './MemberPicker.tsx';
import { revisionsIn } from './revisions-in.ts';

/** etcdutl's own default for `--bump-revision` in its documentation of a disaster: larger than what was written since. */
const BUMP = 1_000_000_000;

/** A store as it was at a revision, or without some of its revisions, as a file that etcd restores from. */
export function RestoreView({ opened, has }: OfMembers) {
  const { t } = useTranslation('files');
  const { member, found, without, restoreAt } = opened;
  const report = found.members[member];
  const newest = report?.revision ?? 1;
  const oldest = Math.max(1, report?.compactRevision ?? 1);
  const [bumps, setBumps] = useState(false);
  const [drops, setDrops] = useState(false);
  const [salvages, setSalvages] = useState(false);
  const [saved, setSaved] = useState<SavedSnapshot>();
  const at = Math.min(newest, Math.max(oldest, restoreAt ?? newest));
  const left = revisionsIn(without);
  const save = async (): Promise<void> => {
    if (left === undefined) return;
    const made = await work('restore', {
      member,
      options: {
        revision: at,
        without: left,
        ...(bumps ? { bump: BUMP } : {}),
        dropAlarms: drops,
        salvage: salvages,
      },
    });
    setSaved(made);
    if (made !== undefined) download('snapshot.db', made.file);
  };
  return (
    <div className="files-scroll">
      {found.members.length > 1 && (
        <div className="files-bar">
          <MemberPicker opened={opened} has={has} />
        </div>
      )}
      <div className="files-pad files-sections">
        <section>
          <h3>{t('restore.title')}</h3>
          <p>{t('restore.says')}</p>
          <form
            className="files-form"
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <label>
              {t('restore.revision')}
              <span className="files-row files-when">
                <input
                  type="range"
                  min={oldest}
                  max={newest}
                  value={at}
                  aria-label={t('restore.revision')}
                  onChange={(event) => look({ restoreAt: event.currentTarget.valueAsNumber })}
                />
                <input
                  type="number"
                  min={oldest}
                  max={newest}
                  value={at}
                  aria-label={t('restore.revision')}
                  data-files="restore-revision"
                  onChange={(event) => look({ restoreAt: event.currentTarget.valueAsNumber || newest })}
                />
                <span className="muted small">{t('restore.range', { oldest, newest })}</span>
              </span>
            </label>
            <label>
              {t('restore.without')}
              <input
                type="text"
                inputMode="numeric"
                value={without}
                placeholder="1234, 1240"
                data-files="restore-without"
                aria-invalid={left === undefined}
                onChange={(event) => look({ without: event.currentTarget.value })}
              />
              {left === undefined ? (
                <span className="small" role="alert">
                  {t('restore.withoutWrong')}
                </span>
              ) : (
                <span className="muted small">{t('restore.withoutSays')}</span>
              )}
            </label>
            <label className="files-check">
              <input
                type="checkbox"
                checked={bumps}
                onChange={(event) => setBumps(event.currentTarget.checked)}
              />{' '}
              {t('restore.bump')}
              <span className="muted small">{t('restore.bumpSays')}</span>
            </label>
            {report?.db?.whole === false && (
              <label className="files-check">
                <input
                  type="checkbox"
                  checked={salvages}
                  onChange={(event) => setSalvages(event.currentTarget.checked)}
                />{' '}
                {t('restore.salvage')}
                <span className="muted small">{t('restore.salvageSays')}</span>
              </label>
            )}
            {(report?.alarms?.length ?? 0) > 0 && (
              <label className="files-check">
                <input
                  type="checkbox"
                  checked={drops}
                  onChange={(event) => setDrops(event.currentTarget.checked)}
                />{' '}
                {t('restore.dropAlarms', { alarms: report?.alarms?.join(', ') })}
                <span className="muted small">{t('restore.dropAlarmsSays')}</span>
              </label>
            )}
            <button type="submit" className="button button-primary" disabled={left === undefined}>
              {t('restore.save')}
            </button>
          </form>
          {saved !== undefined && <Saved saved={saved} />}
        </section>
        {report !== undefined && <Forced report={report} />}
      </div>
    </div>
  );
}

function Saved({ saved }: { saved: SavedSnapshot }) {
  const { t } = useTranslation('files');
  const { restored } = saved;
  const commands = [
    'etcdutl snapshot status snapshot.db -w table',
    'etcdutl snapshot restore snapshot.db --data-dir NEW_DIRECTORY --name NAME --initial-cluster NAME=http://HOST:2380 --initial-advertise-peer-urls http://HOST:2380',
  ].join('\n');
  return (
    <div role="status" data-files="saved" data-hash={restored.hash}>
      <p>
        <strong>
          {t('restore.saved', {
            revision: restored.revision,
            count: restored.records,
            size: formatBytes(restored.size),
          })}
        </strong>{' '}
        <span className="small">SHA-256 {restored.hash}</span>
      </p>
      {restored.removed > 0 && (
        <p>{t('restore.removed', { count: restored.removed, renumbered: restored.renumbered })}</p>
      )}
      {restored.lost.pages + restored.lost.elements > 0 && (
        <p>{t('restore.lost', { pages: restored.lost.pages, elements: restored.lost.elements })}</p>
      )}
      {restored.leasesGone.length > 0 && (
        <p>{t('restore.leasesGone', { count: restored.leasesGone.length })}</p>
      )}
      <div className="files-commands">
        <pre tabIndex={0}>{commands}</pre>
        <CopySmall text={commands} />
      </div>
    </div>
  );
}

/** What force-new-cluster would do to this member's log, said before somebody does it. */
function Forced({ report }: { report: MemberReport }) {
  const { t } = useTranslation('files');
  const forced = forcedCluster(report);
  if (forced === undefined) return null;
  return (
    <section>
      <h3>{t('forced.title')}</h3>
      <p>{t('forced.says')}</p>
      <ul className="files-list">
        <li>
          {forced.dropped === undefined
            ? t('forced.nothingDropped')
            : t('forced.dropped', {
                count: forced.dropped.to - forced.dropped.from + 1,
                from: forced.dropped.from,
                to: forced.dropped.to,
              })}
        </li>
        {forced.appended.map(({ index, term, id, name }) => (
          <li key={id}>
            {t('forced.appended', { index, term })}{' '}
            <code>
              ConfChangeRemoveNode {id} {name}
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}
