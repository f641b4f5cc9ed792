import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../lab/frame.ts';
import { busMessageNumber } from '../../sim/bus-message.ts';
import { formatMs, formatNode, formatSeconds } from '../../view/format.ts';
import { memberDiff } from '../../view/member-diff.ts';
import { messageFields } from '../../view/message-fields.ts';
import { useView } from '../store.ts';
import { Facts } from './Facts.tsx';
import { traceSentence } from './trace-sentence.ts';

/** A message: every field, what sent it, and what it did to its receiver. */
export function MessageInspector({ inspection }: { inspection: Extract<Inspection, { type: 'message' }> }) {
  const { t } = useTranslation('inspector');
  const { message, cause, effect } = inspection;
  return (
    <>
      <p className="kicker">
        {t('message.kicker', {
          id: inspection.id,
          from: formatNode(message.from),
          to: formatNode(message.to),
        })}
      </p>
      <h2 className="headline mono">
        {message.type} <span>{busMessageNumber[message.type]}</span>
      </h2>
      <p className="says">{t(`message.says.${message.type}`)}</p>
      <Facts
        facts={[
          { name: t('message.sent'), value: `${formatSeconds(inspection.sentAt)} s` },
          {
            name: t('message.ended'),
            value:
              inspection.endedAt === undefined
                ? t('message.flying')
                : `${formatSeconds(inspection.endedAt)} s · ${t(`message.end.${inspection.end ?? 'delivered'}`)} · ${formatMs(inspection.endedAt - inspection.sentAt)} ms`,
            bad: inspection.end !== undefined && inspection.end !== 'delivered',
          },
          cause && { name: t('message.cause'), value: <Cause cause={cause} /> },
        ]}
      />
      <h3>{t('message.fields')}</h3>
      <Facts
        facts={messageFields(message).map(({ name, value }) => ({ name, value: <code>{value}</code> }))}
      />
      {effect && <Effect effect={effect} to={formatNode(message.to)} />}
    </>
  );
}

function Cause({ cause }: { cause: NonNullable<Extract<Inspection, { type: 'message' }>['cause']> }) {
  const { t } = useTranslation('inspector');
  const select = useView((state) => state.select);
  const { event, input, message, messageType } = cause;
  const arrived = message !== undefined && messageType !== undefined;
  return (
    <>
      {arrived ? (
        <button
          type="button"
          className="link-button"
          onClick={() => select({ type: 'message', id: message })}
        >
          {t('message.arrived', { type: messageType, id: message })}
        </button>
      ) : (
        t(`message.causes.${input}`)
      )}{' '}
      <span className="muted">{t('message.event', { event })}</span>
    </>
  );
}

function Effect({
  effect,
  to,
}: {
  effect: NonNullable<Extract<Inspection, { type: 'message' }>['effect']>;
  to: string;
}) {
  const { t } = useTranslation('inspector');
  const changes = memberDiff(effect.before, effect.after);
  return (
    <>
      <h3>{t('message.effect', { node: to })}</h3>
      {changes.length === 0 ? (
        <p className="muted">{t('message.nothingChanged')}</p>
      ) : (
        <table className="table diff">
          <tbody>
            {changes.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.field}</th>
                <td>
                  <del>{change.before}</del>
                </td>
                <td>
                  <ins>{change.after}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {effect.trace.length > 0 && (
        <ul className="decisions">
          {effect.trace.map((trace) => {
            const sentence = traceSentence(t, trace);
            return (
              <li key={sentence}>
                <span>{sentence}</span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
