import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import '../canvas/canvas.css';
import { Tip } from '../canvas/tip.ts';
import { reportError } from '../act.ts';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { FlagIcon } from '../icons.tsx';
import { useLab } from '../lab-context.tsx';
import { AloneButton } from '../panel/AloneButton.tsx';
import { withMessages } from '../messages/with-messages.ts';
import { instants } from '../notebook/instants-part.ts';
import { timelineRange, useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { TimeBoard } from './time-board.ts';
import { TimeEvents } from './TimeEvents.tsx';
import { TimeFilter } from './TimeFilter.tsx';
import { timeMore, useHasMore } from './more-part.ts';
import './timeline.css';

const branchTree = latePart(withMessages(() => import('../branches/BranchTree.tsx')));
const watchTicks = latePart(withMessages(() => import('../conditions/WatchTicks.tsx')));
const momentMarks = latePart(withMessages(() => import('../notebook/MomentMarks.tsx')));

/** The space-time diagram with its tools: a lane a member, an arrow a message, the playhead to be moved. */
export function TimelinePanel() {
  const { t } = useTranslation('timeline');
  const lab = useLab();
  const follow = useView((state) => state.timelineWindow.follow);
  const hasBranches = useFramePart(({ branches }) => branches.length > 1);
  const hasMoments = useFramePart(({ moments }) => moments.length > 0);
  const hasWatches = useView(({ watches }) => watches.length > 0);
  const hasMore = useHasMore();
  const box = useRef<HTMLDivElement>(null);
  const diagram = useRef<HTMLCanvasElement>(null);
  const hand = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const board = useRef<TimeBoard>(undefined);
  const hint = useId();

  useEffect(() => {
    if (!box.current || !diagram.current || !hand.current || !tip.current || !head.current || !said.current)
      return undefined;
    const made = new TimeBoard({
      box: box.current,
      diagram: diagram.current,
      hand: hand.current,
      tip: new Tip(tip.current, box.current),
      head: head.current,
      said: said.current,
      lab,
    });
    board.current = made;
    return () => made.dispose();
  }, [lab]);

  const toggleFollow = () => {
    const view = useView.getState();
    view.setTimelineWindow(follow ? { follow: false, from: timelineRange(view).from } : { follow: true });
  };

  return (
    <section className="data-panel time-panel" aria-label={t('title')}>
      <header ref={head} className="data-head">
        <h2 className="data-title">{t('title')}</h2>
        <div className="data-tools">
          <HeartbeatToggle />
          <TimeFilter />
          <button
            type="button"
            className="data-tool time-zoom"
            aria-label={t('zoomOut')}
            title={t('zoomOut')}
            onClick={() => board.current?.zoom(1.6)}
          >
            −
          </button>
          <button
            type="button"
            className="data-tool time-zoom"
            aria-label={t('zoomIn')}
            title={t('zoomIn')}
            onClick={() => board.current?.zoom(0.625)}
          >
            +
          </button>
          <button type="button" className="data-tool" onClick={() => board.current?.whole()}>
            {t('whole')}
          </button>
          <button
            type="button"
            className="data-tool"
            aria-pressed={follow}
            title={t('followHint')}
            onClick={toggleFollow}
          >
            {t('follow')}
          </button>
          <MarkButton />
          <AloneButton view="time" className="data-tool" />
        </div>
        <Dense />
        {hasMore && <Late part={timeMore} />}
      </header>
      <div className="time-place">
        <div
          ref={box}
          className="data-box time-box"
          role="slider"
          tabIndex={0}
          aria-label={t('label')}
          aria-describedby={hint}
          aria-valuemin={0}
          aria-valuemax={0}
          aria-valuenow={0}
        >
          <canvas ref={diagram} aria-hidden="true" />
          <canvas ref={hand} aria-hidden="true" />
          <div ref={tip} className="data-tip" popover="manual" aria-hidden="true" />
        </div>
        {hasWatches && <Late part={watchTicks} />}
        {hasMoments && <Late part={momentMarks} />}
      </div>
      {hasBranches && <Late part={branchTree} />}
      <p id={hint} className="data-unseen">
        {t('keys')}
      </p>
      <p ref={said} className="data-unseen" role="status" />
      <TimeEvents />
    </section>
  );
}

/** Marks the instant shown in the notebook. */
function MarkButton() {
  const { t } = useTranslation('timeline');
  const lab = useLab();
  return (
    <button
      type="button"
      className="data-tool time-mark"
      aria-label={t('mark')}
      title={t('mark')}
      onClick={() => void instants.load().then(({ markHere }) => markHere(lab), reportError)}
    >
      <FlagIcon />
    </button>
  );
}

/** Says that the messages are too many for an arrow each, and how many they are. */
function Dense() {
  const { t } = useTranslation('timeline');
  const total = useFramePart((frame) => frame.timeline.density?.total) ?? 0;
  return <p className="time-dense">{total > 0 && t('dense', { count: total })}</p>;
}

function HeartbeatToggle() {
  const { t } = useTranslation('timeline');
  const shown = useView((state) => state.timelineFold === undefined);
  return (
    <button
      type="button"
      className="data-tool"
      aria-pressed={shown}
      title={t('heartbeatsHint')}
      onClick={() => useView.setState({ timelineFold: shown ? [] : undefined })}
    >
      {t('heartbeats')}
    </button>
  );
}
