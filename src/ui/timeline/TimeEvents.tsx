import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineMark } from '../../lab/frame/frame.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { commandWords } from '../command-words.ts';
import { t } from '../messages/say.ts';
import { useFrame } from '../use-frame.ts';
import { foldWords, loadWords, manyCommitsWords } from './time-words.ts';

const eventsMax = 40;

/** The text alternative of the diagram: the events in view as sentences. */
export function TimeEvents() {
  useTranslation('timeline');
  const frame = useFrame();
  if (!frame) return null;
  const { from, to, arrows, density, marks, folds = [] } = frame.timeline;
  return (
    <div className="data-unseen">
      <p>
        {t('timeline:summary', { from: formatSeconds(from), to: formatSeconds(to) })}{' '}
        {density === undefined
          ? t('timeline:summaryMessages', { count: arrows.length })
          : t('timeline:summaryDense', { count: density.total })}
      </p>
      {folds.length > 0 && (
        <ul aria-label={t('timeline:heartbeats')}>
          {folds.slice(-eventsMax).map((fold) => (
            <li key={`${fold.leader} ${fold.follower} ${fold.to}`}>{foldWords(fold).join(', ')}</li>
          ))}
        </ul>
      )}
      <Events marks={marks} past={marks.filter((mark) => mark.at <= frame.at).length} />
    </div>
  );
}

/** What has happened up to the instant shown: the first `past` marks. */
const Events = memo(function Events({ marks, past }: { marks: readonly TimelineMark[]; past: number }) {
  useTranslation('timeline');
  const events = useMemo(
    () =>
      marks
        .slice(0, past)
        .filter((mark) => mark.type !== 'commit' && mark.type !== 'commits')
        .slice(-eventsMax),
    [marks, past],
  );
  return (
    <ul aria-label={t('timeline:events')}>
      {events.map((mark) => (
        <Event key={markKey(mark)} mark={mark} />
      ))}
    </ul>
  );
});

function markWords(mark: TimelineMark): string {
  switch (mark.type) {
    case 'commit':
      return t('timeline:commits', { id: mark.node, index: mark.index });
    case 'command':
      return commandWords(mark);
    case 'leader':
      return t('timeline:leads', { id: mark.node, term: String(mark.term) });
    case 'request':
      return t(`timeline:call.${mark.status}`, { id: mark.request, node: mark.node });
    case 'commits':
      return manyCommitsWords(mark);
    case 'calls':
    case 'load':
      return loadWords(mark);
  }
  return mark satisfies never;
}

/** What has happened stays as it is. */
const Event = memo(function Event({ mark }: { mark: TimelineMark }) {
  useTranslation('timeline');
  return <li>{`${formatSeconds(mark.at)}: ${markWords(mark)}`}</li>;
});

function markKey(mark: TimelineMark): string {
  const { type, at, node } = mark;
  switch (type) {
    case 'commit':
      return `${at} ${type} ${node} ${mark.index}`;
    case 'command':
      return `${at} ${type} ${mark.command} ${mark.label.node} ${mark.label.object}`;
    case 'leader':
      return `${at} ${type} ${node} ${mark.term}`;
    case 'request':
      return `${at} ${type} ${mark.request} ${mark.status}`;
    case 'commits':
    case 'calls':
    case 'load':
      return `${at} ${type} ${node}`;
  }
  return mark satisfies never;
}
