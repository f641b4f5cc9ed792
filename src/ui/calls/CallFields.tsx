import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { callFields, type CallField, type CallKind, type Values } from '../../forms/call-form.ts';
import { formatId, formatNode } from '../../view/say/format.ts';
import { useCalls } from './call-store.ts';
import type { Known } from './known.ts';

interface FieldsProps {
  readonly kind: CallKind;
  readonly values: Values;
  readonly known: Known;
}

/** The fields of a form; those that few need are folded away. */
export function CallFields({ kind, values, known }: FieldsProps) {
  const { t } = useTranslation('calls');
  const fields = callFields[kind].filter(({ when }) => !when || valueOf(kind, when[0], values) === when[1]);
  const shown = fields.filter((field) => !field.more);
  const folded = fields.filter((field) => field.more);
  return (
    <>
      {shown.map((field) => (
        <Field key={field.name} kind={kind} field={field} values={values} known={known} />
      ))}
      {folded.length > 0 && (
        <details className="calls-more">
          <summary>{t('more')}</summary>
          {folded.map((field) => (
            <Field key={field.name} kind={kind} field={field} values={values} known={known} />
          ))}
        </details>
      )}
    </>
  );
}

function valueOf(kind: CallKind, name: CallField['name'], values: Values): string | boolean {
  return values[name] ?? callFields[kind].find((field) => field.name === name)?.initial ?? '';
}

function Field({ kind, field, values, known }: FieldsProps & { readonly field: CallField }) {
  const { t } = useTranslation('calls');
  const list = useId();
  const setValue = useCalls((state) => state.setValue);
  const { name, type } = field;
  const value = valueOf(kind, name, values);
  const change = (next: string | boolean) => setValue(kind, name, next);
  if (type === 'check') {
    return (
      <label className="calls-check">
        <input type="checkbox" checked={value === true} onChange={(event) => change(event.target.checked)} />
        <span>{t(`field.${name}`)}</span>
      </label>
    );
  }
  if (type === 'choice' || type === 'member') {
    const options = type === 'member' ? memberOptions(known) : choiceOptions(field, t);
    return (
      <label className="calls-field">
        <span>{t(`field.${name}`)}</span>
        <select value={String(value)} onChange={(event) => change(event.target.value)}>
          {type === 'member' && <option value="">{t('noMember')}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </label>
    );
  }
  const offers = offersOf(type, known);
  return (
    <label className="calls-field">
      <span>{t(`field.${name}`)}</span>
      <input
        type={type === 'password' ? 'password' : 'text'}
        inputMode={type === 'number' ? 'numeric' : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={String(value)}
        placeholder={type === 'number' || type === 'lease' ? t(`empty.${type}`) : undefined}
        list={offers.length > 0 ? list : undefined}
        onChange={(event) => change(event.target.value)}
      />
      {offers.length > 0 && (
        <datalist id={list}>
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
    </label>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function memberOptions(known: Known): readonly Option[] {
  return (known?.members ?? []).map(({ id, node, name }) => ({
    value: formatId(id),
    label: [node === undefined ? '' : formatNode(node), name, formatId(id)].filter(Boolean).join(' · '),
  }));
}

type Translate = ReturnType<typeof useTranslation<'calls'>>['t'];

function choiceOptions({ name, options }: CallField, t: Translate): readonly Option[] {
  return (options ?? []).map((value) => ({
    value,
    label: name === 'range' ? t(`range.${value as 'key' | 'prefix' | 'fromKey' | 'to'}`) : value,
  }));
}

/** What a text may be completed to. */
function offersOf(type: CallField['type'], known: Known): readonly string[] {
  if (!known) return [];
  if (type === 'lease') return known.leases.map(({ id }) => formatId(id));
  if (type === 'user') return known.auth.users.map(({ name }) => name);
  return type === 'role' ? known.auth.roles.map(({ name }) => name) : [];
}
