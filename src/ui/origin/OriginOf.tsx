import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../lab-context.tsx';
import { askOrigin } from './asked.ts';

/** A value, and the way to where it comes from. `place`: in the language of conditions. */
export function OriginOf({ place, children }: { place: string; children: ReactNode }) {
  const { t } = useTranslation('origin');
  const lab = useLab();
  return (
    <button
      type="button"
      className="link-button origin-of"
      title={`${t('ask')} ${place}`}
      onClick={() => void askOrigin(lab, place)}
    >
      {children}
      <span className="visually-hidden"> {t('ask')}</span>
    </button>
  );
}
