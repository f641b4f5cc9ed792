import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { RULES, rulesWith } from '../../../src/raft/rules.ts';
import { confStateOf, configFor, entry, logOf, Network, ofType, Peer, storageWith } from './harness.ts';
import { textBytes } from './text.ts';

const three = confStateOf([1, 2, 3]);

function leadersOfTermOne(brokenRules: string[]): number {
  const network = Network.of(3, { brokenRules });
  network.peer(1).node.campaign();
  network.peer(2).node.campaign();
  network.delivers = ({ to, from }) => to === 3 || from === 3;
  for (let i = 0; i < 3; i++) {
    for (const peer of network.peers) network.queue.push(...peer.settle());
    const messages = network.queue;
    network.queue = [];
    for (const message of messages)
      if (
        ofType([message], 'MsgVote').length + ofType([message], 'MsgVoteResp').length > 0 &&
        network.delivers(message)
      )
        network.peer(message.to).node.step(message);
  }
  return network.peers.filter((peer) => peer.state.role === 'StateLeader').length;
}

function grantsVoteTo(brokenRules: string[], index: number): boolean | undefined {
  const peer = new Peer(configFor(1, storageWith(three, logOf('1 2')), { brokenRules }));
  peer.node.step({ type: 'MsgVote', to: 1, from: 2, term: 3, index, logTerm: 1, context: undefined });
  return ofType(peer.settle(), 'MsgVoteResp').map(({ reject }) => !reject)[0];
}

function commitOfOldEntry(brokenRules: string[]): number {
  const peer = new Peer(configFor(1, storageWith(three, logOf('1 2')), { brokenRules }));
  peer.node.campaign();
  peer.settle();
  peer.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 3, reject: false });
  peer.settle();
  peer.node.step({
    type: 'MsgAppResp',
    to: 1,
    from: 2,
    term: 3,
    index: 2,
    reject: false,
    rejectHint: 0,
    logTerm: 0,
  });
  return peer.state.commit;
}

function logAfterOldMessage(brokenRules: string[], commit = 0): string {
  const peer = new Peer(configFor(1, storageWith(three), { brokenRules }));
  const append = (entries: ReturnType<typeof logOf>): void => {
    peer.node.step({ type: 'MsgApp', to: 1, from: 2, term: 1, index: 0, logTerm: 0, entries, commit: 0 });
    peer.settle();
  };
  append(logOf('1 1 1'));
  if (commit > 0)
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit, context: undefined });
  append(logOf('1 1'));
  return peer.terms;
}

describe('rules', () => {
  it('have names, sections and promises, and breakings with names of their own', () => {
    const broken = RULES.flatMap((rule) => Object.keys(rule.broken));
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
    for (const rule of RULES) expect(rule.section).toMatch(/paper|thesis/);
    expect(broken).toEqual(
      expect.arrayContaining([
        'noNoop',
        'silentLowTerm',
        'silentLowPreVote',
        'noStepDown',
        'arbitrary',
        'paperReply',
        'commitOldTerms',
        'truncateAlways',
        'voteTwice',
        'ignoreLogInVote',
        'commitByHalf',
      ]),
    );
  });

  it('of other layers are passed over', () => {
    expect(rulesWith(['readBeforeApply'])).toEqual(rulesWith([]));
    expect(rulesWith(['noNoop', 'readBeforeApply']).appendsNoop()).toBe(false);
  });

  it('[B01] voteTwice: a second vote in a term makes two leaders', () => {
    expect([leadersOfTermOne([]), leadersOfTermOne(['voteTwice'])]).toEqual([1, 2]);
  });

  it('[B04] [B05] ignoreLogInVote, compareLengthOnly: a vote for a log that lacks entries', () => {
    expect([
      grantsVoteTo([], 2),
      grantsVoteTo(['ignoreLogInVote'], 1),
      grantsVoteTo(['compareLengthOnly'], 2),
      grantsVoteTo(['compareLengthOnly'], 1),
    ]).toEqual([false, true, true, false]);
  });

  it('[B08] [B13] electedByHalf, commitByHalf: one of three is enough', () => {
    const peer = new Peer(
      configFor(1, storageWith(three), { brokenRules: ['electedByHalf', 'commitByHalf'] }),
    );
    peer.node.campaign();
    peer.settle();
    expect(peer.state).toMatchObject({ role: 'StateLeader', commit: 1 });
    const joint = { ...three, votersOutgoing: [4, 5], autoLeave: false };
    const strict = new Peer(configFor(1, storageWith(joint), { brokenRules: ['electedByHalf'] }));
    strict.node.campaign();
    strict.settle();
    expect(strict.state.role).toBe('StateCandidate');
  });

  it('[B13] commitByHalf: two of four are enough, in both halves of a joint configuration', () => {
    const { committedIndex } = rulesWith(['commitByHalf']);
    const matches = new Map([
      [1, 9],
      [2, 7],
      [3, 1],
    ]);
    const config = { incoming: [1, 2, 3, 4], outgoing: [], learners: [], learnersNext: [], autoLeave: false };
    const lookup = (id: number): number | undefined => matches.get(id);
    expect(committedIndex(config, lookup)).toBe(7);
    expect(committedIndex({ ...config, outgoing: [3, 4] }, lookup)).toBe(1);
    expect(committedIndex({ ...config, incoming: [5] }, lookup)).toBe(0);
  });

  it('[B09] equalTimers: every timeout is the same', () => {
    const timeouts = [1, 2, 3].map(
      (seed) =>
        new RawNode(configFor(1, storageWith(three), { seed, brokenRules: ['equalTimers'] })).status()
          .randomizedElectionTimeout,
    );
    expect(timeouts).toEqual([10, 10, 10]);
  });

  it('[B10] commitOldTerms: an older entry is committed by counting', () => {
    expect([commitOfOldEntry([]), commitOfOldEntry(['commitOldTerms'])]).toEqual([0, 2]);
  });

  it('[B12] truncateAlways: an old, short message removes acknowledged entries', () => {
    expect([
      logAfterOldMessage([]),
      logAfterOldMessage(['truncateAlways']),
      logAfterOldMessage(['truncateAlways'], 3),
    ]).toEqual(['1 1 1', '1 1', '1 1 1']);
  });

  it('[B16] acceptOldAppends: an old leader overwrites what a newer one has written', () => {
    const after = [[], ['acceptOldAppends']].map((brokenRules) => {
      const peer = new Peer(configFor(1, storageWith(three, logOf('2'), { term: 2 }), { brokenRules }));
      const entries = [entry(1, 1)];
      peer.node.step({ type: 'MsgApp', to: 1, from: 3, term: 1, index: 0, logTerm: 0, entries, commit: 0 });
      return peer.terms;
    });
    expect(after).toEqual(['2', '1']);
  });

  it('[B18] acknowledgeOwnLast: a follower vouches for entries that its leader does not know', () => {
    const acknowledged = [[], ['acknowledgeOwnLast']].map((brokenRules) => {
      const peer = new Peer(configFor(1, storageWith(three, logOf('1 1 1')), { brokenRules }));
      peer.node.step({
        type: 'MsgApp',
        to: 1,
        from: 2,
        term: 2,
        index: 1,
        logTerm: 1,
        entries: [],
        commit: 0,
      });
      return ofType(peer.settle(), 'MsgAppResp')[0]?.index;
    });
    expect(acknowledged).toEqual([1, 3]);
  });

  it('[B35] changeMembersAtOnce: a new leader takes a change while there may be one in its log', () => {
    const types = [[], ['changeMembersAtOnce']].map((brokenRules) => {
      const network = Network.withLogs(['1', '1', '1'], { brokenRules });
      network.dropType('MsgAppResp');
      network.peer(1).node.campaign();
      network.run();
      network.peer(1).node.proposeConfChange({
        version: 1,
        id: 1,
        type: 'ConfChangeRemoveNode',
        nodeId: 3,
        context: undefined,
      });
      return network.peer(1).node.logEntry(3)?.type;
    });
    expect(types).toEqual(['EntryNormal', 'EntryConfChange']);
  });

  it('[B37] unawareVoterRefuses: a learner does not vote', () => {
    const granted = [[], ['unawareVoterRefuses']].map((brokenRules) => {
      const learner = new Peer(configFor(4, storageWith(confStateOf([1, 2, 3], [4])), { brokenRules }));
      learner.node.step({
        type: 'MsgVote',
        to: 4,
        from: 1,
        term: 1,
        index: 0,
        logTerm: 0,
        context: undefined,
      });
      return ofType(learner.settle(), 'MsgVoteResp').map(({ reject }) => !reject)[0];
    });
    expect(granted).toEqual([true, false]);
  });

  it('[B22] noNoop: a new leader commits nothing old, and no read, until somebody proposes', () => {
    const network = Network.withLogs(['1', '1', '1'], { brokenRules: ['noNoop'] });
    network.elect(1);
    network.tickAll(5);
    expect(network.peer(1).terms).toBe('1');
    expect(network.peer(1).state.commit).toBe(0);
    network.peer(1).propose('x');
    network.run();
    expect(network.peer(1).state.commit).toBe(2);
  });

  it('[B32] arbitrary: several voters change in one plain step', () => {
    const peer = new Peer(configFor(1, storageWith(three), { brokenRules: ['arbitrary'] }));
    const conf = peer.node.applyConfChange({
      version: 2,
      transition: 'ConfChangeTransitionAuto',
      changes: [4, 5].map((nodeId) => ({ type: 'ConfChangeAddNode', nodeId })),
      context: undefined,
    });
    expect(conf).toEqual(confStateOf([1, 2, 3, 4, 5]));
  });

  const old: [name: string | undefined, message: Message, answers: number][] = [
    [undefined, { type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context: undefined }, 1],
    ['silentLowTerm', { type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context: undefined }, 0],
    [undefined, { type: 'MsgPreVote', to: 1, from: 2, term: 1, index: 0, logTerm: 0, context: undefined }, 1],
    [
      'silentLowPreVote',
      { type: 'MsgPreVote', to: 1, from: 2, term: 1, index: 0, logTerm: 0, context: undefined },
      0,
    ],
  ];
  for (const [name, message, answers] of old) {
    it(`[B45] [B46] ${name ?? 'the rule'}: an old ${message.type} gets ${answers} answers`, () => {
      const brokenRules = name === undefined ? [] : [name];
      const peer = new Peer(
        configFor(1, storageWith(three, logOf('1'), { term: 4 }), { preVote: true, brokenRules }),
      );
      peer.node.step(message);
      expect(peer.settle()).toHaveLength(answers);
    });
  }

  it('paperReply: an old leader is told the newer term in any configuration', () => {
    const peer = new Peer(
      configFor(1, storageWith(three, logOf('1'), { term: 4 }), { brokenRules: ['paperReply'] }),
    );
    peer.node.step({ type: 'MsgApp', to: 1, from: 2, term: 1, index: 0, logTerm: 0, entries: [], commit: 0 });
    expect(peer.settle()).toMatchObject([{ type: 'MsgAppResp', term: 4 }]);
  });

  it('[B47] noStepDown: an isolated leader leads on, though the voters’ lease stays', () => {
    const network = Network.of(3, { checkQuorum: true, brokenRules: ['noStepDown'] });
    network.elect(1);
    network.isolate(1);
    network.peer(1).tick(50);
    expect(network.peer(1).state.role).toBe('StateLeader');
    expect(network.peer(2).node.takeTrace()).not.toContainEqual(
      expect.objectContaining({ type: 'voteIgnored' }),
    );
  });

  it('[B11] [B14] [B15] noPreviousCheck, followerCommitsAll, rawHeartbeatCommit: a follower takes what is not proven', () => {
    const blind = new Peer(
      configFor(1, storageWith(three, logOf('1 2')), {
        brokenRules: ['noPreviousCheck', 'followerCommitsAll'],
      }),
    );
    blind.node.step({
      type: 'MsgApp',
      to: 1,
      from: 2,
      term: 3,
      index: 1,
      logTerm: 9,
      entries: [],
      commit: 2,
    });
    expect(ofType(blind.settle(), 'MsgAppResp')).toMatchObject([{ reject: false }]);
    expect(blind.state.commit).toBe(2);
    const network = Network.of(3, { brokenRules: ['rawHeartbeatCommit'] });
    network.elect(1);
    network.isolate(3);
    network.peer(1).propose('x');
    network.run();
    network.peer(1).tick();
    expect(ofType(network.peer(1).settle(), 'MsgHeartbeat').map(({ commit }) => commit)).toEqual([2, 2]);
  });

  it('[B34] [B40] [B41] [B48] [B49]: the other guards can be taken away as well', () => {
    const conf = { ...entry(1, 1), type: 'EntryConfChangeV2' as const };
    const eager = new Peer(
      configFor(1, storageWith(three, [conf], { term: 1, commit: 1 }), {
        brokenRules: ['campaignUnapplied'],
      }),
    );
    eager.node.campaign();
    expect(eager.state.role).toBe('StateCandidate');

    const local = Network.withLogs(['1', '1', '1'], { brokenRules: ['readLocally', 'readBeforeCommit'] });
    local.dropType('MsgAppResp');
    local.peer(1).node.campaign();
    local.run();
    local.peer(1).node.readIndex(textBytes('r'));
    local.run();
    expect(local.peer(1).reads).toEqual([{ index: 0, context: 'r' }]);

    const grant = new Peer(
      configFor(1, storageWith(three, logOf('1'), { term: 4 }), { brokenRules: ['preVoteOwnTerm'] }),
    );
    grant.node.step({
      type: 'MsgPreVote',
      to: 1,
      from: 2,
      term: 6,
      index: 1,
      logTerm: 1,
      context: undefined,
    });
    expect(grant.settle()).toMatchObject([{ type: 'MsgPreVoteResp', term: 4, reject: false }]);

    const deaf = Network.of(3, { checkQuorum: true, brokenRules: ['transferWithoutMark'] });
    deaf.elect(1);
    deaf.peer(1).node.transferLeader(3);
    deaf.run();
    expect(deaf.peer(3).state.role).toBe('StateCandidate');
  });
});
