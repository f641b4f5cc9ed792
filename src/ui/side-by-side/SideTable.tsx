import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import type { SideScene, SideState } from '../../view/side/side-scene.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import { Differs } from './Differs.tsx';

/** The nodes of one side in rows: what they are, and their logs by index. */
export function SideTable({
  side,
  scene: { nodes, columns },
  title,
}: {
  readonly side: 'a' | 'b';
  readonly scene: SideScene;
  readonly title: string;
}) {
  const { t } = useTranslation('sideBySide');
  return (
    <div className="sides-scroll" tabIndex={0} role="region" aria-label={t('table', { title })}>
      <table className="sides-table">
        <thead>
          <tr>
            <th scope="col">{t('node')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('term')}</th>
            <th scope="col">{t('commit')}</th>
            <th scope="col">{t('log')}</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map(({ id, [side]: state, differs }) => (
            <tr key={id}>
              <th scope="row">{formatNode(id)}</th>
              <td data-differs={differs.role || undefined}>
                {differs.role && <Differs />}
                {state === undefined ? '–' : t(`roles.${state.role}`)}
              </td>
              <td data-differs={differs.term || undefined}>
                {differs.term && <Differs />}
                {String(state?.term ?? '–')}
              </td>
              <td data-differs={differs.commit || undefined}>
                {differs.commit && <Differs />}
                {state?.commit ?? '–'}
              </td>
              <td data-differs={differs.log || undefined}>
                {differs.log && <Differs />}
                <Log state={state} columns={columns} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A cell an entry with its term; committed ones have a solid edge, as in the logs. */
function Log({
  state,
  columns,
}: {
  readonly state: SideState | undefined;
  readonly columns: readonly number[];
}) {
  return (
    <span className="sides-log">
      {columns.map((index, i) => {
        const entry = state?.entries[i];
        if (entry === undefined) return <span key={index} className="sides-entry sides-no-entry" />;
        const { colour } = termLook(entry.term);
        return (
          <span
            key={index}
            className="sides-entry"
            data-committed={index <= (state?.commit ?? 0) || undefined}
            title={`${index}@${String(entry.term)} ${entry.label}`}
            style={{ background: `var(--term-${colour})`, color: `var(--term-${colour}-ink)` }}
          >
            {String(entry.term)}
          </span>
        );
      })}
    </span>
  );
}
