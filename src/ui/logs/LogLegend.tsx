import { useTranslation } from 'react-i18next';

/** The signs of the grid, in their own shapes. */
export function LogLegend() {
  const { t } = useTranslation('logs');
  return (
    <div className="data-legend" aria-hidden="true">
      <span>
        <svg viewBox="0 0 12 12">
          <path d="M1 2h10l-5 8z" fill="currentColor" />
        </svg>
        {t('legend.next')}
      </span>
      <span>
        <svg viewBox="0 0 12 12">
          <circle cx="6" cy="6" r="4" fill="currentColor" />
        </svg>
        {t('legend.match')}
      </span>
      <span>
        <svg viewBox="0 0 12 12">
          <rect
            x="1"
            y="2"
            width="10"
            height="8"
            rx="2"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
        {t('legend.uncommitted')}
      </span>
      <span>
        <svg viewBox="0 0 12 12">
          <path d="M1 2h10v4l-4 4H1z" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        {t('legend.unsynced')}
      </span>
      <span>
        <svg viewBox="0 0 12 12">
          <path d="M2 9h8" stroke="currentColor" strokeWidth="2" />
        </svg>
        {t('legend.applied')}
      </span>
      <span>
        <svg viewBox="0 0 12 12">
          <path d="M4 2h7v7z" fill="currentColor" />
        </svg>
        {t('legend.changed')}
      </span>
    </div>
  );
}
