import './lesson.css';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lesson, LessonStep, Look } from '../../lessons/course/lesson.ts';
import { runOf } from '../../lessons/course/steps.ts';
import { openCourse } from '../course/open-course.ts';
import { CrossIcon } from '../icons.tsx';
import { useView } from '../view-state.ts';
import { BeTheNode } from '../be-the-node/BeTheNode.tsx';
import { StepSideBySide } from '../side-by-side/StepSideBySide.tsx';
import { isOwn } from './address.ts';
import { Caption } from './Caption.tsx';
import { EndPart } from './EndPart.tsx';
import { LessonNav } from './LessonNav.tsx';
import { useLesson, type LessonState } from './lesson-store.ts';
import { LookRings } from './LookRings.tsx';
import { closeLesson } from './player.ts';
import { HistoryPicture } from './HistoryPicture.tsx';
import { QuestionPart, questionStepOf, useAnswered } from './QuestionPart.tsx';
import { standingOf, type Standing } from './standing.ts';
import { StandingBar } from './StandingBar.tsx';
import { useText } from './text-of.ts';
import { TryPart } from './TryPart.tsx';

/** The lesson that is open, a screen at a time, beside the stage. */
export default function LessonPanel() {
  const state = useLesson((each) => each.state);
  return state === undefined ? null : <Open state={state} />;
}

const NOTHING: readonly Look[] = [];

function Open({ state }: { readonly state: LessonState }) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const standing = useView(({ frame }) => standingOf(state, frame));
  const { lesson, screens, at } = state;
  const screen = screens[at];
  const heading = useId();
  const isRunThere = useView(({ frame }) => frame?.run === state.open?.run);
  const isOfLesson = standing !== 'free' && standing !== 'trying' && isRunThere;
  // Whoever plays wants the views.
  const wantsViews = standing === 'free';
  useEffect(() => {
    const { lesson: shown } = useView.getState();
    if (wantsViews && shown?.withView === false) useView.setState({ lesson: { ...shown, withView: true } });
  }, [wantsViews]);
  if (screen === undefined) return null;
  const looks = (screen.type === 'step' && isOfLesson && screen.step.look) || NOTHING;
  const kind = screen.type === 'step' ? screen.step.type : screen.type;
  return (
    <section
      className="card lesson"
      aria-labelledby={heading}
      data-screen={screen.id}
      data-standing={standing}
    >
      <header className="lesson-head">
        <button type="button" className="link-button lesson-course" onClick={() => openCourse()}>
          {t('end.course')}
        </button>
        <h2 id={heading}>
          {!isOwn(lesson.id) && <span className="lesson-id">{lesson.id} </span>}
          {text(lesson.title)}
        </h2>
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('close')}
          title={t('close')}
          onClick={closeLesson}
        >
          <CrossIcon />
        </button>
      </header>
      <ScreenBody key={screen.id} state={state} kind={kind} standing={standing} />
      <StandingBar state={state} standing={standing} />
      <LessonNav state={state} standing={standing} />
      <LookRings looks={looks} isThere={standing === 'here'} />
    </section>
  );
}

type Kind = LessonState['lesson']['steps'][number]['type'] | 'tryIt' | 'end';

/** One idea: what is said, and what is asked. The focus comes to its heading, and its words are announced. */
function ScreenBody({
  state,
  kind,
  standing,
}: {
  readonly state: LessonState;
  readonly kind: Kind;
  readonly standing: Standing;
}) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const { lesson, screens, at, open } = state;
  const screen = screens[at];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const step = screen?.type === 'step' ? screen.step : undefined;
  const said =
    step !== undefined ? text(step.say) : screen?.type === 'tryIt' ? text(lesson.tryIt?.say ?? NO_TEXT) : '';
  const isMissing = step !== undefined && open?.id === runOf(lesson, step) && !open.events.has(step.id);
  return (
    <div className="lesson-body">
      <h3 ref={heading} tabIndex={-1} className="lesson-kind">
        <span className="visually-hidden">{t('place', { number: at + 1, count: screens.length })}: </span>
        {t(`kind.${kind}`)}
        {step !== undefined && <RunName state={state} standing={standing} />}
      </h3>
      {said !== '' && <Caption text={said} />}
      {isMissing && (
        <p className="lesson-note" role="alert">
          {t('never')}
        </p>
      )}
      {step !== undefined && <History lesson={lesson} step={step} />}
      {step !== undefined && <QuestionPart lesson={lesson} step={step} />}
      {step?.type === 'beTheNode' && <BeTheNode lesson={lesson} step={step} />}
      {step?.type === 'sideBySide' && <StepSideBySide lesson={lesson} step={step} />}
      {screen?.type === 'tryIt' && lesson.tryIt !== undefined && (
        <TryPart state={state} tryIt={lesson.tryIt} standing={standing} />
      )}
      {screen?.type === 'end' && <EndPart lesson={lesson} />}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

/** What clients saw, where a step is about that; how it can be explained only once its question is answered. */
function History({ lesson, step }: { readonly lesson: Lesson; readonly step: LessonStep }) {
  const { seen } = useAnswered(lesson.id, questionStepOf(step));
  const run = lesson.runs.find(({ id }) => id === runOf(lesson, step));
  if (step.history === undefined || run === undefined || !('script' in run)) return null;
  const told = step.type === 'tell' || seen !== undefined;
  return <HistoryPicture script={run.script} name={step.history} told={told} />;
}

const NO_TEXT = { en: '', zh: '' };

/** Of several runs, which one this is; while it is brought to the screen's instant, that. */
function RunName({
  state: { lesson, screens, at },
  standing,
}: {
  readonly state: LessonState;
  readonly standing: Standing;
}) {
  const { t } = useTranslation('lesson');
  const text = useText();
  const screen = screens[at];
  if (standing === 'working' || standing === 'onTheWay')
    return <span className="lesson-run lesson-soon">{t(standing)}</span>;
  if (screen?.type !== 'step' || lesson.runs.length < 2) return null;
  const id = runOf(lesson, screen.step);
  const run = lesson.runs.find((each) => each.id === id);
  return run === undefined ? null : <span className="lesson-run">{text(run.title)}</span>;
}
