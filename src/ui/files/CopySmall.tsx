import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Copies a text; where the page may not, it says so, and the text is there to be copied by hand. */
export function CopySmall({ text }: { text: string }) {
  const { t } = useTranslation('file');
  const { t: tFiles } = useTranslation('files');
  const [came, setCame] = useState<'copied' | 'notCopied'>();
  const copy = (): void => {
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setCame('copied'),
        () => setCame('notCopied'),
      );
  };
  return (
    <button type="button" className="button button-tiny" onClick={copy}>
      {came === undefined ? tFiles('copy') : t(came)}
    </button>
  );
}
