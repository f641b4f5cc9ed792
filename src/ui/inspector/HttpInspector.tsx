import { useTranslation } from 'react-i18next';
import type { Frame, Inspection } from '../../lab/frame/frame.ts';
import { formatBytes, formatNode, formatSpan } from '../../view/say/format.ts';
import { Bytes } from './Bytes.tsx';
import { Facts } from './Facts.tsx';
import { Instant, NodeName } from './GoTo.tsx';

type HttpInspection = Extract<Inspection, { type: 'http' }>;

/** An HTTP call: what was asked and what came back, headers and bodies as they were sent. */
export function HttpInspector({ inspection, frame }: { inspection: HttpInspection; frame: Frame }) {
  const { t } = useTranslation(['inspector', 'common']);
  const { call, asked, answered, end } = inspection;
  const { port, status } = call.http;
  return (
    <>
      <p className="kicker">{t('http.kicker', { node: formatNode(call.node) })}</p>
      <h2 className="headline mono">{call.label}</h2>
      <Facts
        facts={[
          {
            name: t('http.status'),
            value: status ?? t(end === undefined ? 'http.none' : 'http.noAnswer'),
            bad: call.status === 'failed' || call.status === 'unknown',
          },
          { name: t('request.member'), value: <NodeName id={call.node} /> },
          port && { name: t('http.port'), value: t(`http.${port}`) },
          call.client === undefined
            ? undefined
            : { name: t('request.client'), value: <code>{call.client}</code> },
          { name: t('request.invoked'), value: <Instant at={call.invokedAt} /> },
          call.returnedAt === undefined
            ? undefined
            : { name: t('request.returned'), value: <Instant at={call.returnedAt} /> },
          { name: t('request.took'), value: formatSpan((call.returnedAt ?? frame.at) - call.invokedAt) },
          end && { name: t('http.end'), value: t(`http.ended.${end}`) },
        ]}
      />
      <Text title={t('http.asked')} text={asked} />
      {answered && <Text title={t('http.answered')} text={answered} />}
    </>
  );
}

function Text({ title, text }: { title: string; text: HttpInspection['asked'] }) {
  const { t } = useTranslation('inspector');
  const { headers, body, bytes } = text;
  return (
    <section>
      <h3>{title}</h3>
      <Facts
        facts={[
          ...Object.entries(headers).map(([name, value]) => ({ name, value: <code>{value}</code> })),
          { name: t('http.body'), value: bytes === 0 ? t('http.noBody') : <Bytes bytes={body} /> },
          bytes > body.length ? { name: t('http.size'), value: formatBytes(bytes) } : undefined,
        ]}
      />
    </section>
  );
}
