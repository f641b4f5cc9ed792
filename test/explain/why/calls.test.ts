import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { Scenario } from './scenario.ts';

const isOver = (lab: Scenario, call: number) => lab.world.calls.pendingCall(call) === undefined;

/** Of all under way the first of a type; what is not there yet is waited for. */
async function underWay(lab: Scenario, type: string): Promise<number> {
  const find = () => [...lab.world.bus.flights()].find(({ payload }) => payload.type === type)?.id;
  await lab.until(() => find() !== undefined);
  return present(find(), type);
}

describe('why a read is not answered', () => {
  it('its question is on its way; it will be answered when that is foretold', async () => {
    const lab = await Scenario.led();
    const [follower = 0] = lab.followers;
    const call = await lab.get(follower);
    const why = await lab.why(`read(${call})`);
    expect(why).toMatchObject({
      answer: 'readAskUnderWay',
      rule: 'confirmsReads',
      numbers: { call, node: follower, from: follower, to: lab.leader, givesUpAtMs: lab.nowMs + 5000 },
      needs: [{ code: 'messageArrives' }],
    });
    lab.saysInBoth(why, [`n${follower}`]);
    await lab.comesTrue(why, () => isOver(lab, call));
    expect(await lab.why(`read(${call})`)).toMatchObject({ answer: 'readFresh', numbers: { revision: 1 } });
  });

  it('waits for a quorum to confirm the leader: who has, and what keeps the others', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [a = 0, b = 0] = lab.followers;
    await lab.isolate(leader);
    const call = await lab.get(leader);
    await lab.runFor(100);
    const why = await lab.why(`call(${call})`);
    expect(why).toMatchObject({
      answer: 'readNotConfirmed',
      numbers: { leader, nodes: [leader], need: 2, voters: 3, index: lab.view(leader).commit },
      because: [
        { node: a, code: 'cutOff' },
        { node: b, code: 'cutOff' },
      ],
    });
    expect(why.needs[0]).toMatchObject({ code: 'moreConfirm', numbers: { more: 1 } });
    expect(why.causes.map((event) => lab.commandAt(event))).toContain('isolate');
    expect(why.byItselfAtMs).toBeUndefined();
    lab.saysInBoth(why, ['2', '3']);
    await lab.act({ type: 'heal' });
    const healed = await lab.why(`call(${call})`);
    expect(healed.because.map(({ code }) => code)).toEqual(['notConfirmed', 'notConfirmed']);
    await lab.comesTrue(healed, () => isOver(lab, call));
  });

  it('the member knows no leader, or cannot reach the one it knows, or is paused itself', async () => {
    const none = await Scenario.begin();
    const early = await none.get(1);
    expect(await none.why(`read(${early})`)).toMatchObject({
      answer: 'readNoLeader',
      needs: [{ code: 'leaderElected' }],
    });
    const lab = await Scenario.led();
    const { leader } = lab;
    const [follower = 0] = lab.followers;
    await lab.act({ type: 'kill', node: leader });
    const call = await lab.get(follower);
    const away = await lab.why(`read(${call})`);
    expect(away).toMatchObject({
      answer: 'readLeaderAway',
      numbers: { leader },
      because: [{ node: leader, code: 'killed' }],
      needs: [{ code: 'restarted', numbers: { node: leader } }],
    });
    lab.saysInBoth(away, [`n${leader}`]);
    await lab.act({ type: 'pause', node: follower });
    const other = await lab.get(follower);
    expect(await lab.why(`read(${other})`)).toMatchObject({
      answer: 'readMemberPaused',
      rule: 'serversStop',
      needs: [{ code: 'resumed' }],
    });
  });

  it('a new leader has committed nothing of its term yet', async () => {
    const lab = await Scenario.led();
    await lab.act({ type: 'kill', node: lab.leader });
    await lab.until(({ machines }) =>
      [...machines.values()].some(({ status, state }) => status === 'up' && state === 'StateLeader'),
    );
    const next = lab.leader;
    const call = await lab.get(next);
    const why = await lab.why(`read(${call})`);
    expect(why).toMatchObject({
      answer: 'readWaitsForOwnTerm',
      rule: 'readsAfterOwnCommit',
      numbers: { leader: next, term: lab.view(next).term, commit: 1, first: 2 },
    });
    expect(why.needs[0]).toMatchObject({ code: 'ownTermCommitted' });
    await lab.comesTrue(why, () => isOver(lab, call));
  });

  it('has its index, and the store is not there yet', async () => {
    const lab = await Scenario.led({ applyMs: 80 });
    const { leader } = lab;
    await lab.put(leader);
    await lab.until(() => lab.view(leader).commit === 2);
    const call = await lab.get(leader);
    await lab.until(() => lab.view(leader).pendingReads.some(({ index }) => index > 0));
    const why = await lab.why(`read(${call})`);
    expect(why).toMatchObject({
      answer: 'readWaitsForApply',
      rule: 'readsWhatIsApplied',
      numbers: { index: 2, applied: 1 },
    });
    await lab.comesTrue(why, () => isOver(lab, call));
  });

  it('shares a ReadIndex, or waits until the one before it is over', async () => {
    const lab = await Scenario.led();
    const [follower = 0] = lab.followers;
    await lab.get(follower);
    const second = await lab.get(follower);
    const why = await lab.why(`read(${second})`);
    expect(why).toMatchObject({ answer: 'readQueued', needs: [{ code: 'roundOver' }] });
    await lab.comesTrue(why, () => isOver(lab, second));
  });

  it('its question, or the answer to it, was lost: it is asked again, and said when', async () => {
    for (const [type, answer] of [
      ['MsgReadIndex', 'readAskLost'],
      ['MsgReadIndexResp', 'readAnswerLost'],
    ] as const) {
      const lab = await Scenario.led();
      const [follower = 0] = lab.followers;
      const call = await lab.get(follower);
      const message = await underWay(lab, type);
      await lab.act({ type: 'drop', message });
      const why = await lab.why(`read(${call})`);
      expect(why).toMatchObject({
        answer,
        rule: 'networkLoses',
        numbers: { message },
        needs: [{ code: 'askedAgain' }],
      });
      await underWay(lab, 'MsgReadIndex');
      expect(lab.nowMs).toBe(why.numbers['againAtMs']);
      await lab.until(() => isOver(lab, call));
      expect(lab.nowMs).toBe(why.byItselfAtMs);
      lab.saysInBoth(why, [String(message)]);
    }
  });

  it('its question is held', async () => {
    const lab = await Scenario.led();
    const [follower = 0] = lab.followers;
    const call = await lab.get(follower);
    const message = await underWay(lab, 'MsgReadIndex');
    await lab.act({ type: 'hold', message });
    expect((await lab.why(`read(${call})`)).answer).toBe('readAskHeld');
    await lab.act({ type: 'release', message });
    expect((await lab.why(`read(${call})`)).answer).toBe('readAskUnderWay');
  });

  it('its leader leads no more: the question came to nothing, and is asked again', async () => {
    const lab = await Scenario.led({ nodes: 5 });
    const { leader } = lab;
    const [follower = 0] = lab.followers;
    await lab.act({ type: 'partition', groups: [[leader, follower], lab.followers.slice(1)] });
    const call = await lab.get(follower);
    await lab.until(() => lab.view(leader).state !== 'StateLeader');
    expect(lab.view(follower).lead).toBe(leader);
    const why = await lab.why(`read(${call})`);
    expect(why).toMatchObject({
      answer: 'readIndexDropped',
      numbers: { leader },
      needs: [{ code: 'askedAgain' }],
    });
    await underWay(lab, 'MsgReadIndex');
    expect(lab.nowMs).toBe(why.numbers['againAtMs']);
  });

  it('its question is sent on by one that has just stopped to lead', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [follower = 0, other = 0] = lab.followers;
    const call = await lab.get(follower);
    const message = await underWay(lab, 'MsgReadIndex');
    await lab.act({ type: 'hold', message });
    await lab.act({ type: 'transferLeader', to: other });
    await lab.until(() => lab.view(leader).lead === other && lab.view(follower).lead === other);
    await lab.act({ type: 'release', message });
    await lab.until(() => lab.world.bus.flight(message) === undefined);
    const why = await lab.why(`read(${call})`);
    expect(why).toMatchObject({ answer: 'readAskUnderWay', numbers: { from: leader, to: other } });
    await lab.comesTrue(why, () => isOver(lab, call));
  });
});

describe('why a read was stale', () => {
  it('a serializable read at a member that lags: by how much, what it lacked, and since when', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [lagging = 0, other = 0] = lab.followers;
    await lab.isolate(lagging);
    await lab.putAndWait(leader, 'a', '1');
    const since = lab.past.timeline.marks.firstCommits(2, 0, lab.world.events)[0]?.at ?? 0;
    await lab.putAndWait(leader, 'a', '2');
    const call = await lab.get(lagging, 'serializable');
    await lab.until(() => isOver(lab, call));
    const why = await lab.why(`read(${call})`);
    expect(why).toMatchObject({
      answer: 'readStaleSerializable',
      rule: 'serializableReads',
      numbers: {
        node: lagging,
        revision: 1,
        newest: 3,
        behind: 2,
        first: 2,
        last: 3,
        sinceAtMs: since / 1000,
      },
      needs: [{ code: 'readLinearizably' }],
    });
    lab.saysInBoth(why, ['3', '2']);
    const fresh = await lab.get(leader, 'serializable');
    await lab.until(() => isOver(lab, fresh));
    expect(await lab.why(`read(${fresh})`)).toMatchObject({ answer: 'readFresh', numbers: { revision: 3 } });
    expect(other).toBeGreaterThan(0);
  });

  it('a leader of old that asks nobody: it trusts its lease, or its rule is broken', async () => {
    for (const [config, answer, numbers, code] of [
      [{ readOnly: 'leaseBased' }, 'readStaleLease', {}, 'safeReads'],
      [{ brokenRules: ['readLocally'] }, 'readStaleBrokenRule', { broken: 'readLocally' }, 'ruleKept'],
    ] as const) {
      const lab = await Scenario.led({ ...config, preVote: false });
      const old = lab.leader;
      // Its clock stands, and it hears of nobody: it still takes itself for the leader when it goes on.
      await lab.isolate(old);
      await lab.act({ type: 'pause', node: old });
      await lab.until(({ machines }) =>
        [...machines.values()].some(({ id, state }) => id !== old && state === 'StateLeader'),
      );
      await lab.putAndWait(lab.leader);
      await lab.act({ type: 'resume', node: old });
      const call = await lab.get(old);
      await lab.until(() => isOver(lab, call));
      const why = await lab.why(`call(${call})`);
      expect(why).toMatchObject({
        answer,
        rule: 'confirmsReads',
        numbers: { revision: 1, newest: 2, behind: 1, ...numbers },
        needs: [{ code }],
      });
      lab.saysInBoth(why, ['1']);
    }
  });
});

describe('why a change is not answered', () => {
  it('its proposal is on its way, held, or lost: then it is in no log, for ever', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [follower = 0] = lab.followers;
    const call = await lab.put(follower);
    const why = await lab.why(`call(${call})`);
    expect(why).toMatchObject({
      answer: 'proposalUnderWay',
      rule: 'leaderTakesProposals',
      numbers: { from: follower, to: leader },
    });
    await lab.comesTrue(why, () => isOver(lab, call));
    await lab.answers(`call(${call})`, { answer: 'callAnswered', rule: 'answersWhenDone', needs: [] });
    const lost = await lab.put(follower);
    const message = await underWay(lab, 'MsgProp');
    await lab.act({ type: 'hold', message });
    expect((await lab.why(`proposal(${lost})`)).answer).toBe('proposalHeld');
    await lab.act({ type: 'drop', message });
    const dropped = await lab.why(`proposal(${lost})`);
    expect(dropped).toMatchObject({
      answer: 'proposalLost',
      rule: 'networkLoses',
      numbers: { message },
      needs: [{ code: 'callRepeated' }],
    });
    expect(dropped.causes.map((event) => lab.commandAt(event))).toContain('drop');
    expect(dropped.byItselfAtMs).toBeUndefined();
    await lab.until(() => isOver(lab, lost));
    expect(lab.nowMs).toBe(dropped.numbers['givesUpAtMs']);
    expect(await lab.why(`call(${lost})`)).toMatchObject({ answer: 'outcomeProposalLost', needs: [] });
  });

  it('its entry is not committed, or not applied where it was asked', async () => {
    const lab = await Scenario.led();
    const { leader, followers } = lab;
    for (const node of followers) await lab.act({ type: 'pause', node });
    const call = await lab.put(leader);
    await lab.runFor(50);
    const why = await lab.why(`call(${call})`);
    expect(why).toMatchObject({ answer: 'entryNoQuorum', numbers: { index: 2, nodes: [leader] } });
    expect(why.byItselfAtMs).toBeUndefined();
    for (const node of followers) await lab.act({ type: 'resume', node });
    const resumed = await lab.why(`call(${call})`);
    await lab.comesTrue(resumed, () => isOver(lab, call));
  });

  it('waits for a leader where etcd does, and is dropped where raft alone decides', async () => {
    const etcd = await Scenario.begin({ bootstrap: 'etcd' });
    const waits = await etcd.put(1);
    expect(await etcd.why(`call(${waits})`)).toMatchObject({
      answer: 'callNoLeader',
      needs: [{ code: 'leaderElected' }],
    });
    const plain = await Scenario.begin();
    const dropped = await plain.put(1);
    const why = await plain.why(`proposal(${dropped})`);
    expect(why).toMatchObject({
      answer: 'proposalNoLeader',
      rule: 'leaderTakesProposals',
      numbers: { node: 1 },
    });
    plain.saysInBoth(why, ['n1']);
  });

  it('is dropped while the leadership is handed over, by the leader asked or by the one it was sent on to', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [target = 0, other = 0] = lab.followers;
    await lab.act({ type: 'pause', node: target });
    await lab.putAndWait(leader);
    await lab.act({ type: 'transferLeader', to: target });
    await lab.until(() => lab.view(leader).leadTransferee === target);
    const at = await lab.put(leader);
    await lab.until(() => isOver(lab, at));
    const why = await lab.why(`call(${at})`);
    expect(why).toMatchObject({
      answer: 'proposalTransferring',
      rule: 'leadershipTransfer',
      numbers: { node: leader, to: target },
      needs: [{ code: 'transferOver' }],
    });
    lab.saysInBoth(why, [`n${target}`]);
    const through = await lab.put(other);
    const message = await underWay(lab, 'MsgProp');
    await lab.until(() => lab.world.bus.flight(message) === undefined);
    expect(await lab.why(`call(${through})`)).toMatchObject({
      answer: 'proposalDroppedByLeader',
      numbers: { leader, reason: 'transferring' },
    });
  });

  it('is dropped when too much is not committed', async () => {
    const lab = await Scenario.led({ maxUncommittedBytes: 64 });
    const { leader } = lab;
    for (const node of lab.followers) await lab.act({ type: 'kill', node });
    const value = 'x'.repeat(60);
    const first = await lab.put(leader, 'a', value);
    const second = await lab.put(leader, 'b', value);
    expect(await lab.why(`call(${second})`)).toMatchObject({
      answer: 'proposalUncommittedLimit',
      rule: 'uncommittedLimit',
    });
    expect((await lab.why(`call(${first})`)).answer).toBe('entryNoQuorum');
  });

  it('was asked of a member that is down', async () => {
    const lab = await Scenario.led();
    const [a = 0] = lab.followers;
    await lab.act({ type: 'kill', node: a });
    const call = await lab.put(a);
    expect(await lab.why(`call(${call})`)).toMatchObject({
      answer: 'callMemberDown',
      needs: [{ code: 'restarted', numbers: { node: a } }],
    });
    await expect(lab.why('call(99)')).rejects.toThrow('there is no call 99 at this instant');
  });
});

describe('what became of a call whose client was told nothing', () => {
  it('may still take effect, and then it did', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [a = 0] = lab.followers;
    const call = await lab.put(leader);
    await lab.until(() => lab.followers.some((id) => lab.view(id).stable >= 2));
    await lab.act({ type: 'kill', node: leader });
    const open = await lab.why(`call(${call})`);
    expect(open).toMatchObject({
      answer: 'outcomeMayStill',
      rule: 'apiGuarantees',
      numbers: { call, index: 2, entryTerm: 1 },
    });
    lab.saysInBoth(open, ['2']);
    await lab.comesTrue(open, () => lab.view(a).commit >= 2);
    const why = await lab.why(`call(${call})`);
    expect(why).toMatchObject({
      answer: 'outcomeTookEffect',
      numbers: { index: 2, committedAtMs: open.byItselfAtMs },
    });
  });

  it('was overwritten: it is without effect for ever', async () => {
    const lab = await Scenario.led({ checkQuorum: false });
    const { leader } = lab;
    await lab.isolate(leader);
    const call = await lab.put(leader);
    await lab.until(() => isOver(lab, call));
    // Nobody can tell while one log has it; the others have committed something else by now.
    expect((await lab.why(`call(${call})`)).answer).toBe('outcomeOverwritten');
    const early = await Scenario.led({ clientTimeoutMs: 100 });
    const old = early.leader;
    await early.isolate(old);
    const lost = await early.put(old);
    await early.until(() => isOver(early, lost));
    expect((await early.why(`call(${lost})`)).answer).toBe('outcomeMayStill');
    await early.until(() => early.leader !== old && early.view(early.leader).commit >= 2);
    await early.act({ type: 'heal' });
    const why = await early.why(`call(${lost})`);
    expect(why).toMatchObject({
      answer: 'outcomeOverwritten',
      rule: 'conflictIndex',
      numbers: { index: 2, entryTerm: 1 },
      needs: [],
    });
    early.saysInBoth(why, ['2']);
  });

  it('waits at a member that is paused, or on its way: it may still take effect', async () => {
    const lab = await Scenario.led({ clientTimeoutMs: 300 });
    const [a = 0] = lab.followers;
    await lab.act({ type: 'pause', node: a });
    const call = await lab.put(a);
    await lab.until(() => isOver(lab, call));
    const why = await lab.why(`call(${call})`);
    expect(why).toMatchObject({
      answer: 'outcomeAtPausedMember',
      needs: [{ code: 'resumed', numbers: { node: a } }],
    });
    await lab.act({ type: 'resume', node: a });
    await lab.runFor(200);
    expect((await lab.why(`call(${call})`)).answer).toBe('outcomeTookEffect');
    const held = await lab.put(a);
    const message = await underWay(lab, 'MsgProp');
    await lab.act({ type: 'hold', message });
    await lab.until(() => isOver(lab, held));
    expect(await lab.why(`call(${held})`)).toMatchObject({
      answer: 'outcomeUnderWay',
      numbers: { message },
      needs: [{ code: 'messageReleased' }],
    });
    await lab.act({ type: 'release', message });
    await lab.runFor(200);
    expect((await lab.why(`call(${held})`)).answer).toBe('outcomeTookEffect');
  });

  it('was never proposed: its member waited for a leader until the client gave up', async () => {
    const lab = await Scenario.begin({ bootstrap: 'etcd', clientTimeoutMs: 100 });
    const call = await lab.put(1);
    await lab.until(() => isOver(lab, call));
    expect(await lab.why(`call(${call})`)).toMatchObject({ answer: 'outcomeNeverProposed', needs: [] });
  });
});
