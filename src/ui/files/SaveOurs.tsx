import { zipSync, type Zippable } from 'fflate';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedDataDir } from '../../datadir/exchange/data-dir.ts';
import { startCommand } from '../../datadir/exchange/start-command.ts';
import { etcdVersions, isEtcdVersion, type EtcdVersion } from '../../datadir/exchange/version.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { download } from '../file/download.ts';
import { useView } from '../view-state.ts';
import { savingNoteWords } from './files-words.ts';

/** Members of the lab as data directories that a real etcd starts from, in one archive. */
export function SaveOurs() {
  const { t } = useTranslation('files');
  const act = useAct();
  const ids = useView((state) => state.frame?.nodes.map(({ id }) => id).join() ?? '');
  const nodes = ids === '' ? [] : ids.split(',').map(Number);
  const [node, setNode] = useState('all');
  const [version, setVersion] = useState<EtcdVersion>('3.6');
  const [saved, setSaved] = useState<readonly SavedDataDir[]>();
  const save = async (lab: LabPort): Promise<void> => {
    setSaved(undefined);
    const wanted = node === 'all' ? nodes : [Number(node)];
    const made: SavedDataDir[] = [];
    for (const each of wanted) made.push(await lab.dataDir(each, version));
    download(`etcd-${version}.zip`, Uint8Array.from(archiveOf(made)), 'application/zip');
    setSaved(made);
  };
  if (nodes.length === 0) return null;
  return (
    <section aria-label={t('ours.title')}>
      <h3>{t('ours.title')}</h3>
      <p className="small">{t('ours.says')}</p>
      <form
        className="files-row"
        onSubmit={(event) => {
          event.preventDefault();
          act(save);
        }}
      >
        <select
          value={node}
          aria-label={t('ours.member')}
          data-files="ours-node"
          onChange={(event) => setNode(event.currentTarget.value)}
        >
          <option value="all">{t('ours.all')}</option>
          {nodes.map((id) => (
            <option key={id} value={id}>
              {formatNode(id)}
            </option>
          ))}
        </select>
        <select
          value={version}
          aria-label={t('ours.version')}
          data-files="ours-version"
          onChange={(event) => {
            if (isEtcdVersion(event.currentTarget.value)) setVersion(event.currentTarget.value);
          }}
        >
          {etcdVersions.map((each) => (
            <option key={each} value={each}>
              etcd {each}
            </option>
          ))}
        </select>
        <button type="submit" className="button">
          {t('ours.save')}
        </button>
      </form>
      {saved !== undefined && (
        <div role="status" data-files="ours">
          <pre tabIndex={0}>{saved.map((one) => startCommand(one, `${one.name}.etcd`)).join('\n')}</pre>
          <ul className="files-list small">
            {[...new Set(saved.flatMap(({ notes }) => notes.map(savingNoteWords)))].map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function archiveOf(saved: readonly SavedDataDir[]): Uint8Array {
  const files: Zippable = {};
  for (const { name, files: own } of saved)
    for (const { path, bytes } of own) files[`${name}.etcd/${path}`] = bytes;
  return zipSync(files, { level: 6 });
}
