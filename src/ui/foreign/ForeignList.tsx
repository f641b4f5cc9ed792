import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isShown } from '../../view/foreign/lane-index.ts';
import { formatExactly } from '../../view/foreign/axis-words.ts';
import { selectItem, useForeign, type OpenedHistory } from './foreign-store.ts';

/** So many items are in the list at a time. */
const PAGE = 100;

/** The same as the picture in words: items in the order of the axis, a page of them at a time. */
export function ForeignList() {
  const { t } = useTranslation('foreign');
  const opened = useForeign((state) => state.opened);
  const [isOpen, setOpen] = useState(false);
  if (opened === undefined) return null;
  return (
    <details className="foreign-list" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('list')}</summary>
      {isOpen && <Page key={opened.history.format + opened.names.join()} opened={opened} />}
    </details>
  );
}

function Page({ opened }: { opened: OpenedHistory }) {
  const { t } = useTranslation('foreign');
  const { history, filter, hits, selected } = opened;
  const [begin, setBegin] = useState(selected ?? 0);
  const { items, axis, lanes } = history;
  const all = hits ?? undefined;
  const rows: number[] = [];
  const count = all?.length ?? items.count;
  let place = Math.min(begin, Math.max(0, count - 1));
  for (; place < count && rows.length < PAGE; place++) {
    const item = all === undefined ? place : (all[place] ?? 0);
    if (isShown(history, filter, item)) rows.push(item);
  }
  return (
    <>
      <p className="foreign-pages">
        <span role="status">{t('listFrom', { from: begin + 1, to: place, count })}</span>
        <button
          type="button"
          className="button button-tiny"
          disabled={begin === 0}
          onClick={() => setBegin(Math.max(0, begin - PAGE))}
        >
          {t('earlier')}
        </button>
        <button
          type="button"
          className="button button-tiny"
          disabled={place >= count}
          onClick={() => setBegin(place)}
        >
          {t('later')}
        </button>
      </p>
      <ol start={begin + 1}>
        {rows.map((item) => (
          <li key={item}>
            <button
              type="button"
              aria-current={item === selected || undefined}
              onClick={() => selectItem(item)}
            >
              <span className="muted">{formatExactly(axis, items.at[item] ?? 0)}</span>{' '}
              <strong>{lanes[items.lane[item] ?? 0]?.name}</strong> {items.label[item]}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
