import type { Compare, CompareResult, LeaseId, TxnOperation, TxnRequest } from '../etcd/request.ts';
import { bytesOf, keyRange } from './call-form.ts';

export const compareTargets = ['VALUE', 'VERSION', 'CREATE', 'MOD', 'LEASE'] as const;
export const compareSigns = { EQUAL: '=', NOT_EQUAL: '≠', GREATER: '>', LESS: '<' } as const;

/** A transaction as it is typed. */
export interface TxnDraft {
  readonly compares: readonly CompareDraft[];
  readonly success: readonly OperationDraft[];
  readonly failure: readonly OperationDraft[];
}

export interface CompareDraft {
  readonly id: number;
  readonly target: (typeof compareTargets)[number];
  readonly key: string;
  readonly result: CompareResult;
  readonly value: string;
}

export interface OperationDraft {
  readonly id: number;
  readonly type: 'put' | 'get' | 'del';
  readonly key: string;
  readonly value: string;
  readonly range: 'key' | 'prefix' | 'fromKey';
}

/** What everybody tries first: take it if nobody has it, else see who has. */
export const firstTxn: TxnDraft = {
  compares: [{ id: 1, target: 'VERSION', key: 'x', result: 'EQUAL', value: '0' }],
  success: [{ id: 2, type: 'put', key: 'x', value: '1', range: 'key' }],
  failure: [{ id: 3, type: 'get', key: 'x', value: '', range: 'key' }],
};

export type FormedTxn =
  | { readonly ok: true; readonly asked: TxnRequest }
  | { readonly ok: false; readonly compare: number; readonly problem: 'notWhole' | 'notAnId' };

export function formedTxn(draft: TxnDraft): FormedTxn {
  const compare: Compare[] = [];
  for (const [i, each] of draft.compares.entries()) {
    const made = compareOf(each);
    if (typeof made === 'string') return { ok: false, compare: i + 1, problem: made };
    compare.push(made);
  }
  return {
    ok: true,
    asked: {
      type: 'txn',
      compare,
      success: draft.success.map(operationOf),
      failure: draft.failure.map(operationOf),
    },
  };
}

function compareOf({ target, key, result, value }: CompareDraft): Compare | 'notWhole' | 'notAnId' {
  const common = { result, key: bytesOf(key) };
  if (target === 'VALUE') return { ...common, target: { type: target, value: bytesOf(value) } };
  if (target === 'LEASE') {
    if (!/^[0-9a-f]{1,16}$/i.test(value.trim())) return 'notAnId';
    const lease: LeaseId = BigInt.asIntN(64, BigInt(`0x${value.trim()}`));
    return { ...common, target: { type: target, value: lease } };
  }
  const number = Number(value);
  if (value.trim() === '' || !Number.isSafeInteger(number)) return 'notWhole';
  return { ...common, target: { type: target, value: number } };
}

function operationOf({ type, key, value, range }: OperationDraft): TxnOperation {
  if (type === 'put') return { type: 'put', key: bytesOf(key), value: bytesOf(value) };
  const keys = keyRange(range, bytesOf(key), new Uint8Array(0));
  return type === 'del'
    ? { type: 'deleteRange', ...keys }
    : { type: 'range', ...keys, revision: 0, consistency: 'linearizable' };
}
