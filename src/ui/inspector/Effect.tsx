import { useTranslation } from 'react-i18next';
import type { NodeTrace } from '../../node/io.ts';
import type { FieldChange } from '../../node/report/member-diff.ts';
import { formatNode } from '../../view/say/format.ts';
import { DecidedBy } from './DecidedBy.tsx';
import { DiffTable } from './DiffTable.tsx';
import { traceSentence } from './trace-sentence.ts';

/** What something did to a node: its fields before and after, and what was decided. */
export function Effect({
  node,
  changes,
  trace,
}: {
  node: number;
  changes: readonly FieldChange[];
  trace: readonly NodeTrace[];
}) {
  const { t } = useTranslation('inspector');
  return (
    <>
      <h3>{t('message.effect', { node: formatNode(node) })}</h3>
      {changes.length === 0 ? (
        <p className="muted">{t('message.nothingChanged')}</p>
      ) : (
        <DiffTable changes={changes} />
      )}
      {trace.length > 0 && (
        <ul className="decisions">
          {trace.map((each) => {
            const sentence = traceSentence(t, each);
            return (
              <li key={sentence}>
                <span>{sentence}</span>
                <DecidedBy trace={each} />
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
