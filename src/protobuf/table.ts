import { assert, present } from '../base/assert.ts';
import type { Message } from './message.ts';

/**
 * Protocol Buffers messages as tables: what the wire and JSON forms of a message are is read off its table, and
 * nowhere else. The numbers and names are those of etcd's .proto files; they are the protocol.
 */
export type ScalarKind = 'int64' | 'uint64' | 'int32' | 'uint32' | 'bool' | 'string' | 'bytes';

/** An enum with its full name, and its values by name. */
export interface EnumTable<Name extends string = string> {
  readonly name: string;
  readonly numbers: ReadonlyMap<Name, number>;
  readonly names: ReadonlyMap<number, Name>;
}

/**
 * How a 64-bit number is held in memory: as a bigint, which always fits; as a number, for what stays a safe integer here
 * (indexes); as a number while it is one and a bigint beyond (terms); or so, and the largest sixteen, which are ids of local
 * threads, as numbers below 0 (ids of members).
 */
export type Held = 'bigint' | 'number' | 'numberOrBigint' | 'id';

export type FieldType =
  | { readonly type: 'scalar'; readonly kind: ScalarKind; readonly held: Held }
  /** In memory its number, or its name. */
  | { readonly type: 'enum'; readonly table: EnumTable; readonly held: 'number' | 'name' }
  /** Asked for late, since a message may contain its own kind. */
  | { readonly type: 'message'; readonly table: () => MessageTable };

export interface Field {
  readonly number: number;
  /** What it is called in memory; of etcd's API as in the .proto file, which is also how its JSON names it. */
  readonly name: string;
  /** The other name that JSON may use: `rangeEnd` for `range_end`. */
  readonly jsonName: string;
  readonly fieldType: FieldType;
  readonly repeated: boolean;
  /** Of a oneof: at most one of its fields is there, and that one even when it is zero. */
  readonly oneof: boolean;
  /**
   * Whether a zero is written: proto3 leaves it out, proto2 writes always (gogoproto: nullable=false), or what is there
   * (as also a oneof does).
   */
  readonly zero: 'omitted' | 'written' | 'writtenIfThere';
  /** Bytes that share no memory with those they were read from. */
  readonly copied: boolean;
}

/**
 * `T`: the message in memory. Of a whole one every field is there, also those that were not on the wire; of another one
 * only what is not zero (`Message`).
 */
export interface MessageTable<T = unknown> {
  readonly name: string;
  readonly isWhole: boolean;
  /** In the order of the .proto file, in which JSON is written and read. */
  readonly fields: readonly Field[];
  /** In the order of their numbers, in which the wire form is written. */
  readonly fieldsByNumber: readonly Field[];
  readonly fieldByNumber: ReadonlyMap<number, Field>;
  /** Those that may hold large bytes, or a message that does. */
  readonly largeFields: readonly Field[];
  /**
   * The oneof: its name, the Go type of it, and the index of its first field. JSON that names it, and not one of its
   * fields, is refused in the words of that type.
   */
  readonly union: { readonly name: string; readonly goType: string; readonly before: number } | undefined;
  /** There for the types alone. */
  readonly holds?: T;
}

/** A field as the tables write it: number, name, kind, and whether there may be many. `V`: what it is in memory. */
export interface FieldSpec<V = unknown>
  extends Omit<Field, 'jsonName' | 'oneof' | 'zero' | 'copied'>, Partial<Pick<Field, 'zero' | 'copied'>> {
  readonly holds?: V;
}

export function scalar(number: number, name: string, kind: ScalarKind): FieldSpec {
  return { number, name, fieldType: { type: 'scalar', kind, held: 'bigint' }, repeated: false };
}

export function choice(number: number, name: string, table: EnumTable): FieldSpec {
  return { number, name, fieldType: { type: 'enum', table, held: 'number' }, repeated: false };
}

export function nested(number: number, name: string, table: () => MessageTable): FieldSpec {
  return { number, name, fieldType: { type: 'message', table }, repeated: false };
}

export function many(field: FieldSpec): FieldSpec {
  return { ...field, repeated: true };
}

export function zero(handling: Field['zero'], field: FieldSpec): FieldSpec {
  return { ...field, zero: handling };
}

/** Several fields of which one may be there. */
export interface UnionSpec {
  readonly union: string;
  readonly oneof: readonly FieldSpec[];
}

/** The first value is 0, the next 1, and so on. */
export function enumTable<const Name extends string>(name: string, values: readonly Name[]): EnumTable<Name> {
  const pairs = values.map((value, number) => [value, number] as const);
  return { name, numbers: new Map(pairs), names: new Map(pairs.map(([value, number]) => [number, value])) };
}

/** The names of an enum, as a type. */
export type NameOf<Table> = Table extends EnumTable<infer Name> ? Name : never;

/** The numbers of an enum by its names, as a plain object. */
export function numbersOf<Name extends string>({ numbers }: EnumTable<Name>): Readonly<Record<Name, number>> {
  return Object.fromEntries(numbers) as Record<Name, number>;
}

/** `name`: with its package, `etcdserverpb.RangeRequest`. */
export function messageTable(name: string, specs: readonly (FieldSpec | UnionSpec)[]): MessageTable<Message> {
  const fields: Field[] = [];
  let union: MessageTable['union'];
  for (const spec of specs) {
    if ('union' in spec) {
      assert(union === undefined, `${name} has one union`);
      union = { name: spec.union, goType: unionType(name, spec.union), before: fields.length };
      fields.push(...spec.oneof.map((field) => finish(field, true)));
    } else {
      fields.push(finish(spec, false));
    }
  }
  return { ...byNumber(name, fields), isWhole: false, union };
}

/** The table of a message that is whole in memory: a field for each property of `T`, and its type is held against it. */
export function wholeTable<T extends object>(
  name: string,
  specs: { readonly [Name in keyof T]-?: FieldSpec<T[Name]> },
): MessageTable<T> {
  const fields = Object.entries<FieldSpec>(specs).map(([key, spec]) => finish({ ...spec, name: key }, false));
  return { ...byNumber(name, fields), isWhole: true, union: undefined };
}

function byNumber(
  name: string,
  fields: readonly Field[],
): Pick<MessageTable, 'name' | 'fields' | 'fieldsByNumber' | 'fieldByNumber' | 'largeFields'> {
  const fieldsByNumber = fields.slice().sort((a, b) => a.number - b.number);
  const fieldByNumber = new Map(fields.map((field) => [field.number, field]));
  assert(fieldByNumber.size === fields.length, `${name}: every field has a number of its own`);
  const largeFields = fieldsByNumber.filter(
    ({ fieldType, repeated }) =>
      !repeated &&
      (fieldType.type === 'message' || (fieldType.type === 'scalar' && fieldType.kind === 'bytes')),
  );
  return { name, fields, fieldsByNumber, fieldByNumber, largeFields };
}

export function fieldNamed(table: MessageTable, name: string): Field {
  return present(
    table.fields.find((field) => field.name === name),
    `${table.name} has no ${name}`,
  );
}

function finish(
  { number, name, fieldType, repeated, copied = false, ...spec }: FieldSpec,
  oneof: boolean,
): Field {
  const zero = spec.zero ?? (oneof ? 'writtenIfThere' : 'omitted');
  return { number, name, fieldType, repeated, copied, jsonName: camelCase(name), oneof, zero };
}

/** etcdserverpb.Compare with target_union: etcdserverpb.isCompare_TargetUnion. */
function unionType(name: string, union: string): string {
  const dot = name.lastIndexOf('.') + 1;
  return `${name.slice(0, dot)}is${name.slice(dot)}_${camelCase(`_${union}`)}`;
}

function camelCase(name: string): string {
  return name.replace(/_([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
