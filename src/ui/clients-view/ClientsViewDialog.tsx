import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientHistory } from '../../lab/look/client-history.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { errorWords } from '../error-words.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { judgeNow, runShown, stopJudging, useClientsView, type Judging } from './clients-view-store.ts';
import { callWords, contradictionWords, verdictReason, verdictWords } from './clients-view-words.ts';
import { HistoryLanes } from './HistoryLanes.tsx';
import { savePicture } from './save-picture.ts';
import './clients-view.css';

/** What clients saw up to the playhead, judged: the verdict, the picture, and why. */
export default function ClientsViewDialog() {
  const { t, i18n } = useTranslation('clientsView');
  const lab = useLab();
  const act = useAct();
  const { history, judging, axis, only } = useClientsView();
  const hasGoneOn = useGoneOn(history);
  useEffect(() => {
    const { of, history: judged } = useClientsView.getState();
    if (judged?.event !== useView.getState().frame?.events || of !== runShown()) void judgeNow(lab);
    return stopJudging;
  }, [lab]);
  const isWorking = judging.type === 'working';
  const go = (place: number) => {
    const seen = history?.seen[place];
    if (seen === undefined) return;
    useView.setState({ door: undefined });
    act(async () => {
      await lab.seekEvent(seen.invoked);
      useView.getState().select({ type: 'request', id: seen.call.id });
    });
  };
  return (
    <Modal title={t('title')} onClose={() => useView.setState({ door: undefined })}>
      <div className="clients-view">
        <p className="muted">{t('explain')}</p>
        <div className="clients-view-verdict" role="status" data-verdict={verdictName(history, judging)}>
          {isWorking ? (
            <Working judging={judging} />
          ) : (
            history !== undefined && <Said history={history} judging={judging} />
          )}
        </div>
        {hasGoneOn && history !== undefined && !isWorking && (
          <p className="small">{t('until', { seconds: formatSeconds(history.at) })}</p>
        )}
        <div className="clients-view-tools">
          {isWorking ? (
            <button type="button" className="button" onClick={stopJudging}>
              {t('stop')}
            </button>
          ) : (
            <button type="button" className="button" onClick={() => void judgeNow(lab)}>
              {t('again')}
            </button>
          )}
          {history !== undefined && history.seen.length > 0 && (
            <>
              <label>
                {t('axis')}{' '}
                <select
                  value={axis}
                  onChange={({ target }) =>
                    useClientsView.setState({ axis: target.value === 'time' ? 'time' : 'order' })
                  }
                >
                  <option value="order">{t('axes.order')}</option>
                  <option value="time">{t('axes.time')}</option>
                </select>
              </label>
              {judging.type === 'judged' && judging.findings.contradiction.length > 0 && (
                <label>
                  <input
                    type="checkbox"
                    checked={only}
                    onChange={({ target }) => useClientsView.setState({ only: target.checked })}
                  />{' '}
                  {t('only')}
                </label>
              )}
              <button
                type="button"
                className="button"
                onClick={() => act(() => savePicture(history, judging))}
              >
                {t('save')}
              </button>
            </>
          )}
        </div>
        {history !== undefined && history.seen.length > 0 && (
          <HistoryLanes
            key={i18n.language}
            history={history}
            judging={judging}
            axis={axis}
            only={only}
            go={go}
          />
        )}
        {history !== undefined && judging.type === 'judged' && (
          <Contradiction history={history} judging={judging} go={go} />
        )}
      </div>
    </Modal>
  );
}

/** The playhead stands elsewhere than what was judged ends. */
function useGoneOn(history: ClientHistory | undefined): boolean {
  const of = useClientsView((state) => state.of);
  return useView(
    ({ frame }) => history !== undefined && (frame?.events !== history.event || of !== runShown()),
  );
}

function verdictName(history: ClientHistory | undefined, judging: Judging): string {
  if (judging.type === 'judged') return judging.verdict.type;
  return history?.unjudged === undefined ? judging.type : 'unknown';
}

const signs: Readonly<Record<string, string>> = { linearizable: '✓', impossible: '✗', unknown: '?' };

function Said({ history, judging }: { history: ClientHistory; judging: Judging }) {
  const { t } = useTranslation('clientsView');
  if (judging.type === 'failed') return <>{t('verdict.failed', { reason: errorWords(judging.error) })}</>;
  const words = verdictWords(history, judging);
  return (
    <>
      {words !== '' && (
        <strong>
          <span aria-hidden="true">{signs[verdictName(history, judging)]} </span>
          {words}
        </strong>
      )}{' '}
      {verdictReason(history, judging)}
    </>
  );
}

function Working({ judging: { progress } }: { judging: Extract<Judging, { type: 'working' }> }) {
  const { t } = useTranslation('clientsView');
  if (progress === undefined) return <>{t('begins')}</>;
  const { phase, done, of } = progress;
  return phase === 'minimising' ? (
    <>{t('minimising', { left: done })}</>
  ) : (
    <>{t('judging', { count: of, share: Math.floor((100 * done) / Math.max(1, of)) })}</>
  );
}

/** What contradicts itself, call by call, and in which way. */
function Contradiction({
  history,
  judging: { verdict, findings },
  go,
}: {
  history: ClientHistory;
  judging: Extract<Judging, { type: 'judged' }>;
  go: (place: number) => void;
}) {
  const { t } = useTranslation('clientsView');
  if (verdict.type !== 'impossible') return null;
  const { contradiction, first } = findings;
  const calls = contradiction.flatMap((place) => history.seen[place] ?? []);
  return (
    <section className="clients-view-why" aria-label={t('why')}>
      <h3>{t('contradiction', { count: calls.length })}</h3>
      <ol>
        {contradiction.map((place) => {
          const seen = history.seen[place];
          if (seen === undefined) return null;
          return (
            <li key={place}>
              <button
                type="button"
                className="link-button"
                title={t('show', { call: seen.call.id })}
                onClick={() => go(place)}
              >
                {callWords(seen)}
              </button>
              {place === first && <strong> ✗ {t('impossibleHere')}</strong>}
            </li>
          );
        })}
      </ol>
      {contradictionWords(calls).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {!verdict.isSmallest && <p className="small">{t('notSmallest')}</p>}
    </section>
  );
}
