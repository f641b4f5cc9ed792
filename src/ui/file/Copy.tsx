import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A page may not be allowed to write to the clipboard: then it says so, and the text is there to be copied by hand. */
export function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation('file');
  // What was copied is another text by now: the button is as it was.
  const [came, setCame] = useState<{ readonly of: string; readonly how: 'copied' | 'notCopied' }>();
  const copy = () => {
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setCame({ of: text, how: 'copied' }),
        () => setCame({ of: text, how: 'notCopied' }),
      );
  };
  return (
    <button type="button" className="button button-primary" onClick={copy}>
      {came?.of === text ? t(came.how) : label}
    </button>
  );
}
