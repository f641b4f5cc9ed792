import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandLine } from '../../console/command-line.ts';
import { reportError } from '../act.ts';

/** The call as an etcdctl line, to be copied; what etcdctl has no way to say is named. */
export function CommandLineBox({ line }: { line: CommandLine | undefined }) {
  const { t } = useTranslation('calls');
  const [copied, setCopied] = useState<string>();
  if (!line) return <p className="muted small">{t('noCommand')}</p>;
  const copy = () => navigator.clipboard.writeText(line.line).then(() => setCopied(line.line), reportError);
  return (
    <figure className="command-line">
      <figcaption>
        <span>{t('etcdctl')}</span>
        <button type="button" className="button button-tiny" onClick={() => void copy()}>
          {copied === line.line ? t('copied') : t('copy')}
        </button>
      </figcaption>
      <pre tabIndex={0} aria-label={t('etcdctl')}>
        {line.line}
      </pre>
      {line.unsaid.length > 0 && (
        <p className="small muted">{t('unsaid', { what: line.unsaid.join(', ') })}</p>
      )}
    </figure>
  );
}
