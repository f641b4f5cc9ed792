import { useTranslation } from 'react-i18next';
import type { Frame, Inspection } from '../../lab/frame/frame.ts';
import { formatNode, formatSpan } from '../../view/say/format.ts';
import { FollowButton } from '../follow/FollowButton.tsx';
import { WhyHere } from '../why/WhyHere.tsx';
import { Facts } from './Facts.tsx';
import { EntryName, Instant, NodeName } from './GoTo.tsx';

type RequestInspection = Extract<Inspection, { type: 'request' }>;

/** A client's call from invoke to return: what it led to, and why it waits or what its answer is worth. */
export function RequestInspector({ inspection, frame }: { inspection: RequestInspection; frame: Frame }) {
  const { t } = useTranslation(['inspector', 'common']);
  const { request, entry, invokedEvent, returnedEvent } = inspection;
  const until = request.returnedAt ?? frame.at;
  const asked = { subject: { type: 'call', id: request.id }, frame } as const;
  return (
    <>
      <p className="kicker">{t('request.kicker', { node: formatNode(request.node) })}</p>
      <h2 className="headline mono">{request.label}</h2>
      <Facts
        facts={[
          {
            name: t('request.status'),
            value: t(`common:outcome.${request.status}`),
            place: request.returnedAt === undefined ? undefined : `call(${request.id}).status`,
            bad: request.status === 'failed' || request.status === 'unknown',
          },
          request.staleBy === 0
            ? undefined
            : {
                name: t('request.stale'),
                value: t('request.staleBy', { count: request.staleBy }),
                bad: true,
              },
          { name: t('request.member'), value: <NodeName id={request.node} /> },
          request.client === undefined
            ? undefined
            : { name: t('request.client'), value: <code>{request.client}</code> },
          request.error === undefined
            ? undefined
            : { name: t('request.error'), value: <code>{request.error}</code>, bad: true },
          request.consistency && {
            name: t('request.consistency'),
            value: t(`request.${request.consistency}`),
          },
          {
            name: t('request.invoked'),
            value: <Instant at={request.invokedAt} event={invokedEvent} />,
          },
          request.returnedAt === undefined
            ? undefined
            : {
                name: t('request.returned'),
                value: <Instant at={request.returnedAt} event={returnedEvent} />,
              },
          { name: t('request.took'), value: formatSpan(until - request.invokedAt) },
          entry && {
            name: t('request.entry'),
            value: (
              <>
                <EntryName node={entry.node} index={entry.index} /> ·{' '}
                {t('request.entryAt', { node: formatNode(entry.node), term: String(entry.term) })} ·{' '}
                <Instant at={entry.at} event={entry.event} />
              </>
            ),
          },
          request.revision === undefined
            ? undefined
            : { name: t('request.revision'), value: request.revision, place: `call(${request.id}).revision` },
          ...request.kvs.map((kv) => ({
            name: `“${kv.key}”`,
            value: <code>{t('request.kv', { value: kv.value, mod: kv.modRevision })}</code>,
          })),
        ]}
      />
      <FollowButton what={`call(${request.id})`} />
      {request.staleBy > 0 && <WhyHere {...asked} tone="bad" question={t('request.whyStale.question')} />}
      {request.status === 'pending' && (
        <WhyHere {...asked} tone="info" question={t('request.means.pending.question')} />
      )}
      {request.status === 'unknown' && (
        <WhyHere {...asked} tone="info" question={t('request.means.unknown.question')}>
          {t('request.means.unknown.answer')}
        </WhyHere>
      )}
    </>
  );
}
