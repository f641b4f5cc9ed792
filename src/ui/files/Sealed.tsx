import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, useFiles } from './files-store.ts';
import { isShut } from './shut-doors.ts';

/** The promise that nothing leaves this page, and the way to check it. */
export function Sealed() {
  const { t } = useTranslation('files');
  const shut = useFiles((state) => state.isShut);
  const hasWorker = useFiles((state) => state.opened !== undefined);
  const [seen, setSeen] = useState<string>();
  const check = async (): Promise<void> => {
    const page = (await isShut()) ? t('sealed.pageShut') : t('sealed.pageOpen');
    const left = hasWorker ? await ask('doors', {}) : [];
    const worker = !hasWorker ? '' : left.length === 0 ? t('sealed.workerShut') : left.join(', ');
    setSeen(`${page} ${worker}`);
  };
  if (!shut) return null;
  return (
    <div className="files-sealed">
      <code>connect-src 'none'</code> <span className="small">{t('sealed.says')}</span>{' '}
      <button
        type="button"
        className="button button-tiny"
        onClick={() => void check().catch((error: unknown) => setSeen(String(error)))}
      >
        {t('sealed.check')}
      </button>
      <span className="small" role="status" data-files="sealed">
        {seen}
      </span>
    </div>
  );
}
