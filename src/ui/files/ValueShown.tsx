import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownValue } from '../../view/files/key-rows.ts';

/** A value, named by what its bytes say, as text or as hex; so much of it as is shown. */
export function ValueShown({ value }: { value: ShownValue }) {
  const { t } = useTranslation('files');
  const [asHex, setHex] = useState(false);
  const { kind, left } = value;
  const name =
    kind.type === 'kubernetes'
      ? t('keys.kubernetes', { kind: kind.kind, apiVersion: kind.apiVersion, form: kind.form })
      : kind.type === 'kubernetesEncrypted'
        ? t('keys.encrypted', { provider: kind.provider })
        : t(`keys.kind.${kind.type}`);
  return (
    <>
      <h4>
        {t('keys.value')}: {name}{' '}
        <label className="small">
          <input type="checkbox" checked={asHex} onChange={(event) => setHex(event.currentTarget.checked)} />{' '}
          {t('keys.hex')}
        </label>
      </h4>
      <pre className="files-value" tabIndex={0}>
        {asHex ? value.hex.join('\n') : value.text}
      </pre>
      {left > 0 && <p className="muted small">{t('keys.more', { count: left })}</p>}
    </>
  );
}
