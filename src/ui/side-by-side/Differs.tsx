import { useTranslation } from 'react-i18next';

/** The sign of what is not the same on both sides. */
export function Differs() {
  const { t } = useTranslation('sideBySide');
  return (
    <span className="sides-differs" role="img" aria-label={t('differs')}>
      ≠
    </span>
  );
}
