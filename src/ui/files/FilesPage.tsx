import { useEffect } from 'react';
import type { MemberReport } from '../../datadir/verdict/report.ts';
import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { Tabs } from '../panel/Tabs.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { CarveView } from './CarveView.tsx';
import { CompareView } from './CompareView.tsx';
import { FileButtons } from './FileButtons.tsx';
import { FilesDoor } from './FilesDoor.tsx';
import {
  closeFiles,
  enterFiles,
  filesViews,
  look,
  useFiles,
  type FilesView,
  type OpenedFiles,
} from './files-store.ts';
import { KeysView } from './KeysView.tsx';
import { LabView } from './LabView.tsx';
import { LogView } from './LogView.tsx';
import { MembersView } from './MembersView.tsx';
import { ReportView } from './ReportView.tsx';
import { RestoreView } from './RestoreView.tsx';
import { Sealed } from './Sealed.tsx';
import { SpaceView } from './SpaceView.tsx';
import { Work } from './Work.tsx';
import './files-style.ts';

/** Real etcd's files, over the whole window; the lab stays as it is behind it. */
export default function FilesPage() {
  const { t } = useTranslation('files');
  const opened = useFiles((state) => state.opened);
  useEffect(() => {
    enterFiles().catch(reportError);
    return () => useFiles.getState().work?.stop();
  }, []);
  return (
    <Modal title={t('title')} onClose={() => useView.setState({ door: undefined })} whole>
      <div className="files">
        <Work />
        {opened === undefined ? <FilesDoor /> : <Opened opened={opened} />}
      </div>
    </Modal>
  );
}

function Opened({ opened }: { opened: OpenedFiles }) {
  const { t } = useTranslation('files');
  const views = filesViews.filter((view) => isOffered(view, opened));
  const view = views.includes(opened.view) ? opened.view : 'members';
  return (
    <>
      <div className="files-head">
        <strong className="files-names" title={opened.names.join(', ')}>
          {opened.names.join(', ')}
        </strong>
        <FileButtons small />
        <button type="button" className="button button-tiny" onClick={closeFiles}>
          {t('begin')}
        </button>
        <span className="grow" />
        <Sealed />
      </div>
      <div className="files-views">
        <Tabs
          label={t('views')}
          tabs={views.map((id) => ({ id, label: t(`view.${id}`) }))}
          current={view}
          onChange={(to) => look({ view: to })}
        >
          <View view={view} opened={opened} />
        </Tabs>
      </div>
    </>
  );
}

/** Which members a view has something to show of. */
const shows: Readonly<Record<FilesView, (member: MemberReport) => boolean>> = {
  members: () => true,
  compare: () => true,
  keys: ({ revision }) => revision !== undefined,
  log: ({ wal }) => wal !== undefined,
  space: ({ db }) => db !== undefined && db.pages > 0,
  carve: ({ revision }) => revision !== undefined,
  restore: ({ revision }) => revision !== undefined,
  lab: ({ wal, kind }) => wal !== undefined && kind === 'data directory',
  report: () => true,
};

/** What there is nothing of is not offered. */
function isOffered(view: FilesView, { found }: OpenedFiles): boolean {
  if (view === 'members') return true;
  if (view === 'compare') return found.comparison !== undefined;
  return found.members.some(shows[view]);
}

function View({ view, opened: all }: { view: FilesView; opened: OpenedFiles }) {
  const { members } = all.found;
  const has = shows[view];
  const chosen = members[all.member];
  const member = chosen !== undefined && has(chosen) ? all.member : members.findIndex(has);
  const opened = { ...all, member };
  switch (view) {
    case 'compare':
      return <CompareView found={all.found} />;
    case 'keys':
      return <KeysView key={member} opened={opened} has={has} />;
    case 'log':
      return <LogView key={member} opened={opened} has={has} />;
    case 'space':
      return <SpaceView opened={opened} has={has} />;
    case 'carve':
      return <CarveView key={member} opened={opened} has={has} />;
    case 'restore':
      return <RestoreView key={member} opened={opened} has={has} />;
    case 'lab':
      return <LabView opened={all} />;
    case 'report':
      return <ReportView found={all.found} />;
    default:
      return <MembersView found={all.found} />;
  }
}
