import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { formatNode, formatSeconds } from '../../view/say/format.ts';
import { eventWords } from '../events/event-words.ts';
import { GoToEvent } from '../inspector/GoTo.tsx';
import { useLab } from '../lab-context.tsx';

/** So many stand there at once; the rest of a longer chain is a click away. */
const SHOWN = 8;

/** What led to it, newest first: what each event was, at which node and when, and the way there. */
export function Causes({ events, frame }: { events: readonly number[]; frame: Frame }) {
  const { t } = useTranslation('why');
  const rows = useRows(events, frame);
  const [isWhole, setWhole] = useState(false);
  const isLong = events.length > SHOWN + 1;
  // The inputs at its far end say most of why: the last one always stands there.
  const shown = isLong && !isWhole ? [...events.slice(0, SHOWN - 1), ...events.slice(-1)] : events;
  return (
    <>
      <h4>{t('causes')}</h4>
      <ol className="plain why-causes">
        {shown.map((event) => (
          <li key={event}>
            <Cause event={event} row={rows.get(event)} />
          </li>
        ))}
      </ol>
      {isLong && (
        <button
          type="button"
          className="link-button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? t('fewerCauses') : t('allCauses', { count: events.length })}
        </button>
      )}
    </>
  );
}

function Cause({ event, row }: { event: number; row: EventRow | undefined }) {
  const { t } = useTranslation('why');
  const { t: ofEvents } = useTranslation(['events', 'inspector', 'timeline', 'common']);
  const number = t('event', { event });
  if (row === undefined)
    return (
      <GoToEvent event={event} keeps>
        {number}
      </GoToEvent>
    );
  return (
    <>
      <GoToEvent event={event} keeps>
        {row.node === 0 || row.message !== undefined ? '' : `${formatNode(row.node)} · `}
        {eventWords(ofEvents, row)}
      </GoToEvent>{' '}
      <small className="muted">{t('atEvent', { at: formatSeconds(row.at), event })}</small>
    </>
  );
}

const NONE: ReadonlyMap<number, EventRow> = new Map();

/** What the record says of these events; those it has not told yet are not there. */
function useRows(events: readonly number[], { run, branch }: Frame): ReadonlyMap<number, EventRow> {
  const lab = useLab();
  const of = `${run} ${branch} ${events.join(' ')}`;
  const [told, setTold] = useState<{ readonly of: string; readonly rows: ReadonlyMap<number, EventRow> }>();
  useEffect(() => {
    let isOver = false;
    const numbers = of.split(' ').slice(2).map(Number);
    lab.eventPage({ only: numbers }).then(
      ({ rows }) => {
        if (!isOver) setTold({ of, rows: new Map(rows.map((row) => [row.number, row])) });
      },
      () => {
        // The numbers alone stand there: another run has begun, and its answer is on its way.
        if (!isOver) setTold(undefined);
      },
    );
    return () => {
      isOver = true;
    };
  }, [lab, of]);
  return told?.of === of ? told.rows : NONE;
}
