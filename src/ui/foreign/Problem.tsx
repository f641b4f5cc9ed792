import { useTranslation } from 'react-i18next';
import { problemWords } from './foreign-words.ts';

/** What is wrong with a file or a grammar: where, what, and what to do. */
export function Problem({ error, keeps = false }: { error: unknown; keeps?: boolean }) {
  const { t } = useTranslation('foreign');
  const { place, text } = problemWords(error);
  return (
    <p className="foreign-problem" role="alert">
      {place !== '' && <strong>{place}: </strong>}
      {text}
      {keeps && ` ${t('keeps')}`}
    </p>
  );
}
