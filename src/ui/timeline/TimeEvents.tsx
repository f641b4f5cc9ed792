import { t } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TimelineMark } from '../../lab/frame.ts';
import { formatSeconds } from '../../view/format.ts';
import { useCalmFrame } from '../canvas/use-calm-frame.ts';
import { faultWords } from './time-words.ts';

const eventsMax = 40;

/** The text alternative of the diagram: the events in view as sentences, renewed once a second at most. */
export function TimeEvents() {
  useTranslation('timeline');
  const frame = useCalmFrame(1000);
  if (!frame) return null;
  const { from, to, arrows, marks } = frame.timeline;
  const events = marks.filter((mark) => mark.type !== 'commit' && mark.at <= frame.at).slice(-eventsMax);
  return (
    <div className="data-unseen">
      <p>
        {t('timeline:summary', { from: formatSeconds(from), to: formatSeconds(to) })}{' '}
        {t('timeline:summaryMessages', { count: arrows.length })}
      </p>
      <ul aria-label={t('timeline:events')}>
        {events.map((mark) => (
          <li key={markKey(mark)}>{`${formatSeconds(mark.at)}: ${markWords(mark)}`}</li>
        ))}
      </ul>
    </div>
  );
}

function markWords(mark: TimelineMark): string {
  switch (mark.type) {
    case 'commit':
      return t('timeline:commits', { id: mark.node, index: mark.index });
    case 'command':
      return faultWords(mark);
    case 'leader':
      return t('timeline:leads', { id: mark.node, term: String(mark.term) });
    case 'request':
      return t(`timeline:call.${mark.status}`, { id: mark.request, node: mark.node });
  }
  return mark satisfies never;
}

function markKey(mark: TimelineMark): string {
  return `${mark.at} ${mark.node ?? ''} ${markWords(mark)}`;
}
