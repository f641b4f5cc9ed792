import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestFrame } from '../../lab/frame/frame.ts';
import { countOfCalls, newestCalls, selectionOf } from '../../view/time/clients.ts';
import { sameData } from '../canvas/same.ts';
import { useView } from '../view-state.ts';
import { useFrame } from '../use-frame.ts';
import { durationWords, resultWords } from './call-words.ts';
import { StatusSign } from './StatusSign.tsx';

const listMax = 100;

/** Every call in words, the newest first: what the lanes show as bars. */
export function CallList() {
  const { t } = useTranslation('clients');
  const frame = useFrame();
  const selection = useView((state) => state.selection);
  if (!frame) return null;
  if (countOfCalls(frame) === 0) return <p className="calls-empty">{t('empty')}</p>;
  const older = countOfCalls(frame) - listMax;
  return (
    <>
      <ul className="calls" aria-label={t('list')} data-at={frame.at}>
        {newestCalls(frame, listMax).map((request) => (
          <li key={`${request.kind === 'http' ? 'http' : ''}${request.id}`}>
            <Call
              request={request}
              at={request.returnedAt ?? frame.at}
              selected={sameData(selectionOf(request), selection)}
            />
          </li>
        ))}
      </ul>
      {older > 0 && <p className="calls-empty">{t('more', { count: older })}</p>}
    </>
  );
}

interface CallProps {
  readonly request: RequestFrame;
  readonly at: number;
  readonly selected: boolean;
}

/** A call that has returned never changes again: its row is rendered once. */
const Call = memo(CallRow, (before, after) => {
  const [a, b] = [before.request, after.request];
  return (
    a.id === b.id &&
    a.kind === b.kind &&
    a.http?.status === b.http?.status &&
    a.status === b.status &&
    before.at === after.at &&
    before.selected === after.selected
  );
});

function CallRow({ request, at, selected }: CallProps) {
  const { t } = useTranslation('clients');
  const result = resultWords(request);
  return (
    <button
      type="button"
      className="call"
      aria-pressed={selected}
      title={t(`statusHint.${request.status}`)}
      onClick={() => useView.getState().select(selectionOf(request))}
    >
      <StatusSign status={request.status} />
      <span className="call-label">{request.label}</span>
      <span className="call-where">
        {request.client !== undefined && <b>{request.client} </b>}
        {t('at', { id: request.node })}
        {request.consistency !== undefined && ` · ${t(`consistency.${request.consistency}`)}`}
      </span>
      <span className={`call-status call-${request.status}`}>{t(`status.${request.status}`)}</span>
      <span className={request.error === undefined ? 'call-result' : 'call-result call-error'}>{result}</span>
      <span className="call-time">{durationWords(request, at)}</span>
    </button>
  );
}
