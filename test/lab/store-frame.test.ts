import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/base/utf8.ts';
import type { FrameRequest, StoreFrame } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import type { CallResult } from '../../src/lab/call/call.ts';
import { historyWindow } from '../../src/lab/frame/store-frame.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

async function labWithLeader(): Promise<{ lab: Lab; leader: number; follower: number }> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.step('election');
  await lab.runFor(500);
  const leader = present(
    (await lab.state()).nodes.find(({ role }) => role === 'leader'),
    'a leader after an election',
  ).id;
  return { lab, leader, follower: leader === 1 ? 2 : 1 };
}

async function done(lab: Lab, operation: ClientOperation): Promise<CallResult> {
  const call = lab.call({ operation });
  await lab.runFor(300);
  return call;
}

async function storeOf(lab: Lab, node: number, ask: object = {}): Promise<StoreFrame> {
  const request: FrameRequest = {
    elapsedMs: 0,
    log: 'tail',
    logColumns: 1,
    timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
    store: { node, revision: 0, limit: 10, ...ask },
  };
  return present((await lab.frame(request)).store, 'a store is shown');
}

function parts({ kvs, changes, history }: StoreFrame): readonly unknown[] {
  return [kvs, changes, history];
}

function said({ history }: StoreFrame): string[] {
  return history.records.map(
    ({ revision, key, version, deleted }) => `${revision} ${decodeUtf8(key)} ${deleted ? 'x' : version}`,
  );
}

const put = (key: string, value: string, lease = 0n): ClientOperation => ({
  type: 'put',
  key: encodeUtf8(key),
  value: encodeUtf8(value),
  lease,
});

describe('the store of a member, as the page sees it', () => {
  it('is made again only when the store or what is asked of it is another', async () => {
    const { lab, leader } = await labWithLeader();
    await done(lab, put('a', '1'));
    const first = await storeOf(lab, leader);
    await lab.runFor(1000);
    const later = await storeOf(lab, leader);
    expect(parts(later).map((part, i) => part === parts(first)[i])).toEqual([true, true, true]);
    expect((await storeOf(lab, leader, { limit: 0 })).kvs).not.toBe(first.kvs);
    await done(lab, put('a', '2'));
    const written = await storeOf(lab, leader);
    expect(written.kvs.map(({ value }) => decodeUtf8(value))).toEqual(['2']);
    expect(parts(written).some((part, i) => part === parts(first)[i])).toBe(false);
  });

  it('has every version between two revisions, tombstones too, and forgets what is compacted', async () => {
    const { lab } = await labWithLeader();
    await done(lab, put('a', '1'));
    await done(lab, put('b', '1'));
    await done(lab, put('a', '2'));
    await done(lab, { type: 'deleteRange', key: encodeUtf8('b') });
    const store = await storeOf(lab, 1);
    expect(said(store)).toEqual(['2 a 1', '3 b 1', '4 a 2', '5 b x']);
    expect(said(await storeOf(lab, 1, { revisions: 2 }))).toEqual(['4 a 2', '5 b x']);
    await done(lab, { type: 'compact', revision: 4 });
    expect(said(await storeOf(lab, 1))).toEqual(['3 b 1', '4 a 2', '5 b x']);
    expect((await storeOf(lab, 1)).history.records[0]).toBe(store.history.records[1]);
  });

  it('says when leases end where the leader is, and only there', async () => {
    const { lab, leader, follower } = await labWithLeader();
    await done(lab, { type: 'leaseGrant', ttl: 60, id: 77n });
    await done(lab, put('k', 'v', 77n));
    const atLeader = (await storeOf(lab, leader)).etcd;
    const atFollower = (await storeOf(lab, follower)).etcd;
    expect(atLeader).toMatchObject({ countsLeases: true, leaseCount: 1 });
    expect(atFollower).toMatchObject({ countsLeases: false, leaseCount: 1 });
    const [lease] = atLeader.leases;
    expect(lease).toMatchObject({ id: 77n, ttl: 60, keys: [encodeUtf8('k')] });
    const { timeMs } = await lab.state();
    expect(present(lease?.endsAtMs, 'the leader counts') - timeMs).toBeGreaterThan(58_000);
    expect(present(lease?.endsAtMs, 'the leader counts') - timeMs).toBeLessThanOrEqual(60_000);
    expect(atFollower.leases).toMatchObject([{ id: 77n, endsAtMs: undefined }]);
  });

  it('names the streams of its watches as the clients know them', async () => {
    const { lab } = await labWithLeader();
    await done(lab, put('a', '1'));
    const stream = await lab.openStream({
      node: 2,
      kind: 'watch',
      first: {
        type: 'create',
        key: encodeUtf8('a'),
        rangeEnd: new Uint8Array(0),
        startRevision: 1,
        progressNotify: false,
        filters: [],
        prevKv: false,
        watchId: 0n,
        fragment: false,
      },
    });
    expect((await storeOf(lab, 2)).etcd.watches).toMatchObject([
      { listener: { type: 'client', stream }, synced: false, nextRevision: 1 },
    ]);
    await lab.runFor(300);
    expect((await storeOf(lab, 2)).etcd.watches).toMatchObject([{ synced: true, nextRevision: 3 }]);
    expect((await storeOf(lab, 1)).etcd.watches).toEqual([]);
  });

  it('shows an alarm on every member that has heard of it', async () => {
    const { lab } = await labWithLeader();
    await done(lab, { type: 'alarm', action: 'ACTIVATE', member: 0n, alarm: 'CORRUPT' });
    const { etcd } = await storeOf(lab, 3);
    expect(etcd.alarms).toEqual([{ node: undefined, member: 0n, alarm: 'CORRUPT' }]);
    const refused = await done(lab, put('a', '1'));
    expect(refused).toMatchObject({ status: 'failed', code: 'corrupt' });
  });

  it('shows users and roles without their passwords', async () => {
    const { lab } = await labWithLeader();
    await done(lab, { type: 'authRoleAdd', name: 'reader' });
    await done(lab, { type: 'authUserAdd', name: 'ada', password: 'secret' });
    await done(lab, { type: 'authUserGrantRole', user: 'ada', role: 'reader' });
    const { auth } = (await storeOf(lab, 2)).etcd;
    expect(auth).toMatchObject({ enabled: false, users: [{ name: 'ada', roles: ['reader'] }] });
    expect(JSON.stringify(auth)).not.toMatch(/secret|\$2a/);
  });
});

describe('the window of revisions', () => {
  it('ends at the newest, and moves back to one that is asked for', () => {
    expect(historyWindow(1, 0, 100)).toEqual({ first: 1, last: 1 });
    expect(historyWindow(30, 0, 100)).toEqual({ first: 1, last: 30 });
    expect(historyWindow(500, 0, 100)).toEqual({ first: 401, last: 500 });
    expect(historyWindow(500, 450, 100)).toEqual({ first: 401, last: 500 });
    expect(historyWindow(500, 200, 100)).toEqual({ first: 126, last: 225 });
    expect(historyWindow(500, 1, 100)).toEqual({ first: 1, last: 100 });
  });
});
