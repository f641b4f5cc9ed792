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
export function Causes({ events: newest, frame }: { events: readonly number[]; frame: Frame }) {
  const { t } = useTranslation('why');
  const { events, rows } = useRows(newest, frame);
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

/** Events, and what the record says of them. */
interface Told {
  readonly events: readonly number[];
  readonly rows: ReadonlyMap<number, EventRow>;
}

const NONE: ReadonlyMap<number, EventRow> = new Map();
/** The lab tells of so many at once. */
const ASKED = 1000;

/**
 * What the record says of these events. While time runs an answer has other causes every now and then: the last ones stand there,
 * in words, until the lab has told of the next. Only where it has told of none yet do the numbers alone.
 */
function useRows(events: readonly number[], { run, branch }: Frame): Told {
  const lab = useLab();
  const place = `${run} ${branch}`;
  const list = events.join(' ');
  const [told, setTold] = useState<Told & { readonly place: string }>();
  useEffect(() => {
    let isOver = false;
    const numbers = list.split(' ').map(Number);
    // The input at the far end is shown always.
    const asked = numbers.length > ASKED ? [...numbers.slice(0, ASKED - 1), ...numbers.slice(-1)] : numbers;
    lab.eventPage({ only: asked }).then(
      ({ rows }) => {
        if (isOver) return;
        setTold({ place, events: numbers, rows: new Map(rows.map((row) => [row.number, row])) });
      },
      () => {
        // The numbers alone stand there: another run has begun, and its answer is on its way.
        if (!isOver) setTold(undefined);
      },
    );
    return () => {
      isOver = true;
    };
  }, [lab, place, list]);
  return told?.place === place ? told : { events, rows: NONE };
}
