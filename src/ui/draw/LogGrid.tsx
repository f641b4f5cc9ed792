import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import { withTerm, type DrawnRow } from './drawn-rows.ts';

/** Some room is always there to go on in. */
const COLUMNS_MIN = 6;

/**
 * A row a node, a column an index, as the log panel has them. Every place is a field for a term: a digit fills it, arrows go on to
 * the next, a field that is emptied ends the log before it.
 */
export function LogGrid({
  rows,
  onChange,
}: {
  rows: readonly DrawnRow[];
  onChange: (rows: readonly DrawnRow[]) => void;
}) {
  const { t } = useTranslation('draw');
  const columns = Math.max(COLUMNS_MIN, ...rows.map(({ log }) => log.length + 1));
  const replace = (row: DrawnRow) => onChange(rows.map((each) => (each.node === row.node ? row : each)));
  return (
    <div className="draw-scroll">
      <table className="draw-grid" onKeyDown={move}>
        <thead>
          <tr>
            <th scope="col">{t('node')}</th>
            <th scope="col">term</th>
            <th scope="col">vote</th>
            <th scope="col">commit</th>
            <th scope="col">{t('up')}</th>
            {Array.from({ length: columns }, (_, i) => (
              <th key={i + 1} scope="col" className="draw-index">
                {i + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.node} row={row} rows={rows} columns={columns} onChange={replace} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  row,
  rows,
  columns,
  onChange,
}: {
  row: DrawnRow;
  rows: readonly DrawnRow[];
  columns: number;
  onChange: (row: DrawnRow) => void;
}) {
  const { t } = useTranslation('draw');
  const { node, log, term, vote, commit, up } = row;
  const name = formatNode(node);
  return (
    <tr data-node={node}>
      <th scope="row">{name}</th>
      <td>
        <input
          type="text"
          inputMode="numeric"
          size={2}
          value={term}
          aria-label={t('termOf', { node: name })}
          onChange={(event) => onChange({ ...row, term: event.currentTarget.value })}
        />
      </td>
      <td>
        <select
          value={vote}
          aria-label={t('voteOf', { node: name })}
          onChange={(event) => onChange({ ...row, vote: Number(event.currentTarget.value) })}
        >
          <option value={0}>–</option>
          {rows.map((each) => (
            <option key={each.node} value={each.node}>
              {formatNode(each.node)}
            </option>
          ))}
        </select>
      </td>
      <td>
        <input
          type="text"
          inputMode="numeric"
          size={2}
          value={commit}
          aria-label={t('commitOf', { node: name })}
          onChange={(event) => onChange({ ...row, commit: event.currentTarget.value })}
        />
      </td>
      <td>
        <input
          type="checkbox"
          checked={up}
          aria-label={t('upOf', { node: name })}
          onChange={(event) => onChange({ ...row, up: event.currentTarget.checked })}
        />
      </td>
      {Array.from({ length: columns }, (_, place) => {
        const text = log[place] ?? '';
        const { colour, pattern } = termLook(/^\d+$/.test(text) ? Number(text) : 0);
        // Beyond the one behind the last entry there is nothing to write yet.
        const isOpen = place <= log.length;
        return (
          <td key={place + 1}>
            <input
              type="text"
              inputMode="numeric"
              className="draw-cell"
              data-index={place + 1}
              data-pattern={text === '' ? undefined : pattern}
              data-committed={(text !== '' && place < Number(commit)) || undefined}
              style={
                text === ''
                  ? undefined
                  : { background: `var(--term-${colour})`, color: `var(--term-${colour}-ink)` }
              }
              value={text}
              disabled={!isOpen}
              aria-label={t('entryOf', { node: name, index: place + 1 })}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => onChange(withTerm(row, place, event.currentTarget.value.trim()))}
            />
          </td>
        );
      })}
    </tr>
  );
}

/** Arrows go from field to field; left and right only from the ends of what is typed, or where all of it is selected. */
function move(event: KeyboardEvent<HTMLTableElement>): void {
  const { target, key } = event;
  if (!(target instanceof HTMLInputElement) || target.dataset['index'] === undefined) return;
  const isAll = target.selectionStart === 0 && target.selectionEnd === target.value.length;
  const step =
    key === 'ArrowLeft' && (isAll || target.selectionStart === 0)
      ? { rows: 0, columns: -1 }
      : (key === 'ArrowRight' && (isAll || target.selectionEnd === target.value.length)) || key === 'Enter'
        ? { rows: 0, columns: 1 }
        : key === 'ArrowUp'
          ? { rows: -1, columns: 0 }
          : key === 'ArrowDown'
            ? { rows: 1, columns: 0 }
            : undefined;
  if (step === undefined) return;
  const row = target.closest('tr');
  const all = [...event.currentTarget.querySelectorAll('tbody tr')];
  const next = row === null ? undefined : all[all.indexOf(row) + step.rows];
  const index = Number(target.dataset['index']) + step.columns;
  // Where that place is not open yet the last one is gone to that is.
  const fields = [...(next?.querySelectorAll<HTMLInputElement>('.draw-cell:not(:disabled)') ?? [])];
  event.preventDefault();
  fields[Math.min(index, fields.length) - 1]?.focus();
}
