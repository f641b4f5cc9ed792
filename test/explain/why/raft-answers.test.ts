import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../src/base/flavor.ts';
import { Scenario } from './scenario.ts';

// Answers about raft that no story of the other files comes across, each where it is the right one.

const alone = { preVote: false, checkQuorum: false } as const;

/** A call that adds a member. */
function add(n: number, isLearner = false) {
  return { type: 'memberAdd', peerUrls: [`http://127.0.0.1:2${n}380`], isLearner } as const;
}

function pair(lab: Scenario): readonly [NodeId, NodeId] {
  const [a = 0, b = 0] = lab.followers;
  return [a, b];
}

describe('why a vote is not there', () => {
  it('nobody has asked; what was asked is on its way, held, or waits at who is paused', async () => {
    const lab = await Scenario.begin(alone);
    await lab.answers(
      'vote(2, 3)',
      {
        answer: 'voteNotAskedBy',
        rule: 'randomizedTimeout',
        numbers: { voter: 2, candidate: 3 },
        needs: [{ code: 'campaigns', numbers: { node: 3 } }],
      },
      ['n2', 'n3'],
    );
    await lab.act({ type: 'campaign', node: 1 });
    const message = await lab.flight('MsgVote', 1, 2);
    const flying = await lab.answers(
      'vote(2)',
      {
        answer: 'voteRequestUnderWay',
        rule: 'networkLoses',
        numbers: { voter: 2, candidate: 1, term: 1, request: 'MsgVote' },
        needs: [{ code: 'messageArrives', numbers: { message } }],
      },
      ['n1', 'n2', 'MsgVote'],
    );
    expect(lab.commandsOf(flying)).toEqual(['campaign']);
    await lab.act({ type: 'hold', message });
    const held = await lab.answers(
      'vote(2)',
      {
        answer: 'voteRequestHeld',
        rule: 'networkLoses',
        numbers: { voter: 2, candidate: 1 },
        needs: [{ code: 'messageReleased', numbers: { message } }],
      },
      ['n1', 'n2', 'MsgVote'],
    );
    expect(held.byItselfAtMs).toBeUndefined();
    const stopped = await lab.answers(
      `message(${message})`,
      {
        answer: 'messageHeld',
        rule: 'networkLoses',
        numbers: { messageType: 'MsgVote', from: 1, to: 2 },
        needs: [{ code: 'messageReleased', numbers: { message } }],
      },
      ['n1', 'n2', 'MsgVote'],
    );
    expect(lab.commandsOf(stopped)).toEqual(['hold', 'campaign']);
    await lab.act({ type: 'release', message });
    await lab.comesTrue(await lab.why('vote(2)'), () => lab.world.bus.flight(message) === undefined);
    // Who is paused gets it and does not take it in.
    await lab.runFor(20);
    await lab.act({ type: 'pause', node: 3 });
    await lab.act({ type: 'campaign', node: 2 });
    await lab.untilOver(await lab.flight('MsgVote', 2, 3));
    const waits = await lab.answers(
      'vote(3)',
      {
        answer: 'voteRequestWaits',
        rule: 'serversStop',
        because: [{ node: 3, code: 'paused' }],
        needs: [{ code: 'resumed', numbers: { node: 3 } }],
      },
      ['n2', 'n3', 'MsgVote'],
    );
    expect(waits.byItselfAtMs).toBeUndefined();
    await lab.act({ type: 'kill', node: 3 });
    const id = waits.causes[0] ?? 0;
    await lab.answers(
      `event(${id})`,
      {
        answer: 'messageDiedWaiting',
        rule: 'serversStop',
        numbers: { from: 2, to: 3, messageType: 'MsgVote' },
        needs: [{ code: 'sentAgain', numbers: { from: 2, to: 3, messageType: 'MsgVote' } }],
      },
      ['n2', 'n3'],
    );
  });

  it('it was given, and its voter fell before the disk had it: nobody was told', async () => {
    const lab = await Scenario.begin(alone);
    await lab.act({ type: 'campaign', node: 1 });
    await lab.until(() => lab.view(2).vote === 1);
    await lab.act({ type: 'kill', node: 2 });
    await lab.runFor(20);
    const why = await lab.answers(
      'vote(2)',
      {
        answer: 'voteNeverTold',
        rule: 'diskFirst',
        numbers: { voter: 2, candidate: 1, term: 1 },
        because: [{ node: 2, code: 'killed' }],
        needs: [{ code: 'campaignsAgain', numbers: { node: 1, term: 1 } }],
      },
      ['n1', 'n2'],
    );
    expect(why.byItselfAtMs).toBeUndefined();
    // A killed voter that had written its vote would have told.
    expect(lab.heard.some(({ sent, node }) => node === 2 && sent.length > 0)).toBe(false);
  });

  it('it was asked for in a term of old: by one who campaigns, and by one who asks first', async () => {
    for (const preVote of [false, true]) {
      const lab = await Scenario.led({ checkQuorum: false, preVote });
      const { leader } = lab;
      const [old, voter] = pair(lab);
      await lab.isolate(old);
      // Two elections that one of three never hears of.
      await lab.act({ type: 'transferLeader', to: voter });
      await lab.until(() => lab.view(voter).state === 'StateLeader');
      await lab.act({ type: 'transferLeader', to: leader });
      await lab.until(() => lab.view(leader).state === 'StateLeader' && lab.view(voter).lead === leader);
      const { term } = lab.view(leader);
      await lab.act({ type: 'heal' });
      await lab.act({ type: 'pause', node: leader });
      await lab.act({ type: 'campaign', node: old });
      const request = preVote ? 'MsgPreVote' : 'MsgVote';
      const message = await lab.flight(request, old, voter);
      await lab.untilOver(message);
      const why = await lab.answers(
        `vote(${voter}, ${old})`,
        {
          answer: 'voteOfOldTerm',
          rule: preVote ? 'answersOldPreCandidate' : 'newestTerm',
          numbers: { voter, candidate: old, term: 2, ownTerm: term, request },
          needs: [{ code: 'campaignsAgain', numbers: { node: old, term: 2 } }],
        },
        [`n${voter}`, `n${old}`, request, String(term)],
      );
      expect(lab.commandsOf(why)).toContain('campaign');
      expect(lab.view(voter).vote).not.toBe(old);
    }
  });

  it('a learner that is a voter already and does not know it refuses, where its rule is broken', async () => {
    for (const brokenRules of [[], ['unawareVoterRefuses']]) {
      const lab = await Scenario.led({ ...alone, learners: 1, brokenRules });
      const { leader } = lab;
      const [other] = pair(lab);
      await lab.isolate(4);
      await lab.changeMembers(leader, 'ConfChangeAddNode', 4);
      await lab.until(() => lab.view(other).confState.voters.includes(4));
      await lab.act({ type: 'heal' });
      // It does not hear of the change before it is asked.
      for (const from of [1, 2, 3])
        if (from !== other) await lab.act({ type: 'cut', from, to: 4, oneWay: true });
      await lab.act({ type: 'campaign', node: other });
      await lab.untilOver(await lab.flight('MsgVote', other, 4));
      expect(lab.view(4).confState.learners).toContain(4);
      if (brokenRules.length === 0) {
        expect((await lab.why(`vote(4, ${other})`)).answer).toMatch(/voteGranted|voteOnItsWayToDisk/u);
        continue;
      }
      await lab.answers(
        `vote(4, ${other})`,
        { answer: 'voteRefusedAsLearner', rule: 'learnersVote', numbers: { voter: 4, candidate: other } },
        ['n4', `n${other}`],
      );
    }
  });
});

describe('what became of a message', () => {
  it('its link was cut while it was under way: it is lost, and still to be seen', async () => {
    const lab = await Scenario.begin(alone);
    await lab.act({ type: 'campaign', node: 1 });
    const message = await lab.flight('MsgVote', 1, 2);
    await lab.act({ type: 'cut', from: 1, to: 2, oneWay: true });
    await lab.answers(
      `message(${message})`,
      {
        answer: 'messageDying',
        rule: 'networkLoses',
        because: [{ node: 2, code: 'lostByCut', numbers: { from: 1, to: 2 } }],
        needs: [{ code: 'linkHealed' }, { code: 'sentAgain', numbers: { messageType: 'MsgVote' } }],
      },
      ['n1', 'n2', 'MsgVote'],
    );
  });

  it('it is from one that is no member any more, or says nothing to a member in its role', async () => {
    const lab = await Scenario.led({ ...alone, nodes: 5, stopsWhenRemoved: false });
    const { leader } = lab;
    const [removed, other] = pair(lab);
    await lab.changeMembers(leader, 'ConfChangeRemoveNode', removed);
    const id = await lab.flight('MsgAppResp', removed, leader);
    await lab.act({ type: 'hold', message: id });
    await lab.until(() => !lab.view(leader).confState.voters.includes(removed));
    await lab.act({ type: 'release', message: id });
    await lab.untilOver(id);
    await lab.answers(
      `message(${id})`,
      {
        answer: 'messageFromStranger',
        rule: 'roles',
        numbers: { from: removed, to: leader, messageType: 'MsgAppResp' },
        needs: [{ code: 'becomesMember', numbers: { node: removed } }],
      },
      [`n${removed}`, `n${leader}`, 'MsgAppResp'],
    );
    // A vote that comes when its candidate has stopped to ask.
    await lab.act({ type: 'campaign', node: other });
    await lab.until(() => lab.view(other).state === 'StateCandidate');
    const vote = await lab.flight('MsgVoteResp', undefined, other);
    await lab.act({ type: 'hold', message: vote });
    await lab.until(() => lab.view(other).state === 'StateLeader');
    await lab.act({ type: 'release', message: vote });
    await lab.untilOver(vote);
    await lab.answers(
      `message(${vote})`,
      {
        answer: 'messageForAnotherRole',
        rule: 'roles',
        numbers: { to: other, role: 'StateLeader' },
        needs: [],
      },
      [`n${other}`, 'StateLeader'],
    );
  });

  it('its entries are committed there already', async () => {
    const lab = await Scenario.led(alone);
    const { leader } = lab;
    const [slow] = pair(lab);
    await lab.put(leader);
    const id = await lab.flight('MsgApp', leader, slow);
    await lab.act({ type: 'duplicate', message: id });
    await lab.act({ type: 'hold', message: id });
    await lab.until(() => lab.view(slow).commit === 2);
    await lab.act({ type: 'release', message: id });
    await lab.untilOver(id);
    await lab.answers(
      `message(${id})`,
      {
        answer: 'appendStale',
        rule: 'previousMatches',
        numbers: { from: leader, to: slow, prev: { index: 1 }, commit: 2 },
        needs: [],
      },
      [`n${slow}`, '1@', '2'],
    );
  });

  it('it asked to hand over, of one that is handing over, of itself, or of nobody', async () => {
    const lab = await Scenario.led(alone);
    const { leader } = lab;
    const [to, other] = pair(lab);
    await lab.answers('transfer', { answer: 'transferNone', numbers: { to: 0 } });
    await lab.act({ type: 'transferLeader', to: leader });
    await lab.answers(
      'transfer',
      { answer: 'transferToSelf', rule: 'leadershipTransfer', numbers: { node: leader, to: leader } },
      [`n${leader}`],
    );
    await lab.act({ type: 'pause', node: to });
    await lab.act({ type: 'transferLeader', to });
    const waits = await lab.answers(
      'transfer',
      {
        answer: 'transferWaits',
        rule: 'leadershipTransfer',
        numbers: { leader, to, match: 1, last: 1 },
        because: [{ node: to, code: 'paused' }],
        needs: [
          { code: 'campaigns', numbers: { node: to } },
          { code: 'resumed', numbers: { node: to } },
          { code: 'transferTimeout', numbers: { leader } },
        ],
      },
      [`n${leader}`, `n${to}`],
    );
    expect(waits.byItselfAtMs).toBe(waits.numbers['givesUpAtMs']);
    await lab.act({ type: 'transferLeader', to });
    const asked = lab.heard.findLast(({ input }) => input?.type === 'transferLeader');
    await lab.answers(
      `event(${asked?.number ?? 0})`,
      { answer: 'transferInProgress', rule: 'leadershipTransfer', numbers: { node: leader, to } },
      [`n${to}`],
    );
    // What a follower hands on is dropped by a leader that takes none.
    await lab.put(other);
    const proposal = await lab.flight('MsgProp', other, leader);
    await lab.untilOver(proposal);
    await lab.answers(
      `message(${proposal})`,
      {
        answer: 'messageDropped',
        rule: 'leadershipTransfer',
        numbers: { reason: 'transferring' },
        needs: [{ code: 'askedAnew', numbers: { node: leader } }],
      },
      [`n${leader}`],
    );
    // Another is asked for: the first one comes to nothing.
    await lab.act({ type: 'transferLeader', to: other });
    const replaced = await lab.answers(
      `transfer(${to})`,
      {
        answer: 'transferReplaced',
        rule: 'leadershipTransfer',
        numbers: { leader, to },
        because: [{ node: to, code: 'paused' }],
        needs: [
          { code: 'resumed', numbers: { node: to } },
          { code: 'transferAgain', numbers: { to } },
        ],
      },
      [`n${leader}`, `n${to}`],
    );
    expect(lab.commandsOf(replaced)).toEqual(expect.arrayContaining(['transferLeader', 'pause']));
    await lab.until(() => lab.view(other).state === 'StateLeader');
    await lab.answers('transfer', { answer: 'transferDone', numbers: { to: other } });
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.act({ type: 'transferLeader', to: 4 });
    await lab.answers(
      'transfer(4)',
      {
        answer: 'transferToStranger',
        rule: 'leadershipTransfer',
        numbers: { node: other, to: 4 },
        needs: [{ code: 'becomesMember', numbers: { node: 4 } }],
      },
      [`n${other}`, 'n4'],
    );
    // A follower that knows no leader, and one whose word is lost.
    await lab.act({ type: 'forgetLeader', node: leader });
    await lab.act({ type: 'transferLeader', to: leader, at: leader });
    await lab.answers(
      `transfer(${leader})`,
      {
        answer: 'transferNoLeader',
        rule: 'leadershipTransfer',
        numbers: { node: leader, to: leader },
        needs: [{ code: 'hearsLeader', numbers: { node: leader } }],
      },
      [`n${leader}`],
    );
    await lab.until(() => lab.view(leader).lead === other);
    await lab.act({ type: 'transferLeader', to: leader, at: leader });
    await lab.act({ type: 'drop', message: await lab.flight('MsgTransferLeader', leader, other) });
    await lab.runFor(100);
    const unheard = await lab.answers(
      'transfer',
      {
        answer: 'transferUnheard',
        rule: 'networkLoses',
        numbers: { to: leader },
        needs: [{ code: 'transferAgain', numbers: { to: leader } }],
      },
      [`n${leader}`],
    );
    expect(lab.commandsOf(unheard)).toEqual(['transferLeader']);
  });

  it('it asked to hand over, and who was to lead was removed, or the leader deposed', async () => {
    const lab = await Scenario.led({ ...alone, nodes: 5, stopsWhenRemoved: false });
    const { leader } = lab;
    const [to, other] = pair(lab);
    await lab.act({ type: 'pause', node: to });
    await lab.changeMembers(leader, 'ConfChangeRemoveNode', to);
    await lab.act({ type: 'transferLeader', to });
    await lab.until(() => !lab.view(leader).confState.voters.includes(to));
    await lab.answers(
      'transfer',
      {
        answer: 'transferTargetRemoved',
        rule: 'leadershipTransfer',
        numbers: { leader, to },
        because: [{ node: to, code: 'paused' }],
      },
      [`n${leader}`, `n${to}`],
    );
    const third = lab.followers.find((id) => id !== to && id !== other) ?? 0;
    await lab.act({ type: 'pause', node: third });
    await lab.act({ type: 'transferLeader', to: third });
    await lab.act({ type: 'campaign', node: other });
    await lab.until(() => lab.view(other).state === 'StateLeader');
    const deposed = await lab.answers(
      'transfer',
      {
        answer: 'transferSteppedDown',
        rule: 'leadershipTransfer',
        numbers: { leader, to: third },
        needs: [{ code: 'resumed' }, { code: 'transferAgain', numbers: { to: third } }],
      },
      [`n${leader}`, `n${third}`],
    );
    expect(lab.commandsOf(deposed)).toContain('campaign');
  });

  it('it is a snapshot that was not taken', async () => {
    const lab = await Scenario.led({ ...alone, snapshotCount: 3, snapshotCatchUpEntries: 0 });
    const { leader } = lab;
    const [away] = pair(lab);
    await lab.isolate(away);
    for (let i = 0; i < 6; i++) await lab.putAndWait(leader, `k${i}`);
    await lab.act({ type: 'heal' });
    const id = await lab.flight('MsgSnap', leader, away);
    await lab.act({ type: 'duplicate', message: id });
    const copy = lab.world.bus.lastId;
    await lab.act({ type: 'hold', message: copy });
    await lab.until(() => lab.view(away).applied >= 6);
    await lab.act({ type: 'release', message: copy });
    await lab.untilOver(copy);
    const { commit } = lab.view(away);
    await lab.answers(
      `message(${copy})`,
      {
        answer: 'snapshotOld',
        rule: 'sendsSnapshot',
        numbers: { from: leader, to: away, commit, messageType: 'MsgSnap' },
        needs: [],
      },
      [`n${away}`, String(commit)],
    );
  });

  it('it is a snapshot of a configuration without its receiver, or of what that has already', async () => {
    const lab = await Scenario.led({
      ...alone,
      transportReports: false,
      maxInflightMsgs: 2,
      snapshotCatchUpEntries: 0,
    });
    const { leader } = lab;
    const [ahead] = pair(lab);
    // It gets two entries and cannot say so: it does not hear that they are committed.
    await lab.act({ type: 'cut', from: ahead, to: leader, oneWay: true });
    await lab.put(leader, 'a');
    await lab.putAndWait(leader, 'b');
    await lab.act({ type: 'snapshotNow', node: leader });
    await lab.until(() => lab.view(leader).first === 4);
    await lab.act({ type: 'reportUnreachable', node: leader, peer: ahead });
    await lab.put(leader, 'c');
    const id = await lab.flight('MsgSnap', leader, ahead);
    await lab.untilOver(id);
    await lab.answers(
      `message(${id})`,
      {
        answer: 'snapshotFastForwarded',
        rule: 'sendsSnapshot',
        numbers: { from: leader, to: ahead, index: 3, commit: 1 },
        needs: [],
      },
      [`n${ahead}`, '3'],
    );
    expect(lab.view(ahead).commit).toBe(3);
  });
});

describe('why nobody leads, or somebody does', () => {
  it('nobody runs at all; or who runs knows of no configuration', async () => {
    const lab = await Scenario.begin({ ...alone, nodes: 1 });
    await lab.act({ type: 'addMachine', node: 2 });
    await lab.act({ type: 'kill', node: 1 });
    const lost = await lab.answers('leader', {
      answer: 'noConfiguration',
      rule: 'onlyVotersCampaign',
      because: [{ node: 1, code: 'killed' }],
      needs: [{ code: 'restarted', numbers: { node: 1 } }],
    });
    expect(lab.commandsOf(lost)).toEqual(['kill']);
    await lab.act({ type: 'kill', node: 2 });
    const down = await lab.answers(
      'leader',
      {
        answer: 'noLeaderAllDown',
        rule: 'serversStop',
        numbers: { nodes: [1, 2] },
        needs: [{ code: 'restarted' }, { code: 'restarted' }],
      },
      ['n1 n2'],
    );
    expect(lab.commandsOf(down)).toEqual(['kill', 'kill']);
    expect(down.byItselfAtMs).toBeUndefined();
  });

  it('somebody asks whether it would win', async () => {
    const lab = await Scenario.begin({ preVote: true });
    await lab.act({ type: 'campaign', node: 1 });
    await lab.until(() => lab.view(1).state === 'StatePreCandidate');
    const asks = await lab.answers(
      'leader',
      {
        answer: 'noLeaderPreAsking',
        rule: 'preVote',
        numbers: { node: 1, granted: 0, need: 2 },
        needs: [{ code: 'votes', numbers: { node: 1, count: 2 } }],
      },
      ['n1', '2'],
    );
    const own = await lab.answers(
      'node(1).campaign',
      {
        answer: 'campaignAsking',
        rule: 'preVote',
        numbers: { node: 1, request: 'MsgPreVote', granted: 0, need: 2 },
      },
      ['n1', 'MsgPreVote'],
    );
    expect(own.byItselfAtMs).toBe(asks.byItselfAtMs);
    await lab.answers(
      'node(2).leading',
      { answer: 'leadsNotNobody', rule: 'electionResult', numbers: { node: 2, role: 'StateFollower' } },
      ['n2'],
    );
    await lab.comesTrue(asks, () => lab.view(1).state === 'StateLeader');
    await lab.answers(
      'node(2).leading',
      { answer: 'leadsNot', rule: 'followsLeader', numbers: { node: 2, leader: 1 } },
      ['n2', 'n1'],
    );
    await lab.answers('node(1).campaign', { answer: 'campaignLeads', rule: 'electionResult' }, ['n1']);
    await lab.answers(
      'node(1).quorum',
      { answer: 'quorumAnswers', rule: 'checkQuorum', numbers: { have: [1, 2, 3], need: 2 } },
      ['n1', 'n1 n2 n3'],
    );
    await lab.answers('progress(1)', { answer: 'progressSelf', rule: 'roles', numbers: { node: 1 } }, ['n1']);
    await lab.answers(
      'node(2).progress(3)',
      { answer: 'progressNoLeader', rule: 'roles', numbers: { node: 3, leader: 2 } },
      ['n3', 'n2'],
    );
    await lab.act({ type: 'pause', node: 1 });
    const paused = await lab.answers(
      'leader',
      {
        answer: 'leaderPaused',
        rule: 'serversStop',
        numbers: { node: 1 },
        needs: [{ code: 'resumed', numbers: { node: 1 } }],
      },
      ['n1'],
    );
    expect(lab.commandsOf(paused)).toEqual(['pause']);
    const tick = lab.heard.findLast(({ type }) => type === 'tick')?.number ?? 0;
    await lab.answers(
      `event(${tick})`,
      { answer: 'eventIsInput', numbers: { event: tick, first: tick }, causes: [tick] },
      [String(tick)],
    );
    const write = lab.heard.findLast(({ type }) => type === 'writeDone')?.number ?? 0;
    const follows = await lab.answers(
      `event(${write})`,
      { answer: 'eventFollows', numbers: { event: write } },
      [String(write)],
    );
    expect(follows.causes.length).toBeGreaterThan(1);
  });

  it('a leader that reaches no quorum: its next check deposes it; or its rule is off', async () => {
    for (const brokenRules of [[], ['noStepDown']]) {
      const lab = await Scenario.led({ preVote: false, checkQuorum: true, brokenRules });
      const { leader } = lab;
      await lab.isolate(leader);
      const check = lab.heard.length;
      const isChecked = () =>
        lab.heard
          .slice(check)
          .some(
            ({ node, output }) =>
              node === leader && output?.trace.some(({ type }) => type === 'quorumChecked'),
          );
      await lab.until(isChecked);
      if (brokenRules.length > 0) {
        const off = await lab.answers(
          `node(${leader}).quorum`,
          {
            answer: 'quorumCheckBroken',
            rule: 'deposesSilentLeader',
            numbers: { node: leader, have: [leader], need: 2 },
            needs: [{ code: 'newerLeader', numbers: { node: leader } }],
          },
          [`n${leader}`],
        );
        expect(off.byItselfAtMs).toBeUndefined();
        expect(lab.commandsOf(off)).toEqual(['isolate']);
        continue;
      }
      const due = await lab.answers(
        `node(${leader}).quorum`,
        {
          answer: 'quorumCheckDue',
          rule: 'deposesSilentLeader',
          numbers: { node: leader, have: [leader], need: 2, heard: [leader], ticks: 10, timeout: 10 },
          needs: [{ code: 'quorumCheck', numbers: { node: leader, ticks: 10 } }],
        },
        [`n${leader}`, '10'],
      );
      expect(due.byItselfAtMs).toBe(due.numbers['checkAtMs']);
      await lab.comesTrue(due, () => lab.view(leader).state !== 'StateLeader');
    }
  });
});

describe('why a node does not lead, or gets nothing', () => {
  it('it is no member yet, it was none any more, or was told to though it may not', async () => {
    const lab = await Scenario.led({ ...alone, learners: 1, stopsWhenRemoved: true });
    const { leader } = lab;
    const [removed] = pair(lab);
    await lab.act({ type: 'addMachine', node: 5 });
    await lab.answers(
      'node(5).campaign',
      {
        answer: 'campaignNotMember',
        rule: 'onlyVotersCampaign',
        needs: [{ code: 'becomesMember', numbers: { node: 5 } }],
      },
      ['n5'],
    );
    await lab.answers(
      'progress(5)',
      {
        answer: 'progressNotMember',
        rule: 'roles',
        numbers: { leader, node: 5 },
        needs: [{ code: 'becomesMember', numbers: { node: 5 } }],
      },
      [`n${leader}`, 'n5'],
    );
    await lab.act({ type: 'campaign', node: 4 });
    const refused = lab.heard.findLast(({ output }) =>
      output?.trace.some(({ type }) => type === 'campaignRefused'),
    );
    const why = await lab.answers(
      `event(${refused?.number ?? 0})`,
      {
        answer: 'campaignNotPromotable',
        rule: 'onlyVotersCampaign',
        numbers: { node: 4 },
        needs: [{ code: 'becomesVoter', numbers: { node: 4 } }],
      },
      ['n4'],
    );
    expect(lab.commandsOf(why)).toEqual(['campaign']);
    await lab.changeMembers(leader, 'ConfChangeRemoveNode', removed);
    await lab.until(({ machines }) => machines.get(removed)?.status === 'killed');
    await lab.answers(
      `node(${removed}).campaign`,
      {
        answer: 'nodeRemoved',
        rule: 'onlyVotersCampaign',
        needs: [{ code: 'becomesMember', numbers: { node: removed } }],
      },
      [`n${removed}`],
    );
  });

  it('a snapshot is not on its disk yet: it does not campaign, and has not applied what is in it', async () => {
    const lab = await Scenario.led({ ...alone, snapshotCount: 3, snapshotCatchUpEntries: 0 });
    const { leader } = lab;
    const [away] = pair(lab);
    await lab.isolate(away);
    for (let i = 0; i < 4; i++) await lab.putAndWait(leader, `k${i}`);
    await lab.act({ type: 'disk', node: away, settings: { fsyncMs: 60 } });
    await lab.act({ type: 'heal' });
    await lab.until(() => lab.view(away).pendingSnapshotIndex > 0);
    const index = lab.view(away).pendingSnapshotIndex;
    const why = await lab.answers(
      `node(${away}).campaign`,
      {
        answer: 'campaignSnapshotPending',
        rule: 'onlyVotersCampaign',
        numbers: { node: away, index },
        needs: [{ code: 'writeDone', numbers: { node: away } }],
      },
      [`n${away}`, String(index)],
    );
    const entry = await lab.answers(
      `entry(${index - 1})`,
      {
        answer: 'applySnapshotSaving',
        rule: 'diskFirst',
        numbers: { node: away, snapshot: index },
        needs: [{ code: 'writeDone', numbers: { node: away } }],
      },
      [`n${away}`, String(index)],
    );
    expect(entry.byItselfAtMs).toBe(why.byItselfAtMs);
    await lab.comesTrue(why, () => lab.view(away).pendingSnapshotIndex === 0);
    expect(lab.view(away).applied).toBe(index);
  });

  it('it has not been heard from, and its entries are gone: it gets no snapshot either, until it answers', async () => {
    const lab = await Scenario.led({
      preVote: false,
      checkQuorum: true,
      snapshotCount: 3,
      snapshotCatchUpEntries: 0,
    });
    const { leader } = lab;
    const [away] = pair(lab);
    const peer = () => lab.view(leader).progress.find(({ id }) => id === away);
    await lab.act({ type: 'kill', node: away });
    for (let i = 0; i < 4; i++) await lab.putAndWait(leader, `k${i}`);
    await lab.until(() => peer()?.recentActive === false);
    const why = await lab.answers(
      `progress(${away})`,
      {
        answer: 'progressSilent',
        rule: 'sendsSnapshot',
        numbers: { leader, node: away, match: 1 },
        because: [{ node: away, code: 'killed' }],
        needs: [
          { code: 'answers', numbers: { node: away, leader } },
          { code: 'restarted', numbers: { node: away } },
        ],
      },
      [`n${leader}`, `n${away}`],
    );
    expect(why.byItselfAtMs).toBeUndefined();
    await lab.act({ type: 'restart', node: away });
    await lab.until(() => peer()?.state === 'StateSnapshot');
  });

  it('entries are on their way; or it is asked where its log agrees', async () => {
    const lab = await Scenario.led({ ...alone, transportReports: false });
    const { leader } = lab;
    const [node] = pair(lab);
    await lab.put(leader);
    const sent = await lab.answers(
      `progress(${node})`,
      {
        answer: 'progressUnderWay',
        rule: 'inflightWindow',
        numbers: { leader, node, match: 1, next: 3, last: 2, inflight: 1 },
        needs: [{ code: 'answers', numbers: { node, leader } }],
      },
      [`n${leader}`, `n${node}`],
    );
    const match = () => lab.view(leader).progress.find(({ id }) => id === node)?.match ?? 0;
    await lab.comesTrue(sent, () => match() === 2);
    await lab.put(leader);
    await lab.act({ type: 'drop', message: await lab.flight('MsgApp', leader, node) });
    await lab.act({ type: 'reportUnreachable', node: leader, peer: node });
    const finds = await lab.answers(
      `progress(${node})`,
      {
        answer: 'progressFinding',
        rule: 'probesOnce',
        numbers: { leader, node, match: 2, next: 3, last: 3 },
        needs: [{ code: 'answers', numbers: { node, leader } }],
      },
      [`n${leader}`, `n${node}`],
    );
    await lab.comesTrue(finds, () => match() === 3);
    await lab.act({ type: 'disk', node, settings: { stuck: true } });
    await lab.put(leader);
    await lab.runFor(30);
    const stuck = await lab.answers(
      `progress(${node})`,
      {
        answer: 'progressUnderWay',
        because: [{ node, code: 'diskStuck' }],
        needs: [{ code: 'answers' }, { code: 'diskFreed', numbers: { node } }],
      },
      [`n${node}`],
    );
    expect(stuck.byItselfAtMs).toBeUndefined();
    expect(lab.commandsOf(stuck)).toContain('disk');
  });
});

describe('why a change of members was not made', () => {
  it('nobody leads; it is on its way; it is in the log; nobody knows', async () => {
    const lab = await Scenario.begin({
      ...alone,
      bootstrap: 'etcd',
      strictReconfigCheck: false,
      clientTimeoutMs: 1500,
    });
    const early = await lab.call(1, add(4, true));
    const waits = await lab.answers(
      'confChange',
      {
        answer: 'confChangeNoLeader',
        rule: 'electionResult',
        numbers: { call: early, node: 1 },
        needs: [{ code: 'hearsLeader', numbers: { node: 1 } }],
      },
      ['n1', String(early)],
    );
    await lab.comesTrue(waits, () => lab.isOver(early));
    await lab.answers('confChange', { answer: 'confChangeDone' });
    const { leader } = lab;
    const [node] = pair(lab);
    const through = await lab.call(node, { type: 'memberRemove', id: lab.memberId(4) });
    const sent = await lab.answers(
      'confChange',
      {
        answer: 'confChangeOnItsWay',
        rule: 'networkLoses',
        numbers: { call: through, node, leader, index: 0 },
        needs: [{ code: 'appliedUpTo', numbers: { node } }],
      },
      [`n${node}`, `n${leader}`],
    );
    const before = lab.view(leader).last;
    await lab.until(() => lab.view(leader).last > before);
    const last = before + 1;
    const logged = await lab.answers(
      'confChange',
      {
        answer: 'confChangeUnderWay',
        rule: 'committedIndex',
        numbers: { call: through, node, leader, index: last },
        needs: [{ code: 'appliedUpTo', numbers: { node, index: last } }],
      },
      [`n${node}`, `n${leader}`, String(last)],
    );
    expect(logged.byItselfAtMs).toBe(sent.byItselfAtMs);
    await lab.comesTrue(logged, () => lab.isOver(through));
    for (const each of lab.followers) if (each <= 3) await lab.act({ type: 'pause', node: each });
    const lost = await lab.call(leader, add(5, true));
    await lab.until(() => lab.isOver(lost));
    await lab.answers(
      `confChange(${lost})`,
      { answer: 'confChangeUnknown', rule: 'apiGuarantees', numbers: { call: lost, node: leader } },
      [`n${leader}`, String(lost)],
    );
  });

  it('etcd refused it: too few have started, a learner is behind, or there is one, or no such member', async () => {
    const lab = await Scenario.led({ ...alone, nodes: 1, bootstrap: 'etcd' });
    const ask = async (operation: Parameters<Scenario['call']>[1]) => {
      const call = await lab.call(1, operation);
      await lab.until(() => lab.isOver(call));
      return call;
    };
    await lab.runFor(200);
    const gone = await ask({ type: 'memberRemove', id: 99n });
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeRefused',
        rule: 'strictReconfig',
        numbers: { call: gone, error: 'memberNotFound' },
      },
      ['n1', 'memberNotFound'],
    );
    await ask(add(2, true));
    const full = await ask(add(3, true));
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeTooManyLearners',
        rule: 'learnerReady',
        numbers: { call: full, node: 1 },
        needs: [{ code: 'becomesVoter', numbers: { node: 2 } }],
      },
      ['n1', String(full)],
    );
    const promote = await ask({ type: 'memberPromote', id: lab.memberId(2) });
    const { last } = lab.view(1);
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeLearnerBehind',
        rule: 'learnerReady',
        numbers: { call: promote, node: 2, match: 0, leader: 1, last, enough: Math.ceil(last * 0.9) },
        needs: [{ code: 'matches', numbers: { node: 2, index: Math.ceil(last * 0.9) } }],
      },
      ['n1', 'n2', String(last)],
    );
    await ask({ type: 'memberRemove', id: lab.memberId(2) });
    await ask(add(4));
    const few = await lab.call(1, add(5));
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeNotEnoughStarted',
        rule: 'strictReconfig',
        numbers: { call: few, node: 1 },
        needs: [{ code: 'moreStarted' }],
      },
      ['n1', String(few)],
    );
  });

  it('its configuration is joint, or is not; or raft takes no proposals', async () => {
    const lab = await Scenario.led({ ...alone, nodes: 3, strictReconfigCheck: false });
    const { leader } = lab;
    const [removed, other] = pair(lab);
    const many = async (nodes: readonly NodeId[]) => {
      const request = lab.world.calls.lastId + 1;
      const changes = nodes.map((nodeId) => ({ type: 'ConfChangeAddLearnerNode', nodeId }) as const);
      const transition = 'ConfChangeTransitionJointExplicit';
      const change = { version: 2, transition, changes, context: undefined } as const;
      await lab.act({ type: 'confChange', request, node: leader, change, means: 'raft' });
      await lab.until(() => lab.isOver(request));
      return request;
    };
    const leaves = await many([]);
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeNotJoint',
        rule: 'oneChangeAtATime',
        numbers: { call: leaves, leader, index: 0, applied: 1 },
        needs: [],
      },
      [`n${leader}`],
    );
    await many([removed]);
    await lab.until(() => lab.view(leader).confState.votersOutgoing.length > 0);
    const joint = await many([other]);
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeJoint',
        rule: 'oneChangeAtATime',
        numbers: { call: joint, leader },
        needs: [{ code: 'leavesJoint', numbers: { leader } }],
      },
      [`n${leader}`],
    );
    await lab.act({ type: 'pause', node: other });
    await lab.act({ type: 'transferLeader', to: other });
    const dropped = await many([]);
    await lab.answers(
      'confChange',
      {
        answer: 'confChangeDropped',
        rule: 'leadershipTransfer',
        numbers: { call: dropped, node: leader },
        needs: [{ code: 'askedAnew', numbers: { node: leader } }],
      },
      [`n${leader}`],
    );
  });
});

describe('why a link is silent', () => {
  it('it is cut, held or lossy; who is at its end is away; or there is nothing to say', async () => {
    const lab = await Scenario.led(alone);
    const { leader } = lab;
    const [a, b] = pair(lab);
    const ask = `link(${leader}, ${a})`;
    const ends = { from: leader, to: a };
    const names = [`n${leader}`, `n${a}`];
    const back = { from: a, to: leader };
    const isCut = (why: { causes: readonly number[] }) => why.causes.map((event) => lab.commandAt(event));
    await lab.answers(
      `link(${a}, ${b})`,
      { answer: 'linkQuiet', rule: 'roles', numbers: { from: a, to: b } },
      [`n${a}`, `n${b}`],
    );
    const last = lab.world.bus.lastId;
    const open = await lab.answers(ask, { answer: 'linkOpen', rule: 'networkLoses', numbers: ends }, names);
    expect(open.numbers['message']).toBeLessThanOrEqual(last);
    expect(lab.past.timeline.arrows.at(open.numbers['message'] as number)).toMatchObject(ends);
    await lab.act({ type: 'cut', from: leader, to: a, oneWay: true });
    const oneWay = await lab.answers(
      ask,
      { answer: 'linkCutOneWay', rule: 'networkLoses', numbers: ends, needs: [{ code: 'linkHealed' }] },
      names,
    );
    expect(isCut(oneWay)).toEqual(['cut']);
    expect((await lab.why(`link(${a}, ${leader})`)).numbers).toMatchObject(back);
    await lab.isolate(a);
    const both = await lab.answers(ask, { answer: 'linkCut', rule: 'networkLoses', numbers: ends }, names);
    expect(isCut(both)).toEqual(['isolate']);
    await lab.act({ type: 'heal' });
    await lab.act({ type: 'link', ...ends, settings: { loss: 0.25 } });
    const lossy = await lab.answers(
      ask,
      { answer: 'linkLossy', rule: 'networkLoses', numbers: { ...ends, percent: 25 }, needs: [] },
      [...names, '25'],
    );
    expect(isCut(lossy)).toEqual(['link']);
    await lab.act({ type: 'link', ...ends, settings: { hold: true } });
    await lab.answers(
      ask,
      {
        answer: 'linkHeld',
        rule: 'networkLoses',
        numbers: ends,
        needs: [{ code: 'linkLetGo', numbers: ends }],
      },
      names,
    );
    await lab.act({ type: 'pause', node: a });
    const away = await lab.answers(
      ask,
      {
        answer: 'linkEndAway',
        rule: 'serversStop',
        numbers: { ...ends, node: a },
        because: [{ node: a, code: 'paused' }],
        needs: [{ code: 'resumed', numbers: { node: a } }],
      },
      names,
    );
    expect(isCut(away)).toEqual(['pause']);
    await expect(lab.why(`link(${a}, ${a})`)).rejects.toThrow(`node ${a} has no link to itself`);
  });
});
