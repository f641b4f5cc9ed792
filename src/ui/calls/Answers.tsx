import { useTranslation } from 'react-i18next';
import { answerLines } from '../../view/say/answer-lines.ts';
import { formatNode } from '../../view/say/format.ts';
import { currentView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { useCalls, type Answer } from './call-store.ts';

/** What became of the calls made here, the newest first. */
export function Answers() {
  const { t } = useTranslation('calls');
  const answers = useCalls((state) => state.answers);
  const playing = useFramePart((frame) => frame.playing);
  if (answers.length === 0) return null;
  const waits = answers.some(({ result }) => result === undefined);
  return (
    <section aria-label={t('answers')} aria-live="polite">
      <h3>{t('answers')}</h3>
      {waits && playing === false && <p className="small muted">{t('standsStill')}</p>}
      <ol className="answers">
        {answers.map((answer) => (
          <OneAnswer key={answer.id} answer={answer} />
        ))}
      </ol>
    </section>
  );
}

function OneAnswer({ answer }: { answer: Answer }) {
  const { t } = useTranslation(['calls', 'common']);
  const { label, result } = answer;
  if (result === 'opened') {
    return (
      <li className="one-answer" data-status="ok">
        <header>
          <b>{label}</b> <span>{t('opened')}</span>
        </header>
        <button
          type="button"
          className="link-button"
          onClick={() => {
            currentView().setPanelTab('store');
            currentView().setPhoneTab('store');
          }}
        >
          {t('inStore')}
        </button>
      </li>
    );
  }
  const status = result?.status ?? 'pending';
  return (
    <li className="one-answer" data-status={status}>
      <header>
        <b>{label}</b> <span>{t(`common:outcome.${status}`)}</span>
        {result && (
          <small className="muted">
            {formatNode(result.node)} · {Math.round(result.returnedAtMs - result.invokedAtMs)} ms
          </small>
        )}
      </header>
      {result?.status === 'ok' && result.staleBy > 0 && (
        <p className="answer-error">{t('common:stale', { count: result.staleBy })}</p>
      )}
      {result && result.status !== 'ok' && <p className="answer-error">{result.error}</p>}
      {result?.status === 'ok' && (
        <dl>
          {answerLines(result.result).map(({ id, depth, name, text }) => (
            <div key={id} style={{ paddingInlineStart: `${depth * 0.9}rem` }}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
