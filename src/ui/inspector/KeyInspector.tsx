import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { OriginOf } from '../origin/OriginOf.tsx';
import { useFramePart } from '../use-frame.ts';
import { Bytes } from './Bytes.tsx';

/** Of the newest revision; undefined: its node does not run, or its name is no text. */
function usePlaceOf({ node, key }: Extract<Inspection, { type: 'key' }>): string | undefined {
  const runs = useFramePart((frame) =>
    frame.nodes.some(({ id, status }) => id === node && status !== 'killed'),
  );
  const text = decodeUtf8(key);
  if (runs !== true || text.includes('\uFFFD')) return undefined;
  return `node(${node}).key(${JSON.stringify(text)}).modRevision`;
}

/** A key with every revision that the store still knows. */
export function KeyInspector({ inspection }: { inspection: Extract<Inspection, { type: 'key' }> }) {
  const { t } = useTranslation('inspector');
  const place = usePlaceOf(inspection);
  return (
    <>
      <p className="kicker">{t('key.kicker', { node: formatNode(inspection.node) })}</p>
      <h2 className="headline mono">{showBytes(inspection.key)}</h2>
      {inspection.history.length === 0 && <p className="muted">{t('key.none')}</p>}
      {inspection.compactRevision > 0 && (
        <p className="muted small">{t('key.compacted', { revision: inspection.compactRevision })}</p>
      )}
      {inspection.history.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">mod</th>
              <th scope="col">version</th>
              <th scope="col">create</th>
              <th scope="col" className="wide">
                {t('key.value')}
              </th>
            </tr>
          </thead>
          <tbody>
            {inspection.history.toReversed().map((each, i) => (
              <tr key={each.modRevision}>
                <th scope="row">
                  {i === 0 && place !== undefined ? (
                    <OriginOf place={place}>{each.modRevision}</OriginOf>
                  ) : (
                    each.modRevision
                  )}
                </th>
                <td>{each.deleted ? '–' : each.version}</td>
                <td>{each.deleted ? '–' : each.createRevision}</td>
                <td className="wide">
                  {each.deleted ? (
                    <em className="muted">{t('key.deleted')}</em>
                  ) : (
                    <Bytes bytes={each.value} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
