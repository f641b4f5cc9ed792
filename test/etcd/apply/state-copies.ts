import * as fc from 'fast-check';
import { expect } from 'vitest';
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

export function applyAll(state: EtcdState, operations: readonly LoggedOperation[]): string[] {
  return operations.map((op, i) => {
    const answer = state.apply({ id: i + 1, op });
    return JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  });
}

/** After the same commands a state, its clone, and what was saved and restored of it are the same. */
export function checkAlike(seed: number, numRuns: number): void {
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
    { seed, numRuns },
  );
}

/** What is done to a state changes no copy of it, and what is done to a copy not the state. */
export function checkApart(seed: number, numRuns: number): void {
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
    { seed, numRuns },
  );
}
