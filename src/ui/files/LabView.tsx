import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningNote } from '../../datadir/exchange/lab-from.ts';
import { openFile } from '../file/open-lab.ts';
import { useLab } from '../lab-context.tsx';
import { useView } from '../view-state.ts';
import { machineWords, openingNoteWords } from './files-words.ts';
import { useFiles, work, type OpenedFiles } from './files-store.ts';

type Instant = 'end' | 'index' | 'revision';

const instants: readonly Instant[] = ['end', 'index', 'revision'];

function most(of: readonly (number | undefined)[]): number {
  return Math.max(1, ...of.map((each) => each ?? 1));
}

/** The cluster goes on in the lab from these very files, at an instant of them. */
export function LabView({ opened }: { opened: OpenedFiles }) {
  const { t } = useTranslation('files');
  const lab = useLab();
  const { members } = opened.found;
  const [instant, setInstant] = useState<Instant>('end');
  const last = {
    end: 1,
    index: most(members.map(({ lastIndex }) => lastIndex)),
    revision: most(members.map(({ revision }) => revision)),
  };
  const [at, setAt] = useState<number>();
  const [notes, setNotes] = useState<readonly OpeningNote[]>();
  const open = async (): Promise<void> => {
    const chosen = at ?? last[instant];
    const made = await work('lab', { at: instant === 'end' ? {} : { [instant]: chosen } });
    if (made === undefined) return;
    setNotes(made.notes);
    const file = new File([made.file], 'from-etcd.quorumscope');
    if ((await openFile(lab, file)) === undefined) return;
    useView.setState({ door: undefined });
    useView
      .getState()
      .notify('info', () => [machineWords(made.machines), ...made.notes.map(openingNoteWords)].join(' '));
  };
  return (
    <div className="files-scroll files-pad">
      <h3>{t('lab.title')}</h3>
      <p>{t('lab.says')}</p>
      <form
        className="files-form"
        onSubmit={(event) => {
          event.preventDefault();
          open().catch((problem: unknown) => useFiles.setState({ problem }));
        }}
      >
        <fieldset className="files-row">
          <legend className="visually-hidden">{t('lab.when')}</legend>
          {instants.map((each) => (
            <label key={each} className="files-check">
              <input
                type="radio"
                name="instant"
                checked={instant === each}
                onChange={() => {
                  setInstant(each);
                  setAt(undefined);
                }}
              />{' '}
              {t(`lab.instant.${each}`)}
            </label>
          ))}
          {instant !== 'end' && (
            <input
              type="number"
              min={1}
              max={last[instant]}
              value={at ?? last[instant]}
              aria-label={t(`lab.instant.${instant}`)}
              onChange={(event) => setAt(event.currentTarget.valueAsNumber || 1)}
            />
          )}
        </fieldset>
        <button type="submit" className="button button-primary">
          {t('lab.open')}
        </button>
      </form>
      {notes !== undefined && (
        <ul className="files-list">
          {notes.map((note) => (
            <li key={JSON.stringify(note)}>{openingNoteWords(note)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
