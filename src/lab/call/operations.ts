import { encodeUtf8 } from '../../base/utf8.ts';
import type { OperationInput } from '../../etcd/operation-schema.ts';
import { prefixRangeEnd } from '../../etcd/mvcc/key-range.ts';

/**
 * The calls that scripts make most, by friendlier names. Each is a function from what it is given to the operation of a
 * call, and nothing more: what is wrong with a key or a revision the operation's schema says.
 */

export interface RangeOptions {
  readonly rangeEnd?: string;
  /** Every key that begins so; an empty prefix is every key there is. */
  readonly prefix?: boolean;
}

export interface GetOptions extends RangeOptions {
  readonly consistency?: 'linearizable' | 'serializable';
  readonly rev?: number;
}

export function put(key: string, value: string): OperationInput {
  return { type: 'put', key, value };
}

export function get(key: string, { consistency, rev, ...range }: GetOptions = {}): OperationInput {
  return {
    type: 'range',
    ...rangeOf(key, range),
    ...(rev === undefined ? {} : { revision: rev }),
    ...(consistency === undefined ? {} : { consistency }),
  };
}

export function del(key: string, range: RangeOptions = {}): OperationInput {
  return { type: 'deleteRange', ...rangeOf(key, range) };
}

function rangeOf(
  key: string,
  { rangeEnd, prefix }: RangeOptions,
): { key: string | Uint8Array; rangeEnd?: string | Uint8Array } {
  if (prefix !== true) return rangeEnd === undefined ? { key } : { key, rangeEnd };
  if (key === '') return { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };
  return { key, rangeEnd: prefixRangeEnd(encodeUtf8(key)) };
}
