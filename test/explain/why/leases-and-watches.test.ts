import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import type { LeaseId, WatchRequest } from '../../../src/etcd/request.ts';
import { Scenario } from './scenario.ts';

const ID = 0x7n;
const ASK = 'lease("7")';

async function granted(config = {}, ttl = 3): Promise<Scenario> {
  const lab = await Scenario.led(config);
  await grant(lab, ttl);
  return lab;
}

async function grant(lab: Scenario, ttl: number, id: LeaseId = ID): Promise<void> {
  await lab.call(lab.leader, { type: 'leaseGrant', id, ttl });
  await lab.until(() =>
    [...lab.world.machines.values()].every(
      ({ image }) => image === undefined || image.lease(id, 0) !== undefined,
    ),
  );
}

/** The leader has found it past its end, and proposed to revoke it. */
const isFound = (lab: Scenario) => () => lab.run.history.events.next('lease', 0) !== undefined;

describe('why a lease has not run out yet', () => {
  it('is counted by the leader: since when, until when, and when the leader will find it ended', async () => {
    const lab = await granted();
    const grantedAt = lab.nowMs;
    const why = await lab.why(ASK);
    expect(why).toMatchObject({
      answer: 'leaseCounting',
      rule: 'leaseTtl',
      numbers: { lease: '7', ttl: 3, leader: lab.leader },
      needs: [{ code: 'timePasses' }],
    });
    // A member's time goes by its ticks: it is at most one of them behind.
    expect(Math.abs(Number(why.numbers['endsAtMs']) - grantedAt - 3000)).toBeLessThanOrEqual(100);
    expect(why.causes.map((event) => lab.commandAt(event))).toContain('request');
    lab.saysInBoth(why, ['3', '7']);
    await lab.comesTrue(why, isFound(lab));
  });

  it('was renewed since: it begins anew', async () => {
    const lab = await granted();
    const first = await lab.why(ASK);
    await lab.runFor(1500);
    await lab.call(lab.leader, { type: 'leaseKeepAlive', id: ID });
    await lab.runFor(10);
    const why = await lab.why(ASK);
    expect(why.answer).toBe('leaseCounting');
    expect(Number(why.numbers['endsAtMs']) - Number(first.numbers['endsAtMs'])).toBeGreaterThanOrEqual(1400);
    await lab.comesTrue(why, isFound(lab));
  });

  it('is kept alive by a client, again and again', async () => {
    const lab = await granted();
    await lab.act({ type: 'openStream', stream: 1, node: lab.leader, kind: 'leaseKeepAlive' });
    await lab.act({ type: 'sendStream', stream: 1, message: { type: 'keepAlive', id: ID } });
    await lab.runFor(50);
    const why = await lab.why(ASK);
    expect(why).toMatchObject({
      answer: 'leaseKeptAlive',
      numbers: { stream: 1 },
      needs: [{ code: 'notRenewed' }],
    });
    expect(why.byItselfAtMs).toBeUndefined();
    await lab.act({ type: 'closeStream', stream: 1 });
    expect((await lab.why(ASK)).answer).toBe('leaseCounting');
  });

  it('began anew with a new leader, and an election timeout on top', async () => {
    const lab = await granted();
    await lab.runFor(1000);
    const before = lab.leader;
    await lab.act({ type: 'kill', node: before });
    const alone = await lab.why(ASK);
    expect(alone).toMatchObject({ answer: 'leaseNobodyLeads', because: [{ node: before, code: 'killed' }] });
    await lab.until(({ machines }) =>
      [...machines.values()].some(({ status, state }) => status === 'up' && state === 'StateLeader'),
    );
    const early = await lab.why(ASK);
    expect(early).toMatchObject({ answer: 'leaseNotCountedYet', numbers: { leader: lab.leader } });
    await lab.comesTrue(early, () => lab.view(lab.leader).commit === lab.view(lab.leader).last);
    await lab.until(({ machines }) => machines.get(lab.leader)?.image?.storeView(0).countsLeases === true);
    const ledSince = lab.nowMs;
    const why = await lab.why(ASK);
    expect(why).toMatchObject({
      answer: 'leaseExtended',
      numbers: { leader: lab.leader, ttl: 3, ledSinceAtMs: ledSince },
    });
    expect(Math.abs(Number(why.numbers['endsAtMs']) - ledSince - 3000 - 1000)).toBeLessThanOrEqual(100);
    lab.saysInBoth(why, ['3']);
    await lab.comesTrue(why, isFound(lab));
  });

  it('goes on from a checkpoint where checkpoints are on', async () => {
    const lab = await granted({ leaseCheckpoints: true, tickMs: 500, heartbeatTicks: 1 }, 600);
    await lab.runFor(310_000);
    await lab.act({ type: 'kill', node: lab.leader });
    await lab.until(({ machines }) =>
      [...machines.values()].some(({ image }) => image?.storeView(0).countsLeases === true),
    );
    const why = await lab.why(ASK);
    expect(why).toMatchObject({ answer: 'leaseFromCheckpoint', numbers: { ttl: 600, leader: lab.leader } });
    expect(Number(why.numbers['checkpoint'])).toBeLessThan(330);
    lab.saysInBoth(why, ['600']);
  });

  it('is longer than it was asked for: there is a least', async () => {
    const lab = await granted({ minLeaseTtl: 5 }, 2);
    const why = await lab.why(ASK);
    expect(why).toMatchObject({ answer: 'leaseMinimum', numbers: { ttl: 5, asked: 2 } });
    await lab.comesTrue(why, isFound(lab));
  });

  it('its leader is paused, and its clock with it', async () => {
    const lab = await granted();
    await lab.act({ type: 'pause', node: lab.leader });
    const why = await lab.why(ASK);
    expect(why).toMatchObject({
      answer: 'leaseLeaderPaused',
      numbers: { leader: lab.leader },
      needs: [{ code: 'resumed' }],
    });
    expect(why.byItselfAtMs).toBeUndefined();
  });

  it('is past its end: the leader has to look, the log has to agree, and every member has to apply it', async () => {
    const lab = await granted({}, 1);
    const { leader } = lab;
    const ends = (await lab.why(ASK)).byItselfAtMs ?? 0;
    await lab.runToMs(ends - 1);
    const soon = await lab.why(ASK);
    expect(['leaseNotLookedAt', 'leaseCounting']).toContain(soon.answer);
    expect(soon.byItselfAtMs).toBe(ends);
    await lab.runToMs(ends);
    const ending = await lab.why(ASK);
    expect(ending).toMatchObject({
      answer: 'leaseEnding',
      numbers: { leader, index: lab.view(leader).last },
    });
    await lab.comesTrue(ending, () => lab.world.machine(leader).image?.lease(ID, 0) === undefined);
    const gone = await lab.why(ASK);
    expect(gone).toMatchObject({ answer: 'leaseGoneAtLeader', rule: 'appliesInOrder' });
    lab.saysInBoth(gone, ['7']);
    await lab.runFor(500);
    expect(await lab.why(ASK)).toMatchObject({ answer: 'leaseUnknown', numbers: { lease: '7' } });
    await expect(lab.why('lease("xyz")')).rejects.toThrow('named by its id in hexadecimal');
  });

  it('is past its end in the time between two looks', async () => {
    // Half a second is five ticks: most leases end between two looks.
    const lab = await Scenario.led();
    for (let i = 0; i < 3; i++) {
      await grant(lab, 1, BigInt(0x10 + i));
      await lab.runFor(130);
    }
    const asks = [0x10, 0x11, 0x12].map((id) => `lease("${id.toString(16)}")`);
    const seen = new Set<string>();
    while (lab.nowMs < 20_000 && !seen.has('leaseNotLookedAt')) {
      await lab.runFor(50);
      for (const ask of asks) {
        const why = await lab.why(ask);
        seen.add(why.answer);
        if (why.answer === 'leaseNotLookedAt') {
          expect(why.byItselfAtMs).toBe(why.numbers['looksAtMs']);
          lab.saysInBoth(why, ['1']);
          break;
        }
      }
    }
    expect(seen).toContain('leaseNotLookedAt');
  });
});

type Create = Extract<WatchRequest, { readonly type: 'create' }>;

async function watch(lab: Scenario, node: number, fields: Partial<Create> = {}): Promise<void> {
  const stream = lab.world.streams.lastId + 1;
  await lab.act({ type: 'openStream', stream, node, kind: 'watch' });
  const request: Create = {
    type: 'create',
    key: encodeUtf8('a'),
    rangeEnd: new Uint8Array(0),
    startRevision: 0,
    watchId: 0n,
    progressNotify: false,
    filters: [],
    prevKv: false,
    fragment: false,
    ...fields,
  };
  await lab.act({ type: 'sendStream', stream, message: request });
}

const told = (lab: Scenario) => lab.world.streams.get(1)?.story.watches[0]?.count ?? 0;

describe('why a watch is behind', () => {
  it('begins in the past: it is caught up when its member’s clock ticks', async () => {
    const lab = await Scenario.led();
    await lab.putAndWait(lab.leader);
    await watch(lab, lab.leader, { startRevision: 1 });
    const why = await lab.why('watch(1)');
    expect(why).toMatchObject({
      answer: 'watchUnsynced',
      rule: 'watchCatchUp',
      numbers: { stream: 1, node: lab.leader, next: 1, revision: 2 },
      needs: [{ code: 'memberTicks' }],
    });
    lab.saysInBoth(why, ['1', '2']);
    await lab.comesTrue(why, () => told(lab) > 0);
    expect(await lab.why('watch(1)')).toMatchObject({
      answer: 'watchUpToDate',
      needs: [{ code: 'somethingChanges', numbers: { stream: 1 } }],
      numbers: { told: 2, revision: 2 },
    });
  });

  it('has more to tell than goes at once', async () => {
    const lab = await Scenario.led({ snapshotCount: 10_000 });
    for (let i = 0; i < 1100; i++) await lab.put(lab.leader);
    await lab.until(() => lab.view(lab.leader).revision === 1101, 20_000);
    await watch(lab, lab.leader, { startRevision: 1 });
    const why = await lab.why('watch(1)');
    expect(why).toMatchObject({ answer: 'watchManyChanges', numbers: { changes: 1101, next: 1 } });
    await lab.until(() => told(lab) > 0);
    expect((await lab.why('watch(1)')).answer).toBe('watchUnsynced');
  });

  it('is at a member that lags, or is paused', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [a = 0] = lab.followers;
    await watch(lab, a);
    await lab.runFor(100);
    expect((await lab.why('watch(1)')).answer).toBe('watchUpToDate');
    await lab.isolate(a);
    await lab.putAndWait(leader);
    const why = await lab.why('watch(1)');
    expect(why).toMatchObject({
      answer: 'watchMemberBehind',
      numbers: { node: a, revision: 1, newest: 2 },
      because: [{ node: a, code: 'cutOff' }],
    });
    expect(why.byItselfAtMs).toBeUndefined();
    lab.saysInBoth(why, ['2']);
    await lab.act({ type: 'heal' });
    const healed = await lab.why('watch(1)');
    expect(healed.answer).toBe('watchMemberBehind');
    await lab.comesTrue(healed, () => told(lab) > 0);
    await lab.act({ type: 'pause', node: a });
    expect(await lab.why('watch(1)')).toMatchObject({
      answer: 'watchMemberPaused',
      needs: [{ code: 'resumed' }],
    });
  });

  it('wanted what is compacted away, or what is still to come', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    for (let i = 0; i < 4; i++) await lab.putAndWait(leader);
    await lab.call(leader, { type: 'compact', revision: 4 });
    await lab.runFor(300);
    await watch(lab, leader, { startRevision: 2 });
    await lab.runFor(200);
    const why = await lab.why('watch(1)');
    expect(why).toMatchObject({
      answer: 'watchCompacted',
      rule: 'compaction',
      numbers: { next: 2, compacted: 4 },
      needs: [{ code: 'watchedAnew', numbers: { revision: 4 } }],
    });
    lab.saysInBoth(why, ['4']);
    await watch(lab, leader, { startRevision: 50 });
    await lab.runFor(200);
    expect(await lab.why('watch(2)')).toMatchObject({
      answer: 'watchInFuture',
      numbers: { start: 50, revision: 5 },
    });
  });

  it('its stream broke with its member, or was closed, or there is none', async () => {
    const lab = await Scenario.led();
    const [a = 0] = lab.followers;
    await watch(lab, a);
    await watch(lab, a);
    await lab.runFor(50);
    await lab.act({ type: 'closeStream', stream: 2 });
    expect(await lab.why('watch(2)')).toMatchObject({
      answer: 'watchClosed',
      needs: [{ code: 'watchedAnew' }],
    });
    await lab.act({ type: 'kill', node: a });
    const why = await lab.why('watch(1)');
    expect(why).toMatchObject({
      answer: 'watchBroken',
      rule: 'serversStop',
      numbers: { node: a, endedAtMs: lab.nowMs },
      because: [{ code: 'killed' }],
    });
    expect(why.causes.map((event) => lab.commandAt(event))).toContain('kill');
    lab.saysInBoth(why, [`n${a}`]);
    await expect(lab.why('watch(9)')).rejects.toThrow('there is no stream 9');
    await expect(lab.why('watch(1, 5)')).rejects.toThrow('stream 1 has no watch 5');
  });

  it('was refused', async () => {
    const lab = await Scenario.led();
    await watch(lab, lab.leader, { rangeEnd: encodeUtf8('a') });
    await lab.runFor(50);
    const why = await lab.why('watch(1)');
    expect(why.answer).toBe('watchRefused');
    expect(why.numbers['reason']).not.toBe('');
    lab.saysInBoth(why, [why.numbers['reason'] as string]);
  });
});
