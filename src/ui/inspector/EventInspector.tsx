import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { Effect } from './Effect.tsx';
import { Facts } from './Facts.tsx';
import { Instant, Named } from './GoTo.tsx';

/** One event: what happened, when, and what it did to each node that it changed. */
export function EventInspector({ inspection }: { inspection: Extract<Inspection, { type: 'event' }> }) {
  const { t } = useTranslation('inspector');
  const { number, at, what, node, message, sent, nodes } = inspection;
  return (
    <>
      <p className="kicker">
        {t('event.kicker', { number })}
        {node > 0 && ` · ${formatNode(node)}`}
      </p>
      <h2 className="headline">{t(`message.causes.${what}`)}</h2>
      <Facts
        facts={[
          { name: t('event.at'), value: <Instant at={at} event={number} /> },
          message > 0
            ? {
                name: t('event.message'),
                value: <Named what={{ type: 'message', id: message }}>{inputName(inspection)}</Named>,
              }
            : undefined,
          sent.length > 0
            ? {
                name: t('event.sent'),
                value: sent.map(({ id, type }) => (
                  <Named key={id} what={{ type: 'message', id }}>
                    {`${type} ${id}`}
                  </Named>
                )),
              }
            : undefined,
        ]}
      />
      {nodes.map((each) => (
        <Effect key={each.node} node={each.node} changes={each.fields} trace={each.decisions} />
      ))}
    </>
  );
}

function inputName({ input, message, ended }: Extract<Inspection, { type: 'event' }>): string {
  const type = input?.type === 'message' ? input.message.type : ended.find(({ id }) => id === message)?.type;
  return `${type ?? ''} ${message}`;
}
