import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../lab-context.tsx';
import { reportError } from '../act.ts';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import './script-drop.css';

const taking = latePart(withMessages(() => import('../file/take-file.ts')));

/** A file that is dragged over the page is a saved lab or a lab script: dropped there it is opened, or runs. */
export function ScriptDrop() {
  const { t } = useTranslation('common');
  const lab = useLab();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Within the page it goes from one element to another; outside there is none.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      taking
        .load()
        .then(({ takeFile }) => takeFile(lab, file))
        .catch(reportError);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [lab]);
  if (!isOver) return null;
  return (
    <div className="script-drop" role="status">
      <p>{t('script.drop')}</p>
    </div>
  );
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
