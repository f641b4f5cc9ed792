import { WireType } from '@bufbuild/protobuf/wire';
import { present, unreachable } from '../base/assert.ts';
import type { Field, ScalarKind } from './table.ts';

/** A message in memory, by the names of its fields. */
export type Fields = Record<string, unknown>;

/** As written without `repeated`; an enum that may be there several times is packed. */
export function wireTypeOf({ fieldType }: Field): WireType {
  if (fieldType.type === 'message') return WireType.LengthDelimited;
  if (fieldType.type === 'enum') return WireType.Varint;
  return fieldType.kind === 'string' || fieldType.kind === 'bytes'
    ? WireType.LengthDelimited
    : WireType.Varint;
}

/** What is written for a field that is not there but is always written. */
export function zeroOf({ fieldType }: Field): unknown {
  switch (fieldType.type) {
    case 'message':
      return {};
    case 'enum':
      return fieldType.held === 'number'
        ? 0
        : present(fieldType.table.names.get(0), 'an enum has a name for 0');
    case 'scalar':
      return fieldType.held === 'bigint' ? zeroOfKind[fieldType.kind] : 0;
    default:
      return unreachable(fieldType);
  }
}

const NO_BYTES = new Uint8Array(0);
const zeroOfKind: Readonly<Record<ScalarKind, unknown>> = {
  int64: 0n,
  uint64: 0n,
  int32: 0,
  uint32: 0,
  bool: false,
  string: '',
  bytes: NO_BYTES,
};

export function isZero({ fieldType }: Field, value: unknown): boolean {
  if (fieldType.type === 'enum' && fieldType.held === 'name') {
    return fieldType.table.numbers.get(String(value)) === 0;
  }
  if (value instanceof Uint8Array || typeof value === 'string') return value.length === 0;
  return value === 0 || value === 0n || value === false;
}

/** Names in errors: `raftpb.Entry.index`. */
export function nameOf(table: { readonly name: string }, field: Field): string {
  return `${table.name}.${field.name}`;
}
