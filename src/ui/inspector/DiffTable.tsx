import { useTranslation } from 'react-i18next';
import type { FieldChange } from '../../node/report/member-diff.ts';
import { byPart } from './diff-parts.ts';

/** Fields before and after, one a row. */
export function DiffTable({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <table className="table diff">
      <tbody>
        <Rows changes={changes} />
      </tbody>
    </table>
  );
}

/** What the heading of a part says already. */
const PREFIX = /^(progress|votes|hardState|confState) /;

/** A member's fields before and after: its SoftState, its HardState, its log and so on. */
export function MemberDiff({ changes }: { changes: readonly FieldChange[] }) {
  const { t } = useTranslation('inspector');
  return (
    <table className="table diff">
      {byPart(changes).map(({ part, changes: own }) => (
        <tbody key={part}>
          <tr>
            <th scope="rowgroup" colSpan={3} className="diff-part">
              {t(`diff.${part}`)}
            </th>
          </tr>
          <Rows changes={own.map((change) => ({ ...change, field: change.field.replace(PREFIX, '') }))} />
        </tbody>
      ))}
    </table>
  );
}

function Rows({ changes }: { changes: readonly FieldChange[] }) {
  return changes.map((change) => (
    <tr key={change.field}>
      <th scope="row">{change.field}</th>
      <td>
        <del>{change.before}</del>
      </td>
      <td>
        <ins>{change.after}</ins>
      </td>
    </tr>
  ));
}
