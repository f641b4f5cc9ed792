import * as v from 'valibot';
import type { NodeId } from './flavor.ts';

/**
 * The parts that schemas of plain data are made of (commands, clients' calls, options of client programs). The message of each says what is allowed, as the end of a sentence:
 * `loss is 7, but must be a number from 0 to 1`.
 */

/** The number of a machine. Whether there is such a one is looked up when the command is checked. */
export const node = v.custom<NodeId>((value) => Number.isSafeInteger(value), 'the number of a node');

/** A whole number. */
export const id = v.custom<number>((value) => Number.isSafeInteger(value), 'a whole number');

export const isSet = v.boolean('true or false');

export const text = v.string('a text');

/** A number in a range, and nothing that is none. */
export function number(min: number, max: number) {
  return v.custom<number>(
    (value) => typeof value === 'number' && value >= min && value <= max,
    `a number from ${min} to ${max}`,
  );
}

/** A whole number in a range. */
export function whole(min: number, max: number) {
  return v.custom<number>(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
    `a whole number from ${min} to ${max}`,
  );
}

/** One of some words. */
export function word<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `one of ${words.join(', ')}`);
}

/** A list; its message for what is no list. */
export function list<Item extends v.GenericSchema>(
  item: Item,
  message: string,
): v.GenericSchema<readonly v.InferInput<Item>[], readonly v.InferOutput<Item>[]> {
  return v.array(item, message);
}

/** An object of these fields and no others. A list, a map or a date is none, though it may have no fields of its own. */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries): FieldsSchema<Entries> {
  const names = Object.keys(entries).join(', ');
  const object = v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return `there is no such field: fields are ${names}`;
    const key = issue.path?.at(-1)?.key;
    const missing = typeof key === 'string' && issue.input === undefined ? entries[key] : undefined;
    return missing === undefined ? `an object of ${names}` : allowed(missing);
  });
  const guarded = v.pipe(
    v.custom<Record<string, unknown>>(isFields, names === '' ? 'an object' : `an object of ${names}`),
    object,
  );
  return guarded as unknown as FieldsSchema<Entries>;
}

/** What goes into an object of these fields, and what comes out of it. */
export type FieldsSchema<Entries extends v.ObjectEntries> = v.GenericSchema<
  v.InferInput<v.StrictObjectSchema<Entries, undefined>>,
  v.InferOutput<v.StrictObjectSchema<Entries, undefined>>
>;

/** One of several forms, told apart by a word in a field, `type` unless said: found at once, however many there are. */
export function byType<Output, Input = unknown>(
  what: string,
  forms: Readonly<Record<string, v.GenericSchema<unknown, unknown>>>,
  field = 'type',
): v.GenericSchema<Input, Output> {
  const names = Object.keys(forms);
  const none = v.looseObject(
    { [field]: v.picklist(names, `one of ${names.join(', ')}`) },
    `${what}: an object with ${field}, one of ${names.join(', ')}`,
  );
  const found = v.lazy((input) => {
    const form: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined;
    return typeof form === 'string' && Object.hasOwn(forms, form) ? (forms[form] ?? none) : none;
  });
  return found as v.GenericSchema<unknown, unknown> as v.GenericSchema<Input, Output>;
}

/** An object that is nothing more than its fields. */
export function isFields(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** What a field may be, in the words of its schema. */
function allowed(schema: v.GenericSchema | v.GenericSchemaAsync): string {
  const message = 'message' in schema ? schema.message : undefined;
  return typeof message === 'string' ? message : 'given';
}
