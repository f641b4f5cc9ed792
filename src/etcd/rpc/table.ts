import { assert, present } from '../../base/assert.ts';

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

export type FieldType =
  | { readonly type: 'scalar'; readonly kind: ScalarKind }
  | { readonly type: 'enum'; readonly table: EnumTable }
  /** Asked for late, since a message may contain its own kind. */
  | { readonly type: 'message'; readonly table: () => MessageTable };

export interface Field {
  readonly number: number;
  /** As in the .proto file, which is also how etcd's JSON names it. */
  readonly name: string;
  /** The other name that JSON may use: `rangeEnd` for `range_end`. */
  readonly jsonName: string;
  readonly fieldType: FieldType;
  readonly repeated: boolean;
  /** Of a oneof: at most one of its fields is there, and that one even when it is zero. */
  readonly oneof: boolean;
  /** Whether a zero is written: proto3 leaves it out, proto2 writes always, or what is there (as also a oneof does). */
  readonly zero: 'omitted' | 'written' | 'writtenIfThere';
}

export interface MessageTable {
  readonly name: string;
  /** In the order of the .proto file, in which JSON is written and read. */
  readonly fields: readonly Field[];
  /** In the order of their numbers, in which the wire form is written. */
  readonly fieldsByNumber: readonly Field[];
  readonly fieldByNumber: ReadonlyMap<number, Field>;
  /**
   * The oneof: its name, the Go type of it, and the index of its first field. JSON that names it, and not one of its
   * fields, is refused in the words of that type.
   */
  readonly union: { readonly name: string; readonly goType: string; readonly before: number } | undefined;
}

/** A field as the tables below write it: number, name, kind, and whether there may be many. */
export type FieldSpec = Omit<Field, 'jsonName' | 'oneof' | 'zero'> & Partial<Pick<Field, 'zero'>>;

export function scalar(number: number, name: string, kind: ScalarKind): FieldSpec {
  return { number, name, fieldType: { type: 'scalar', kind }, repeated: false };
}

export function choice(number: number, name: string, table: EnumTable): FieldSpec {
  return { number, name, fieldType: { type: 'enum', table }, repeated: false };
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

/** `name`: with its package, `etcdserverpb.RangeRequest`. */
export function messageTable(name: string, specs: readonly (FieldSpec | UnionSpec)[]): MessageTable {
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
  const fieldsByNumber = fields.slice().sort((a, b) => a.number - b.number);
  const fieldByNumber = new Map(fields.map((field) => [field.number, field]));
  assert(fieldByNumber.size === fields.length, `${name}: every field has a number of its own`);
  return { name, fields, fieldsByNumber, fieldByNumber, union };
}

export function fieldNamed(table: MessageTable, name: string): Field {
  return present(
    table.fields.find((field) => field.name === name),
    `${table.name} has no ${name}`,
  );
}

function finish(spec: FieldSpec, oneof: boolean): Field {
  const zero = spec.zero ?? (oneof ? 'writtenIfThere' : 'omitted');
  return { ...spec, jsonName: camelCase(spec.name), oneof, zero };
}

/** etcdserverpb.Compare with target_union: etcdserverpb.isCompare_TargetUnion. */
function unionType(name: string, union: string): string {
  const dot = name.lastIndexOf('.') + 1;
  return `${name.slice(0, dot)}is${name.slice(dot)}_${camelCase(`_${union}`)}`;
}

function camelCase(name: string): string {
  return name.replace(/_([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
