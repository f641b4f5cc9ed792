import { describe, expect, it } from 'vitest';
import { etcdModel } from '../../../src/check/linearizability/etcd-model.ts';
import type { EtcdOperation, Observed } from '../../../src/check/linearizability/history.ts';
import { judgeHistory } from '../../../src/check/linearizability/judge-history.ts';
import { etcdHistory } from './histories.ts';
import { canBeExplained } from './naive.ts';

type Call = Observed<EtcdOperation>;

/** What clients of a right store saw, and the same with one answer changed. */
function histories(seed: number): Call[][] {
  const right = etcdHistory({ seed, calls: 6, clients: 3, keys: 2, unknown: 0.2, reads: 0.4 });
  const known = right.findIndex((call, i) => i >= seed % 6 && call.operation.answer?.ok === true);
  const planted = right.map((call, i) => {
    const { answer } = call.operation;
    if (i !== known || answer?.ok !== true) return call;
    const revision = Math.max(1, (answer.revision ?? 1) + (seed % 2 === 0 ? 1 : -1));
    return Object.assign({}, call, { operation: { ...call.operation, answer: { ...answer, revision } } });
  });
  return [right, planted];
}

describe('the judge of etcd’s histories', () => {
  it('says of small random histories, right ones and such with a planted error, what trying every order says', () => {
    const counts = { linearizable: 0, impossible: 0, unknown: 0 };
    for (let seed = 1; seed <= 300; seed++) {
      for (const calls of histories(seed)) {
        const { type } = judgeHistory({ model: 'etcd', calls });
        const asked = calls.filter(
          ({ operation, returnedAt }) => returnedAt !== undefined || operation.request.type !== 'range',
        );
        const is = canBeExplained(asked, etcdModel(asked));
        expect(type, `seed ${seed}`).toBe(is ? 'linearizable' : 'impossible');
        counts[type]++;
      }
    }
    expect(counts.linearizable).toBeGreaterThan(300);
    expect(counts.impossible).toBeGreaterThan(100);
    expect(counts.unknown).toBe(0);
  });

  it('finds the stale read among thousands of calls, half of the changes without an answer, and what it contradicts', () => {
    const calls = etcdHistory({
      seed: 2,
      calls: 1000,
      clients: 50,
      keys: 1,
      unknown: 0.5,
      reads: 0.3,
      staleAfter: 0.8,
    });
    const verdict = judgeHistory({ model: 'etcd', calls });
    expect(verdict.type).toBe('impossible');
    if (verdict.type !== 'impossible') return;
    expect(verdict.contradiction).toHaveLength(2);
    expect(verdict.contradiction).toContain(verdict.first);
    const [one, other] = verdict.contradiction.map((i) => calls[i] as Call);
    expect(one?.returnedAt).toBeLessThan(other?.invokedAt ?? 0);
  });
});
