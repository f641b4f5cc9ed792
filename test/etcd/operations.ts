import { prefixRangeEnd } from '../../src/etcd/mvcc/key-range.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';

type Operation<Type extends ClientOperation['type']> = Extract<ClientOperation, { type: Type }>;

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function put(key: string, value: string): Operation<'put'> {
  return { type: 'put', key: bytes(key), value: bytes(value) };
}

export function get(key: string, more: Partial<Operation<'range'>> = {}): Operation<'range'> {
  return { type: 'range', key: bytes(key), revision: 0, consistency: 'serializable', ...more };
}

export function del(key: string, rangeEnd?: Uint8Array): Operation<'deleteRange'> {
  return rangeEnd === undefined
    ? { type: 'deleteRange', key: bytes(key) }
    : { type: 'deleteRange', key: bytes(key), rangeEnd };
}

export function compact(revision: number): Operation<'compact'> {
  return { type: 'compact', revision };
}

export function prefix(key: string): [string, Uint8Array] {
  return [key, prefixRangeEnd(bytes(key))];
}
