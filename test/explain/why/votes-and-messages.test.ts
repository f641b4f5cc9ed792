import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import type { NodeId } from '../../../src/base/flavor.ts';
import { Scenario } from './scenario.ts';

const alone = { preVote: false, checkQuorum: false } as const;

/** The id of the newest message of this type between two nodes. */
function newest(scenario: Scenario, type: string, from: NodeId, to: NodeId): number {
  const { arrows } = scenario.run.timeline;
  for (let id = scenario.world.bus.lastId; id > 0; id--) {
    const arrow = arrows.at(id);
    if (arrow?.type === type && arrow.from === from && arrow.to === to) return id;
  }
  throw new Error(`no ${type} from ${from} to ${to}`);
}

/** Until this node has decided about a request for its vote. */
async function untilAsked(scenario: Scenario, voter: NodeId, candidate: NodeId): Promise<void> {
  const { length } = scenario.heard;
  await scenario.until(() =>
    scenario.heard
      .slice(length)
      .some(({ node, output }) =>
        output?.trace.some(
          (trace) =>
            node === voter &&
            trace.type.startsWith('vote') &&
            'candidate' in trace &&
            trace.candidate === candidate,
        ),
      ),
  );
}

function pair(scenario: Scenario): readonly [NodeId, NodeId] {
  const [a, b] = scenario.followers;
  return [present(a, 'a follower'), present(b, 'another')];
}

describe('why a vote was refused', () => {
  for (const isBehind of [true, false])
    it(isBehind ? 'as the log is behind, with both ends' : 'not, where the log is as new', async () => {
      const scenario = await Scenario.led(alone);
      const [behind, voter] = pair(scenario);
      const { leader } = scenario;
      if (isBehind) await scenario.isolate(behind);
      await scenario.putAndWait(leader);
      await scenario.until(() => scenario.view(voter).applied > 1);
      if (!isBehind) await scenario.until(() => scenario.view(behind).applied > 1);
      await scenario.act({ type: 'kill', node: leader });
      await scenario.act({ type: 'heal' });
      const { events } = scenario.world;
      await scenario.act({ type: 'campaign', node: behind });
      await untilAsked(scenario, voter, behind);
      // Who gives its vote says so when it is on disk.
      if (!isBehind) await scenario.runFor(20);
      const why = await scenario.why(`vote(${voter}, ${behind}, ${scenario.view(behind).term})`);
      if (!isBehind)
        return expect(why).toMatchObject({ answer: 'voteGranted', rule: 'isUpToDate', needs: [] });
      const { last } = scenario.view(voter);
      expect(why).toMatchObject({
        subject: { voter, candidate: behind },
        answer: 'voteLogBehind',
        rule: 'isUpToDate',
        section: 'paper 5.4.1',
        numbers: { own: { index: last }, theirs: { index: last - 1 }, request: 'MsgVote' },
        needs: [{ code: 'logUpTo', numbers: { node: behind, own: { index: last } } }],
      });
      expect(why.causes.map((event) => scenario.commandAt(event))).toContain('campaign');
      expect(Math.max(...why.causes)).toBeGreaterThan(events);
      scenario.saysInBoth(why, [`n${voter}`, `n${behind}`, `${last}@`, 'isUpToDate', '5.4.1']);
    });

  it('as it was given to another, who asked first', async () => {
    const scenario = await Scenario.begin(alone);
    await scenario.act({ type: 'campaign', node: 1 });
    await scenario.act({ type: 'campaign', node: 2 });
    await scenario.until(({ machines }) => (machines.get(3)?.image?.view().vote ?? 0) > 0);
    const { vote } = scenario.view(3);
    const other = vote === 1 ? 2 : 1;
    await untilAsked(scenario, 3, other);
    const why = await scenario.why(`vote(3, ${other})`);
    expect(why).toMatchObject({
      answer: 'voteForAnother',
      rule: 'maySupport',
      numbers: { voter: 3, candidate: other, vote, term: 1 },
      needs: [{ code: 'campaignsAgain', numbers: { node: other, term: 1 } }],
    });
    // Both campaigns are among its causes: why it was asked, and why the vote was gone.
    expect(why.causes.filter((event) => scenario.commandAt(event) === 'campaign')).toHaveLength(2);
    scenario.saysInBoth(why, ['n3', `n${vote}`, `n${other}`]);
    await scenario.runFor(20);
    expect(await scenario.why(`vote(3, ${vote}, 1)`)).toMatchObject({ answer: 'voteGranted' });
  });

  it('as it knows a leader of that term', async () => {
    const scenario = await Scenario.begin({ ...alone, nodes: 5 });
    for (const to of [3, 4, 5]) await scenario.act({ type: 'link', from: 2, to, settings: { hold: true } });
    await scenario.act({ type: 'cut', from: 1, to: 5, oneWay: true });
    await scenario.act({ type: 'campaign', node: 1 });
    await scenario.act({ type: 'campaign', node: 2 });
    await scenario.until(({ machines }) => machines.get(1)?.state === 'StateLeader');
    await scenario.act({ type: 'uncut', from: 1, to: 5, oneWay: true });
    await scenario.until(() => scenario.view(5).lead === 1);
    await scenario.act({ type: 'link', from: 2, to: 5, settings: { hold: false } });
    await scenario.runFor(1);
    const why = await scenario.why('vote(5, 2)');
    expect(why).toMatchObject({
      answer: 'voteLeaderKnown',
      needs: [{ code: 'forgetsLeader', numbers: { node: 5, lead: 1 } }, { code: 'campaignsAgain' }],
      rule: 'maySupport',
      numbers: { lead: 1, candidate: 2 },
    });
    scenario.saysInBoth(why, ['n5', 'n2', 'n1']);
  });

  it('as a lease stands against it: ignored, until the voter has heard no leader for long enough', async () => {
    const scenario = await Scenario.led({ preVote: false, checkQuorum: true });
    const { leader } = scenario;
    const [candidate, voter] = pair(scenario);
    await scenario.act({ type: 'kill', node: leader });
    await scenario.act({ type: 'campaign', node: candidate });
    await untilAsked(scenario, voter, candidate);
    const why = await scenario.why(`vote(${voter}, ${candidate})`);
    expect(why).toMatchObject({
      answer: 'voteInLease',
      rule: 'transferOverridesLease',
      numbers: { lead: leader },
      needs: [
        { code: 'leaderSilent', numbers: { node: voter, lead: leader, ticks: 10 } },
        { code: 'transferMark', numbers: { lead: leader, to: candidate } },
      ],
    });
    scenario.saysInBoth(why, [`n${voter}`, `n${leader}`]);
    await scenario.comesTrue(why, () => {
      const { electionElapsed, electionTimeout, lead } = scenario.view(voter);
      return lead === 0 || electionElapsed >= electionTimeout;
    });
    // Nobody's lease stands without CheckQuorum.
    const open = await Scenario.led(alone);
    const [other, granter] = pair(open);
    await open.act({ type: 'campaign', node: other });
    await untilAsked(open, granter, other);
    await open.runFor(20);
    expect(await open.why(`vote(${granter}, ${other})`)).toMatchObject({ answer: 'voteGranted' });
  });

  it('as it was not asked, or is no voter', async () => {
    const scenario = await Scenario.begin({ nodes: 3, learners: 1 });
    const why = await scenario.why('vote(2)');
    expect(why).toMatchObject({ answer: 'voteNotAsked', needs: [{ code: 'campaigns' }] });
    scenario.saysInBoth(why, ['n2']);
    const asked = (): boolean =>
      scenario.heard.some(({ sent }) =>
        sent.some(({ to, payload }) => to === 2 && payload.type === 'MsgPreVote'),
      );
    await scenario.comesTrue(why, asked);
    expect(await scenario.why('vote(4)')).toMatchObject({
      answer: 'voteNotAVoter',
      rule: 'learnersHaveNoSay',
    });
  });

  it('as what was asked, or answered, was lost on the way, and how', async () => {
    for (const way of ['cut', 'dead', 'dropped', 'dice'] as const) {
      const scenario = await Scenario.begin(alone);
      if (way === 'cut') await scenario.act({ type: 'cut', from: 1, to: 2, oneWay: true });
      if (way === 'dead') await scenario.act({ type: 'kill', node: 2 });
      if (way === 'dice') await scenario.act({ type: 'link', from: 1, to: 2, settings: { loss: 1 } });
      await scenario.act({ type: 'campaign', node: 1 });
      await scenario.until(({ bus }) => bus.lastId > 0);
      const id = newest(scenario, 'MsgVote', 1, 2);
      if (way === 'dropped') await scenario.act({ type: 'drop', message: id });
      await scenario.until(({ bus }) => bus.flight(id) === undefined);
      const why = await scenario.why('vote(2)');
      const code = { cut: 'lostByCut', dead: 'lostByDeath', dropped: 'lostByHand', dice: 'lostByDice' }[way];
      expect(why, way).toMatchObject({ answer: 'voteRequestLost', because: [{ node: 2, code }] });
      expect(await scenario.why(`message(${id})`), way).toMatchObject({
        answer: 'messageLost',
        because: [{ node: 2, code }],
      });
      const commands = why.causes.map((event) => scenario.commandAt(event));
      expect(commands, way).toContain('campaign');
      const blamed = { cut: 'cut', dead: 'kill', dropped: 'drop', dice: undefined }[way];
      if (blamed !== undefined) expect(commands, way).toContain(blamed);
      scenario.saysInBoth(why, ['n1', 'n2']);
    }
    const scenario = await Scenario.begin(alone);
    await scenario.act({ type: 'cut', from: 2, to: 1, oneWay: true });
    await scenario.act({ type: 'campaign', node: 1 });
    await scenario.until(() => scenario.view(2).vote === 1);
    const waiting = await scenario.why('vote(2)');
    expect(waiting).toMatchObject({ answer: 'voteOnItsWayToDisk', rule: 'diskFirst' });
    const sends = (): boolean =>
      scenario.heard.some(
        ({ sent, node }) => node === 2 && sent.some(({ payload }) => payload.type === 'MsgVoteResp'),
      );
    await scenario.comesTrue(waiting, sends);
    await scenario.until(({ bus }) => bus.inFlight === 0);
    const why = await scenario.why('vote(2)');
    expect(why).toMatchObject({ answer: 'voteAnswerLost', because: [{ code: 'lostByCut' }] });
  });
});

describe('why a message', () => {
  it('is on its way, held, or waits for who stands still', async () => {
    const scenario = await Scenario.begin(alone);
    await scenario.act({ type: 'pause', node: 3 });
    await scenario.act({ type: 'campaign', node: 1 });
    await scenario.until(({ bus }) => bus.lastId > 1);
    const [two, three] = [newest(scenario, 'MsgVote', 1, 2), newest(scenario, 'MsgVote', 1, 3)];
    const flying = await scenario.why(`message(${two})`);
    expect(flying).toMatchObject({
      answer: 'messageUnderWay',
      numbers: { messageType: 'MsgVote', from: 1, to: 2 },
    });
    await scenario.comesTrue(flying, () => scenario.world.bus.flight(two) === undefined);
    await scenario.until(({ bus }) => bus.flight(three) === undefined);
    const waits = await scenario.why(`message(${three})`);
    expect(waits).toMatchObject({
      answer: 'messageWaits',
      rule: 'serversStop',
      because: [{ node: 3, code: 'paused' }],
      needs: [{ code: 'resumed', numbers: { node: 3 } }],
    });
    scenario.saysInBoth(waits, ['n3', 'MsgVote']);
    await scenario.act({ type: 'resume', node: 3 });
    await scenario.until(() => scenario.view(3).vote === 1);
    await scenario.runFor(20);
    expect(await scenario.why(`message(${three})`)).toMatchObject({ answer: 'voteGranted' });
  });

  for (const checkQuorum of [false, true])
    it(`of an old term is ${checkQuorum ? 'answered with the newer one, with CheckQuorum' : 'ignored'}`, async () => {
      const scenario = await Scenario.led({ preVote: false, checkQuorum });
      const { leader: old } = scenario;
      const [next, other] = pair(scenario);
      await scenario.act({ type: 'pause', node: old });
      await scenario.until(({ machines }) =>
        [next, other].some((id) => machines.get(id)?.state === 'StateLeader'),
      );
      await scenario.runFor(50);
      await scenario.act({ type: 'resume', node: old });
      const isOld = (): number | undefined => {
        const found = scenario.heard.findLast(
          ({ input, node }) =>
            input?.type === 'message' &&
            input.message.type === 'MsgHeartbeat' &&
            input.message.from === old &&
            node !== old,
        );
        const term = found?.input?.type === 'message' ? found.input.message.term : undefined;
        return term !== undefined && term < scenario.view(next).term ? found?.message : undefined;
      };
      // Its followers hear of it only if it beats before it hears of them.
      await scenario.until(
        () => isOld() !== undefined || scenario.world.machine(old).state !== 'StateLeader',
      );
      const id = isOld();
      if (id === undefined) return expect(scenario.view(old).state).toBe('StateFollower');
      const why = await scenario.why(`message(${id})`);
      expect(why).toMatchObject(
        checkQuorum
          ? { answer: 'messageFromOldLeader', rule: 'answersOldLeader' }
          : { answer: 'messageOfOldTerm', rule: 'newestTerm', section: 'paper 5.1' },
      );
      scenario.saysInBoth(why, [`n${old}`, 'MsgHeartbeat']);
    });

  it('with entries was rejected, and when it will be taken', async () => {
    const scenario = await Scenario.led(alone);
    const { leader } = scenario;
    const [behind, next] = pair(scenario);
    await scenario.isolate(behind);
    for (let i = 0; i < 3; i++) await scenario.putAndWait(leader, `k${i}`);
    await scenario.until(() => scenario.view(next).last === scenario.view(leader).last);
    await scenario.act({ type: 'kill', node: leader });
    await scenario.act({ type: 'heal' });
    await scenario.act({ type: 'campaign', node: next });
    const rejection = () =>
      scenario.heard.findLast(
        ({ node, output }) => node === behind && output?.trace.some(({ type }) => type === 'appendRejected'),
      );
    await scenario.until(() => rejection() !== undefined);
    const { message } = present(rejection(), 'a rejection');
    const why = await scenario.why(`message(${message})`);
    const { last } = scenario.view(behind);
    expect(why).toMatchObject({
      answer: 'appendRejected',
      rule: 'previousMatches',
      numbers: { from: next, to: behind, own: { index: last + 3, term: 0 }, hint: { index: last } },
      needs: [{ code: 'probesFrom', numbers: { leader: next, to: behind, index: last + 1 } }],
    });
    scenario.saysInBoth(why, [`n${next}`, `n${behind}`, 'MsgApp']);
    const { length } = scenario.heard;
    const accepts = (): boolean =>
      scenario.heard
        .slice(length)
        .some(
          ({ node, output }) =>
            node === behind && output?.trace.some(({ type }) => type === 'appendAccepted'),
        );
    await scenario.comesTrue(why, accepts);
    // The refusing answer says the same; what was taken in the end is no refusal.
    await scenario.until(() => scenario.view(behind).last > last);
    const accepted = present(
      scenario.heard.slice(length).findLast(({ node, message: id }) => node === behind && id > 0),
      'one',
    );
    expect(await scenario.why(`message(${accepted.message})`)).toMatchObject({ answer: 'messageTaken' });
  });

  it('is not there: that is said', async () => {
    const scenario = await Scenario.begin();
    await expect(scenario.why('message(99)')).rejects.toThrow('there is no message 99 up to this instant');
    await expect(scenario.why('vote(9)')).rejects.toThrow('there is no node 9; nodes are 1, 2, 3');
    await expect(scenario.why('event(9)')).rejects.toThrow('there is no event 9 up to this instant');
  });
});
