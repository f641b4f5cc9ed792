import { useTranslation } from 'react-i18next';
import { noteWords } from './foreign-words.ts';
import { useForeign } from './foreign-store.ts';

/** What is to be said of the files as a whole: what was not read, what lay beside them. */
export function ForeignNotes() {
  const { t } = useTranslation('foreign');
  const notes = useForeign((state) => state.opened?.history.notes) ?? [];
  if (notes.length === 0) return null;
  return (
    <section className="foreign-notes" aria-label={t('notes')}>
      <h3>{t('notes')}</h3>
      <ul>
        {notes.map((note) => {
          const words = noteWords(note);
          return <li key={words}>{words}</li>;
        })}
      </ul>
    </section>
  );
}
