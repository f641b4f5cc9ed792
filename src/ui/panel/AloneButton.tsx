import { useTranslation } from 'react-i18next';
import { ExpandIcon, ShrinkIcon } from '../icons.tsx';
import { FullScreenButton } from './FullScreenButton.tsx';
import { currentView, useView, type AloneView } from '../view-state.ts';

/** In the head of a view: gives it the window, or everything else back its place. */
export function AloneButton({ view, className }: { readonly view: AloneView; readonly className: string }) {
  const { t } = useTranslation('controls');
  const alone = useView((state) => state.alone === view);
  // Within somebody's page there is no window to have.
  const isEmbedded = useView((state) => state.embed !== undefined);
  if (isEmbedded) return null;
  const words = alone ? t('alone.leave') : t(`alone.${view}`);
  return (
    <>
      {alone && <FullScreenButton className={className} />}
      <button
        type="button"
        className={className}
        aria-pressed={alone}
        aria-label={words}
        title={words}
        onClick={() => currentView().setAlone(alone ? undefined : view)}
      >
        {alone ? <ShrinkIcon /> : <ExpandIcon />}
      </button>
    </>
  );
}
