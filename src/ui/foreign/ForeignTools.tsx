import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { wholeOf, zoomForeign } from '../../view/foreign/foreign-scene.ts';
import { Dropdown } from '../Dropdown.tsx';
import { FileButtons } from './ForeignDoor.tsx';
import {
  change,
  closeHistory,
  filterBy,
  search,
  toHit,
  useForeign,
  type OpenedHistory,
} from './foreign-store.ts';

/** While somebody types, a long history is not searched for every letter. */
const TYPING_MS = 120;

/** What is open, search, filters, zoom. */
export function ForeignTools() {
  const { t } = useTranslation('foreign');
  const opened = useForeign((state) => state.opened);
  if (opened === undefined) return null;
  const { history, names, index } = opened;
  const [first = '', ...more] = names;
  const all = history.items.count;
  return (
    <div className="foreign-tools">
      <span className="foreign-name">
        <strong>{t(`format.${history.format}`)}</strong>{' '}
        {more.length === 0 ? first : t('filesMany', { first, count: more.length })}
      </span>
      <span className="muted small" role="status">
        {index.count === all ? t('count', { count: all }) : t('countOf', { shown: index.count, all })},{' '}
        {t('lanes', { count: index.lanes.length })}
      </span>
      <Search />
      <Filters opened={opened} />
      <span className="foreign-zoom">
        <Tool name={t('zoomIn')} onPress={() => zoom(0.5)}>
          +
        </Tool>
        <Tool name={t('zoomOut')} onPress={() => zoom(2)}>
          −
        </Tool>
        <button
          type="button"
          className="button button-tiny"
          onClick={() => change(() => ({ window: wholeOf(history) }))}
        >
          {t('whole')}
        </button>
      </span>
      <FileButtons small />
      <button type="button" className="button button-tiny" onClick={closeHistory}>
        {t('begin')}
      </button>
    </div>
  );
}

function zoom(factor: number): void {
  change(({ window, history }) => ({
    window: zoomForeign(window, (window.from + window.to) / 2, factor, history),
  }));
}

function Tool({ name, onPress, children }: { name: string; onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className="button button-tiny" aria-label={name} title={name} onClick={onPress}>
      {children}
    </button>
  );
}

function Search() {
  const { t } = useTranslation('foreign');
  const query = useForeign((state) => state.opened?.query) ?? '';
  const count = useForeign((state) => state.opened?.hits?.length);
  const [typed, setTyped] = useState(query);
  useEffect(() => {
    if (typed === query) return undefined;
    const timer = setTimeout(() => search(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, query]);
  return (
    <span className="foreign-search" role="search">
      <input
        type="search"
        value={typed}
        placeholder={t('search')}
        aria-label={t('search')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          if (typed !== query) search(typed);
          toHit(!event.shiftKey);
        }}
      />
      <Tool name={t('previousHit')} onPress={() => toHit(false)}>
        ‹
      </Tool>
      <Tool name={t('nextHit')} onPress={() => toHit(true)}>
        ›
      </Tool>
      <span className="muted small" role="status">
        {count === undefined ? '' : count === 0 ? t('noHits') : t('hits', { count })}
      </span>
    </span>
  );
}

function Filters({ opened }: { opened: OpenedHistory }) {
  const { t } = useTranslation('foreign');
  const { history, filter } = opened;
  const levels = history.levels.length === 0 ? [] : [t('noLevel'), ...history.levels];
  const isNarrow = filter.lanes.size + filter.types.size + filter.levels.size > 0;
  return (
    <Dropdown
      label={t('filters')}
      title={t('filters')}
      className="foreign-filters"
      buttonClassName="button button-tiny"
    >
      <FilterList
        title={t('byType')}
        names={history.types}
        hidden={filter.types}
        onHide={(types) => filterBy({ ...filter, types })}
      />
      <FilterList
        title={t('byLevel')}
        names={levels}
        hidden={filter.levels}
        onHide={(hidden) => filterBy({ ...filter, levels: hidden })}
      />
      <FilterList
        title={t('byLane')}
        names={history.lanes.map(({ name }) => name)}
        hidden={filter.lanes}
        onHide={(lanes) => filterBy({ ...filter, lanes })}
      />
      {isNarrow && (
        <button
          type="button"
          className="button button-tiny"
          onClick={() => filterBy({ lanes: new Set(), types: new Set(), levels: new Set() })}
        >
          {t('showAll')}
        </button>
      )}
    </Dropdown>
  );
}

interface FilterListProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly hidden: ReadonlySet<number>;
  readonly onHide: (hidden: ReadonlySet<number>) => void;
}

function FilterList({ title, names, hidden, onHide }: FilterListProps) {
  if (names.length < 2) return null;
  const toggle = (index: number): void => {
    const next = new Set(hidden);
    if (!next.delete(index)) next.add(index);
    onHide(next);
  };
  return (
    <fieldset className="foreign-filter">
      <legend>{title}</legend>
      {[...names.entries()].map(([index, name]) => (
        <label key={index}>
          <input type="checkbox" checked={!hidden.has(index)} onChange={() => toggle(index)} /> {name}
        </label>
      ))}
    </fieldset>
  );
}
