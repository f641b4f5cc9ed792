import { useTranslation } from 'react-i18next';
import type { Frame, RequestFrame } from '../../lab/frame.ts';
import { formatMs, formatNode, formatSeconds } from '../../view/format.ts';
import { Answer, Facts } from './Facts.tsx';

/** A client's call from invoke to return. */
export function RequestInspector({ request, frame }: { request: RequestFrame; frame: Frame }) {
  const { t } = useTranslation(['inspector', 'common']);
  const until = request.returnedAt ?? frame.at;
  return (
    <>
      <p className="kicker">{t('request.kicker', { node: formatNode(request.node) })}</p>
      <h2 className="headline mono">{request.label}</h2>
      <Facts
        facts={[
          {
            name: t('request.status'),
            value: t(`common:outcome.${request.status}`),
            bad: request.status === 'failed' || request.status === 'unknown',
          },
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
          { name: t('request.invoked'), value: `${formatSeconds(request.invokedAt)} s` },
          request.returnedAt === undefined
            ? undefined
            : { name: t('request.returned'), value: `${formatSeconds(request.returnedAt)} s` },
          { name: t('request.took'), value: `${formatMs(until - request.invokedAt)} ms` },
          request.revision === undefined
            ? undefined
            : { name: t('request.revision'), value: request.revision },
          ...request.kvs.map((kv) => ({
            name: `“${kv.key}”`,
            value: <code>{t('request.kv', { value: kv.value, mod: kv.modRevision })}</code>,
          })),
        ]}
      />
      {(request.status === 'pending' || request.status === 'unknown') && (
        <Answer tone="info" question={t(`request.means.${request.status}.question`)}>
          {t(`request.means.${request.status}.answer`)}
        </Answer>
      )}
    </>
  );
}
