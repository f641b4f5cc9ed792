import { useEffect, useMemo, useRef, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Input } from 'react-aria-components/Input';
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { SearchField } from 'react-aria-components/SearchField';
import { useTranslation } from 'react-i18next';
import type { Frame } from '../../lab/frame/frame.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { loadChinese } from '../messages/i18n.ts';
import { currentView, useView } from '../view-state.ts';
import { paletteGroups, type PaletteContext, type PaletteGroup, type PaletteItem } from './palette-item.ts';
import { ranked } from './rank.ts';
import { recentItems, rememberItem } from './recent.ts';
import { paletteSources } from './sources.ts';
import './palette.css';

/** So many items of each group are listed while nothing is typed. */
const OF_GROUP_MAX = 6;

/** Whatever can be done, found by typing what it is called, in either language. */
export default function Palette() {
  const { t, i18n } = useTranslation('palette');
  const dialog = useRef<HTMLDialogElement>(null);
  const items = useItems();
  const [typed, setTyped] = useState('');
  const recent = useMemo(() => recentItems(), []);
  const sections = useMemo(() => sectionsOf(items, typed, recent), [items, typed, recent]);
  const titleOf = (id: Section['id']): string =>
    id === 'recent' || id === 'found' ? t(id) : t(`group.${id}`);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const choose = (id: unknown) => {
    const item = items.find((each) => each.id === id);
    if (item === undefined) return;
    rememberItem(item.id);
    // What it does may need the page: the dialog is gone before, and the focus is where it was.
    dialog.current?.close();
    Promise.resolve()
      .then(() => item.run())
      .catch(reportError);
  };
  return (
    <dialog
      className="modal palette"
      ref={dialog}
      aria-label={t('title')}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close();
      }}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
        event.preventDefault();
        close();
      }}
    >
      <I18nProvider locale={i18n.language}>
        <Autocomplete inputValue={typed} onInputChange={setTyped}>
          <SearchField className="palette-field" aria-label={t('title')} autoFocus>
            {/* The list belongs to the field: its arrow keys scroll it. */}
            <Input role="combobox" aria-expanded="true" placeholder={t('placeholder')} />
          </SearchField>
          <ListBox
            className="palette-list"
            aria-label={t('list')}
            selectionMode="none"
            onAction={choose}
            renderEmptyState={() => <p className="palette-none">{t('none', { typed })}</p>}
          >
            {sections.map(({ id, items: of }) => (
              <ListBoxSection key={id} id={id} className="palette-section">
                <Header className="palette-head">{titleOf(id)}</Header>
                {of.map((item) => (
                  <Line key={item.id} item={item} section={id} />
                ))}
              </ListBoxSection>
            ))}
          </ListBox>
        </Autocomplete>
      </I18nProvider>
    </dialog>
  );
}

function Line({ item, section }: { item: PaletteItem; section: string }) {
  const { t } = useTranslation('palette');
  const { id, title, caps, danger, group } = item;
  return (
    <ListBoxItem id={id} className="palette-item" textValue={title} data-danger={danger || undefined}>
      <span className="palette-title">{title}</span>
      {section !== group && <small>{t(`group.${group}`)}</small>}
      {caps !== undefined && (
        <span className="palette-caps">
          {caps.map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      )}
    </ListBoxItem>
  );
}

function close(): void {
  useView.setState({ door: undefined });
}

/** What decides what can be done: who is up, who leads, who is a member, which links are open. */
function situationOf(frame: Frame | undefined): string {
  if (frame === undefined) return '';
  const nodes = frame.nodes.map(({ id, status, member, view }) => [id, status, member, view?.state].join());
  const links = frame.links.map(({ cut, held, latency, loss }) => [cut, held, latency, loss].join());
  return `${nodes.join(';')} ${links.join(';')}`;
}

/** Everything that can be done now; time may go on while the palette is open. */
function useItems(): readonly PaletteItem[] {
  const lab = useLab();
  const [items, setItems] = useState<readonly PaletteItem[]>([]);
  useEffect(() => {
    let asked = 0;
    const look = () => {
      const turn = ++asked;
      const view = currentView();
      gather({ lab, view, frame: view.frame })
        .then((found) => turn === asked && setItems(found))
        .catch(reportError);
    };
    let situation = situationOf(currentView().frame);
    look();
    const stop = useView.subscribe(({ frame }) => {
      const now = situationOf(frame);
      if (now === situation) return;
      situation = now;
      look();
    });
    return () => {
      stop();
      asked = -1;
    };
  }, [lab]);
  return items;
}

async function gather(context: PaletteContext): Promise<readonly PaletteItem[]> {
  // Without the other language things are found by the name they are shown with.
  await loadChinese().catch(() => undefined);
  const lists = await Promise.allSettled(paletteSources.map(async (source) => source(context)));
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
}

interface Section {
  readonly id: PaletteGroup | 'recent' | 'found';
  readonly items: readonly PaletteItem[];
}

/** What was typed means; while nothing is, what was chosen lately, and the beginning of each group. */
function sectionsOf(
  items: readonly PaletteItem[],
  typed: string,
  recent: readonly string[],
): readonly Section[] {
  const found: Section[] =
    typed.trim() !== ''
      ? [{ id: 'found', items: ranked(items, typed, recent) }]
      : [
          { id: 'recent', items: recent.flatMap((id) => items.find((item) => item.id === id) ?? []) },
          ...paletteGroups.map((id) => ({
            id,
            items: items
              .filter((item) => item.group === id && !recent.includes(item.id))
              .slice(0, OF_GROUP_MAX),
          })),
        ];
  return found.filter((section) => section.items.length > 0);
}
