import { useTranslation } from 'react-i18next';
import type { Frame, Inspection } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { FollowButton } from '../follow/FollowButton.tsx';
import { useView } from '../view-state.ts';
import { Bytes } from './Bytes.tsx';
import { WhyHere } from '../why/WhyHere.tsx';
import { Facts } from './Facts.tsx';
import { Instant, Named, NodeName } from './GoTo.tsx';
import { OtherEntries } from './OtherEntries.tsx';

type EntryInspection = Extract<Inspection, { type: 'entry' }>;

/** A log entry: what it says, where it is and how far it got, and why not further. */
export function EntryInspector({ inspection, frame }: { inspection: EntryInspection; frame: Frame }) {
  const { t } = useTranslation(['inspector', 'common']);
  const { entry, on, key, value, origin, others, call, messages, committedAt } = inspection;
  const committed = on.some((each) => each.committed);
  const node = useView(({ selection }) => (selection?.type === 'entry' ? selection.node : undefined));
  return (
    <>
      <p className="kicker">{t(`entry.kind.${entry.kind}`)}</p>
      <h2 className="headline mono">
        {entry.index} <span>{entry.label || '∅'}</span>
      </h2>
      <Facts
        facts={[
          { name: 'Type', value: <code>{entry.type}</code> },
          {
            name: 'Term',
            value: String(entry.term),
            place: node !== undefined ? `node(${node}).log(${entry.index}).term` : undefined,
          },
          origin && {
            name: t('entry.appended'),
            value: (
              <>
                <NodeName id={origin.node} /> · <Instant at={origin.at} event={origin.event} />
              </>
            ),
          },
          call && {
            name: t('entry.call'),
            value: (
              <Named what={{ type: 'request', id: call.id }}>
                {call.client === undefined ? call.label : `${call.client}: ${call.label}`}
              </Named>
            ),
          },
          call?.returnedAt !== undefined
            ? {
                name: t('entry.answered'),
                value: (
                  <>
                    {t(`common:outcome.${call.status}`)} · <Instant at={call.returnedAt} />
                  </>
                ),
              }
            : undefined,
          key && { name: t('common:key'), value: <KeyLink bytes={key} /> },
          value && { name: t('common:value'), value: <Bytes bytes={value} /> },
          { name: t('entry.stableOn'), value: names(on.filter((each) => each.has && each.stable)) },
          {
            name: t('entry.committed'),
            value: committed ? names(on.filter((each) => each.committed)) : t('common:no'),
            bad: !committed,
          },
          { name: t('entry.appliedOn'), value: names(on.filter((each) => each.applied)) },
        ]}
      />
      <FollowButton what={`entry(${entry.index}, ${String(entry.term)})`} />
      {!committed && (
        <WhyHere
          subject={{ type: 'entry', index: entry.index, term: entry.term }}
          frame={frame}
          question={t('why.question')}
          tone="bad"
        />
      )}
      <h3>{t('entry.perNode')}</h3>
      <Journey on={on} committedAt={committedAt} />
      <Messages messages={messages} />
      <OtherEntries title={t('entry.others')} entries={others} />
    </>
  );
}

function names(on: EntryInspection['on']): string {
  return on.map((each) => formatNode(each.id)).join(' ') || '–';
}

function KeyLink({ bytes }: { bytes: Uint8Array }) {
  const select = useView((state) => state.select);
  const node = useView((state) => state.frame?.nodes.find((each) => each.view)?.id ?? 1);
  return (
    <button type="button" className="link-button" onClick={() => select({ type: 'key', node, key: bytes })}>
      <code>{showBytes(bytes)}</code>
    </button>
  );
}

/** One row a node: has it, synced it, knows it committed, applied it. */
function Journey({ on, committedAt }: Pick<EntryInspection, 'on' | 'committedAt'>) {
  const { t } = useTranslation('inspector');
  const steps = ['has', 'stable', 'committed', 'applied'] as const;
  return (
    <table className="table journey">
      <thead>
        <tr>
          <td />
          {steps.map((step) => (
            <th key={step} scope="col">
              {t(`entry.step.${step}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {on.map((each) => (
          <tr key={each.id}>
            <th scope="row">
              <NodeName id={each.id} />
            </th>
            {each.otherTerm === undefined ? (
              steps.map((step) => (
                <td key={step} data-done={each[step] || undefined}>
                  {step === 'committed' ? (
                    <Committed done={each[step]} mark={committedAt.find(({ node }) => node === each.id)} />
                  ) : (
                    <Dot done={each[step]} />
                  )}
                  <span className="visually-hidden">{t(each[step] ? 'entry.done' : 'entry.notYet')}</span>
                </td>
              ))
            ) : (
              <td colSpan={4} className="muted">
                {t('entry.otherTerm', { term: String(each.otherTerm) })}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Dot({ done }: { done: boolean }) {
  return done ? '●' : '○';
}

/** When it first knew the entry committed, if the run has that on record. */
function Committed({
  done,
  mark,
}: {
  done: boolean;
  mark: EntryInspection['committedAt'][number] | undefined;
}) {
  if (!done || mark === undefined) return <Dot done={done} />;
  return <Instant at={mark.at} event={mark.event} />;
}

/** Of the leadership that appended it: who was sent it first, and whose answer said that it is stored there. */
function Messages({ messages }: Pick<EntryInspection, 'messages'>) {
  const { t } = useTranslation('inspector');
  if (messages.length === 0) return null;
  return (
    <>
      <h3>{t('entry.messages')}</h3>
      <ul className="plain">
        {messages.map((each) => (
          <li key={each.id}>
            <Instant at={each.sentAt} event={each.sentEvent} />{' '}
            <Named what={{ type: 'message', id: each.id }}>
              {each.type} {formatNode(each.from)} → {formatNode(each.to)}
            </Named>{' '}
            <span className="muted">
              {each.end === undefined ? t('message.flying') : t(`message.end.${each.end}`)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
