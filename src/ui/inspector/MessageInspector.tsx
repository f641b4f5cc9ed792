import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../lab/frame/frame.ts';
import type { Entry, Snapshot } from '../../raft/entry.ts';
import { busMessageNumber, type BusMessage } from '../../sim/world/bus-message.ts';
import { formatBytes, formatNode, formatSpan } from '../../view/say/format.ts';
import { memberDiff } from '../../node/report/member-diff.ts';
import { messageFields } from '../../view/message/message-fields.ts';
import { FORGED_MARK } from '../../view/message/message-look.ts';
import { ReferenceButton } from '../reference/ReferenceButton.tsx';
import { Beside } from './Beside.tsx';
import { Bytes } from './Bytes.tsx';
import { Facts } from './Facts.tsx';
import { EntryName, GoToEvent, Instant, Named, NodeName } from './GoTo.tsx';
import { Effect } from './Effect.tsx';
import { DiffTable } from './DiffTable.tsx';

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
        {message.type} <span>{busMessageNumber[message.type]}</span> <ReferenceButton type={message.type} />
      </h2>
      <Beside of={{ type: 'message', id: inspection.id }} />
      <p className="says">{t(`message.says.${message.type}`)}</p>
      <Facts
        facts={[
          {
            name: t('message.sent'),
            value: <Instant at={inspection.sentAt} event={cause?.event} />,
          },
          inspection.endedAt === undefined
            ? { name: t('message.now'), value: t('message.flying') }
            : {
                name: t(`message.end.${inspection.end ?? 'delivered'}`),
                value: (
                  <>
                    <Instant at={inspection.endedAt} event={inspection.endEvent} />{' '}
                    {t('message.after', { span: formatSpan(inspection.endedAt - inspection.sentAt) })}
                  </>
                ),
                bad: inspection.end !== undefined && inspection.end !== 'delivered',
              },
          cause && { name: t('message.cause'), value: <Cause cause={cause} /> },
        ]}
      />
      {inspection.forged && <Forged forged={inspection.forged} message={message} />}
      <h3>{t('message.fields')}</h3>
      <Facts
        facts={messageFields(message).map(({ name, value }) => ({ name, value: <code>{value}</code> }))}
      />
      <Carried message={message} />
      {effect && (
        <Effect node={message.to} changes={memberDiff(effect.before, effect.after)} trace={effect.trace} />
      )}
    </>
  );
}

/** What somebody has changed on its way. */
function Forged({
  forged: { of, was },
  message,
}: {
  forged: NonNullable<Extract<Inspection, { type: 'message' }>['forged']>;
  message: BusMessage;
}) {
  const { t } = useTranslation('inspector');
  const before = new Map(messageFields(was).map(({ name, value }) => [name, value]));
  const changes = messageFields(message)
    .filter(({ name, value }) => before.get(name) !== value)
    .map(({ name, value }) => ({ field: name, before: before.get(name) ?? '', after: value }));
  return (
    <>
      <h3>
        {FORGED_MARK} {t('message.forged')}
      </h3>
      <p>
        {t('message.forgedOf')} <Named what={{ type: 'message', id: of }}>#{of}</Named>
      </p>
      <DiffTable changes={changes} />
    </>
  );
}

function Cause({ cause }: { cause: NonNullable<Extract<Inspection, { type: 'message' }>['cause']> }) {
  const { t } = useTranslation('inspector');
  const { event, input, message, messageType } = cause;
  const arrived = message !== undefined && messageType !== undefined;
  return (
    <>
      {arrived ? (
        <Named what={{ type: 'message', id: message }}>
          {t('message.arrived', { type: messageType, id: message })}
        </Named>
      ) : (
        t(`message.causes.${input}`)
      )}{' '}
      <GoToEvent event={event}>{t('message.event', { event })}</GoToEvent>
    </>
  );
}

/** The entries it carries, each the way to that entry in its sender's log; of a snapshot all that is in it. */
function Carried({ message }: { message: BusMessage }) {
  if (message.type === 'MsgSnap') return <SnapshotFacts snapshot={message.snapshot} />;
  if (message.type !== 'MsgApp' || message.entries.length === 0) return null;
  return <Entries entries={message.entries} from={message.from} />;
}

function Entries({ entries, from }: { entries: readonly Entry[]; from: number }) {
  const { t } = useTranslation('inspector');
  return (
    <>
      <h3>{t('message.entries')}</h3>
      <ul className="plain">
        {entries.map((entry) => (
          <li key={entry.index}>
            <EntryName node={from} index={entry.index} />{' '}
            <span className="muted">
              {t('message.entryOf', {
                term: String(entry.term),
                size: formatBytes(entry.data?.length ?? 0),
              })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function SnapshotFacts({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation('inspector');
  const { index, term, confState, data } = snapshot;
  return (
    <>
      <h3>{t('node.snapshot')}</h3>
      <Facts
        facts={[
          { name: 'metadata.index', value: index },
          { name: 'metadata.term', value: String(term) },
          { name: 'voters', value: nodeNames(confState.voters) },
          { name: 'voters_outgoing', value: nodeNames(confState.votersOutgoing) },
          { name: 'learners', value: nodeNames(confState.learners) },
          { name: 'learners_next', value: nodeNames(confState.learnersNext) },
          { name: 'auto_leave', value: String(confState.autoLeave) },
          { name: t('message.data'), value: data === undefined ? '–' : <Bytes bytes={data} /> },
        ]}
      />
    </>
  );
}

function nodeNames(ids: readonly number[]) {
  return ids.length === 0 ? '–' : ids.map((id) => <NodeName key={id} id={id} />);
}
