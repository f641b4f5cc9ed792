import './be-the-node.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../explain/decisions/decision.ts';
import type { Lesson, LessonStep } from '../../lessons/course/lesson.ts';
import { formatNode } from '../../view/say/format.ts';
import { reportError } from '../act.ts';
import { noteAsNode, useLearnt } from '../course/progress-store.ts';
import { useLab } from '../lab-context.tsx';
import { useLesson, type OpenRun } from '../lesson/lesson-store.ts';
import { isStill } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { showMessage } from './as-node-store.ts';
import { Round } from './Round.tsx';

type Step = Extract<LessonStep, { readonly type: 'beTheNode' }>;

/** A stretch of a lesson's run in which the learner answers for a node. Its run is the one that the lab shows. */
export function BeTheNode({ lesson, step }: { readonly lesson: Lesson; readonly step: Step }) {
  const { t } = useTranslation('asNode');
  const open = useLesson(({ state }) => state?.open);
  const isWorking = useLesson(({ state }) => state === undefined || state.works > 0);
  const from = open?.events.get(step.id);
  const to = open?.ends.get(step.id);
  if (open === undefined || from === undefined || to === undefined || isWorking)
    return <p className="muted">{t('looking')}</p>;
  return (
    <Stretch key={`${step.id} ${open.run}`} lesson={lesson.id} step={step} open={open} from={from} to={to} />
  );
}

interface StretchProps {
  readonly lesson: string;
  readonly step: Step;
  readonly open: OpenRun;
  readonly from: number;
  readonly to: number;
}

function Stretch({ lesson, step, open, from, to }: StretchProps) {
  const { t } = useTranslation('asNode');
  const lab = useLab();
  const [decisions, setDecisions] = useState<readonly Decision[]>();
  const [at, setAt] = useState(0);
  const [picks, setPicks] = useState<readonly number[]>([]);
  const events = useView(({ frame }) => frame?.events);
  const marks = useLearnt(({ lessons }) => lessons[lesson]?.asNode[step.id]);
  const node = formatNode(step.node);

  useEffect(() => {
    lab.decisions({ node: step.node, from: from + 1, to }).then(setDecisions, reportError);
  }, [lab, step.node, from, to]);

  const decision = decisions?.[at];
  const stand = (event: number): void => {
    lab.goTo({ branch: open.branch, event }).catch(reportError);
  };
  useEffect(() => {
    if (decision === undefined) return;
    void toMoment(decision, open.branch);
    async function toMoment({ event }: Decision, branch: number): Promise<void> {
      const { frame } = useView.getState();
      const isBefore = frame !== undefined && frame.branch === branch && frame.events < event - 1;
      try {
        if (isBefore && !isStill()) await lab.playTo(event - 1, 'meaning');
        else await lab.goTo({ branch, event: event - 1 });
        showMessage(decision);
      } catch (error) {
        reportError(error);
      }
    }
  }, [lab, decision, open.branch]);

  if (decisions === undefined) return <p className="muted">{t('looking')}</p>;
  if (decision === undefined) return <p role="status">{t('nothing', { node })}</p>;

  const picked = picks[at];
  const right = picks.filter((pick, i) => pick === decisions[i]?.right).length;
  const isOver = picks.length === decisions.length;
  const pick = (answer: number): void => {
    const all = [...picks, answer];
    setPicks(all);
    stand(decision.event);
    if (all.length < decisions.length) return;
    const correct = all.filter((each, i) => each === decisions[i]?.right).length;
    noteAsNode(lesson, step.id, { right: correct, of: decisions.length });
  };
  return (
    <div className="as-node-step">
      <p className="muted">
        {t('title', { node })} · {t('place', { number: at + 1, count: decisions.length })}
      </p>
      <Round key={decision.event} decision={decision} picked={picked} onPick={pick} />
      <footer className="round-foot">
        {picked === undefined && events !== decision.event - 1 && (
          <button type="button" className="button" onClick={() => stand(decision.event - 1)}>
            {t('backTo')}
          </button>
        )}
        {picked !== undefined && at + 1 < decisions.length && (
          <button type="button" className="button button-primary" onClick={() => setAt(at + 1)}>
            {t('next')}
          </button>
        )}
        {isOver && <span role="status">{t('over', { right, count: decisions.length })}</span>}
        {isOver && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setPicks([]);
              setAt(0);
            }}
          >
            {t('again')}
          </button>
        )}
        {!isOver && picks.length > 0 && (
          <span className="muted">{t('score', { right, count: picks.length })}</span>
        )}
        {picks.length === 0 && marks !== undefined && (
          <span className="muted">{t('score', { right: marks.right, count: marks.of })}</span>
        )}
      </footer>
    </div>
  );
}
