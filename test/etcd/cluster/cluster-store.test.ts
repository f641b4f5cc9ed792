import { describe, expect, test } from 'vitest';
import { ClusterFormatError } from '../../../src/etcd/cluster/cluster-codec.ts';
import {
  attributesPath,
  CLUSTER_VERSION_PATH,
  ClusterStore,
} from '../../../src/etcd/cluster/cluster-store.ts';
import { encodeAttributes, type MemberChange } from '../../../src/etcd/cluster/member-change.ts';
import { strictReconfigRefusal } from '../../../src/etcd/cluster/strict-reconfig.ts';
import { CLUSTER_VERSION } from '../../../src/etcd/cluster/version.ts';

/** "1 n1" is a started member 1, "2 -" one that has not told its name, "3 n3 learner" a learner. URL: http://ID:1. */
function clusterOf(...members: readonly string[]): ClusterStore {
  const cluster = ClusterStore.create();
  for (const text of members) {
    const refusal = cluster.apply(add(text));
    if (refusal !== undefined) throw new Error(`${text}: ${refusal}`);
  }
  return cluster;
}

function add(text: string, url?: string): MemberChange {
  const [id = '', name = '', learner] = text.split(' ');
  const peerUrls = [url ?? `http://${id}:1`];
  return {
    type: 'add',
    member: {
      id: BigInt(id),
      name: name === '-' ? '' : name,
      peerUrls,
      clientUrls: [],
      isLearner: learner === 'learner',
    },
  };
}

function refusal(members: readonly string[], change: MemberChange): string {
  return strictReconfigRefusal(clusterOf(...members), change) ?? 'ok';
}

function remove(id: bigint): MemberChange {
  return { type: 'remove', id };
}

function promote(id: bigint): MemberChange {
  return { type: 'promote', id };
}

function list(cluster: ClusterStore): readonly string[] {
  return cluster
    .members()
    .map(({ id, name, peerUrls, isLearner }) =>
      [id, name || '-', peerUrls.join(','), isLearner ? 'learner' : 'voter'].join(' '),
    );
}

describe('changes of members', () => {
  test('members are listed in order of their ids', () => {
    const cluster = clusterOf('30 c', '4 a', '18446744073709551615 b');
    expect(list(cluster)).toEqual([
      '4 a http://4:1 voter',
      '30 c http://30:1 voter',
      '18446744073709551615 b http://18446744073709551615:1 voter',
    ]);
  });

  test('a newcomer has an id and URLs of its own', () => {
    const cluster = clusterOf('1 a', '2 b');
    expect(cluster.apply(add('1 x', 'http://new:1'))).toBe('memberExists');
    expect(cluster.apply(add('3 x', 'http://2:1'))).toBe('peerUrlExists');
    expect(cluster.apply(add('3 -', 'http://new:1'))).toBe(undefined);
    expect(list(cluster)[2]).toBe('3 - http://new:1 voter');
  });

  test('there is one learner at a time', () => {
    const cluster = clusterOf('1 a', '2 - learner');
    expect(cluster.apply(add('3 - learner'))).toBe('tooManyLearners');
    expect(cluster.apply(add('3 - learner', 'http://1:1'))).toBe('peerUrlExists');
    expect(cluster.apply({ type: 'promote', id: 2n })).toBe(undefined);
    expect(cluster.apply(add('3 - learner'))).toBe(undefined);
    expect(list(cluster)).toEqual(['1 a http://1:1 voter', '2 - http://2:1 voter', '3 - http://3:1 learner']);
  });

  test('only a learner is promoted', () => {
    const cluster = clusterOf('1 a');
    expect(cluster.apply({ type: 'promote', id: 1n })).toBe('notLearner');
    expect(cluster.apply({ type: 'promote', id: 5n })).toBe('memberNotFound');
  });

  test('a removed member is not found any more, and its id is never used again', () => {
    const cluster = clusterOf('1 a', '2 b');
    expect(cluster.apply({ type: 'remove', id: 5n })).toBe('memberNotFound');
    expect(cluster.apply({ type: 'remove', id: 2n })).toBe(undefined);
    for (const type of ['remove', 'promote'] as const)
      expect(cluster.apply({ type, id: 2n })).toBe('memberNotFound');
    expect(cluster.apply({ type: 'update', id: 2n, peerUrls: [] })).toBe('memberNotFound');
    expect(cluster.apply(add('2 b'))).toBe('memberNotFound');
    expect([cluster.isRemoved(2n), cluster.isRemoved(1n)]).toEqual([true, false]);
    expect(cluster.apply(add('3 b', 'http://2:1'))).toBe(undefined);
  });

  test('URLs are updated to what no other member has, whatever they look like', () => {
    const cluster = clusterOf('1 a', '2 b');
    expect(cluster.apply({ type: 'update', id: 1n, peerUrls: ['http://2:1'] })).toBe('peerUrlExists');
    expect(cluster.apply({ type: 'update', id: 5n, peerUrls: ['x'] })).toBe('memberNotFound');
    expect(cluster.apply({ type: 'update', id: 1n, peerUrls: ['http://1:1', 'x'] })).toBe(undefined);
    expect(list(cluster)[0]).toBe('1 a http://1:1,x voter');
  });

  test('a learner whose URLs were updated is listed as a voter, as etcd 3.4 does', () => {
    const cluster = clusterOf('1 a', '2 - learner');
    expect(cluster.apply({ type: 'update', id: 2n, peerUrls: ['http://x:1'] })).toBe(undefined);
    expect(list(cluster)[1]).toBe('2 - http://x:1 voter');
  });

  test('a refused change changes nothing', () => {
    const cluster = clusterOf('1 a', '2 - learner');
    const before = cluster.save();
    cluster.apply(add('1 x'));
    cluster.apply(add('3 x learner'));
    cluster.apply({ type: 'promote', id: 1n });
    cluster.apply({ type: 'update', id: 1n, peerUrls: ['http://2:1'] });
    expect(cluster.save()).toEqual(before);
  });
});

describe('what goes through the tree of the v2 API', () => {
  test('a member tells its name and client URLs when it starts', () => {
    const cluster = clusterOf('255 -');
    const value = encodeAttributes({ name: 'n', clientUrls: ['http://c:1'] });
    expect(attributesPath(255n)).toBe('/0/members/ff/attributes');
    expect(cluster.applyV2('PUT', attributesPath(255n), value)).toBe(true);
    expect(cluster.member(255n)).toMatchObject({ name: 'n', clientUrls: ['http://c:1'] });
  });

  test('of a removed member, or one that nobody knows, it comes too late', () => {
    const cluster = clusterOf('1 a', '2 b');
    cluster.apply({ type: 'remove', id: 2n });
    const before = cluster.save();
    expect(cluster.applyV2('PUT', attributesPath(2n), encodeAttributes({ name: 'n', clientUrls: [] }))).toBe(
      true,
    );
    expect(cluster.save()).toEqual(before);
    expect(cluster.applyV2('PUT', attributesPath(9n), '{}')).toBe(true);
    expect(cluster.save()).toEqual(before);
  });

  test('the version of the cluster is written there', () => {
    const cluster = clusterOf('1 a');
    expect(cluster.version).toBe(undefined);
    expect(cluster.applyV2('PUT', CLUSTER_VERSION_PATH, CLUSTER_VERSION)).toBe(true);
    expect(cluster.version).toBe('3.4.0');
  });

  test('everything else is not about the cluster', () => {
    const cluster = clusterOf('1 a');
    expect(cluster.applyV2('PUT', '/1/foo', 'bar')).toBe(false);
    expect(cluster.applyV2('PUT', '/0/members/1/raftAttributes', '{}')).toBe(false);
    expect(cluster.applyV2('DELETE', CLUSTER_VERSION_PATH, '')).toBe(false);
  });
});

describe('the strict check of reconfigurations', () => {
  test('voters are added while those that started are a quorum of the new number', () => {
    expect(refusal(['1 a'], add('9 -'))).toBe('ok');
    expect(refusal(['1 a', '2 -'], add('9 -'))).toBe('memberNotEnoughStarted');
    expect(refusal(['1 a', '2 b'], add('9 -'))).toBe('ok');
    expect(refusal(['1 a', '2 b', '3 -'], add('9 -'))).toBe('memberNotEnoughStarted');
    expect(refusal(['1 a', '2 b', '3 c'], add('9 -'))).toBe('ok');
    expect(refusal(['1 -'], add('9 -'))).toBe('memberNotEnoughStarted');
  });

  test('a learner may always be added, and counts for nobody', () => {
    expect(refusal(['1 a', '2 -'], add('9 - learner'))).toBe('ok');
    expect(refusal(['1 a', '2 n learner'], add('9 -'))).toBe('ok');
  });

  test('a voter is removed if the others that started are a quorum of the others', () => {
    expect(refusal(['1 a'], remove(1n))).toBe('memberNotEnoughStarted');
    expect(refusal(['1 a', '2 b'], remove(2n))).toBe('ok');
    expect(refusal(['1 a', '2 -'], remove(2n))).toBe('ok');
    expect(refusal(['1 a', '2 -'], remove(1n))).toBe('memberNotEnoughStarted');
    expect(refusal(['1 a', '2 b', '3 -'], remove(1n))).toBe('memberNotEnoughStarted');
    expect(refusal(['1 a', '2 b', '3 -'], remove(3n))).toBe('ok');
    expect(refusal(['1 a'], remove(5n))).toBe('ok');
    expect(refusal(['1 a', '2 -', '3 - learner'], remove(3n))).toBe('ok');
  });

  test('a learner that is promoted counts as started', () => {
    expect(refusal(['1 a', '2 - learner'], promote(2n))).toBe('ok');
    expect(refusal(['1 a', '2 -', '3 c learner'], promote(3n))).toBe('ok');
    expect(refusal(['1 a', '2 -', '4 -', '3 c learner'], promote(3n))).toBe('memberNotEnoughStarted');
  });

  test('URLs may always be updated', () => {
    expect(refusal(['1 a', '2 -'], { type: 'update', id: 1n, peerUrls: [] })).toBe('ok');
  });
});

describe('a saved cluster', () => {
  test('comes back as it was, in equal bytes for equal clusters', () => {
    const cluster = clusterOf('18446744073709551615 a', '2 b', '3 - learner');
    cluster.apply({ type: 'remove', id: 2n });
    cluster.applyV2('PUT', CLUSTER_VERSION_PATH, CLUSTER_VERSION);
    const restored = ClusterStore.restore(cluster.save());
    expect(restored.members()).toEqual(cluster.members());
    expect([restored.version, restored.isRemoved(2n)]).toEqual(['3.4.0', true]);
    expect(restored.save()).toEqual(cluster.save());
    expect(clusterOf('1 a', '2 b').save()).toEqual(clusterOf('2 b', '1 a').save());
  });

  test('refuses other bytes', () => {
    expect(() => ClusterStore.restore(Uint8Array.of())).toThrow(ClusterFormatError);
    expect(() => ClusterStore.restore(Uint8Array.of(0x7a, 0))).toThrow(ClusterFormatError);
  });

  test('a clone goes its own way', () => {
    const cluster = clusterOf('1 a', '2 b');
    const clone = cluster.clone();
    clone.apply({ type: 'remove', id: 2n });
    expect([cluster.members().length, clone.members().length]).toEqual([2, 1]);
  });
});
