import { useTranslation } from 'react-i18next';
import type { TryIt } from '../../lessons/course/lesson.ts';
import { useAct } from '../act.ts';
import { useFramePart } from '../use-frame.ts';
import { letTimeGo } from './player.ts';
import { beginTry, showHint, showWay } from './try-it.ts';
import type { LessonState, TryRun } from './lesson-store.ts';
import type { Standing } from './standing.ts';
import { useText } from './text-of.ts';

/** The end of a lesson: the learner plays, and the goal is watched. */
export function TryPart({
  state: { tryRun, works },
  tryIt,
  standing,
}: {
  readonly state: LessonState;
  readonly tryIt: TryIt;
  readonly standing: Standing;
}) {
  const { t } = useTranslation('lesson');
  if (tryRun === undefined)
    return (
      <>
        <p className="lesson-note">{t('tryIt.beginNote')}</p>
        <button type="button" className="button button-primary" disabled={works > 0} onClick={beginTry}>
          {t('tryIt.begin')}
        </button>
      </>
    );
  return (
    <>
      <Reached tryRun={tryRun} />
      {standing === 'free' ? (
        <p className="lesson-note" role="status">
          {t('tryIt.elsewhere')}
        </p>
      ) : (
        <Time isReached={tryRun.reached !== undefined} />
      )}
      <Hints tryRun={tryRun} tryIt={tryIt} />
      <div className="lesson-row">
        <button type="button" className="button" disabled={works > 0} onClick={beginTry}>
          {standing === 'free' ? t('tryIt.backToTask') : t('tryIt.again')}
        </button>
        <button type="button" className="button" disabled={works > 0} onClick={showWay}>
          {t('tryIt.way')}
        </button>
      </div>
    </>
  );
}

function Time({ isReached }: { readonly isReached: boolean }) {
  const { t } = useTranslation('lesson');
  const playing = useFramePart((frame) => frame.playing) ?? false;
  if (isReached) return null;
  return (
    <div className="lesson-time">
      <p className="lesson-note">{playing ? t('tryIt.playing') : t('tryIt.paused')}</p>
      <button type="button" className="button" disabled={playing} onClick={letTimeGo}>
        {t('letTimeGo')}
      </button>
    </div>
  );
}

function Reached({ tryRun: { reached, isShown } }: { readonly tryRun: TryRun }) {
  const { t } = useTranslation('lesson');
  const act = useAct();
  return (
    <div role="status">
      {reached !== undefined && (
        <div className="lesson-reached" data-own={!isShown}>
          <p>
            <span className="lesson-sign" aria-hidden="true">
              {isShown ? '→' : '✓'}
            </span>
            {t(isShown ? 'tryIt.shown' : 'tryIt.reached', { at: (reached.atMs / 1000).toFixed(3) })}
          </p>
          <button
            type="button"
            className="link-button"
            onClick={() => act((lab) => lab.goTo({ branch: reached.branch, event: reached.event }))}
          >
            {t('tryIt.toInstant')}
          </button>
        </div>
      )}
    </div>
  );
}

/** One after the other, from a nudge to nearly the answer. */
function Hints({ tryRun, tryIt }: { readonly tryRun: TryRun; readonly tryIt: TryIt }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const left = tryIt.hints.length - tryRun.hints;
  return (
    <>
      <ol className="lesson-hints" aria-live="polite">
        {tryIt.hints.slice(0, tryRun.hints).map((hint) => (
          <li key={hint.en}>{text(hint)}</li>
        ))}
      </ol>
      {left > 0 && (
        <button type="button" className="link-button" onClick={showHint}>
          {t('tryIt.hints', { count: left })}
        </button>
      )}
    </>
  );
}
