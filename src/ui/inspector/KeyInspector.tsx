import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { Bytes } from './Bytes.tsx';

/** A key with every revision that the store still knows. */
export function KeyInspector({ inspection }: { inspection: Extract<Inspection, { type: 'key' }> }) {
  const { t } = useTranslation('inspector');
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
            {inspection.history.toReversed().map((each) => (
              <tr key={each.modRevision}>
                <th scope="row">{each.modRevision}</th>
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
