import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Likelihood, LikelihoodAsk } from '../../lab/debug/likelihood.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { errorWords } from '../error-words.ts';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { LikelihoodChart, LikelihoodTable } from './LikelihoodChart.tsx';
import { useLikelihood } from './use-likelihood.ts';
import './likelihood.css';

/** How far back it is asked; in ms before the state was reached. */
const backs = { near: undefined, s2: 2000, s10: 10_000, s60: 60_000, all: Infinity } as const;
type Back = keyof typeof backs;
const BACKS: readonly Back[] = ['near', 's2', 's10', 's60', 'all'];
const RUNS = [20, 40, 100, 300] as const;

/** When did a state become inevitable? What is asked, the answer as a picture, in a sentence and as a table. */
export default function LikelihoodDialog() {
  const { t } = useTranslation('likelihood');
  const question = useView((state) => state.likelihood);
  const byHand = useView(({ frame }) => frame?.byHand ?? false);
  const progress = useView(({ frame }) => frame?.work?.progress);
  const nowMs = useView(({ frame }) => (frame?.at ?? 0) / 1000);
  const id = useId();
  const [condition, setCondition] = useState(question?.condition ?? '');
  const [back, setBack] = useState<Back>('near');
  const [runs, setRuns] = useState<number>(40);
  const [repeats, setRepeats] = useState(true);
  const { state, ask, stop } = useLikelihood();
  if (question === undefined) return null;
  // Another state than the one the dialog was opened on was reached by another event.
  const event = condition === question.condition ? question.event : undefined;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const before = backs[back];
    const reachedMs = event?.atMs ?? nowMs;
    const fromMs = before === undefined ? undefined : Math.max(0, reachedMs - before);
    const wanted: LikelihoodAsk = { condition, event: event?.number, fromMs, runs, repeats };
    ask(wanted);
  };
  return (
    <Modal title={t('title')} onClose={() => useView.setState({ likelihood: undefined })}>
      <form className="likelihood" onSubmit={submit}>
        <p className="muted">{t(byHand ? 'askByHand' : 'ask')}</p>
        <label className="likelihood-state" htmlFor={`${id}-condition`}>
          <span>{t('condition')}</span>
          <input
            id={`${id}-condition`}
            className="likelihood-condition"
            value={condition}
            spellCheck={false}
            autoComplete="off"
            onChange={(changed) => setCondition(changed.target.value)}
          />
        </label>
        <p className="small">
          {event === undefined
            ? t('unknown')
            : t('reached', { event: event.number, seconds: formatSeconds(event.atMs * 1000) })}
        </p>
        <div className="likelihood-choices">
          <label className="field">
            <span>{t('back')}</span>
            <select value={back} onChange={(changed) => setBack(known(changed.target.value))}>
              {BACKS.map((each) => (
                <option key={each} value={each}>
                  {t(`backs.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('runs')}</span>
            <select value={runs} onChange={(changed) => setRuns(Number(changed.target.value))}>
              {RUNS.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          {!byHand && (
            <label className="likelihood-repeats">
              <input
                type="checkbox"
                checked={repeats}
                onChange={(changed) => setRepeats(changed.target.checked)}
              />{' '}
              {t('repeats')}
            </label>
          )}
        </div>
        <div className="likelihood-start">
          {state.type === 'working' ? (
            <>
              <button type="button" className="button" onClick={stop}>
                {t('stop')}
              </button>
              <progress max={1} value={progress} aria-label={t('working')} />
            </>
          ) : (
            <button type="submit" className="button button-primary" disabled={condition.trim() === ''}>
              {t(state.type === 'here' ? 'again' : 'start')}
            </button>
          )}
        </div>
        <div role="status">
          {state.type === 'failed' && (
            <p className="form-error">{t('failed', { reason: errorWords(state.error) })}</p>
          )}
          {state.type === 'here' && <LikelihoodAnswer answer={state.answer} />}
        </div>
      </form>
    </Modal>
  );
}

function LikelihoodAnswer({ answer }: { answer: Likelihood }) {
  const { t } = useTranslation('likelihood');
  const act = useAct();
  const { bend, reachedEvent } = answer;
  const go = (event: number) => {
    useView.setState({ likelihood: undefined });
    act((lab) => lab.seekEvent(event));
  };
  return (
    <div className="likelihood-answer">
      <p className="likelihood-sentence">{sentence(t, answer)}</p>
      <LikelihoodChart answer={answer} />
      <p className="likelihood-ways">
        {bend !== undefined && (
          <>
            <button type="button" className="button" onClick={() => go(bend.to)}>
              {t('go', { event: bend.to })}
            </button>
            <button type="button" className="button" onClick={() => go(bend.from)}>
              {bend.to - bend.from === 1 ? t('goBefore') : t('go', { event: bend.from })}
            </button>
          </>
        )}
        {bend?.to !== reachedEvent && (
          <button type="button" className="button" onClick={() => go(reachedEvent)}>
            {t('go', { event: reachedEvent })}
          </button>
        )}
      </p>
      <LikelihoodTable answer={answer} />
    </div>
  );
}

function sentence(t: ReturnType<typeof useTranslation<'likelihood'>>['t'], answer: Likelihood): string {
  const { bend, reachedEvent } = answer;
  // Before the first event there is nothing to begin at.
  if (bend === undefined) return t(answer.points[0]?.event === 0 ? 'bend.always' : 'bend.none');
  const before = Math.round(bend.before * 100);
  const after = Math.round(bend.after * 100);
  const seconds = formatSeconds(bend.toMs * 1000);
  if (bend.to - bend.from > 1)
    return t('bend.between', { from: bend.from, to: bend.to, seconds, before, after });
  if (bend.to === reachedEvent) return t('bend.last', { before });
  return t('bend.event', { event: bend.to, seconds, before, after });
}

function known(text: string): Back {
  return BACKS.find((each) => each === text) ?? 'near';
}
