import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A text that is to be pasted elsewhere, with a button that copies it; by hand, where the page may not. */
export function CopyText({ label, text, large = false }: { label: string; text: string; large?: boolean }) {
  const { t } = useTranslation('course');
  const field = useId();
  const [said, setSaid] = useState<'copied' | 'byHand'>();
  const copy = () => {
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setSaid('copied'),
        () => setSaid('byHand'),
      );
  };
  return (
    <div className={large ? 'copy-text copy-text-large' : 'copy-text'}>
      <label htmlFor={field}>{label}</label>
      <div>
        <input
          id={field}
          readOnly
          className="mono"
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className="button" onClick={copy}>
          {t('copy')}
        </button>
      </div>
      <span className="small muted" role="status">
        {said && t(said)}
      </span>
    </div>
  );
}
