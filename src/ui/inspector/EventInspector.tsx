import { useTranslation } from 'react-i18next';
import type { EventInspection } from '../../lab/debug/inspect-event.ts';
import type { PreviewMessage } from '../../lab/debug/preview.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import { formatId, formatNode } from '../../view/say/format.ts';
import { messageFields } from '../../view/message/message-fields.ts';
import { ReferenceButton } from '../reference/ReferenceButton.tsx';
import { Beside } from './Beside.tsx';
import { Bytes } from './Bytes.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { NodeEffect } from './Effect.tsx';
import { plainFields } from './plain-fields.ts';
import { Facts } from './Facts.tsx';
import { Instant, Named } from './GoTo.tsx';

/** One event: what happened, when, what it did to each node that it changed, what left, what ended, and the ways on from it. */
export function EventInspector({ inspection }: { inspection: EventInspection }) {
  const { t } = useTranslation('inspector');
  const { number, at, what, node, message, waits, client, nodes } = inspection;
  return (
    <>
      <p className="kicker">
        {t('event.kicker', { number })}
        {node > 0 && ` · ${formatNode(node)}`}
        {waits && ` · ${t('event.waits')}`}
      </p>
      <h2 className="headline">{t(`message.causes.${what}`)}</h2>
      <Elsewhere number={number} />
      <Beside of={{ type: 'event', number }} />
      <Facts
        facts={[
          { name: t('event.at'), value: <Instant at={at} event={number} /> },
          message > 0
            ? {
                name: t('event.message'),
                value: (
                  <>
                    <Named what={{ type: 'message', id: message }}>{inputName(inspection)}</Named>{' '}
                    {inspection.input?.type === 'message' && (
                      <ReferenceButton type={inspection.input.message.type} />
                    )}
                  </>
                ),
              }
            : undefined,
          client === undefined ? undefined : { name: t('request.client'), value: client },
        ]}
      />
      <Given inspection={inspection} />
      {nodes.map((each) => (
        <NodeEffect key={each.node} of={each} />
      ))}
      {nodes.length === 0 && <p className="muted">{t('message.nothingChanged')}</p>}
      <Outcome inspection={inspection} />
    </>
  );
}

/** The command or the input itself, with its fields. */
function Given({ inspection: { command, input } }: { inspection: EventInspection }) {
  const { t } = useTranslation('inspector');
  const isMessage = input?.type === 'message';
  const fields = isMessage ? fieldsOf(input.message) : plainFields(command ?? input ?? {});
  if (fields.length === 0) return null;
  return (
    <>
      <h3>{t(command ? 'event.command' : isMessage ? 'message.fields' : 'event.input')}</h3>
      <Facts facts={fields.map(({ name, value }) => ({ name, value: <code>{value}</code> }))} />
    </>
  );
}

function fieldsOf(message: BusMessage) {
  return messageFields(message);
}

/** What of it went out into the world, and into the store. */
function Outcome({ inspection }: { inspection: EventInspection }) {
  const { t } = useTranslation('inspector');
  const { sent, ended, calls, records, moreRecords, leases, violations } = inspection;
  return (
    <>
      {sent.length > 0 && <h3>{t('event.sent')}</h3>}
      <Messages messages={sent} />
      {ended.length > 0 && <h3>{t('event.ended')}</h3>}
      <Messages messages={ended} />
      {calls.length > 0 && <h3>{t('event.calls')}</h3>}
      <ul className="plain">
        {calls.map(({ request, status }) => (
          <li key={`${request} ${status}`}>
            <Named what={{ type: 'request', id: request }}>{t('event.call', { id: request })}</Named>{' '}
            {t(`event.callIs.${status}`)}
          </li>
        ))}
      </ul>
      {records.length > 0 && <h3>{t('event.records')}</h3>}
      <ul className="plain">
        {records.map(({ main, sub, key, value, deleted }) => (
          <li key={`${main} ${sub}`}>
            {main} <Bytes bytes={key} /> {deleted ? t('key.deleted') : <Bytes bytes={value} />}
          </li>
        ))}
      </ul>
      {moreRecords > 0 && <p className="muted">{t('diff.more', { count: moreRecords })}</p>}
      {leases.length > 0 && <h3>{t('event.leases')}</h3>}
      <ul className="plain">
        {leases.map(({ id, lease }) => (
          <li key={formatId(id)}>
            {formatId(id)} {lease === undefined ? t('event.leaseGone') : `TTL ${lease.ttl} s`}
          </li>
        ))}
      </ul>
      {violations.map(({ property }) => (
        <p key={property} className="bad">
          {t('event.violates', { property })}
        </p>
      ))}
    </>
  );
}

function Messages({ messages }: { messages: readonly (PreviewMessage & { end?: string })[] }) {
  const { t } = useTranslation('inspector');
  if (messages.length === 0) return null;
  return (
    <ul className="plain">
      {messages.map(({ id, type, from, to, reject, end }) => (
        <li key={id}>
          <Named what={{ type: 'message', id }}>{`${type} ${id}`}</Named>
          {` ${formatNode(from)} → ${formatNode(to)}`}
          {reject && ` · ${t('event.refuses')}`}
          {end !== undefined && ` · ${t(`message.end.${end as 'delivered'}`)}`}
        </li>
      ))}
    </ul>
  );
}

function inputName({ input, message, ended }: EventInspection): string {
  const type = input?.type === 'message' ? input.message.type : ended.find(({ id }) => id === message)?.type;
  return `${type ?? ''} ${message}`;
}
