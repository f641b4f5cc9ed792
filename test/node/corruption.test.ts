import { describe, expect, it } from 'vitest';
import { joinPieces } from '../../src/base/large-bytes.ts';
import { EtcdState } from '../../src/etcd/etcd-state.ts';
import { Member } from '../../src/node/member.ts';
import { etcdOptions } from '../../src/node/core/member-state.ts';
import { decodeMemberSnapshot, encodeMemberSnapshot } from '../../src/node/core/node-ids.ts';
import { bytes, get, LittleCluster, put } from './little-cluster.ts';

/** Gives a member another value under key a, at the same revision: as if its disk had lied. */
function corrupt(cluster: LittleCluster, id: number): void {
  const machine = cluster.machine(id);
  const saved = machine.member.save() as { snapshot: Uint8Array };
  const { etcd, ...ids } = decodeMemberSnapshot(saved.snapshot);
  const state = EtcdState.restore(etcd, etcdOptions(cluster.config(id, 0)));
  const other = EtcdState.create(state.options);
  other.kv.apply({ type: 'put', key: bytes('a'), value: bytes('wrong') });
  const wrong = EtcdState.restore(other.save(), state.options);
  machine.member = Member.load({
    ...saved,
    snapshot: joinPieces(encodeMemberSnapshot({ ...ids, etcd: [wrong.save()] })),
  });
}

function check(id: number): void {
  const cluster = new LittleCluster([1, 2, 3], { corruptCheckMs: 1000 });
  cluster.elect(1);
  cluster.ask(1, put('a', 'right'));
  cluster.tick(25);
  expect(cluster.member(1).alarms()).toEqual([]);
  corrupt(cluster, id);
  cluster.tick(25);
  for (const each of [1, 2, 3]) expect(cluster.member(each).alarms()).toMatchObject([{ alarm: 'CORRUPT' }]);
  expect(cluster.ask(1, put('a', 'more'))).toEqual({ status: 'failed', error: 'corrupt' });
  expect(cluster.ask(2, get('a'))).toMatchObject({ status: 'ok' });
}

describe('the leader that compares the stores', () => {
  it('finds a follower that is different, raises the alarm, and nothing is written any more', () => {
    check(2);
  });

  it('finds that it is different itself', () => {
    check(1);
  });
});
