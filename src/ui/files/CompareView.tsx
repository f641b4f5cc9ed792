import { useTranslation } from 'react-i18next';
import type {
  Comparison,
  EntryAt,
  FirstDifference,
  MemberReport,
  StoredAt,
} from '../../datadir/verdict/report.ts';
import type { OpenedMembers } from '../../host/files/files-calls.ts';
import { differenceWords, keepWords, lossWords } from './files-words.ts';
import { HashAt } from './HashAt.tsx';
import { AdviceList, Findings, verdictSigns } from './MembersView.tsx';

/** Several members beside each other: which to keep, what each choice loses, and where they part. */
export function CompareView({ found }: { found: OpenedMembers }) {
  const { t } = useTranslation('files');
  const { comparison, members } = found;
  if (comparison === undefined) return null;
  const kept = comparison.keep === undefined ? undefined : members[comparison.keep];
  return (
    <div className="files-scroll files-pad">
      <section className="files-keep">
        <h3>
          {kept === undefined
            ? t(comparison.losses.length === 0 ? 'keepApart' : 'keepNone')
            : t('keep', { dir: kept.dir })}
        </h3>
        <p>{keepWords(comparison)}</p>
      </section>
      {comparison.losses.length > 0 && <Losses comparison={comparison} members={members} />}
      {comparison.findings.length > 0 && <Findings findings={comparison.findings} />}
      <section>
        <h3>{t('whereTheyPart')}</h3>
        {comparison.differences.length === 0 && <p>{t('nowhere')}</p>}
        {comparison.differences.map((difference) => (
          <Difference key={difference.between.join('\0')} difference={difference} />
        ))}
      </section>
      <HashAt members={members} />
      {comparison.advice.length > 0 && <AdviceList advice={comparison.advice} />}
    </div>
  );
}

function Difference({ difference }: { difference: FirstDifference }) {
  const { t } = useTranslation('files');
  const { between, log, store } = difference;
  return (
    <article className="files-difference" data-files="difference">
      <h4>
        {between[0]} ↔ {between[1]}
      </h4>
      <p>{differenceWords(difference)}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`${between[0]} ↔ ${between[1]}`}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('firstDifference')}</th>
              <th scope="col">{between[0]}</th>
              <th scope="col">{between[1]}</th>
            </tr>
          </thead>
          <tbody>
            {log !== undefined && (
              <tr>
                <th scope="row">{t('indexN', { index: log.index })}</th>
                <EntryCell entry={log.entries[0]} />
                <EntryCell entry={log.entries[1]} />
              </tr>
            )}
            {store !== undefined && (
              <>
                <tr>
                  <th scope="row">
                    {t('revisionN', { revision: store.revision })} <code>{store.key}</code>
                  </th>
                  <StoredCell stored={store.has[0]} />
                  <StoredCell stored={store.has[1]} />
                </tr>
                <tr>
                  <th scope="row">{t('madeBy')}</th>
                  <EntryCell entry={store.entries[0]} />
                  <EntryCell entry={store.entries[1]} />
                </tr>
              </>
            )}
          </tbody>
        </table>
      </div>
    </article>
  );
}

function EntryCell({ entry }: { entry: EntryAt | undefined }) {
  const { t } = useTranslation('files');
  if (entry === undefined) return <td className="muted">{t('notInTheLog')}</td>;
  return (
    <td>
      <span className="muted">{t('atIndex', { index: entry.index, term: entry.term })}</span>{' '}
      <code>{entry.text === '' ? `(${entry.kind})` : entry.text}</code>
    </td>
  );
}

function StoredCell({ stored }: { stored: StoredAt | undefined }) {
  const { t } = useTranslation('files');
  if (stored === undefined) return <td className="muted">{t('nothingThere')}</td>;
  return (
    <td>
      <code>{stored.key}</code>{' '}
      {stored.tombstone
        ? t('deleted')
        : t('storedSays', { version: stored.version, count: stored.valueBytes })}
    </td>
  );
}

/** What each choice loses. */
function Losses({
  comparison: { losses, keep },
  members,
}: {
  comparison: Comparison;
  members: readonly MemberReport[];
}) {
  const { t } = useTranslation('files');
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('losses')}>
      <table className="table">
        <caption className="visually-hidden">{t('losses')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ifYouKeep')}</th>
            <th scope="col">{t('lostCommitted')}</th>
            <th scope="col">{t('lostOpen')}</th>
            <th scope="col">{t('lostRevisions')}</th>
            <th scope="col" className="wide">
              {t('thatMeans')}
            </th>
          </tr>
        </thead>
        <tbody>
          {losses.map((loss, i) => (
            <tr key={loss.dir} data-kept={keep === i || undefined}>
              <th scope="row">
                {members[i] && verdictSigns[members[i].verdict]} {loss.dir}
              </th>
              <td>{loss.committedEntries}</td>
              <td>{loss.openEntries}</td>
              <td>{loss.revisions}</td>
              <td className="wide">{lossWords(loss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
