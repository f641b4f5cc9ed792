import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Moment } from '../../history/position.ts';
import { useAct } from '../act.ts';
import { editNote, useNotebook } from './notebook-store.ts';
import { whereWords } from './where-words.ts';

/** The lab refuses longer ones. */
const NOTE_MAX = 2000;

/** A note as it is written; what is there is chosen, so that typing replaces it. */
export function NoteField({ moment, text }: { moment: Moment; text: string }) {
  const { t } = useTranslation('notebook');
  const act = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const keep = () => {
    done();
    const note = text.trim();
    if (note !== moment.note) act((lab) => lab.changeMoment(moment.id, note));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) keep();
    else if (event.key === 'Escape') done();
    else return;
    event.preventDefault();
  };
  return (
    <div className="moment-write">
      <textarea
        ref={field}
        rows={3}
        value={text}
        maxLength={NOTE_MAX}
        aria-label={t('note', { where: whereWords(moment) })}
        title={t('noteKeys')}
        onChange={(event) => editNote(moment.id, event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" className="button button-tiny" onClick={keep}>
        {t('save')}
      </button>
    </div>
  );
}

function done(): void {
  useNotebook.setState({ editing: undefined });
}
