import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { chosenFiles } from '../foreign/take-foreign.ts';
import { openFiles } from './files-store.ts';

/** A button each for files and for a folder, which browsers choose in two ways. */
export function FileButtons({ small = false }: { small?: boolean }) {
  const { t } = useTranslation('files');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const look = small ? 'button button-tiny' : 'button';
  return (
    <>
      <input
        ref={(field) => {
          folder.current = field;
          if (field !== null) field.webkitdirectory = true;
        }}
        type="file"
        hidden
        data-files="folder"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-files="files"
        onChange={(event) => take(event.currentTarget)}
      />
      <button
        type="button"
        className={small ? look : 'button button-primary'}
        onClick={() => folder.current?.click()}
      >
        {t('folder')}
      </button>
      <button type="button" className={look} onClick={() => files.current?.click()}>
        {t('files')}
      </button>
    </>
  );
}

/** What somebody chose in the browser's own dialog. */
function take(field: HTMLInputElement): void {
  const found = chosenFiles(field.files);
  // The same folder may be chosen again.
  field.value = '';
  openFiles(found).catch(reportError);
}
