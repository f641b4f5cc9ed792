import { useTranslation } from 'react-i18next';
import type { LessonState } from './lesson-store.ts';
import { backToLesson, letTimeGo } from './player.ts';
import type { Standing } from './standing.ts';

/** Where the lab stands, if it is not at the instant of the screen, and the ways from there. */
export function StandingBar({
  state,
  standing,
}: {
  readonly state: LessonState;
  readonly standing: Standing;
}) {
  const { t } = useTranslation('lesson');
  const screen = state.screens[state.at];
  if (standing !== 'free' && standing !== 'elsewhere') return null;
  // Before its task is begun, and at the end, a lesson asks for no instant.
  if (screen?.type !== 'step') return null;
  return (
    <div className="lesson-standing" data-standing={standing} role="group" aria-label={t(standing)}>
      <p role="status">{t(standing)}</p>
      <div className="lesson-row">
        {standing === 'free' && (
          <button type="button" className="button" onClick={letTimeGo}>
            {t('letTimeGo')}
          </button>
        )}
        <button type="button" className="button" onClick={backToLesson}>
          {standing === 'free' ? t('backToLesson') : t('backToStep')}
        </button>
      </div>
    </div>
  );
}
