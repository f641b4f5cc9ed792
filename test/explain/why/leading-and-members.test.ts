import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import type { NodeId } from '../../../src/base/flavor.ts';
import { Scenario } from './scenario.ts';

const alone = { preVote: false, checkQuorum: false } as const;
const checks = { preVote: false, checkQuorum: true } as const;

/** A call that adds a member. */
function add(n: number, isLearner = false) {
  return { type: 'memberAdd', peerUrls: [`http://127.0.0.1:2${n}380`], isLearner } as const;
}

function pair(scenario: Scenario): readonly [NodeId, NodeId] {
  const [a, b] = scenario.followers;
  return [present(a, 'a follower'), present(b, 'another')];
}

function leads(scenario: Scenario): boolean {
  return [...scenario.world.machines.values()].some(
    ({ status, state }) => status !== 'killed' && state === 'StateLeader',
  );
}

describe('why nobody leads', () => {
  it('as too few are up, and never by itself', async () => {
    const scenario = await Scenario.led(alone);
    const { leader } = scenario;
    const [other] = pair(scenario);
    await scenario.act({ type: 'kill', node: leader });
    await scenario.act({ type: 'kill', node: other });
    const why = await scenario.why('leader');
    expect(why).toMatchObject({
      answer: 'noLeaderTooFewUp',
      rule: 'electionResult',
      numbers: { up: 1, voters: 3, need: 2 },
      needs: [{ code: 'moreUp', numbers: { count: 1 } }],
    });
    expect(why.byItselfAtMs).toBeUndefined();
    expect(why.because.map(({ node, code }) => [node, code])).toEqual(
      [leader, other].sort((a, b) => a - b).map((node) => [node, 'killed']),
    );
    expect(why.causes.map((event) => scenario.commandAt(event))).toEqual(['kill', 'kill']);
    scenario.saysInBoth(why, ['1', '3', '2', `n${leader}`]);
  });

  it('as the network is in parts', async () => {
    const scenario = await Scenario.begin({ ...alone, nodes: 5 });
    await scenario.act({ type: 'partition', groups: [[1, 2], [3, 4], [5]] });
    const why = await scenario.why('leader');
    expect(why).toMatchObject({
      answer: 'noLeaderSplit',
      numbers: { nodes: [1, 2], have: 2, need: 3 },
      needs: [{ code: 'togetherAgain', numbers: { need: 3 } }],
    });
    expect(why.causes.map((event) => scenario.commandAt(event))).toEqual(['partition']);
    scenario.saysInBoth(why, ['n1 n2', '3']);
  });

  it('as timers run; and when there will be one', async () => {
    const scenario = await Scenario.begin(alone);
    const yet = await scenario.why('leader');
    expect(yet).toMatchObject({
      answer: 'noLeaderYet',
      rule: 'randomizedTimeout',
      needs: [{ code: 'timer' }],
    });
    await scenario.comesTrue(yet, () => leads(scenario));
    const { leader } = scenario;
    await scenario.runFor(500);
    await scenario.act({ type: 'kill', node: leader });
    const why = await scenario.why('leader');
    expect(why).toMatchObject({
      answer: 'noLeaderWaiting',
      numbers: { leader },
      because: [{ node: leader, code: 'killed' }],
    });
    expect(scenario.commandAt(present(why.causes[0], 'a cause'))).toBe('kill');
    scenario.saysInBoth(why, [`n${leader}`]);
    await scenario.comesTrue(why, () => leads(scenario));
    expect(await scenario.why('leader')).toMatchObject({ answer: 'leaderLeads', rule: 'electionResult' });
  });

  it('as somebody is asking, or the votes went to several', async () => {
    const scenario = await Scenario.begin({ ...alone, nodes: 4 });
    await scenario.act({ type: 'campaign', node: 1 });
    const asking = await scenario.why('leader');
    expect(asking).toMatchObject({ answer: 'noLeaderAsking', numbers: { node: 1, term: 1, need: 3 } });
    await scenario.comesTrue(asking, () => leads(scenario));
    const split = await Scenario.begin({ ...alone, nodes: 4 });
    for (const [from, to] of [
      [1, 4],
      [2, 3],
    ] as const)
      await split.act({ type: 'cut', from, to, oneWay: true });
    await split.act({ type: 'campaign', node: 1 });
    await split.act({ type: 'campaign', node: 2 });
    await split.until(() => split.view(3).vote > 0 && split.view(4).vote > 0);
    const why = await split.why('leader');
    expect(why).toMatchObject({
      answer: 'noLeaderSplitVote',
      numbers: { term: 1, candidates: [1, 2], most: 2, need: 3 },
    });
    expect(why.causes.filter((event) => split.commandAt(event) === 'campaign')).toHaveLength(2);
    split.saysInBoth(why, ['n1 n2']);
  });

  for (const preVote of [true, false])
    it(`as the one who ${preVote ? 'asked whether it would win' : 'campaigned'} was refused, and by whom`, async () => {
      const scenario = await Scenario.led({ nodes: 5, preVote, checkQuorum: false });
      const { leader } = scenario;
      const [behind] = pair(scenario);
      await scenario.isolate(behind);
      await scenario.putAndWait(leader);
      await scenario.until(({ machines }) =>
        [...machines.values()].every(({ id, image }) => id === behind || (image?.view().last ?? 0) > 1),
      );
      const { last } = scenario.view(leader);
      await scenario.act({ type: 'kill', node: leader });
      await scenario.act({ type: 'heal' });
      await scenario.act({ type: 'campaign', node: behind });
      await scenario.until(() =>
        scenario.heard.some(({ output }) =>
          output?.trace.some((trace) => trace.type === 'voteCounted' && trace.result === 'lost'),
        ),
      );
      const why = await scenario.why(`node(${behind}).campaign`);
      const others = scenario.followersOf(leader).filter((id) => id !== behind);
      expect(why).toMatchObject({
        answer: 'campaignLost',
        rule: 'electionResult',
        numbers: {
          node: behind,
          granted: 1,
          rejected: 3,
          need: 3,
          request: preVote ? 'MsgPreVote' : 'MsgVote',
        },
        needs: [{ code: 'timer' }],
      });
      const against = why.because.map(({ node, code }) => [node, code]);
      for (const node of others) expect(against).toContainEqual([node, 'refusedLogBehind']);
      expect(against).toContainEqual([leader, 'killed']);
      expect(why.causes.map((event) => scenario.commandAt(event))).toContain('campaign');
      scenario.saysInBoth(why, [`n${behind}`, `${last}@`]);
      const nobody = await scenario.why('leader');
      expect(nobody).toMatchObject({
        answer: 'noLeaderRefused',
        numbers: { candidate: behind, rejected: 3 },
      });
      await scenario.comesTrue(nobody, () => leads(scenario));
    });
});

describe('why a leader still leads', () => {
  for (const checkQuorum of [true, false])
    it(`that reaches nobody, ${checkQuorum ? 'and when its quorum is checked' : 'as nobody checks'}`, async () => {
      const scenario = await Scenario.led({ preVote: false, checkQuorum });
      const { leader } = scenario;
      await scenario.runFor(250);
      await scenario.isolate(leader);
      const leading = await scenario.why(`node(${leader})`);
      expect(leading).toMatchObject({ answer: 'leaderWithoutQuorum', numbers: { have: [leader], need: 2 } });
      const why = await scenario.why(`node(${leader}).quorum`);
      scenario.saysInBoth(why, [`n${leader}`]);
      expect(why.causes.map((event) => scenario.commandAt(event))).toEqual(['isolate']);
      if (!checkQuorum) {
        expect(why).toMatchObject({ answer: 'quorumNotChecked', rule: 'checkQuorum' });
        return expect(why.byItselfAtMs).toBeUndefined();
      }
      expect(why).toMatchObject({
        answer: 'quorumHeardSince',
        rule: 'deposesSilentLeader',
        section: 'thesis 6.2',
        needs: [{ code: 'quorumCheck', numbers: { node: leader } }],
      });
      expect(leading.byItselfAtMs).toBe(why.byItselfAtMs);
      await scenario.comesTrue(why, () => scenario.world.machine(leader).state !== 'StateLeader');
    });

  it('of an old term, until it hears of the new one', async () => {
    const scenario = await Scenario.led(alone);
    const { leader: old } = scenario;
    await scenario.isolate(old);
    await scenario.until(() => scenario.leader !== old);
    const { leader } = scenario;
    const why = await scenario.why(`node(${old}).leading`);
    expect(why).toMatchObject({
      answer: 'leaderOfOldTerm',
      needs: [{ code: 'newTerm', numbers: { node: old } }, { code: 'linkHealed' }, { code: 'linkHealed' }],
      rule: 'newestTerm',
      section: 'paper 5.1',
      numbers: { node: old, leader },
    });
    expect(why.because).toHaveLength(2);
    scenario.saysInBoth(why, [`n${old}`, `n${leader}`]);
    expect(await scenario.why(`node(${old}).term`)).toMatchObject({
      answer: 'termBehind',
      because: [{ node: old, code: 'cutOff' }],
    });
    await scenario.act({ type: 'heal' });
    const soon = await scenario.why(`node(${old}).leading`);
    await scenario.comesTrue(soon, () => scenario.world.machine(old).state !== 'StateLeader');
    expect(await scenario.why(`node(${leader})`)).toMatchObject({ answer: 'leaderLeads' });
  });
});

describe('why a node does not campaign', () => {
  it('as it hears its leader; as its timer runs; as it is down, paused, a learner', async () => {
    const scenario = await Scenario.led({ ...alone, learners: 1 });
    const { leader } = scenario;
    const [node, other] = scenario.followers.filter((id) => id !== 4) as [NodeId, NodeId];
    expect(await scenario.why(`node(${node}).campaign`)).toMatchObject({
      answer: 'campaignHearsLeader',
      rule: 'followsLeader',
      numbers: { leader },
      needs: [{ code: 'leaderSilent', numbers: { node, lead: leader } }],
    });
    expect(await scenario.why('node(4).campaign')).toMatchObject({
      answer: 'campaignLearner',
      rule: 'onlyVotersCampaign',
      needs: [{ code: 'becomesVoter', numbers: { node: 4 } }],
    });
    await scenario.act({ type: 'pause', node: other });
    expect(await scenario.why(`node(${other})`)).toMatchObject({
      answer: 'nodePaused',
      needs: [{ code: 'resumed' }],
    });
    await scenario.act({ type: 'kill', node: other });
    const killed = await scenario.why(`node(${other})`);
    expect(killed).toMatchObject({
      answer: 'nodeKilled',
      rule: 'serversStop',
      needs: [{ code: 'restarted' }],
    });
    expect(scenario.commandAt(present(killed.causes[0], 'a cause'))).toBe('kill');
    await scenario.act({ type: 'restart', node: other });
    await scenario.isolate(leader);
    const why = await scenario.why(`node(${node}).campaign`);
    expect(why).toMatchObject({
      answer: 'campaignTimer',
      rule: 'randomizedTimeout',
      because: [{ node: leader, code: 'cutOff' }],
    });
    scenario.saysInBoth(why, [`n${node}`]);
    const { term } = scenario.view(node);
    if (why.byItselfAtMs !== undefined)
      await scenario.comesTrue(why, () => scenario.view(node).term !== term);
  });

  it('as a committed change of members is not applied; and when that is over', async () => {
    const scenario = await Scenario.led({ ...alone, applyMs: 400 });
    const { leader } = scenario;
    const [node] = pair(scenario);
    await scenario.call(leader, { type: 'memberAdd', peerUrls: ['http://127.0.0.1:24380'], isLearner: true });
    await scenario.until(() => {
      const { commit, applied } = scenario.view(node);
      return commit > applied;
    });
    const why = await scenario.why(`node(${node}).campaign`);
    expect(why).toMatchObject({
      answer: 'campaignUnappliedChange',
      rule: 'confChangesApplied',
      needs: [{ code: 'appliedUpTo', numbers: { node, index: scenario.view(node).commit } }],
    });
    scenario.saysInBoth(why, [`n${node}`]);
    await scenario.act({ type: 'campaign', node });
    const refusal = present(
      scenario.heard.findLast(({ output }) => output?.trace.some(({ type }) => type === 'campaignRefused')),
      'it was refused',
    );
    expect(await scenario.why(`event(${refusal.number})`)).toMatchObject({
      answer: 'campaignRefusedUnapplied',
    });
    const { commit } = scenario.view(node);
    await scenario.comesTrue(
      await scenario.why(`node(${node}).campaign`),
      () => scenario.view(node).applied >= commit,
    );
  });
});

describe('why a node has a term above the leader’s', () => {
  for (const config of [alone, checks])
    it(
      config.checkQuorum
        ? 'until it answers the leader'
        : 'and stays so until it campaigns, without CheckQuorum',
      async () => {
        const scenario = await Scenario.led(config);
        const { leader } = scenario;
        const [node] = pair(scenario);
        await scenario.isolate(node);
        const { term } = scenario.view(leader);
        await scenario.until(() => scenario.view(node).term > term);
        await scenario.runFor(100);
        const cut = await scenario.why(`node(${node}).term`);
        expect(cut).toMatchObject({
          answer: config.checkQuorum ? 'termAheadAnswers' : 'termAheadSilent',
          rule: 'answersOldLeader',
          numbers: { node, leader, leaderTerm: term },
          because: [{ node, code: 'cutOff' }],
        });
        expect(cut.causes.map((event) => scenario.commandAt(event))).toContain('isolate');
        scenario.saysInBoth(cut, [`n${node}`, `n${leader}`]);
        await scenario.act({ type: 'heal' });
        const why = await scenario.why(`node(${node}).term`);
        await scenario.comesTrue(why, () => scenario.view(node).term === scenario.view(leader).term);
        expect(await scenario.why(`node(${leader}).term`)).toMatchObject({ answer: 'termAgrees' });
      },
    );
});

describe('why a leader sends a member nothing', () => {
  it('as it probes, or the window is full; and when it goes on', async () => {
    const scenario = await Scenario.led({ ...alone, maxInflightMsgs: 2, transportReports: false });
    const { leader } = scenario;
    const [slow] = pair(scenario);
    expect(await scenario.why(`progress(${slow})`)).toMatchObject({ answer: 'progressCaughtUp', needs: [] });
    await scenario.act({ type: 'link', from: slow, to: leader, settings: { latencyMs: 300 } });
    await scenario.putAndWait(leader, 'a');
    await scenario.putAndWait(leader, 'b');
    const full = await scenario.why(`node(${leader}).progress(${slow})`);
    expect(full).toMatchObject({
      subject: { type: 'progress', leader, node: slow },
      answer: 'progressWindowFull',
      rule: 'inflightWindow',
      numbers: { inflight: 2 },
      needs: [{ code: 'answers', numbers: { node: slow, leader } }],
    });
    scenario.saysInBoth(full, [`n${slow}`, 'Match']);
    const paused = (): boolean =>
      scenario.view(leader).progress.find(({ id }) => id === slow)?.paused ?? false;
    await scenario.comesTrue(full, () => !paused());
    const probing = await Scenario.led(alone);
    const [cut] = pair(probing);
    await probing.isolate(cut);
    await probing.putAndWait(probing.leader);
    await probing.runFor(300);
    const why = await probing.why(`node(${cut}).progress`);
    expect(why).toMatchObject({
      answer: 'progressProbing',
      rule: 'probesOnce',
      because: [{ node: cut, code: 'cutOff' }],
    });
    expect(why.byItselfAtMs).toBeUndefined();
  });

  it('as a snapshot is under way, until it is reported', async () => {
    const scenario = await Scenario.led({ ...alone, snapshotCount: 3, snapshotCatchUpEntries: 0 });
    const { leader } = scenario;
    const [away] = pair(scenario);
    await scenario.act({ type: 'kill', node: away });
    for (let i = 0; i < 8; i++) await scenario.putAndWait(leader, `k${i}`);
    await scenario.act({ type: 'restart', node: away });
    const state = () => scenario.view(leader).progress.find(({ id }) => id === away)?.state;
    await scenario.until(() => state() === 'StateSnapshot');
    const why = await scenario.why(`progress(${away})`);
    expect(why).toMatchObject({
      answer: 'progressSnapshot',
      rule: 'sendsSnapshot',
      needs: [{ code: 'snapshotArrives', numbers: { to: away } }],
    });
    scenario.saysInBoth(why, [`n${away}`]);
    // It has arrived: its answer is what the leader waits for.
    await scenario.untilOver(await scenario.flight('MsgSnap', leader, away));
    const arrived = await scenario.why(`progress(${away})`);
    expect(arrived.needs.map(({ code }) => code)).toEqual(['writeDone']);
    await scenario.until(() => scenario.view(away).pendingSnapshotIndex === 0);
    expect((await scenario.why(`progress(${away})`)).needs.map(({ code }) => code)).toEqual([
      'snapshotReported',
      'answers',
    ]);
    await scenario.comesTrue(why, () => state() !== 'StateSnapshot');
  });
});

describe('why a leadership is not handed over', () => {
  it('to a learner; to who is not reached, until the leader gives up; and that it was', async () => {
    const scenario = await Scenario.led({ ...alone, learners: 1 });
    expect(await scenario.why('transfer')).toMatchObject({ answer: 'transferNone' });
    const { leader } = scenario;
    const [to] = scenario.followers.filter((id) => id !== 4) as [NodeId];
    await scenario.act({ type: 'transferLeader', to: 4 });
    expect(await scenario.why('transfer(4)')).toMatchObject({
      answer: 'transferToLearner',
      needs: [{ code: 'becomesVoter' }],
    });
    await scenario.isolate(to);
    await scenario.putAndWait(leader);
    await scenario.act({ type: 'transferLeader', to });
    const why = await scenario.why('transfer');
    expect(why).toMatchObject({
      subject: { to },
      answer: 'transferCatchingUp',
      rule: 'leadershipTransfer',
      section: 'thesis 3.10',
      because: [{ node: to, code: 'cutOff' }],
    });
    scenario.saysInBoth(why, [`n${leader}`, `n${to}`]);
    await scenario.comesTrue(why, () => scenario.view(leader).leadTransferee === 0);
    const gaveUp = await scenario.why(`transfer(${to})`);
    expect(gaveUp).toMatchObject({ answer: 'transferTimedOut', numbers: { leader, to } });
    await scenario.act({ type: 'heal' });
    await scenario.runFor(1000);
    await scenario.act({ type: 'transferLeader', to });
    await scenario.until(() => scenario.world.machine(to).state === 'StateLeader');
    expect(await scenario.why('transfer')).toMatchObject({ answer: 'transferDone', numbers: { to } });
  });
});

describe('why a change of members was refused', () => {
  it('as the one before is not applied; and when it is', async () => {
    const scenario = await Scenario.led({ ...alone, applyMs: 300, strictReconfigCheck: false });
    const { leader } = scenario;
    expect(await scenario.why('confChange')).toMatchObject({ answer: 'confChangeNone' });
    await scenario.call(leader, add(4, true));
    const second = await scenario.call(leader, add(5, true));
    await scenario.runFor(1);
    const why = await scenario.why('confChange');
    expect(why).toMatchObject({
      subject: { call: second },
      answer: 'confChangePending',
      rule: 'oneChangeAtATime',
      needs: [{ code: 'appliedUpTo', numbers: { node: leader } }],
    });
    scenario.saysInBoth(why, [`n${leader}`, String(second)]);
    const index = why.numbers['index'] as number;
    await scenario.comesTrue(why, () => scenario.view(leader).applied >= index);
  });

  it('by etcd, as somebody is away; and what it was when it was made', async () => {
    const scenario = await Scenario.led(alone);
    const { leader } = scenario;
    const [away] = pair(scenario);
    await scenario.act({ type: 'kill', node: away });
    await scenario.runFor(200);
    const call = await scenario.call(leader, add(4));
    await scenario.runFor(1);
    const why = await scenario.why(`confChange(${call})`);
    expect(why).toMatchObject({
      answer: 'confChangeUnhealthy',
      rule: 'strictReconfig',
      because: [{ node: away, code: 'killed' }],
      needs: [{ code: 'connected', numbers: { seconds: 5 } }],
    });
    scenario.saysInBoth(why, [`n${away}`]);
    const open = await Scenario.led({ ...alone, strictReconfigCheck: false });
    const made = await open.call(open.leader, add(4, true));
    const underWay = await open.why(`confChange(${made})`);
    expect(underWay.answer).toMatch(/confChange(UnderWay|OnItsWay)/u);
    await open.comesTrue(underWay, () => open.world.calls.pendingCall(made) === undefined);
    expect(await open.why('confChange')).toMatchObject({ answer: 'confChangeDone' });
  });
});
