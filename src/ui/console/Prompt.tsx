import { useId, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleCompletion } from '../../console/complete/complete.ts';
import { historyPlace, searchHistory } from '../../view/console/history.ts';
import { isUnfinished, withoutPrompt } from '../../view/console/pasted.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { showBeside } from '../top-layer.ts';
import { setDraft, useConsoles } from './console-store.ts';

interface PromptProps {
  readonly id: string;
  readonly name: string;
  /** The line that runs, and reads what is typed. */
  readonly foreground: string | undefined;
  readonly onEnter: (text: string) => void;
  readonly onPaste: (text: string) => void;
  readonly onSignal: () => void;
  readonly onEnd: () => void;
  readonly onClear: () => void;
}

interface Offer {
  readonly from: number;
  readonly to: number;
  readonly items: readonly (Pick<ConsoleCompletion, 'text' | 'help' | 'isOpen'> & {
    readonly kind: ConsoleCompletion['kind'] | 'history';
  })[];
}

const NOTHING: Offer = { from: 0, to: 0, items: [] };
const SEARCHED = 12;
const ROWS_MAX = 8;

/**
 * The line that is typed (WAI-ARIA: an editable combobox with a list). Tab and Enter take what is chosen in the list; a line that is not
 * whole goes on below; keys of a terminal do what they do there.
 */
export function Prompt(props: PromptProps) {
  const { id, name, foreground, onEnter, onPaste, onSignal, onEnd, onClear } = props;
  const { t } = useTranslation('console');
  const lab = useLab();
  const list = useId();
  const text = useConsoles((state) => state.drafts[id]) ?? '';
  const history = useConsoles((state) => state.history);
  const field = useRef<HTMLTextAreaElement>(null);
  const [offer, setOffer] = useState<Offer>(NOTHING);
  const [chosen, setChosen] = useState(-1);
  const place = useRef<{ at: number; draft: string }>(undefined);
  const caret = useRef<number>(undefined);
  /** Of the newest question: answers to those before it come too late. */
  const asked = useRef(0);
  const { items } = offer;
  const isOpen = items.length > 0;

  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const close = () => {
    asked.current++;
    setOffer(NOTHING);
    setChosen(-1);
  };
  const write = (next: string, cursor = next.length) => {
    caret.current = cursor;
    setDraft(id, next);
  };
  const take = (item: Offer['items'][number], of: Offer = offer) => {
    const next =
      item.kind === 'history' || item.isOpen === true || item.text.endsWith('/')
        ? item.text
        : `${item.text} `;
    const rest = text.slice(of.to);
    write(
      text.slice(0, of.from) +
        next.trimEnd() +
        (next.endsWith(' ') && !rest.startsWith(' ') ? ' ' : '') +
        rest,
      of.from + next.length,
    );
    close();
    field.current?.focus();
  };
  const ask = async (line: string, cursor: number, isAsked: boolean) => {
    const question = ++asked.current;
    const found = await lab.consoleCompletions({ console: name, text: line, cursor });
    if (question !== asked.current) return;
    const typed = line.slice(found.from, found.to);
    const [only] = found.items;
    if (isAsked && found.items.length === 1 && only !== undefined) return take(only, found);
    const common = isAsked ? commonStart(found.items.map((item) => item.text)) : '';
    if (common.length > typed.length && common.startsWith(typed)) {
      write(line.slice(0, found.from) + common + line.slice(found.to), found.from + common.length);
      setOffer({ ...found, to: found.from + common.length });
    } else {
      const isThere = found.items.length === 1 && only?.text === typed;
      setOffer(isAsked || !isThere ? found : NOTHING);
    }
    setChosen(-1);
  };
  const complete = (line: string, cursor: number, isAsked: boolean) =>
    void ask(line, cursor, isAsked).catch(reportError);

  const walk = (step: 1 | -1): boolean => {
    const from = place.current ?? { at: history.length, draft: text };
    const at = historyPlace(history, from.at, step, from.draft);
    if (at === undefined) return false;
    place.current = at === history.length ? undefined : { ...from, at };
    write(history[at] ?? from.draft);
    close();
    return true;
  };
  const enter = () => {
    if (foreground === undefined && isUnfinished(text)) return write(`${text}\n`);
    place.current = undefined;
    setDraft(id, '');
    close();
    if (foreground !== undefined || text.trim() !== '') onEnter(text);
    return undefined;
  };
  const byControl: Readonly<Record<string, (target: HTMLTextAreaElement) => boolean>> = {
    c: ({ selectionStart, selectionEnd }) => {
      // Something is marked: it is copied.
      if (selectionStart !== selectionEnd || getSelection()?.isCollapsed === false) return false;
      setDraft(id, '');
      place.current = undefined;
      close();
      onSignal();
      return true;
    },
    d: () => {
      if (text !== '') return false;
      onEnd();
      return true;
    },
    l: () => {
      onClear();
      return true;
    },
    r: () => {
      const found = searchHistory(history, text, SEARCHED);
      asked.current++;
      setOffer({
        from: 0,
        to: text.length,
        items: found.map((line) => ({ text: line, kind: 'history', help: '' })),
      });
      setChosen(found.length > 0 ? 0 : -1);
      return true;
    },
    ' ': ({ selectionStart }) => {
      complete(text, selectionStart, true);
      return true;
    },
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { key, currentTarget: target } = event;
    if (event.ctrlKey && !event.altKey && !event.metaKey) {
      if (byControl[key.toLowerCase()]?.(target) === true) event.preventDefault();
      return;
    }
    const item = items[chosen];
    const isFirstRow = !text.slice(0, target.selectionStart).includes('\n');
    const isLastRow = !text.slice(target.selectionEnd).includes('\n');
    if (key === 'Tab' && !event.shiftKey && foreground === undefined) {
      if (item !== undefined) take(item);
      // With nothing typed Tab goes on to what is next.
      else if (text.slice(0, target.selectionStart).trim() === '') return;
      else complete(text, target.selectionStart, true);
      event.preventDefault();
    } else if (key === 'ArrowDown' && isOpen) {
      event.preventDefault();
      setChosen((chosen + 1) % items.length);
    } else if (key === 'ArrowUp' && isOpen && chosen >= 0) {
      event.preventDefault();
      setChosen(chosen - 1);
    } else if (key === 'ArrowUp' && isFirstRow && walk(-1)) event.preventDefault();
    else if (key === 'ArrowDown' && isLastRow && walk(1)) event.preventDefault();
    else if (key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (item !== undefined) take(item);
      else enter();
    } else if (key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (foreground !== undefined) return;
    // Several lines are a tutorial, and run; one is typed.
    if (pasted.trim().includes('\n')) {
      event.preventDefault();
      onPaste(pasted);
      return;
    }
    const line = withoutPrompt(pasted);
    if (line === pasted) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    write(text.slice(0, selectionStart) + line + text.slice(selectionEnd), selectionStart + line.length);
  };
  const rows = Math.min(ROWS_MAX, text.split('\n').length);
  return (
    <div className="console-prompt">
      <span className="console-sign mono" aria-hidden="true">
        {foreground === undefined ? '$' : '›'}
      </span>
      <textarea
        ref={field}
        className="console-field mono"
        rows={rows}
        role="combobox"
        aria-label={foreground === undefined ? t('line', { name }) : t('input', { name, line: foreground })}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-activedescendant={chosen >= 0 ? `${list}option${chosen}` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="send"
        placeholder={t(foreground === undefined ? 'placeholder' : 'placeholderInput')}
        value={text}
        onChange={({ target }) => {
          setDraft(id, target.value);
          place.current = undefined;
          if (foreground === undefined && target.value !== '')
            complete(target.value, target.selectionStart, false);
          else close();
        }}
        onKeyDown={onKeyDown}
        onPaste={paste}
        onBlur={close}
      />
      {isOpen && <Options list={list} items={items} chosen={chosen} onTake={take} />}
      <span className="visually-hidden" role="status">
        {isOpen ? t('offered', { count: items.length }) : ''}
      </span>
    </div>
  );
}

function Options(props: {
  list: string;
  items: Offer['items'];
  chosen: number;
  onTake: (item: Offer['items'][number]) => void;
}) {
  const { list, items, chosen, onTake } = props;
  const { t } = useTranslation('console');
  const box = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const { current: element } = box;
    return element === null ? undefined : showBeside(element, () => element.parentElement, 'left', 12);
  });
  useLayoutEffect(() => {
    box.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ul
      ref={box}
      id={list}
      className="console-options"
      popover="manual"
      role="listbox"
      aria-label={t('options')}
    >
      {items.map((item, i) => (
        <li
          key={`${item.kind} ${item.text}`}
          id={`${list}option${i}`}
          role="option"
          aria-selected={i === chosen}
          // The line keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(item)}
        >
          <span className="mono console-option">{item.text}</span>
          <span className="console-option-help">{item.help === '' ? t(`kind.${item.kind}`) : item.help}</span>
        </li>
      ))}
    </ul>
  );
}

function commonStart([first = '', ...rest]: readonly string[]): string {
  let length = first.length;
  for (const each of rest) while (!each.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
