import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../view/say/format.ts';
import { hexLines, SHOWN_BYTES, showAllBytes, showBytes } from '../../view/say/show-bytes.ts';

/** Bytes as text; what is cut there can be opened whole, as text and in hexadecimal. */
export function Bytes({ bytes }: { bytes: Uint8Array }) {
  const { t } = useTranslation('inspector');
  const isPlain = bytes.length <= SHOWN_BYTES && !showBytes(bytes).includes('\\x');
  if (isPlain) return <code>{showBytes(bytes)}</code>;
  const lines = hexLines(bytes);
  return (
    <details className="bytes">
      <summary>
        <code>{showBytes(bytes)}</code> <span className="muted">{formatBytes(bytes.length)}</span>
      </summary>
      <h4>{t('bytes.text')}</h4>
      <pre tabIndex={0}>{showAllBytes(bytes)}</pre>
      <h4>{t('bytes.hex')}</h4>
      <pre tabIndex={0}>{lines.shown.join('\n')}</pre>
      {lines.left > 0 && <p className="muted small">{t('bytes.left', { size: formatBytes(lines.left) })}</p>}
    </details>
  );
}
