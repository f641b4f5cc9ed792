import { useTranslation } from 'react-i18next';
import { ScreenIcon } from '../icons.tsx';
import { toggleFullScreen, useFullScreen } from './full-screen.ts';

/** In the head of a view that has the window: gives it the screen, too. There where browsers allow it (an iPhone does not). */
export function FullScreenButton({ className }: { readonly className: string }) {
  const { t } = useTranslation('controls');
  const isFull = useFullScreen();
  if (!document.fullscreenEnabled) return null;
  const words = t(isFull ? 'fullScreen.leave' : 'fullScreen.enter');
  return (
    <button
      type="button"
      className={className}
      aria-pressed={isFull}
      aria-label={words}
      title={words}
      onClick={toggleFullScreen}
    >
      <ScreenIcon />
    </button>
  );
}
