import { useTranslation } from 'react-i18next';
import { rulesOfMessage } from '../../explain/message-rules.ts';
import { ruleBook } from '../../explain/rule-book.ts';
import { messageKind } from '../../lessons/course/messages/message-kind.ts';
import { messageTypeNumber, type MessageType } from '../../raft/message.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import { messageFields } from '../../view/message/message-fields.ts';
import { useInspection } from '../inspector/use-inspection.ts';
import { useView } from '../view-state.ts';
import { fieldMeanings, type Meaning } from './field-meanings.ts';
import { InLessons } from './InLessons.tsx';
import { NextOfType } from './NextOfType.tsx';
import './reference.css';

const COMMON = ['type', 'from', 'to', 'term'] as const;

/**
 * What a type of raft's messages is for, who sends it, how it travels, what its fields mean, which rules decide when it is handled, and
 * where it is to be seen. `onLeave`: the reader goes to the lab or to a lesson.
 */
export function MessagePage({ type, onLeave }: { type: MessageType; onLeave: () => void }) {
  const { t } = useTranslation('reference');
  return (
    <section className="reference-page" aria-live="polite">
      <h3 className="headline mono">
        {type} <small>{t('number', { number: messageTypeNumber[type] })}</small>
      </h3>
      <NextOfType key={type} type={type} onLeave={onLeave} />
      <h4>{t('for')}</h4>
      <p>{t(`purpose.${type}`)}</p>
      <h4>{t('who')}</h4>
      <p>
        {t(`sender.${type}`)} {t(`kind.${messageKind[type]}`)}
      </p>
      <InLessons type={type} onLeave={onLeave} />
      <Fields type={type} />
      <Rules type={type} />
    </section>
  );
}

/** Of the selected message the values stand beside their meanings, if it is of this type. */
function Fields({ type }: { type: MessageType }) {
  const { t } = useTranslation('reference');
  const selected = useSelectedMessage(type);
  const own: Readonly<Partial<Record<string, Meaning>>> = fieldMeanings[type];
  const meanings: readonly (readonly [string, Meaning])[] = [
    ...COMMON.map((name) => [name, own[name] ?? name] as const),
    ...Object.entries(own).flatMap(([name, meaning]) =>
      name === 'term' || meaning === undefined ? [] : [[name, meaning] as const],
    ),
  ];
  const values = new Map(selected && messageFields(selected.message).map(({ name, value }) => [name, value]));
  return (
    <>
      <h4>{selected ? t('values', { id: selected.id }) : t('fields')}</h4>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            {selected && <th scope="col">{t('value')}</th>}
            <th scope="col">{t('meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {meanings.map(([name, meaning]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              {selected && (
                <td>
                  <code>{values.get(name) ?? '–'}</code>
                </td>
              )}
              <td>{t(`means.${meaning}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function useSelectedMessage(
  type: MessageType,
): { readonly id: number; readonly message: BusMessage } | undefined {
  const selection = useView((state) => state.selection);
  const inspection = useInspection(selection ?? { type: 'node', id: 0 });
  if (inspection?.type === 'message' && inspection.message.type === type)
    return { id: inspection.id, message: inspection.message };
  if (inspection?.type !== 'event' || inspection.input?.type !== 'message') return undefined;
  const { message } = inspection.input;
  return message.type === type ? { id: inspection.message, message } : undefined;
}

function Rules({ type }: { type: MessageType }) {
  const { t } = useTranslation(['reference', 'why']);
  const rules = rulesOfMessage[type];
  return (
    <>
      <h4>{t('rules')}</h4>
      {rules.length === 0 && <p className="muted">{t('noRules')}</p>}
      <ul className="plain">
        {rules.map((rule) => {
          const { section, link } = ruleBook[rule];
          return (
            <li key={rule}>
              <code>{rule}</code> · {t(`why:rule.${rule}`)}{' '}
              <a href={link} target="_blank" rel="noreferrer">
                {section}
              </a>
            </li>
          );
        })}
      </ul>
    </>
  );
}
