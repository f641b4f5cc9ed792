import type { FieldChange } from '../../node/report/member-diff.ts';

/** Fields before and after, one a row. */
export function DiffTable({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <table className="table diff">
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{change.field}</th>
            <td>
              <del>{change.before}</del>
            </td>
            <td>
              <ins>{change.after}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
