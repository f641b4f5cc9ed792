import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptLab } from '../../lab/keep/keeper.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { formatBytes } from '../../view/say/format.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useFramePart } from '../use-frame.ts';
import { currentView, useView } from '../view-state.ts';
import { deleteLab, labName } from './lab-deeds.ts';
import { LabLine, type LabDeed } from './LabLine.tsx';
import { openKept } from './open-kept.ts';
import './labs.css';

/** The labs that this browser keeps: to be opened, renamed, deleted. */
export default function LabsDialog() {
  const { t } = useTranslation('labs');
  const port = useLab();
  const keeping = useFramePart((frame) => frame.lab.keeping);
  const [labs, setLabs] = useState<readonly KeptLab[]>();
  const look = useCallback(() => {
    lookFor(port).then(setLabs, (error: unknown) => {
      setLabs([]);
      reportError(error);
    });
  }, [port]);
  useEffect(look, [look]);
  const act = (work: Promise<unknown>): void => void work.catch(reportError).finally(look);
  const onDo = (lab: KeptLab, deed: LabDeed): void => {
    if (deed.type === 'rename') act(port.renameKept(lab.id, deed.name));
    else if (deed.type === 'delete') act(deleteLab(port, lab, look));
    else {
      close();
      act(openKept(port, lab.id));
    }
  };
  const bytes = labs?.reduce((sum, lab) => sum + lab.bytes, 0) ?? 0;
  return (
    <Modal title={t('title')} onClose={close}>
      <p className="muted">{t('explain')}</p>
      {keeping?.state === 'full' && <p className="form-error">{t('full')}</p>}
      {keeping?.state === 'refused' && (
        <p className="form-error">{t('refused', { reason: keeping.reason ?? '' })}</p>
      )}
      {labs === undefined && <p className="labs-none">{t('loading')}</p>}
      {labs?.length === 0 && <p className="labs-none">{t('none')}</p>}
      <ul className="labs">
        {labs?.map((lab) => (
          <LabLine key={lab.id} lab={lab} name={labName(lab)} onDo={(deed) => onDo(lab, deed)} />
        ))}
      </ul>
      <div className="modal-foot">
        <button type="button" className="button" onClick={begin}>
          {t('new')}
        </button>
        {labs !== undefined && labs.length > 0 && (
          <span className="labs-all muted">{t('all', { count: labs.length, size: formatBytes(bytes) })}</span>
        )}
      </div>
    </Modal>
  );
}

/** With all that has happened in the one that is open. */
async function lookFor(port: LabPort): Promise<readonly KeptLab[]> {
  await port.keepNow();
  return port.keptLabs();
}

function close(): void {
  useView.setState({ labsOpen: false });
}

/** Another lab has settings of its own: they are asked for. */
function begin(): void {
  close();
  currentView().setConfigOpen(true);
}
