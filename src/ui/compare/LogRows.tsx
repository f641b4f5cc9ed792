import { useTranslation } from 'react-i18next';
import type { EntryCell, LogRow, LogScene } from '../../view/compare/compare-scene.ts';
import { formatNode } from '../../view/say/format.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import { SideSign } from './SidePicker.tsx';

/** Logs by index, A above B: each entry with its term, and a sign where the two differ. */
export function LogRows({ logs, rows }: { logs: LogScene; rows: readonly LogRow[] }) {
  const { t } = useTranslation('compare');
  return (
    <div className="compare-logs">
      {rows.map((row) => {
        const nodes = row.ids.map(formatNode).join(' ');
        return (
          <div key={nodes} className="compare-log">
            <strong>{nodes}</strong>
            <div className="compare-log-scroll" tabIndex={0} role="region" aria-label={t('logOf', { nodes })}>
              <table>
                <thead>
                  <tr>
                    <td />
                    {row.cells.map(({ index }) => (
                      <th key={index} scope="col">
                        {index}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  <Side name="a" row={row} isThere={row.hasA} />
                  <Side name="b" row={row} isThere={row.hasB} />
                </tbody>
              </table>
            </div>
          </div>
        );
      })}
      {logs.more > 0 && <p className="muted">{t('more', { count: logs.more })}</p>}
    </div>
  );
}

function Side({ name, row, isThere }: { name: 'a' | 'b'; row: LogRow; isThere: boolean }) {
  const { t } = useTranslation('compare');
  return (
    <tr>
      <th scope="row">
        <SideSign name={name} />
      </th>
      {isThere ? (
        row.cells.map((cell) => (
          <td key={cell.index} data-differs={cell.differs || undefined}>
            <Entry entry={cell[name]} differs={cell.differs && name === 'b'} />
          </td>
        ))
      ) : (
        <td colSpan={row.cells.length}>
          <span className="muted">{t('noLog')}</span>
        </td>
      )}
    </tr>
  );
}

function Entry({ entry, differs }: { entry: EntryCell | undefined; differs: boolean }) {
  const { t } = useTranslation('compare');
  const sign = differs && (
    <span className="compare-differs" role="img" aria-label={t('differs')}>
      ≠
    </span>
  );
  if (entry === undefined) return <span className="compare-entry compare-no-entry">{sign}–</span>;
  const { colour } = termLook(entry.term);
  return (
    <span
      className="compare-entry"
      style={{ background: `var(--term-${colour})`, color: `var(--term-${colour}-ink)` }}
    >
      <span className="compare-entry-label">
        {sign}
        {entry.kind === 'empty' ? '∅' : entry.label}
      </span>
      <small>{t('entryTerm', { term: String(entry.term) })}</small>
    </span>
  );
}
