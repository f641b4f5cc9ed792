import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../../src/etcd/apply/request-checks.ts';
import { EtcdState } from '../../../src/etcd/etcd-state.ts';
import { defaultOptions } from '../etcd-options.ts';
import { text } from '../operations.ts';
import { step, txn, type Step } from './arbitrary-request.ts';
import { naiveWrites } from './naive-duplicates.ts';
import { NaiveEtcd } from './naive-etcd.ts';

/** How often what was seen, so that a generator that goes stale is noticed. */
const seen = new Map<string, number>();

function note(what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

function runStep(state: EtcdState, naive: NaiveEtcd, request: Step, id: number): void {
  if (request.type === 'leaseGrant') {
    const answer = state.apply({ id, op: request });
    expect(answer.ok).toBe(!naive.leases.has(request.id));
    naive.grant(request.id, request.ttl);
    return;
  }
  if (request.type === 'leaseRevoke') {
    const answer = state.apply({ id, op: request });
    expect(answer.ok).toBe(naive.leases.has(request.id));
    naive.revoke(request.id);
    return;
  }
  if (checkRequest(request, { maxTxnOps: 128 }) !== undefined) {
    note('refused before');
    return;
  }
  const answer = state.apply({ id, op: request });
  const expected = naive.apply(request);
  expect(answer.ok ? answer.result : answer.error).toEqual(expected);
  note(answer.ok ? `${request.type} done` : `${request.type} ${answer.error}`);
}

function expectSame(state: EtcdState, naive: NaiveEtcd): void {
  expect(state.kv.revision).toBe(naive.revision);
  const all = { type: 'range', key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) } as const;
  for (let revision = Math.max(1, naive.compacted); revision <= naive.revision; revision++) {
    const request = { ...all, revision, consistency: 'serializable' } as const;
    const answer = state.kv.range(request);
    expect(answer.ok ? answer.result : answer.error).toEqual(naive.apply(request));
  }
  for (const id of naive.leases.keys()) {
    expect(state.leases.keys(id).map(text)).toEqual(naive.attached(id).map(([key]) => key));
  }
}

describe('transactions beside a list of all versions ever', () => {
  it('answer the same and leave the same, however deep they are', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
        const state = EtcdState.create(defaultOptions);
        const naive = new NaiveEtcd();
        steps.forEach((request, i) => runStep(state, naive, request, i + 1));
        expectSame(state, naive);
      }),
      { seed: 20261122, numRuns: 400 },
    );
    for (const outcome of ['done', 'keyNotFound', 'leaseNotFound', 'futureRevision', 'compacted']) {
      expect(seen.get(`txn ${outcome}`) ?? 0, `transactions: ${outcome}`).toBeGreaterThan(20);
    }
    expect(seen.get('txn done') ?? 0).toBeGreaterThan(2000);
  });

  it('are refused for the same keys written twice', () => {
    let refusals = 0;
    fc.assert(
      fc.property(txn, (request) => {
        const naive = naiveWrites(request.success) === null || naiveWrites(request.failure) === null;
        const error = checkRequest(request, { maxTxnOps: 128 });
        expect(error).toBe(naive ? 'duplicateKey' : undefined);
        refusals += Number(naive);
      }),
      { seed: 20261122, numRuns: 3000 },
    );
    expect(refusals).toBeGreaterThan(300);
    expect(refusals).toBeLessThan(2700);
  });
});
