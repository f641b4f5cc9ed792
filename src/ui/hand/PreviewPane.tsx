import { useTranslation } from 'react-i18next';
import type { NodePreview, Preview, PreviewMessage } from '../../lab/debug/preview.ts';
import { formatBytes, formatNode } from '../../view/say/format.ts';
import { FORGED_MARK } from '../../view/message/message-look.ts';
import { errorWords } from '../error-words.ts';
import { DiffTable } from '../inspector/DiffTable.tsx';
import { traceSentence } from '../inspector/trace-sentence.ts';
import { propertyWords, violationWords } from '../safety/safety-words.ts';
import type { PreviewState } from './use-preview.ts';

/** What the thing that is pointed at would do: it was done, on a copy. */
export function PreviewPane({
  id,
  state,
  title,
  onDo,
}: {
  id: string;
  state: PreviewState;
  title: string;
  /** Does it, where the first click only shows. */
  onDo: (() => void) | undefined;
}) {
  const { t } = useTranslation('hand');
  return (
    <section className="hand-preview" id={id} data-preview={state.type} aria-label={t('preview.label')}>
      {state.type === 'none' ? (
        <p className="muted">{t('preview.point')}</p>
      ) : (
        <>
          <div className="hand-asked">
            <h3>{title}</h3>
            {onDo !== undefined && state.type === 'here' && (
              <button type="button" className="button button-tiny" data-preview-do onClick={onDo}>
                {t('preview.do')}
              </button>
            )}
          </div>
          <div aria-live="polite">
            {state.type === 'refused' && <p className="form-error">{errorWords(state.error)}</p>}
            {state.type === 'here' && <Shown preview={state.preview} />}
          </div>
        </>
      )}
    </section>
  );
}

function Shown({ preview }: { preview: Preview }) {
  const { t } = useTranslation('hand');
  const { nodes, sent, ended, fates, calls, violations } = preview;
  const lists = [nodes, sent, ended, fates, calls, violations];
  if (lists.every(({ length }) => length === 0)) return <p className="muted">{t('preview.nothing')}</p>;
  return (
    <>
      {violations.map((violation) => (
        <p className="form-error" key={violation.property}>
          <b>{violation.property}</b> {propertyWords(violation.property)} {violationWords(violation)}
        </p>
      ))}
      {nodes.map((node) => (
        <Node key={node.node} node={node} />
      ))}
      <Messages name={t('preview.sent')} messages={sent} />
      <Messages name={t('preview.ended')} messages={ended} after={({ end }) => t(`preview.end.${end}`)} />
      <Messages name={t('preview.fates')} messages={fates} after={({ fate }) => t(`preview.fate.${fate}`)} />
      {calls.length > 0 && (
        <>
          <h4>{t('preview.calls')}</h4>
          <ul className="plain">
            {calls.map(({ request, status }) => (
              <li key={`${request} ${status}`}>
                #{request} {t(`preview.call.${status}`)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Node({
  node: { node, fields, entries, moreEntries, decisions, writes, applies, crashed },
}: {
  node: NodePreview;
}) {
  const { t } = useTranslation('hand');
  const { t: inspected } = useTranslation('inspector');
  const name = formatNode(node);
  const said = new Set([
    ...decisions.map((decision) => traceSentence(inspected, decision)),
    ...writes.map(({ sync, entries: count, bytes }) =>
      t(sync ? 'preview.writesSynced' : 'preview.writes', { count, size: formatBytes(bytes) }),
    ),
    ...applies.map(({ first, last }) => t('preview.applies', { first, last })),
  ]);
  return (
    <>
      <h4>{name}</h4>
      {crashed !== undefined && <p className="form-error">{crashed}</p>}
      {fields.length > 0 && <DiffTable changes={fields} />}
      {entries.length > 0 && (
        <p className="mono small">
          {entries
            .map(({ index, before, after }) => `${index}: ${cell(before)} → ${cell(after)}`)
            .join(' · ')}
          {moreEntries > 0 && ` … +${moreEntries}`}
        </p>
      )}
      <ul className="decisions">
        {[...said].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

function cell(entry: NodePreview['entries'][number]['before']): string {
  return entry === undefined
    ? '–'
    : `${entry.index}@${String(entry.term)}${entry.label === '' ? '' : ` ${entry.label}`}`;
}

function Messages<Message extends PreviewMessage>({
  name,
  messages,
  after,
}: {
  name: string;
  messages: readonly Message[];
  after?: (message: Message) => string;
}) {
  if (messages.length === 0) return null;
  return (
    <>
      <h4>{name}</h4>
      <ul className="plain hand-sent">
        {messages.map((message) => (
          <li key={message.id}>
            <code>
              {message.forged === true && FORGED_MARK}
              {message.type}
              {message.reject && ' −'}
            </code>{' '}
            <span>
              {formatNode(message.from)} → {formatNode(message.to)}
            </span>{' '}
            <small className="muted">{factsOf(message)}</small> {after?.(message)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** In raftpb's names: what decides most about it. */
function factsOf({ term, index, logTerm, commit, entries }: PreviewMessage): string {
  return [
    `term=${String(term)}`,
    ...(index === undefined || index === 0 ? [] : [`index=${index}`]),
    ...(logTerm === undefined || logTerm === 0 ? [] : [`logTerm=${String(logTerm)}`]),
    ...(commit === undefined || commit === 0 ? [] : [`commit=${commit}`]),
    ...(entries === 0 ? [] : [`entries=${entries}`]),
  ].join(' ');
}
