import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SideSign } from './SidePicker.tsx';

export interface PairRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly a: ReactNode;
  readonly b: ReactNode;
  readonly differs: boolean;
}

/** A and B beside each other, a row a thing; what differs says so by a sign as well. Where it is narrow, below each other. */
export function Pairs({
  label,
  title,
  rows,
}: {
  label: string;
  /** At the head of the names; with it the table is a narrow one. */
  title?: string;
  rows: readonly PairRow[];
}) {
  const { t } = useTranslation('compare');
  return (
    <table className="compare-pairs" aria-label={label} data-narrow={title !== undefined || undefined}>
      <thead>
        <tr>
          <td>{title !== undefined && <strong>{title}</strong>}</td>
          <th scope="col">
            <SideSign name="a" />
          </th>
          <th scope="col">
            <SideSign name="b" />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, a, b, differs }) => (
          <tr key={key} data-differs={differs || undefined}>
            <th scope="row">{name}</th>
            <td data-side="a">{a}</td>
            <td data-side="b">
              {differs && (
                <span className="compare-differs" role="img" aria-label={t('differs')}>
                  ≠
                </span>
              )}
              {b}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
