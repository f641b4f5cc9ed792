import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { complete, type Completion, type Completions, type Known } from '../../expression/complete.ts';
import type { ExpressionError } from '../../expression/expression-error.ts';
import * as en from '../messages/en/expression.ts';
import * as zh from '../messages/zh-CN/expression.ts';
import { useView } from '../view-state.ts';
import type { Typed } from './typed.ts';

/** Words about the language, in the viewer's. */
function useWords(): typeof en {
  return useView(({ language }) => language) === 'zh-CN' ? zh : en;
}

const NOTHING: Completions = { from: 0, to: 0, items: [] };

/**
 * A line for an expression (WAI-ARIA: an editable combobox with a list): it is checked as it is typed, an error stands under
 * the character that it is about, and what can be typed next is in a list. The list never takes the focus; arrows choose in
 * it, Enter or Tab takes what is chosen, Escape closes it.
 */
export function ExpressionField({
  label,
  text,
  typed,
  known,
  says,
  placeholder,
  onText,
  onEnter,
}: {
  label: string;
  text: string;
  typed: Typed;
  known: Known;
  /** What is said of what is typed, as far as nothing is wrong with it. */
  says: Readonly<Record<'nothing' | 'condition' | 'value', string>>;
  placeholder: string;
  onText: (text: string) => void;
  onEnter: () => void;
}) {
  const { t } = useTranslation('conditions');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [list, setList] = useState<Completions>(NOTHING);
  const [chosen, setChosen] = useState(-1);
  /** Where the cursor goes when React has put the new text. */
  const caret = useRef<number>(undefined);
  const { items } = list;
  const isOpen = items.length > 0;
  const error = typed.type === 'wrong' ? typed.error : undefined;

  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const close = () => {
    setList(NOTHING);
    setChosen(-1);
  };
  const offer = (next: string, cursor: number, isAsked: boolean) => {
    const found = complete(next, cursor, known);
    // Who has typed the only thing that fits has it; and nothing is offered unasked where nothing was begun.
    const isBegun = found.to > found.from || '."'.includes(next.charAt(cursor - 1) || ' ');
    const isThere = found.items.length === 1 && found.items[0]?.text === next.slice(found.from, found.to);
    setList(isAsked || (isBegun && !isThere) ? found : NOTHING);
    setChosen(isAsked ? 0 : -1);
  };
  const take = (item: Completion) => {
    const next = text.slice(0, list.from) + item.text + text.slice(list.to);
    caret.current = list.from + item.caret;
    onText(next);
    close();
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const item = items[chosen];
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) return offer(text, event.currentTarget.selectionStart ?? text.length, true);
      const step = key === 'ArrowDown' ? 1 : -1;
      setChosen((chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length);
    } else if (key === ' ' && event.ctrlKey) {
      event.preventDefault();
      offer(text, event.currentTarget.selectionStart ?? text.length, true);
    } else if ((key === 'Enter' || key === 'Tab') && isOpen && item !== undefined) {
      event.preventDefault();
      take(item);
    } else if (key === 'Enter') {
      event.preventDefault();
      close();
      onEnter();
    } else if (key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) close();
  };
  return (
    <div className="expression">
      <label htmlFor={id} className="expression-label">
        {label}
      </label>
      <div className="expression-line">
        <input
          ref={input}
          id={id}
          className="expression-input mono"
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}list`}
          aria-activedescendant={chosen >= 0 ? `${id}option${chosen}` : undefined}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}said`}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={1000}
          placeholder={placeholder}
          value={text}
          onChange={({ target }) => {
            onText(target.value);
            offer(target.value, target.selectionStart ?? target.value.length, false);
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
          onScroll={({ currentTarget }) => {
            if (mirror.current) mirror.current.scrollLeft = currentTarget.scrollLeft;
          }}
        />
        {error !== undefined && <Mirror ref={mirror} text={text} error={error} />}
        {isOpen && <Options id={id} items={items} chosen={chosen} onTake={take} />}
      </div>
      <Said id={`${id}said`} typed={typed} says={says} />
      <span className="visually-hidden" role="status">
        {isOpen ? t('offered', { count: items.length }) : ''}
      </span>
    </div>
  );
}

/** The same text without ink over the line: what is wrong in it is underlined, with a mark under its first character. */
function Mirror({
  ref,
  text,
  error,
}: {
  ref: React.Ref<HTMLDivElement>;
  text: string;
  error: ExpressionError;
}) {
  const { at, length } = error;
  return (
    <div ref={ref} className="expression-mirror mono" aria-hidden="true">
      {text.slice(0, at)}
      <span className="expression-wrong" data-at={at}>
        {text.slice(at, at + length) || ' '}
      </span>
      {text.slice(at + length)}
    </div>
  );
}

function Said({
  id,
  typed,
  says,
}: {
  id: string;
  typed: Typed;
  says: Readonly<Record<'nothing' | 'condition' | 'value', string>>;
}) {
  const { t } = useTranslation('conditions');
  const words = useWords();
  if (typed.type === 'wrong') {
    return (
      <p id={id} className="expression-said expression-error" role="status">
        <span className="expression-where">{t('at', { at: typed.error.at + 1 })}</span>{' '}
        <Marked text={words.expressionError(typed.error)} />
      </p>
    );
  }
  return (
    <p id={id} className="expression-said">
      {says[typed.type === 'nothing' ? 'nothing' : typed.isCondition ? 'condition' : 'value']}
    </p>
  );
}

/** What stands in backquotes is set as code. */
function Marked({ text }: { text: string }) {
  const [before = '', code, ...rest] = text.split('`');
  if (code === undefined) return before;
  return (
    <>
      {before}
      <code>{code}</code>
      {rest.length > 0 && <Marked text={rest.join('`')} />}
    </>
  );
}

function Options({
  id,
  items,
  chosen,
  onTake,
}: {
  id: string;
  items: readonly Completion[];
  chosen: number;
  onTake: (item: Completion) => void;
}) {
  const { t } = useTranslation('conditions');
  const words = useWords();
  const box = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    box.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const help = items[Math.max(0, chosen)]?.help;
  return (
    <div className="expression-options">
      <ul ref={box} id={`${id}list`} role="listbox" aria-label={t('options')}>
        {items.map((item, i) => (
          <li
            key={`${item.kind} ${item.text}`}
            id={`${id}option${i}`}
            role="option"
            aria-selected={i === chosen}
            aria-description={words.expressionHelp[item.help]}
            // The input keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(item)}
          >
            <span className="mono">{item.text}</span>
            <span className="expression-kind">{t(`kind.${item.kind}`)}</span>
          </li>
        ))}
      </ul>
      {help !== undefined && <p className="expression-help">{words.expressionHelp[help]}</p>}
    </div>
  );
}
