import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../lab-context.tsx';
import { reportError } from '../act.ts';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import './script-drop.css';

const taking = latePart(withMessages(() => import('../file/take-file.ts')));

/** A file that is dragged over the page is a saved lab, a lab script or a history of another program: dropped there it is opened, or runs. */
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
      // They have to be asked for while the event is told.
      const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
      const files = [...(event.dataTransfer?.files ?? [])];
      taking
        .load()
        .then(({ takeDropped }) => takeDropped(lab, entries, files))
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
    // In the top layer: a dialog may have the window.
    <div className="script-drop" role="status" popover="manual" ref={(element) => element?.showPopover()}>
      <p>{t('script.drop')}</p>
    </div>
  );
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
