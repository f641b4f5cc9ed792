import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateFormatError } from '../../../src/etcd/apply/saved-parts.ts';
import type { LoggedOperation } from '../../../src/etcd/command.ts';
import { EtcdState } from '../../../src/etcd/etcd-state.ts';
import { defaultOptions } from '../etcd-options.ts';
import { bytes } from '../operations.ts';
import { step } from '../txn/arbitrary-request.ts';

const name = fc.constantFrom('ann', 'bob');
const role = fc.constantFrom('r', 's');
const perm = fc.constantFrom('READ', 'WRITE', 'READWRITE').map((permType) => ({
  permType,
  key: bytes('a'),
  rangeEnd: bytes('c'),
}));

/** Of a user without a password, since hashing one takes a millisecond. */
const rightsOrAlarm: fc.Arbitrary<LoggedOperation> = fc.oneof(
  name.map((user) => ({ type: 'authUserAdd' as const, name: user, password: '', noPassword: true })),
  name.map((user) => ({ type: 'authUserDelete' as const, name: user })),
  role.map((one) => ({ type: 'authRoleAdd' as const, name: one })),
  fc.tuple(name, role).map(([user, one]) => ({ type: 'authUserGrantRole' as const, user, role: one })),
  fc
    .tuple(role, perm)
    .map(([one, what]) => ({ type: 'authRoleGrantPermission' as const, name: one, perm: what })),
  fc
    .tuple(fc.constantFrom('ACTIVATE' as const, 'DEACTIVATE' as const), fc.constantFrom(1n, 2n))
    .map(([action, member]) => ({ type: 'alarm' as const, action, member, alarm: 'NOSPACE' as const })),
  fc.constantFrom(1n, 2n, 3n).map((id) => ({
    type: 'leaseCheckpoint' as const,
    checkpoints: [{ id, remainingTtl: 5 }],
  })),
);
const command: fc.Arbitrary<LoggedOperation> = fc.oneof(
  { weight: 6, arbitrary: step },
  { weight: 1, arbitrary: rightsOrAlarm },
);
const commands = fc.array(command, { maxLength: 40, size: 'max' });

function applyAll(state: EtcdState, operations: readonly LoggedOperation[]): string[] {
  return operations.map((op, i) => {
    const answer = state.apply({ id: i + 1, op });
    return JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  });
}

const restore = (bad: Uint8Array) => () => EtcdState.restore(bad, defaultOptions);

describe('a state and its copies', () => {
  it('go on alike, whether cloned, or saved and restored', () => {
    fc.assert(
      fc.property(commands, commands, (first, second) => {
        const state = EtcdState.create(defaultOptions);
        applyAll(state, first);
        const clone = state.clone();
        const restored = EtcdState.restore(state.save(), defaultOptions);
        expect(restored.save()).toEqual(state.save());
        const answers = applyAll(state, second);
        expect(applyAll(clone, second)).toEqual(answers);
        expect(applyAll(restored, second)).toEqual(answers);
        expect(clone.save()).toEqual(state.save());
        expect(restored.save()).toEqual(state.save());
        expect(restored.kv.hash()).toBe(state.kv.hash());
        for (const { id } of state.leases.leases()) {
          expect(restored.leases.keys(id)).toEqual(state.leases.keys(id));
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  it('do not feel what is done to the others', () => {
    fc.assert(
      fc.property(commands, commands, (first, second) => {
        const state = EtcdState.create(defaultOptions);
        applyAll(state, first);
        const before = state.save();
        applyAll(state.clone(), second);
        expect(state.save()).toEqual(before);
        const clone = state.clone();
        applyAll(state, second);
        expect(clone.save()).toEqual(before);
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  it('are the same after the same commands, and other after one more that is done', () => {
    const [one, two] = [EtcdState.create(defaultOptions), EtcdState.create(defaultOptions)];
    const put = { type: 'put', key: bytes('a'), value: bytes('1') } as const;
    applyAll(one, [put]);
    applyAll(two, [put]);
    expect(one.save()).toEqual(two.save());
    for (const op of [
      put,
      { type: 'leaseGrant', id: 7n, ttl: 5 },
      { type: 'authRoleAdd', name: 'r' },
    ] as const) {
      const before = two.save();
      applyAll(two, [op]);
      expect(two.save()).not.toEqual(before);
    }
  });

  it('refuse bytes that are not a saved state', () => {
    const saved = EtcdState.create(defaultOptions).save();
    expect(restore(new Uint8Array(0))).toThrow(StateFormatError);
    expect(restore(Uint8Array.of(9, ...saved.subarray(1)))).toThrow('a saved state of version 9, not 3');
    expect(restore(saved.subarray(0, saved.length - 1))).toThrow(StateFormatError);
    expect(restore(Uint8Array.of(...saved, 0))).toThrow('bytes after its last part');
  });
});
