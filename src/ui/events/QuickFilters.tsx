import { useTranslation } from 'react-i18next';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import { formatNode } from '../../view/say/format.ts';
import { narrow, useEventFilter } from './events-store.ts';

/** The node and the type of the row that the cursor is on, and refusals: each narrows the list by a click, and lets go by another. */
export function QuickFilters({ row }: { row: EventRow | undefined }) {
  const { t } = useTranslation(['events', 'inspector']);
  const filter = useEventFilter((state) => state.filter);
  const node = filter.node ?? (row !== undefined && row.node > 0 ? row.node : undefined);
  const type = filter.types?.[0] ?? row?.message?.type ?? row?.type;
  const isOfMessage = type?.startsWith('Msg') === true;
  return (
    <>
      {node !== undefined && (
        <Quick
          isOn={filter.node === node}
          onTurn={(on) => narrow({ node: on ? node : undefined })}
          name={t('only', { what: formatNode(node) })}
        />
      )}
      {type !== undefined && (
        <Quick
          isOn={filter.types?.includes(type) === true}
          onTurn={(on) => narrow({ types: on ? [type] : [] })}
          name={t('only', {
            what: isOfMessage ? type : t(`inspector:message.causes.${type as EventRow['type']}`),
          })}
        />
      )}
      <Quick isOn={filter.rejected === true} onTurn={(on) => narrow({ rejected: on })} name={t('rejected')} />
    </>
  );
}

function Quick({ isOn, onTurn, name }: { isOn: boolean; onTurn: (on: boolean) => void; name: string }) {
  return (
    <button type="button" className="button button-tiny" aria-pressed={isOn} onClick={() => onTurn(!isOn)}>
      {name}
    </button>
  );
}
