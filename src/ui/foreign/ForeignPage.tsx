import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { ForeignAxis } from './ForeignAxis.tsx';
import { ForeignDetails } from './ForeignDetails.tsx';
import { ForeignDoor } from './ForeignDoor.tsx';
import { ForeignList } from './ForeignList.tsx';
import { ForeignNotes } from './ForeignNotes.tsx';
import { ForeignTools } from './ForeignTools.tsx';
import { ForeignVerdict } from './ForeignVerdict.tsx';
import { stopWork, useForeign } from './foreign-store.ts';
import { Problem } from './Problem.tsx';
import './foreign.css';

/** A history of another program, over the whole window; the lab stays as it is behind it. */
export default function ForeignPage() {
  const { t } = useTranslation('foreign');
  const isOpen = useForeign(({ opened }) => opened !== undefined);
  const needsGrammar = useForeign(({ grammarFor }) => grammarFor !== undefined);
  useEffect(() => stopWork, []);
  return (
    <Modal title={t('title')} onClose={() => useView.setState({ door: undefined })} whole>
      <div className="foreign">
        <Reading />
        {isOpen && !needsGrammar ? <Opened /> : <ForeignDoor />}
      </div>
    </Modal>
  );
}

function Reading() {
  const { t } = useTranslation('foreign');
  const reading = useForeign((state) => state.reading);
  const problem = useForeign((state) => state.problem);
  const isOpen = useForeign(({ opened }) => opened !== undefined);
  return (
    <>
      {reading !== undefined && (
        <p className="foreign-reading" role="status">
          {t('reading', { files: namesOf(reading) })}
          <button type="button" className="button button-tiny" onClick={stopWork}>
            {t('stop')}
          </button>
        </p>
      )}
      {problem !== undefined && <Problem error={problem} keeps={isOpen} />}
    </>
  );

  function namesOf([first = '', ...more]: readonly string[]): string {
    return more.length === 0 ? first : t('filesMany', { first, count: more.length });
  }
}

function Opened() {
  return (
    <>
      <ForeignTools />
      <ForeignVerdict />
      <ForeignAxis />
      <div className="foreign-foot">
        <ForeignDetails />
        <ForeignList />
        <ForeignNotes />
      </div>
    </>
  );
}
