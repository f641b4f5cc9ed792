import { describe, expect, it } from 'vitest';
import { Scenario } from './scenario.ts';

/** Five nodes of which somebody leads; the two followers named last are the ones that trouble comes to. */
async function ofFive(config = {}): Promise<{ lab: Scenario; leader: number; others: readonly number[] }> {
  const lab = await Scenario.led({ nodes: 5, ...config });
  return { lab, leader: lab.leader, others: lab.followers };
}

describe('why an entry is not committed', () => {
  it('names who has it on disk, how many it takes, and what keeps each of the others', async () => {
    const { lab, leader, others } = await ofFive();
    const [killed = 0, paused = 0, cut = 0, stuck = 0] = others;
    await lab.act({ type: 'kill', node: killed });
    await lab.act({ type: 'pause', node: paused });
    await lab.act({ type: 'isolate', node: cut });
    await lab.act({ type: 'disk', node: stuck, settings: { stuck: true } });
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.runFor(100);
    const why = await lab.why(`entry(${index})`);
    expect(why).toMatchObject({
      answer: 'entryNoQuorum',
      rule: 'committedIndex',
      section: 'paper 5.3 and 6',
      numbers: { index, entryTerm: lab.view(leader).term, leader, nodes: [leader], need: 3, voters: 5 },
    });
    expect(why.because).toEqual(
      [
        { node: killed, code: 'killed', numbers: {} },
        { node: paused, code: 'paused', numbers: {} },
        { node: cut, code: 'cutOff', numbers: {} },
        { node: stuck, code: 'diskStuck', numbers: {} },
      ].sort((a, b) => a.node - b.node),
    );
    expect(why.needs.map(({ code }) => code).sort()).toEqual(
      ['diskFreed', 'linkHealed', 'moreDisks', 'restarted', 'resumed'].sort(),
    );
    expect(why.needs[0]).toMatchObject({ numbers: { more: 2 } });
    // It does not come by itself while these stay as they are.
    expect(why.byItselfAtMs).toBeUndefined();
    // Back to the call, and to what was done to each of them.
    const commands = why.causes.map((event) => lab.commandAt(event));
    for (const type of ['kill', 'pause', 'isolate', 'disk', 'request']) expect(commands).toContain(type);
    lab.saysInBoth(why, ['3', String(index)]);
  });

  it('is on its way: says which message or disk it waits for, and when it will be committed', async () => {
    const { lab, leader } = await ofFive();
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    const why = await lab.why(`entry(${index})`);
    // Its own disk is at it still: nobody has it there.
    expect(why).toMatchObject({ answer: 'entryNoQuorum', numbers: { nodes: [] } });
    lab.saysInBoth(why, [String(index)]);
    expect(why.because.map(({ code }) => code).sort()).toEqual([
      'entryUnderWay',
      'entryUnderWay',
      'entryUnderWay',
      'entryUnderWay',
      'writing',
    ]);
    await lab.comesTrue(why, () => lab.view(leader).commit >= index);
  });

  it('is committed as soon as the one that lacked is there', async () => {
    const { lab, leader, others } = await ofFive();
    const [a = 0, b = 0, stuck = 0] = others;
    await lab.act({ type: 'kill', node: a });
    await lab.act({ type: 'kill', node: b });
    await lab.act({ type: 'disk', node: stuck, settings: { stuck: true } });
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.runFor(50);
    const stuckOne = await lab.why(`entry(${index})`);
    expect(stuckOne).toMatchObject({ answer: 'entryNoQuorum' });
    expect(stuckOne.byItselfAtMs).toBeUndefined();
    await lab.act({ type: 'disk', node: stuck, settings: { stuck: false } });
    const why = await lab.why(`entry(${index})`);
    expect(why.because).toContainEqual(expect.objectContaining({ node: stuck, code: 'writing' }));
    await lab.comesTrue(why, () => lab.view(leader).commit >= index);
    expect((await lab.why(`entry(${index})`)).answer).not.toBe('entryNoQuorum');
  });

  it('needs both halves of a joint configuration', async () => {
    const lab = await Scenario.led({ nodes: 3 });
    const { leader } = lab;
    for (const node of [4, 5]) await lab.act({ type: 'addMachine', node });
    const [old = 0, other = 0] = lab.followers.filter((id) => id <= 3);
    await lab.act({
      type: 'confChange',
      request: lab.world.calls.lastId + 1,
      node: leader,
      means: 'raft',
      change: {
        version: 2,
        transition: 'ConfChangeTransitionJointExplicit',
        context: undefined,
        changes: [
          { type: 'ConfChangeAddNode', nodeId: 4 },
          { type: 'ConfChangeAddNode', nodeId: 5 },
          { type: 'ConfChangeRemoveNode', nodeId: old },
          { type: 'ConfChangeRemoveNode', nodeId: other },
        ],
      },
    });
    await lab.until(
      () =>
        lab.view(leader).confState.votersOutgoing.length > 0 && lab.view(4).last === lab.view(leader).last,
    );
    await lab.act({ type: 'kill', node: old });
    await lab.act({ type: 'kill', node: other });
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.runFor(100);
    const why = await lab.why(`entry(${index})`);
    expect(why).toMatchObject({
      answer: 'entryNoJointQuorum',
      numbers: { half: 'outgoing', nodes: [leader], need: 2, voters: 3 },
    });
    expect(why.because.map(({ node }) => node)).toEqual([old, other].sort((x, y) => x - y));
    lab.saysInBoth(why, ['outgoing'], ['旧配置']);
  });

  it('is of an older term: enough disks have it, and it may not be counted (figure 8)', async () => {
    const { lab, index, leader } = await figure8();
    const why = await lab.why(`entry(${index})`);
    expect(why).toMatchObject({
      answer: 'entryOlderTerm',
      rule: 'commitsByCounting',
      section: 'paper 5.4.2',
      numbers: { index, leader, need: 3, voters: 5 },
      needs: [{ code: 'ownTermCommitted' }],
    });
    expect(Number(why.numbers['entryTerm'])).toBeLessThan(Number(why.numbers['term']));
    lab.saysInBoth(why, ['3']);
  });

  it('nobody leads: only a leader commits', async () => {
    const { lab, leader, others } = await ofFive();
    const [a = 0, b = 0] = others;
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.until(() => lab.view(a).stable >= index && lab.view(b).stable >= index);
    const has = [...lab.world.machines.keys()].filter((id) => lab.view(id).stable >= index);
    expect([...lab.world.machines.keys()].every((id) => lab.view(id).commit < index)).toBe(true);
    await lab.act({ type: 'kill', node: leader });
    const why = await lab.why(`entry(${index})`);
    expect(why).toMatchObject({ answer: 'entryNobodyLeads', numbers: { nodes: has, need: 3 } });
    expect(why.needs[0]).toEqual({ code: 'electedFrom', numbers: { nodes: has } });
    expect(why.because).toContainEqual({ node: leader, code: 'killed', numbers: {} });
    await lab.comesTrue(why, () => others.some((id) => lab.view(id).commit >= index));
  });

  it('the leader does not know yet: what would tell it is on its way, held, or lost', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [a = 0, b = 0] = lab.followers;
    await lab.act({ type: 'kill', node: b });
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.until(() => lab.view(a).stable >= index && lab.view(leader).stable >= index);
    const why = await lab.why(`entry(${index})`);
    expect(why).toMatchObject({
      answer: 'entryLeaderUnaware',
      numbers: { nodes: [leader, a].sort((x, y) => x - y), counted: index - 1 },
      because: [{ node: a, code: 'acknowledgementUnderWay' }],
    });
    lab.saysInBoth(why, [String(index)]);
    await lab.comesTrue(why, () => lab.view(leader).commit >= index);
    expect((await lab.why(`entry(${index})`)).answer).toMatch(/^(apply|entryApplied)/u);
  });

  it('the leader has something else there: it will be replaced; and then it is lost for ever', async () => {
    const lab = await Scenario.led();
    const old = lab.leader;
    const [a = 0, b = 0] = lab.followers;
    await lab.act({ type: 'isolate', node: old });
    const index = lab.view(old).last + 1;
    const term = Number(lab.view(old).term);
    await lab.put(old, 'lost');
    await lab.until(() => lab.view(a).state === 'StateLeader' || lab.view(b).state === 'StateLeader');
    const next = lab.leader;
    // Its own first entry, at the same index, is not committed yet.
    const why = await lab.why(`entry(${index}, ${term})`);
    expect(why).toMatchObject({
      answer: 'entryNotAtLeader',
      rule: 'conflictIndex',
      numbers: { leader: next, nodes: [old] },
    });
    await lab.until(() => lab.view(next).commit >= index);
    const lost = await lab.why(`entry(${index}, ${term})`);
    expect(lost).toMatchObject({
      answer: 'entryReplaced',
      numbers: { index, entryTerm: term, committedTerm: Number(lab.view(next).term), nodes: [old] },
      needs: [],
    });
    expect(lost.byItselfAtMs).toBeUndefined();
    await lab.act({ type: 'heal' });
    await lab.until(() => lab.view(old).commit >= index);
    expect(await lab.why(`entry(${index}, ${term})`)).toMatchObject({
      answer: 'entryReplaced',
      numbers: { nodes: [] },
    });
    // What is committed there now is another question.
    expect((await lab.why(`entry(${index})`)).numbers['entryTerm']).toBe(Number(lab.view(next).term));
    lab.saysInBoth(lost, [String(index)]);
  });

  it('was in the leader’s memory alone: nobody has it any more', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    for (const id of lab.followers) await lab.act({ type: 'kill', node: id });
    await lab.act({ type: 'disk', node: leader, settings: { stuck: true } });
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    expect(await lab.why(`entry(${index})`)).toMatchObject({
      answer: 'entryNoQuorum',
      numbers: { nodes: [] },
    });
    await lab.act({ type: 'kill', node: leader });
    // It may still come back: what the leader had sent is under way to somebody who could be up again by then.
    const sent = await lab.why(`entry(${index})`);
    expect(sent).toMatchObject({
      answer: 'entryUnderWay',
      numbers: { from: leader },
      needs: [{ code: 'messageArrives' }],
    });
    lab.saysInBoth(sent, [`n${leader}`]);
    await lab.runFor(50);
    expect(await lab.why(`entry(${index})`)).toMatchObject({
      answer: 'entryTruncated',
      numbers: { index, nodes: [leader] },
      needs: [],
    });
  });

  it('is none, where nobody has proposed so much', async () => {
    const lab = await Scenario.led();
    const { last } = lab.view(lab.leader);
    expect(await lab.why('entry(99)')).toMatchObject({
      answer: 'entryUnknown',
      numbers: { index: 99, last },
      needs: [{ code: 'entryProposed', numbers: { index: 99 } }],
    });
    expect(await lab.why('entry(1)')).toMatchObject({
      answer: 'entryApplied',
      rule: 'appliesInOrder',
      numbers: { index: 1, entryTerm: 1, nodes: [1, 2, 3] },
      needs: [],
    });
    await expect(lab.why('node(9).log(1)')).rejects.toThrow('there is no node 9');
  });
});

describe('why an entry is not applied', () => {
  it('the apply thread is at it, or at what comes before it', async () => {
    const lab = await Scenario.led({ applyMs: 50 });
    const { leader } = lab;
    const index = lab.view(leader).last + 1;
    await lab.put(leader, 'a');
    await lab.until(() => lab.world.machine(leader).applies.length === 1);
    await lab.put(leader, 'b');
    await lab.until(() => lab.world.machine(leader).applies.length === 2);
    const first = await lab.why(`node(${leader}).log(${index})`);
    expect(first).toMatchObject({
      answer: 'applyRunning',
      rule: 'appliesInOrder',
      numbers: { node: leader, first: index, last: index },
    });
    expect(first.byItselfAtMs).toBe(first.numbers['dueAtMs']);
    const second = await lab.why(`node(${leader}).log(${index + 1})`);
    expect(second).toMatchObject({ answer: 'applyQueued', numbers: { ahead: 1, applied: index - 1 } });
    expect(second.byItselfAtMs).toBe(second.numbers['dueAtMs']);
    await lab.comesTrue(first, () => lab.view(leader).applied >= index);
    await lab.comesTrue(second, () => lab.view(leader).applied > index);
    expect(await lab.why(`node(${leader}).log(${index})`)).toMatchObject({ answer: 'entryAppliedHere' });
    lab.saysInBoth(second, [String(index + 1)]);
  });

  it('it was not told yet that it is committed: the leader’s next message tells it', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    const [follower = 0] = lab.followers;
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.until(() => lab.view(leader).commit >= index && lab.view(follower).stable >= index);
    const why = await lab.why(`node(${follower}).log(${index})`);
    expect(why).toMatchObject({
      answer: 'applyNotCommittedHere',
      rule: 'followerCommit',
      numbers: { node: follower, commit: index - 1, committedOn: [leader] },
      because: [{ node: follower, code: 'commitUnderWay' }],
    });
    // What would have told it is lost: the next heartbeat does.
    const message = await lab.flight('MsgApp', leader, follower);
    await lab.act({ type: 'drop', message });
    expect(await lab.why(`node(${follower}).log(${index})`)).toMatchObject({
      answer: 'applyNotCommittedHere',
      because: [],
      needs: [{ code: 'leaderTells', numbers: { leader, node: follower } }],
    });
    const other = await lab.why(`node(${follower}).log(${index})`);
    await lab.comesTrue(other, () => lab.view(follower).applied >= index);
    expect(other.byItselfAtMs).toBeGreaterThan(why.byItselfAtMs ?? 0);
  });

  it('it is down, paused, cut off, or has a snapshot to get first', async () => {
    const lab = await Scenario.led({ snapshotCount: 5, snapshotCatchUpEntries: 1 });
    const { leader } = lab;
    const [a = 0] = lab.followers;
    const ask = () => lab.why(`node(${a}).log(${lab.view(leader).commit})`);
    await lab.act({ type: 'pause', node: a });
    await lab.putAndWait(leader);
    expect(await ask()).toMatchObject({ answer: 'applyPaused', needs: [{ code: 'resumed' }] });
    await lab.act({ type: 'resume', node: a });
    await lab.runFor(300);
    expect(await ask()).toMatchObject({ answer: 'entryAppliedHere' });
    await lab.act({ type: 'isolate', node: a });
    await lab.putAndWait(leader);
    expect(await ask()).toMatchObject({ answer: 'applyNotHere', because: [{ node: a, code: 'cutOff' }] });
    for (let i = 0; i < 12; i++) await lab.putAndWait(leader, `k${i}`);
    await lab.act({ type: 'heal' });
    await lab.until(() =>
      lab.view(leader).progress.some(({ id, state }) => id === a && state === 'StateSnapshot'),
    );
    const snapshot = await ask();
    expect(snapshot).toMatchObject({
      answer: 'applySnapshotComing',
      rule: 'sendsSnapshot',
      numbers: { node: a, leader },
      needs: [{ code: 'messageArrives' }],
    });
    const index = Number(snapshot.numbers['index']);
    await lab.comesTrue(snapshot, () => lab.view(a).applied >= index);
    await lab.act({ type: 'kill', node: a });
    await lab.putAndWait(leader, 'z');
    expect(await ask()).toMatchObject({
      answer: 'applyKilled',
      rule: 'serversStop',
      needs: [{ code: 'restarted', numbers: { node: a } }],
    });
    lab.saysInBoth(snapshot, [String(index)]);
  });

  it('its own disk does not have it yet: a leader commits by the disks of others', async () => {
    const lab = await Scenario.led();
    const { leader } = lab;
    await lab.act({ type: 'disk', node: leader, settings: { fsyncMs: 200 } });
    const index = lab.view(leader).last + 1;
    await lab.put(leader);
    await lab.until(() => lab.view(leader).commit >= index);
    const why = await lab.why(`node(${leader}).log(${index})`);
    expect(why).toMatchObject({
      answer: 'applyNotOnDisk',
      rule: 'diskFirst',
      numbers: { stable: index - 1 },
      needs: [{ code: 'writeDone', numbers: { node: leader } }],
    });
    await lab.comesTrue(why, () => lab.view(leader).applied >= index);
  });
});

/**
 * The paper's figure 8 up to (c): an entry of an older term is on three disks of five, and its leader's own first entry is held
 * back.
 */
async function figure8(): Promise<{ lab: Scenario; index: number; leader: number }> {
  const lab = await Scenario.led({ nodes: 5, preVote: false, checkQuorum: false });
  const first = lab.leader;
  const [second = 0, third = 0, fourth = 0, fifth = 0] = lab.followers;
  const group = (...nodes: readonly number[]) => lab.act({ type: 'partition', groups: [nodes] });
  await group(first, second);
  const index = lab.view(first).last + 1;
  await lab.put(first, 'old');
  await lab.until(() => lab.view(second).stable >= index);
  // Somebody of the others is elected, and falls before anybody hears of an entry of its own.
  await lab.act({ type: 'kill', node: first });
  await lab.act({ type: 'heal' });
  await group(second, third, fourth, fifth);
  for (const node of [third, fourth, fifth]) await lab.act({ type: 'pause', node });
  await lab.act({ type: 'restart', node: first });
  await lab.act({ type: 'heal' });
  await lab.act({ type: 'resume', node: third });
  await lab.act({ type: 'resume', node: fourth });
  await lab.act({ type: 'campaign', node: second });
  await lab.until(() => lab.view(second).state === 'StateLeader');
  // The older entry gets to a third disk; what is newer does not leave the leader.
  await lab.until(
    () =>
      lab.world.machines.get(third) !== undefined &&
      [...lab.world.machines.keys()].filter((id) => lab.view(id).stable >= index).length >= 3,
  );
  return { lab, index, leader: second };
}
