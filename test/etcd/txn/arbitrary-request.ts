import * as fc from 'fast-check';
import type {
  Compare,
  CompactRequest,
  DeleteRangeRequest,
  PutRequest,
  RangeRequest,
  TxnOperation,
  TxnRequest,
} from '../../../src/etcd/request.ts';
import { bytes } from '../operations.ts';

/** Few keys, so that everything meets: a to d, and now and then one between them. */
const key = fc.constantFrom('a', 'b', 'c', 'd', 'bb', 'c\0').map(bytes);
const value = fc.constantFrom('', 'x', 'y', 'z').map(bytes);
const range = fc
  .tuple(
    key,
    fc.option(fc.constantFrom('b', 'c', 'e', 'a', '\0', '').map(bytes), { nil: undefined, freq: 3 }),
  )
  .map(([from, to]) => (to === undefined ? { key: from } : { key: from, rangeEnd: to }));
export const leaseId = fc.constantFrom(1n, 2n, 3n);

const put: fc.Arbitrary<PutRequest> = fc
  .record({
    key,
    value,
    lease: fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, { weight: 2, arbitrary: leaseId }),
    prevKv: fc.boolean(),
    ignore: fc.constantFrom('', '', '', 'value', 'lease', 'both'),
  })
  .map(({ ignore, ...rest }) => {
    const ignoreValue = ignore === 'value' || ignore === 'both';
    const ignoreLease = ignore === 'lease' || ignore === 'both';
    return {
      type: 'put' as const,
      key: rest.key,
      value: ignoreValue ? bytes('') : rest.value,
      lease: ignoreLease ? 0n : rest.lease,
      prevKv: rest.prevKv,
      ignoreValue,
      ignoreLease,
    };
  });

const get: fc.Arbitrary<RangeRequest> = fc
  .record({
    range,
    revision: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -2, max: 12 }) },
    ),
    limit: fc.constantFrom(0, 0, 1, 2),
    countOnly: fc.constantFrom(false, false, true),
    keysOnly: fc.constantFrom(false, false, true),
  })
  .map(({ range: asked, ...rest }) =>
    Object.assign({ type: 'range' as const, consistency: 'serializable' as const }, asked, rest),
  );

const del: fc.Arbitrary<DeleteRangeRequest> = fc
  .tuple(range, fc.boolean())
  .map(([asked, prevKv]) => Object.assign({ type: 'deleteRange' as const, prevKv }, asked));

const number = fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined, freq: 5 });
const target: fc.Arbitrary<Compare['target']> = fc.oneof(
  fc
    .tuple(fc.constantFrom('VERSION' as const, 'CREATE' as const, 'MOD' as const), number)
    .map(([type, value]) => ({ type, value })),
  fc.option(value, { nil: undefined, freq: 5 }).map((value) => ({ type: 'VALUE' as const, value })),
  fc
    .option(fc.constantFrom(0n, 1n, 2n), { nil: undefined, freq: 5 })
    .map((value) => ({ type: 'LEASE' as const, value })),
);
const compare: fc.Arbitrary<Compare> = fc
  .tuple(
    fc.constantFrom('EQUAL' as const, 'NOT_EQUAL' as const, 'GREATER' as const, 'LESS' as const),
    target,
    range,
  )
  .map(([result, target, asked]) => Object.assign({ result, target }, asked));

/** Transactions in transactions, `depth` deep at most. */
function txnOf(depth: number): fc.Arbitrary<TxnRequest> {
  const operation: fc.Arbitrary<TxnOperation> = fc.oneof(
    { weight: 3, arbitrary: put },
    { weight: 2, arbitrary: get },
    { weight: 1, arbitrary: del },
    ...(depth > 0 ? [{ weight: 2, arbitrary: txnOf(depth - 1) }] : []),
  );
  const branch = fc.array(operation, { maxLength: 3 });
  return fc.record({
    type: fc.constant('txn' as const),
    compare: fc.array(compare, { maxLength: 2 }),
    success: branch,
    failure: branch,
  });
}

export const txn = txnOf(4);

const compactRequest: fc.Arbitrary<CompactRequest> = fc
  .integer({ min: -1, max: 15 })
  .map((revision) => ({ type: 'compact', revision }));

export type Step =
  | PutRequest
  | RangeRequest
  | DeleteRangeRequest
  | TxnRequest
  | CompactRequest
  | { readonly type: 'leaseGrant'; readonly id: bigint; readonly ttl: number }
  | { readonly type: 'leaseRevoke'; readonly id: bigint };

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: put },
  { weight: 2, arbitrary: get },
  { weight: 2, arbitrary: del },
  { weight: 8, arbitrary: txn },
  { weight: 2, arbitrary: compactRequest },
  { weight: 2, arbitrary: leaseId.map((id) => ({ type: 'leaseGrant' as const, id, ttl: 60 })) },
  { weight: 1, arbitrary: leaseId.map((id) => ({ type: 'leaseRevoke' as const, id })) },
);
