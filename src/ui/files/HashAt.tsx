import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberReport } from '../../datadir/verdict/report.ts';
import type { HashOf } from '../../host/files/files-calls.ts';
import { work } from './files-store.ts';

/** etcd's own hash of the keys of each member at one revision: what `etcdctl endpoint hashkv --rev` would say of them. */
export function HashAt({ members }: { members: readonly MemberReport[] }) {
  const { t } = useTranslation('files');
  const revisions = members.flatMap(({ revision }) => (revision === undefined ? [] : [revision]));
  const [revision, setRevision] = useState(() => Math.min(...revisions));
  const [hashes, setHashes] = useState<readonly HashOf[]>();
  if (revisions.length === 0) return null;
  const wordsOf = (hash: HashOf = 'noStore'): string | number =>
    typeof hash === 'number' ? hash : t(`hash.${hash}`);
  return (
    <section>
      <h3>{t('hash.title')}</h3>
      <form
        className="files-row"
        onSubmit={(event) => {
          event.preventDefault();
          void work('hashes', { revision }).then(setHashes);
        }}
      >
        <label>
          {t('keys.revision')}{' '}
          <input
            type="number"
            min={1}
            max={Math.max(...revisions)}
            value={revision}
            data-files="hash-revision"
            onChange={(event) => setRevision(event.currentTarget.valueAsNumber || 1)}
          />
        </label>
        <button type="submit" className="button">
          {t('hash.compute')}
        </button>
      </form>
      {hashes !== undefined && (
        <dl className="files-facts" role="status" data-files="hashes">
          {members.map(({ dir }, i) => (
            <div key={dir}>
              <dt>{dir}</dt>
              <dd>{wordsOf(hashes[i])}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
