import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Scenario } from './scenario.ts';

// Answers about what is called and stored that no story of the other files comes across, each where it is the right one.

describe('why an entry is not applied, or is in no log', () => {
  it('it waits at who is paused, and nowhere else', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [paused = 0, other = 0] = lab.followers;
    await lab.act({ type: 'kill', node: other });
    await lab.act({ type: 'pause', node: paused });
    await lab.act({ type: 'disk', node: leader, settings: { stuck: true } });
    const call = await lab.put(leader);
    await lab.untilOver(await lab.flight('MsgApp', leader, paused));
    await lab.act({ type: 'kill', node: leader });
    await lab.runFor(50);
    await lab.answers(
      'entry(2)',
      {
        answer: 'entryAtPaused',
        rule: 'serversStop',
        numbers: { index: 2, entryTerm: 1, node: paused },
        needs: [{ code: 'resumed', numbers: { node: paused } }],
      },
      ['2', `n${paused}`],
    );
    await lab.act({ type: 'resume', node: paused });
    await lab.runFor(20);
    expect(lab.view(paused).last, `call ${call} is in a log again`).toBe(2);
  });

  it('its Ready is to be taken first', async () => {
    const lab = await Scenario.begin({ nodes: 1, readyByHand: true });
    await lab.act({ type: 'campaign', node: 1 });
    const take = async () => {
      await lab.act({ type: 'ready', node: 1 });
      await lab.runFor(20);
    };
    while (lab.view(1).commit === 0) await take();
    const why = await lab.answers(
      'entry(1)',
      {
        answer: 'applyNotTaken',
        rule: 'appliesInOrder',
        numbers: { index: 1, node: 1, applied: 0 },
        needs: [{ code: 'readyTaken', numbers: { node: 1 } }],
      },
      ['1', 'n1'],
    );
    expect(why.byItselfAtMs).toBeUndefined();
    await take();
    expect(lab.view(1).applied).toBe(1);
  });
});

describe('why a read is not answered, or with something old', () => {
  it('its leader has just become known; its answer is on its way, or held', async () => {
    const lab = await Scenario.begin();
    const early = await lab.get(2);
    await lab.act({ type: 'campaign', node: 1 });
    await lab.until(() => lab.view(2).lead === 1);
    const again = await lab.answers(
      `read(${early})`,
      {
        answer: 'readUnderWay',
        rule: 'confirmsReads',
        numbers: { call: early, node: 2, leader: 1 },
        needs: [{ code: 'askedAgain', numbers: { node: 2 } }],
      },
      ['n2', 'n1'],
    );
    await lab.comesTrue(again, () => lab.isOver(early));
    await lab.runFor(100);
    const { leader } = lab;
    const [follower = 0] = lab.followers;
    const call = await lab.get(follower);
    const message = await lab.flight('MsgReadIndexResp', leader, follower);
    const index = lab.view(leader).commit;
    const flying = await lab.answers(
      `read(${call})`,
      {
        answer: 'readAnswerUnderWay',
        rule: 'confirmsReads',
        numbers: { call, message, from: leader, to: follower, index },
        needs: [{ code: 'messageArrives', numbers: { message } }],
      },
      [`n${leader}`, `n${follower}`, String(index)],
    );
    await lab.act({ type: 'hold', message });
    const held = await lab.answers(
      `read(${call})`,
      {
        answer: 'readAnswerHeld',
        rule: 'confirmsReads',
        numbers: { call, message, from: leader, to: follower, index },
        needs: [
          { code: 'messageReleased', numbers: { message } },
          { code: 'askedAgain', numbers: { node: follower } },
        ],
      },
      [`n${leader}`, `n${follower}`, String(index), String(message)],
    );
    // Nobody releases it: it is asked for again.
    expect(held.byItselfAtMs).toBeGreaterThan(flying.byItselfAtMs ?? 0);
    await lab.comesTrue(held, () => lab.isOver(call));
  });

  it('a cluster of one that was made of a part of another asks nobody', async () => {
    const lab = await Scenario.begin({ bootstrap: 'etcd' });
    await lab.act({ type: 'campaign', node: 1 });
    await lab.putAndWait(1);
    await lab.runFor(100);
    const { leader } = lab;
    const [apart = 0] = lab.followers;
    await lab.isolate(apart);
    await lab.act({ type: 'kill', node: apart });
    for (let i = 0; i < 3; i++) await lab.putAndWait(leader);
    await lab.act({ type: 'forceNewCluster', node: apart });
    await lab.until(
      () => lab.view(apart).state === 'StateLeader' && lab.view(apart).applied >= lab.view(apart).last,
    );
    const call = await lab.get(apart);
    await lab.until(() => lab.isOver(call));
    await lab.answers(
      `read(${call})`,
      {
        answer: 'readStaleSingleton',
        rule: 'confirmsReads',
        numbers: { call, node: apart, leader: apart, revision: 2, newest: 5, behind: 3 },
        needs: [{ code: 'readAtLeader', numbers: { leader: apart } }],
      },
      [`n${apart}`, '2', '5', '3'],
    );
  });

  it('a message was forged: no rule was broken', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [follower = 0] = lab.followers;
    await lab.act({ type: 'link', from: leader, to: follower, settings: { hold: true } });
    await lab.putAndWait(leader);
    const call = await lab.get(follower);
    const message = await lab.flight('MsgReadIndexResp', leader, follower);
    await lab.act({ type: 'forge', message, fields: { index: 1 } });
    await lab.act({ type: 'deliver', message: lab.world.bus.lastId });
    await lab.until(() => lab.isOver(call));
    const why = await lab.answers(
      `read(${call})`,
      {
        answer: 'readStale',
        rule: 'confirmsReads',
        numbers: { call, node: follower, revision: 1, newest: 2, behind: 1, first: 2, last: 2 },
      },
      [`n${follower}`, '1', '2'],
    );
    expect(lab.commandsOf(why)).toContain('forge');
  });
});

describe('why a call is not done', () => {
  it('its member or its leader is away; it asks the leader; it was refused', async () => {
    const lab = await Scenario.led({ minLeaseTtl: 1 });
    const { leader } = lab;
    const [follower = 0, other = 0] = lab.followers;
    const lease = await lab.call(leader, { type: 'leaseGrant', id: 7n, ttl: 60 });
    await lab.until(() => lab.isOver(lease) && lab.followers.every((id) => lab.view(id).applied >= 2));
    const renew = await lab.call(follower, { type: 'leaseKeepAlive', id: 7n });
    const asks = await lab.answers(
      `call(${renew})`,
      {
        answer: 'callAskUnderWay',
        rule: 'leaderTakesProposals',
        numbers: { call: renew, node: follower, from: follower, to: leader },
        needs: [{ code: 'messageArrives' }],
      },
      [`n${follower}`, `n${leader}`],
    );
    const message = asks.numbers['message'] as number;
    await lab.untilOver(message);
    const at = await lab.answers(
      `call(${renew})`,
      { answer: 'callAtMember', rule: 'answersWhenDone', numbers: { call: renew, node: follower } },
      [`n${follower}`],
    );
    expect(at.byItselfAtMs).toBe(asks.byItselfAtMs);
    await lab.comesTrue(at, () => lab.isOver(renew));
    const bad = await lab.call(leader, { type: 'compact', revision: 99 });
    await lab.until(() => lab.isOver(bad));
    await lab.answers(
      `call(${bad})`,
      { answer: 'callFailed', rule: 'refusesWithoutEffect', numbers: { call: bad, node: leader }, needs: [] },
      [`n${leader}`, 'required revision is a future revision'],
    );
    await lab.act({ type: 'pause', node: other });
    const waits = await lab.put(other);
    const paused = await lab.answers(
      `call(${waits})`,
      {
        answer: 'callMemberPaused',
        rule: 'serversStop',
        numbers: { call: waits, node: other, givesUpAtMs: lab.nowMs + 5000 },
        because: [{ node: other, code: 'paused' }],
        needs: [{ code: 'resumed', numbers: { node: other } }],
      },
      [`n${other}`],
    );
    expect(lab.commandsOf(paused)).toContain('pause');
    await lab.act({ type: 'resume', node: other });
    await lab.until(() => lab.isOver(waits));
    await lab.act({ type: 'pause', node: leader });
    const through = await lab.put(follower);
    await lab.untilOver(await lab.flight('MsgProp', follower, leader));
    const away = await lab.answers(
      `call(${through})`,
      {
        answer: 'callLeaderAway',
        rule: 'leaderTakesProposals',
        numbers: { call: through, node: follower, leader },
        because: [{ node: leader, code: 'paused' }],
        needs: [{ code: 'resumed', numbers: { node: leader } }],
      },
      [`n${follower}`, `n${leader}`],
    );
    expect(lab.commandsOf(away)).toContain('pause');
  });

  it('it is asked of a candidate, or of a leader that is no member any more', async () => {
    const lab = await Scenario.led({ preVote: false, checkQuorum: false, stopsWhenRemoved: false });
    const { leader } = lab;
    const [candidate = 0] = lab.followers;
    await lab.changeMembers(leader, 'ConfChangeRemoveNode', leader);
    await lab.until(() => !lab.view(leader).confState.voters.includes(leader));
    expect(lab.view(leader).state).toBe('StateLeader');
    const none = await lab.put(leader);
    await lab.answers(
      `call(${none})`,
      {
        answer: 'proposalNotMember',
        rule: 'onlyVotersCampaign',
        numbers: { call: none, node: leader },
        needs: [],
      },
      [`n${leader}`],
    );
    await lab.isolate(candidate);
    await lab.act({ type: 'campaign', node: candidate });
    await lab.until(() => lab.view(candidate).state === 'StateCandidate');
    const dropped = await lab.put(candidate);
    await lab.answers(
      `call(${dropped})`,
      {
        answer: 'proposalCandidate',
        rule: 'leaderTakesProposals',
        numbers: { call: dropped, node: candidate },
        needs: [{ code: 'leaderElected' }],
      },
      [`n${candidate}`],
    );
  });

  it('its entry was replaced while it waits; or the leader did not take it, and its client has given up', async () => {
    const lab = await Scenario.led({ preVote: false, checkQuorum: false, clientTimeoutMs: 4000 });
    const { leader } = lab;
    const [target = 0, other = 0] = lab.followers;
    await lab.act({ type: 'pause', node: target });
    await lab.putAndWait(leader);
    await lab.act({ type: 'transferLeader', to: target });
    const call = await lab.put(other);
    await lab.untilOver(await lab.flight('MsgProp', other, leader));
    await lab.until(() => lab.isOver(call));
    await lab.answers(
      `call(${call})`,
      {
        answer: 'outcomeProposalDropped',
        rule: 'leaderTakesProposals',
        numbers: { call, node: other, leader, reason: 'transferring' },
        needs: [],
      },
      [`n${leader}`],
    );
    await lab.act({ type: 'resume', node: target });
    await lab.runFor(1500);
    const old = lab.leader;
    const [next = 0] = lab.followers;
    await lab.isolate(old);
    const index = lab.view(old).last + 1;
    const waits = await lab.put(old);
    await lab.until(() => lab.view(old).last === index);
    await lab.act({ type: 'campaign', node: next });
    await lab.until(() => lab.view(next).state === 'StateLeader' && lab.view(next).commit >= index);
    await lab.act({ type: 'heal' });
    await lab.until(() => lab.view(old).commit >= index);
    await lab.answers(
      `call(${waits})`,
      {
        answer: 'proposalOverwritten',
        rule: 'conflictIndex',
        numbers: { call: waits, node: old, index },
        needs: [{ code: 'callRepeated', numbers: { call: waits } }],
      },
      [String(index)],
    );
  });
});

describe('why a watch is behind', () => {
  it('nothing is watched on its stream yet; or many are behind, and are caught up in turns', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    await lab.putAndWait(leader);
    await lab.act({ type: 'openStream', stream: 1, node: leader, kind: 'watch' });
    await lab.answers(
      'watch(1)',
      { answer: 'watchNotAskedYet', rule: 'watchCatchUp', numbers: { stream: 1, node: leader } },
      [`n${leader}`],
    );
    const message = {
      type: 'create',
      key: encodeUtf8('a'),
      rangeEnd: new Uint8Array(),
      startRevision: 1,
      watchId: 0n,
      progressNotify: false,
      filters: [],
      prevKv: false,
      fragment: false,
    } as const;
    for (let i = 0; i < 513; i++) await lab.act({ type: 'sendStream', stream: 1, message });
    const why = await lab.answers(
      'watch(1)',
      {
        answer: 'watchManyUnsynced',
        rule: 'watchCatchUp',
        numbers: { stream: 1, node: leader, next: 1, revision: 2, ahead: 512 },
        needs: [{ code: 'memberTicks', numbers: { node: leader } }],
      },
      [`n${leader}`, '512'],
    );
    // Which of them come first is the member's own affair.
    expect(why.byItselfAtMs).toBeUndefined();
  });
});
