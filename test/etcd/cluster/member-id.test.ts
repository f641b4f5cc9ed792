import { describe, expect, test } from 'vitest';
import { computeClusterId, computeMemberId, formatMemberId } from '../../../src/etcd/cluster/member-id.ts';

/** Ids as real etcd 3.4.23 made them, by the peer URLs of a bootstrap and its --initial-cluster-token. */
const bootstraps = [
  {
    token: 'etcd-cluster',
    members: { 'http://localhost:2380': '8e9e05c52164694d' },
    cluster: 'cdf818194e3a8c32',
  },
  {
    token: 'etcd-cluster-1',
    members: {
      'http://127.0.0.1:12380': '8211f1d0f64f3269',
      'http://127.0.0.1:22380': '91bc3c398fb3c146',
      'http://127.0.0.1:32380': 'fd422379fda50e48',
    },
    cluster: 'ef37ad9dc622a7c4',
  },
  {
    token: 'etcd-cluster',
    members: { 'http://127.0.0.1:24800': '886b03c4ae679a15' },
    cluster: '263de8252887371c',
  },
] as const;

describe('ids as etcd computes them', () => {
  test.each(bootstraps)(
    'of a bootstrap with token $token: cluster $cluster',
    ({ token, members, cluster }) => {
      const ids = Object.keys(members).map((url) => computeMemberId([url], token));
      expect(ids.map(formatMemberId)).toEqual(Object.values(members));
      expect(formatMemberId(computeClusterId(ids))).toBe(cluster);
      expect(computeClusterId(ids.toReversed())).toBe(computeClusterId(ids));
    },
  );

  test('of a member added at a time there is no token in it, but the second', () => {
    // Go: membership.NewMember("", {"http://127.0.0.1:9"}, "", time.Unix(1700000000, 0)).
    const id = computeMemberId(['http://127.0.0.1:9'], '', 1_700_000_000);
    expect(formatMemberId(id)).toBe('cb38eb44d692767');
    expect(computeMemberId(['http://127.0.0.1:9'], '', 1_700_000_000.9)).toBe(id);
    expect(computeMemberId(['http://127.0.0.1:9'], '', 1_700_000_001)).not.toBe(id);
  });

  test('the order of peer URLs does not matter', () => {
    const urls = ['http://b:1', 'http://a:1', 'http://a:10'];
    expect(computeMemberId(urls, 't')).toBe(computeMemberId(urls.toReversed(), 't'));
    expect(urls[0]).toBe('http://b:1');
  });

  test('are printed without leading zeros', () => {
    expect(formatMemberId(0x00ab_0000_0000_0001n)).toBe('ab000000000001');
  });
});
