import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { FrameRequest, Inspection } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as operations from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

const bare: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

async function ledLab(): Promise<{ lab: Lab; leader: number; follower: number }> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.step('election');
  await lab.runFor(500);
  const leader = present(
    (await lab.state()).nodes.find(({ role }) => role === 'leader'),
    'a leader',
  ).id;
  return { lab, leader, follower: leader === 1 ? 2 : 1 };
}

const entryOf = async (lab: Lab, node: number, index: number) => {
  const found = await lab.inspect({ type: 'entry', node, index });
  return found as Extract<Inspection, { type: 'entry' }>;
};
const callOf = async (lab: Lab, id: number) =>
  (await lab.inspect({ type: 'request', id })) as Extract<Inspection, { type: 'request' }>;

describe('a call and its entry', () => {
  it('lead to each other, also when a follower forwarded the proposal', async () => {
    const { lab, leader, follower } = await ledLab();
    for (const node of [leader, follower]) {
      void ask(lab, operations.put('x', `of ${node}`), node);
      await lab.runFor(500);
    }
    const calls = (await lab.frame(bare)).requests;
    for (const call of calls) {
      const { entry, invokedEvent, returnedEvent } = await callOf(lab, call.id);
      const { index, term, node } = present(entry, 'the call has an entry');
      expect(node).toBe(leader);
      const shown = await entryOf(lab, leader, index);
      expect(shown.entry.term).toBe(term);
      expect(shown.call).toEqual(call);
      expect(shown.origin).toMatchObject({ node: leader, request: call.id, index });
      await lab.seekEvent(invokedEvent);
      expect((await lab.frame(bare)).at).toBe(call.invokedAt);
      await lab.seekEvent(present(returnedEvent, 'it is answered'));
      expect((await lab.frame(bare)).at).toBe(call.returnedAt);
      await lab.live();
    }
  });

  it('an entry leads to the messages that carried it, their answers, and when each member knew it committed', async () => {
    const { lab, leader } = await ledLab();
    void ask(lab, operations.put('x', '1'), leader);
    await lab.runFor(1000);
    const [call] = (await lab.frame(bare)).requests;
    const { entry } = await callOf(lab, present(call, 'a call').id);
    const { index, event } = present(entry, 'an entry');
    const { messages, committedAt } = await entryOf(lab, leader, index);
    expect(messages.map(({ type }) => type).toSorted()).toEqual([
      'MsgApp',
      'MsgApp',
      'MsgAppResp',
      'MsgAppResp',
    ]);
    for (const { id, type } of messages) {
      const found = await lab.inspect({ type: 'message', id });
      const message = found.type === 'message' ? found.message : undefined;
      if (type === 'MsgApp') expect(message).toMatchObject({ entries: [expect.objectContaining({ index })] });
      else expect(message).toMatchObject({ reject: false, index });
    }
    expect(new Set(committedAt.map(({ node }) => node))).toEqual(new Set([1, 2, 3]));
    expect(committedAt[0]?.node).toBe(leader);
    // At the instant of its proposal nothing of that is known yet.
    await lab.seekEvent(event);
    const then = await entryOf(lab, leader, index);
    expect(then.committedAt).toEqual([]);
    expect(then.messages.filter(({ endedAt }) => endedAt !== undefined)).toEqual([]);
  });

  it('an empty entry of a new leader has no call', async () => {
    const { lab, leader } = await ledLab();
    const { origin, call } = await entryOf(lab, leader, 1);
    expect(origin).toMatchObject({ node: leader, request: 0 });
    expect(call).toBeUndefined();
  });
});

describe('a read that is stale', () => {
  it('says by how many revisions, where it is answered; one of the newest state is not', async () => {
    const { lab, leader, follower } = await ledLab();
    await lab.act({ type: 'isolate', node: follower });
    for (const value of ['1', '2', '3']) {
      void ask(lab, operations.put('x', value), leader);
      await lab.runFor(300);
    }
    const get = (node: number) => ask(lab, operations.get('x', { consistency: 'serializable' }), node);
    void get(follower);
    void get(leader);
    await lab.runFor(100);
    const [stale, fresh] = (await lab.frame(bare)).requests.slice(-2);
    expect(stale).toMatchObject({ node: follower, status: 'ok', staleBy: 3 });
    expect(fresh).toMatchObject({ node: leader, status: 'ok', staleBy: 0 });
  });

  it('is none that asked for an old revision', async () => {
    const { lab, leader } = await ledLab();
    void ask(lab, operations.put('x', '1'), leader);
    await lab.runFor(300);
    void ask(lab, operations.get('x', { rev: 1, consistency: 'serializable' }), leader);
    await lab.runFor(100);
    expect((await lab.frame(bare)).requests.at(-1)).toMatchObject({ status: 'ok', staleBy: 0 });
  });
});

it('an event is reached by its number, and no other', async () => {
  const { lab } = await ledLab();
  const { events } = await lab.frame(bare);
  await lab.seekEvent(events - 3);
  expect((await lab.frame(bare)).events).toBe(events - 3);
  await expect(lab.seekEvent(events + 1)).rejects.toThrow('there is no event');
  await expect(lab.seekEvent(-1)).rejects.toThrow('there is no event');
  expect((await lab.frame(bare)).events).toBe(events - 3);
});
