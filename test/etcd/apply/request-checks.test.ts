import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../../src/etcd/apply/request-checks.ts';
import type { ClientOperation, TxnOperation, TxnRequest } from '../../../src/etcd/request.ts';
import { bytes, del, get, put } from '../operations.ts';

const check = (operation: ClientOperation, maxTxnOps = 128) => checkRequest(operation, { maxTxnOps });

function txn(success: readonly TxnOperation[], failure: readonly TxnOperation[] = []): TxnRequest {
  return { type: 'txn', compare: [], success, failure };
}

const repeat = (count: number, make: (i: number) => TxnOperation): TxnOperation[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('a request is refused before anything is proposed', () => {
  it('without a key', () => {
    expect(check(get(''))).toBe('emptyKey');
    expect(check(put('', 'x'))).toBe('emptyKey');
    expect(check(del(''))).toBe('emptyKey');
    expect(check(txn([get('')]))).toBe('emptyKey');
    const nothing = { key: bytes(''), result: 'EQUAL', target: { type: 'MOD', value: 0 } } as const;
    expect(check({ ...txn([]), compare: [nothing] })).toBe('emptyKey');
  });

  it('with a value or a lease that is to be ignored', () => {
    expect(check({ ...put('a', 'x'), ignoreValue: true })).toBe('valueProvided');
    expect(check({ ...put('a', ''), ignoreValue: true })).toBeUndefined();
    expect(check({ ...put('a', 'x'), ignoreLease: true, lease: 7n })).toBe('leaseProvided');
    expect(check({ ...put('a', 'x'), ignoreLease: true, lease: 0n })).toBeUndefined();
    expect(check(txn([], [{ ...put('a', 'x'), ignoreValue: true }]))).toBe('valueProvided');
  });

  it('with an operation nobody has filled in', () => {
    expect(check(txn([{ type: 'empty' }]))).toBe('keyNotFound');
    expect(check(txn([get('a')], [{ type: 'empty' }]))).toBe('keyNotFound');
  });

  it('with more operations than allowed in a branch or among the compares', () => {
    const many = repeat(129, () => get('a'));
    expect(check(txn(many))).toBe('tooManyOps');
    expect(check(txn([], many))).toBe('tooManyOps');
    expect(check(txn(many.slice(1), many.slice(1)))).toBeUndefined();
    const compare = { key: bytes('a'), result: 'EQUAL', target: { type: 'MOD', value: 0 } } as const;
    expect(check({ ...txn([]), compare: Array.from({ length: 129 }, () => compare) })).toBe('tooManyOps');
  });

  it('with more operations in an inner transaction than the outer one has left', () => {
    const inner = txn(repeat(3, () => get('a')));
    expect(check(txn([inner]), 4)).toBeUndefined();
    expect(check(txn([inner]), 3)).toBe('tooManyOps');
    expect(
      check(
        txn(
          [inner],
          repeat(2, () => get('a')),
        ),
        4,
      ),
    ).toBe('tooManyOps');
  });

  it('that is nested deeper than operations are allowed', () => {
    const nest = (depth: number): TxnRequest => (depth === 0 ? txn([]) : txn([nest(depth - 1)]));
    expect(check(nest(128))).toBeUndefined();
    expect(check(nest(129))).toBe('tooManyOps');
  });

  it('for too many operations before missing keys, and for missing keys before written twice', () => {
    expect(check(txn([put('', 'x'), put('a', '1'), put('a', '1')]), 2)).toBe('tooManyOps');
    expect(check(txn([put('a', '1'), put('a', '1'), put('', 'x')]))).toBe('emptyKey');
  });
});

describe('a transaction that writes a key twice', () => {
  it('is refused, in the branch that will be taken or not', () => {
    expect(check(txn([put('a', '1'), put('a', '2')]))).toBe('duplicateKey');
    expect(check(txn([], [put('a', '1'), put('a', '2')]))).toBe('duplicateKey');
    expect(check(txn([put('a', '1')], [put('a', '2')]))).toBeUndefined();
  });

  it('is refused for a deletion and a put, in any order, but not for two deletions', () => {
    expect(check(txn([del('a'), put('a', '1')]))).toBe('duplicateKey');
    expect(check(txn([put('a', '1'), del('a')]))).toBe('duplicateKey');
    expect(check(txn([put('b', '1'), del('a', bytes('c'))]))).toBe('duplicateKey');
    expect(check(txn([put('c', '1'), del('a', bytes('c'))]))).toBeUndefined();
    expect(check(txn([del('a'), del('a'), del('a', bytes('c'))]))).toBeUndefined();
  });

  it('is not seen where the deletion is open-ended', () => {
    expect(check(txn([put('b', '1'), del('a', Uint8Array.of(0))]))).toBeUndefined();
    expect(check(txn([put('\0', '1'), del('\0', Uint8Array.of(0))]))).toBeUndefined();
  });

  it('is not seen where the range ends before it begins', () => {
    expect(check(txn([put('b', '1'), del('c', bytes('a'))]))).toBeUndefined();
  });

  it('may put a key in both branches of an inner transaction, but not beside it', () => {
    const both = txn([put('a', '1')], [put('a', '2')]);
    expect(check(txn([both]))).toBeUndefined();
    expect(check(txn([both, put('a', '3')]))).toBe('duplicateKey');
    expect(check(txn([txn([put('a', '1')]), txn([], [put('a', '2')])]))).toBe('duplicateKey');
  });

  it('may put in a first inner transaction what a second one deletes, but not the other way round', () => {
    expect(check(txn([txn([put('a', '1')]), txn([del('a')])]))).toBeUndefined();
    expect(check(txn([txn([del('a')]), txn([put('a', '1')])]))).toBe('duplicateKey');
    expect(check(txn([txn([put('a', '1')]), del('a')]))).toBe('duplicateKey');
  });

  it('is looked for by a logarithm, among as many operations as a request can hold', () => {
    const wide = (depth: number, name: string): TxnRequest =>
      txn(
        depth === 0
          ? repeat(40, (i) => put(`${name}.${i}`, ''))
          : [del(`!${name}`), ...repeat(39, (i) => wide(depth - 1, `${name}.${i}`))],
      );
    expect(check(wide(2, 'k'))).toBeUndefined(); // 60,840 puts against 1,561 deletions
  });
});
