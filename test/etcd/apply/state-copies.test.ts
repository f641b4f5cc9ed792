import { describe, expect, it } from 'vitest';
import { StateFormatError } from '../../../src/etcd/apply/saved-parts.ts';
import { EtcdState } from '../../../src/etcd/etcd-state.ts';
import { defaultOptions } from '../etcd-options.ts';
import { bytes } from '../operations.ts';
import { applyAll, checkAlike, checkApart } from './state-copies.ts';

const restore = (bad: Uint8Array) => () => EtcdState.restore(bad, defaultOptions);

describe('a state and its copies', () => {
  it('go on alike, whether cloned, or saved and restored', () => {
    checkAlike(20261122, 60);
  });

  it('do not feel what is done to the others', () => {
    checkApart(20261122, 60);
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
