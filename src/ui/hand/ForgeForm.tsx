import { useEffect, useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import type { Command } from '../../sim/command/command.ts';
import type { PreviewAsk } from '../../lab/debug/preview.ts';
import { useLab } from '../lab-context.tsx';
import { reportError } from '../act.ts';
import { factsOf } from '../error-words.ts';

type Fields = Extract<Command, { readonly type: 'forge' }>['fields'];

const NUMBERS = ['term', 'index', 'logTerm', 'commit', 'rejectHint'] as const;

/** What is typed: every field as text, entries as the terms of those that follow `index`. */
type Typed = Readonly<Record<string, string | boolean>>;

/** A message under way is changed: its fields as they are, and what it would do is shown as they are typed. */
export function ForgeForm({
  message,
  onAsk,
  onDone,
}: {
  message: number;
  onAsk: (ask: PreviewAsk | undefined) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation('hand');
  const lab = useLab();
  const id = useId();
  const [payload, setPayload] = useState<BusMessage>();
  const [typed, setTyped] = useState<Typed>({});
  useEffect(() => {
    let isMeant = true;
    void lab.inspect({ type: 'message', id: message }).then((inspection) => {
      if (!isMeant || inspection.type !== 'message') return;
      setPayload(inspection.message);
      setTyped(typedOf(inspection.message));
    });
    return () => {
      isMeant = false;
    };
  }, [lab, message]);
  if (payload === undefined) return null;
  const names = Object.keys(typedOf(payload));
  const forge = (values: Typed): Command => ({ type: 'forge', message, fields: changesOf(payload, values) });
  const change = (name: string, value: string | boolean) => {
    const next = { ...typed, [name]: value };
    setTyped(next);
    onAsk(forge(next));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const forged = forge(typed);
    // The pane says what is refused, and why: nothing says it a second time.
    lab.act(forged).then(onDone, (error: unknown) => {
      if (factsOf(error).code === undefined) reportError(error);
      else onAsk(forged);
    });
  };
  return (
    <form
      className="hand-forge"
      onSubmit={submit}
      aria-label={t('forge.label', { type: payload.type, id: message })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      {names.map((name, i) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          <code>{name}</code>
          {name === 'reject' ? (
            <input
              id={`${id}-${name}`}
              type="checkbox"
              checked={typed[name] === true}
              onChange={(event) => change(name, event.currentTarget.checked)}
            />
          ) : (
            <input
              id={`${id}-${name}`}
              type="text"
              inputMode={name === 'entries' ? 'text' : 'numeric'}
              autoFocus={i === 0}
              size={name === 'entries' ? 16 : 5}
              title={name === 'entries' ? t('forge.entries') : undefined}
              value={String(typed[name] ?? '')}
              onChange={(event) => change(name, event.currentTarget.value)}
            />
          )}
        </label>
      ))}
      <button type="submit" className="button button-tiny">
        {t('forge.do')}
      </button>
      <button type="button" className="button button-tiny" onClick={onDone}>
        {t('forge.cancel')}
      </button>
    </form>
  );
}

function typedOf(message: BusMessage): Typed {
  const found: Record<string, string | boolean> = {};
  for (const name of NUMBERS) {
    if (name === 'term' ? message.term !== 0 : name in message)
      found[name] = String(Reflect.get(message, name));
  }
  if ('reject' in message) found['reject'] = message.reject;
  if (message.type === 'MsgApp') found['entries'] = message.entries.map(({ term }) => String(term)).join(' ');
  return found;
}

/** Only what was changed; what is no number is handed on as it is, to be refused in the lab's words. */
function changesOf(message: BusMessage, typed: Typed): Fields {
  const before = typedOf(message);
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(typed)) {
    if (before[name] === value) continue;
    if (typeof value === 'boolean') changes[name] = value;
    else if (name === 'entries') changes[name] = entriesOf(value);
    else changes[name] = value.trim() === '' ? value : Number(value);
  }
  return changes;
}

/** `3 4 4:a=1`: the term of each, and what it puts where that is to be another thing. */
function entriesOf(text: string): unknown[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [, term = word, key, value] = /^(\d+):([^=]*)=(.*)$/.exec(word) ?? [];
      return key === undefined ? { term: Number(term) } : { term: Number(term), put: { key, value } };
    });
}
