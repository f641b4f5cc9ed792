import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import type { FrameRequest } from '../../src/lab/frame/frame.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { ShuffledHost } from '../sim/shuffled-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import * as members from '../../src/lab/call/members.ts';
import { ask } from './ask.ts';

/** A clock that moves a little with every look: a budget in real time comes to an end. */
function fakeClock(): () => number {
  let now = 0;
  return () => (now += 0.1);
}

async function makeLab(config: Partial<LabConfig> = {}): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: fakeClock() });
  await lab.reset(config);
  return lab;
}

const asked: FrameRequest = {
  elapsedMs: 16,
  log: 'tail',
  logColumns: 10,
  timeline: { from: 0, to: 60_000_000, maxArrows: 500, hide: [] },
  store: { node: 1, revision: 0, limit: 10 },
};

async function leaderOf(lab: Lab): Promise<number> {
  return (await lab.state()).nodes.find((node) => node.role === 'leader' && node.status === 'up')?.id ?? 0;
}

describe('steps', () => {
  it('forward and back stop at the same instants', async () => {
    const lab = await makeLab();
    for (const kind of ['event', 'message', 'tick', 'commit'] as const) {
      await lab.step(kind);
      const one = await lab.state();
      await lab.step(kind);
      const two = await lab.state();
      expect(two.events).toBeGreaterThan(one.events);
      await lab.back(kind);
      expect(await lab.state()).toEqual(one);
      await lab.step(kind);
      expect(await lab.state()).toEqual(two);
      await lab.live();
    }
  });

  it('to the election have a leader, and one event before have none', async () => {
    const lab = await makeLab({ seed: 3 });
    await lab.step('election');
    expect(await leaderOf(lab)).not.toBe(0);
    await lab.back('event');
    expect(await leaderOf(lab)).toBe(0);
    await lab.back('event', 5);
    await lab.step('event', 6);
    expect(await leaderOf(lab)).not.toBe(0);
  });

  it('that find nothing say so and leave everything as it was', async () => {
    const lab = await makeLab({ nodes: 3 });
    await lab.runFor(2000);
    for (const node of [1, 2]) await lab.act({ type: 'kill', node });
    const before = [await lab.state(), await lab.hash()];
    await expect(lab.step('election')).rejects.toThrow('no election comes');
    expect([await lab.state(), await lab.hash()]).toEqual(before);
    await lab.seek(0);
    await expect(lab.back('event')).rejects.toThrow('this is the beginning');
    await expect(lab.step('event', 0)).rejects.toThrow('count is 0');
  });
});

describe('seeking and acting', () => {
  it('shows the past as it was and comes back live', async () => {
    const lab = await makeLab();
    await lab.runFor(1000);
    const [past, pastHash] = [await lab.state(), await lab.hash()];
    await lab.runFor(3000);
    const [now, nowHash] = [await lab.state(), await lab.hash()];
    await lab.seek(1000);
    expect(await lab.state()).toEqual(past);
    expect(await lab.hash()).toBe(pastHash);
    expect(await lab.frame(asked)).toMatchObject({ live: false, at: 1_000_000, liveAt: 4_000_000 });
    await lab.live();
    expect(await lab.state()).toEqual(now);
    expect(await lab.hash()).toBe(nowHash);
  });

  it('replays the same future when nothing is done, and passes the live edge', async () => {
    const lab = await makeLab();
    await lab.runFor(2000);
    await lab.act({ type: 'kill', node: await leaderOf(lab) });
    await lab.runFor(3000);
    const hash = await lab.hash();
    await lab.seek(500);
    await lab.runFor(4500);
    expect(await lab.hash()).toBe(hash);
    await lab.seek(500);
    await lab.runFor(6000);
    expect((await lab.frame(asked)).liveAt).toBe(6_500_000);
  });

  it('in the past makes a new future, and equal deeds make equal ones', async () => {
    const lab = await makeLab();
    await lab.runFor(5000);
    const old = await lab.hash();
    await lab.seek(2000);
    await lab.act({ type: 'kill', node: 1 });
    await lab.runFor(3000);
    const changed = await lab.hash();
    expect(changed).not.toBe(old);
    const straight = await makeLab();
    await straight.runFor(2000);
    await straight.act({ type: 'kill', node: 1 });
    await straight.runFor(3000);
    expect(await straight.hash()).toBe(changed);
    expect((await lab.frame(asked)).liveEvents).toBe((await straight.state()).events);
  });

  it('is the same on a host that answers late', async () => {
    const late = new Lab({ host: new ShuffledHost(Member, 1), factory: Member, clock: fakeClock() });
    const here = await makeLab({ seed: 9 });
    await late.reset({ seed: 9 });
    for (const lab of [late, here]) {
      await lab.runFor(3000);
      await lab.seek(1500);
      await lab.act({ type: 'partition', groups: [[1, 2]] });
      await lab.runFor(3000);
    }
    expect(await late.hash()).toBe(await here.hash());
  });

  it('refuses what cannot be done and changes nothing, the future neither', async () => {
    const lab = await makeLab();
    await lab.runFor(2000);
    const hash = await lab.hash();
    await expect(lab.seek(2001)).rejects.toThrow('2001 ms is not in this run');
    await expect(lab.seek(-1)).rejects.toThrow(CommandError);
    await expect(lab.seek(NaN)).rejects.toThrow(CommandError);
    await expect(lab.runFor(-5)).rejects.toThrow('ms is -5');
    await expect(lab.play(0)).rejects.toThrow('speed is 0');
    await expect(lab.reset({ nodes: 12 })).rejects.toThrow('nodes is 12');
    await expect(ask(lab, calls.put('', '1'))).rejects.toThrow('the key is empty');
    await lab.seek(1000);
    await expect(lab.act({ type: 'restart', node: 1 })).rejects.toThrow('node 1 is running');
    await lab.live();
    expect(await lab.hash()).toBe(hash);
  });
});

describe('requests', () => {
  it('settle in virtual time: not while paused', async () => {
    const lab = await makeLab();
    await lab.runFor(2000);
    let settled = false;
    const put = ask(lab, calls.put('käse', '奶酪')).then((outcome) => {
      settled = true;
      return outcome;
    });
    await lab.state();
    await lab.state();
    expect(settled).toBe(false);
    await lab.runFor(500);
    expect(await put).toMatchObject({ status: 'ok', revision: 2 });
    const get = ask(lab, calls.get('k', { prefix: true }), 1);
    await lab.runFor(500);
    expect(await get).toMatchObject({
      status: 'ok',
      kvs: [{ key: 'käse', value: '奶酪', version: 1 }],
      node: 1,
    });
    const del = ask(lab, calls.del('käse'));
    await lab.runFor(500);
    expect(await del).toMatchObject({ status: 'ok', deleted: 1, revision: 3 });
  });

  it('end unknown when their run is over', async () => {
    const lab = await makeLab();
    await lab.runFor(2000);
    const put = ask(lab, calls.put('a', '1'), 1);
    await lab.seek(1000);
    await lab.reset({ nodes: 3 });
    expect(await put).toMatchObject({ status: 'unknown', node: 1, invokedAtMs: 2000 });
  });

  it('to a killed member fail at once; without a majority a put is unknown after its time', async () => {
    const lab = await makeLab({ nodes: 3, clientTimeoutMs: 1000 });
    await lab.runFor(2500);
    for (const node of [1, 2]) await lab.act({ type: 'kill', node });
    expect(await ask(lab, calls.put('a', '1'), 1)).toMatchObject({
      status: 'failed',
    });
    const get = ask(lab, calls.get('a'), 3);
    await lab.runFor(1000);
    expect(await get).toMatchObject({ status: 'failed', error: 'etcdserver: request timed out' });
    const stale = ask(lab, calls.get('a', { consistency: 'serializable' }), 3);
    expect(await stale).toMatchObject({ status: 'ok', kvs: [] });
  });

  it('add a new machine as a member', async () => {
    const lab = await makeLab({ nodes: 3 });
    await lab.runFor(2500);
    const add = ask(lab, members.memberAdd(4, true));
    await lab.runFor(2000);
    expect(await add).toMatchObject({ status: 'ok' });
    expect((await lab.state()).nodes[3]).toMatchObject({ id: 4, member: 'learner', role: 'follower' });
  });
});

describe('frames', () => {
  it('play by the elapsed time and the speed, and stand still while paused', async () => {
    const lab = await makeLab();
    await lab.frame(asked);
    expect((await lab.frame(asked)).at).toBe(0);
    await lab.play(2);
    expect((await lab.frame(asked)).at).toBe(32_000);
    expect((await lab.frame({ ...asked, elapsedMs: 5000 })).at).toBe(232_000);
    await lab.pause();
    const one = await lab.frame(asked);
    expect((await lab.frame(asked)).version).toBe(one.version);
    await lab.runFor(1);
    expect((await lab.frame(asked)).version).toBe(one.version + 1);
    await lab.play(Infinity);
    expect((await lab.frame(asked)).at).toBeGreaterThan(232_000);
  });

  it('show two stores side by side, where a cut-off member has less', async () => {
    const lab = await makeLab({ nodes: 3 });
    await lab.step('election');
    await lab.runFor(500);
    const leader = await leaderOf(lab);
    const apart = (leader % 3) + 1;
    await lab.act({ type: 'isolate', node: apart });
    const put = ask(lab, calls.put('a', '1'), leader);
    await lab.runFor(300);
    expect(await put).toMatchObject({ status: 'ok', revision: 2 });
    const frame = await lab.frame({
      ...asked,
      store: { node: leader, revision: 0, limit: 10, compareWith: apart },
    });
    expect(frame.store).toMatchObject({ node: leader, revision: 2, count: 1 });
    expect(frame.otherStore).toMatchObject({ node: apart, revision: 1, count: 0 });
  });

  it('show one instant: nodes, messages, logs, store, timeline, a killed member by its disk', async () => {
    const lab = await makeLab({ nodes: 3 });
    await lab.runFor(2500);
    const put = ask(lab, calls.put('a', '1'));
    await lab.runFor(500);
    await put;
    const dead = ((await leaderOf(lab)) % 3) + 1;
    await lab.act({ type: 'kill', node: dead });
    const frame = await lab.frame(asked);
    const node = frame.nodes.find(({ id }) => id === dead);
    expect(node).toMatchObject({ status: 'killed', view: undefined, member: 'voter', disk: { last: 2 } });
    expect(frame.log).toMatchObject({ first: 1, last: 2, maxLast: 2 });
    expect(frame.log.rows.map(({ entries }) => entries.map(({ label }) => label))).toEqual([
      ['', 'a=1'],
      ['', 'a=1'],
      ['', 'a=1'],
    ]);
    expect(frame.requests).toMatchObject([{ label: 'put a=1', status: 'ok', kind: 'put' }]);
    expect(frame.store).toMatchObject({ revision: 2, count: 1 });
    expect(frame.links).toHaveLength(6);
    expect(frame.timeline.marks.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['leader', 'commit', 'request', 'command']),
    );
    expect(frame.timeline.arrows.length + (frame.timeline.density?.total ?? 0)).toBeGreaterThan(20);
    expect(frame.checks.steps).toBe(frame.events);
    expect(() => structuredClone(frame)).not.toThrow();
  });

  it('inspect a message with its cause and effect, an entry, a key and a request', async () => {
    const lab = await makeLab({ nodes: 3 });
    await lab.runFor(2500);
    const put = ask(lab, calls.put('a', '1'));
    await lab.runFor(500);
    await put;
    const { timeline } = await lab.frame({ ...asked, timeline: { ...asked.timeline, maxArrows: 5000 } });
    const vote = timeline.arrows.find(({ type }) => type === 'MsgVote');
    const found = await lab.inspect({ type: 'message', id: vote?.id ?? 0 });
    expect(found).toMatchObject({ type: 'message', end: 'delivered', message: { type: 'MsgVote' } });
    if (found.type !== 'message') throw new Error('a message was asked for');
    expect(found.cause?.event).toBeGreaterThan(0);
    expect(found.effect?.trace.map(({ type }) => type)).toContain('voteGranted');
    expect(found.effect?.before.vote).toBe(0);
    expect(found.effect?.after.vote).toBe(vote?.from);
    expect(await lab.inspect({ type: 'entry', node: 1, index: 2 })).toMatchObject({
      type: 'entry',
      entry: { label: 'a=1' },
    });
    expect(await lab.inspect({ type: 'request', id: 1 })).toMatchObject({ request: { status: 'ok' } });
    expect(await lab.inspect({ type: 'message', id: 999_999 })).toEqual({ type: 'gone' });
    expect(await lab.inspect({ type: 'node', id: 1 })).toMatchObject({ type: 'node', id: 1 });
  });
});

describe('a frame', () => {
  it('flat out, for which no time has passed, of a cluster in which nothing is due, is of the same instant', async () => {
    const lab = await makeLab();
    await lab.reset({ nodes: 1 });
    await lab.act({ type: 'kill', node: 1 });
    await lab.play(Infinity);
    expect(await lab.frame({ ...asked, elapsedMs: 0 })).toMatchObject({ at: 0, playing: true });
    expect(await lab.frame({ ...asked, elapsedMs: 16 })).toMatchObject({ at: 0 });
  });

  it('carries what is inspected, of its own instant, whatever the playhead does', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const leader = await leaderOf(lab);
    const node = { type: 'node', id: leader } as const;
    const first = await lab.frame({ ...asked, elapsedMs: 0, inspect: node });
    expect(first.inspection).toEqual({ of: node, inspection: await lab.inspect(node) });

    // A message flies in one frame, and has arrived in the next; back in time it flies again.
    const [message] = first.messages;
    const of = { type: 'message', id: message?.id ?? 0 } as const;
    const ends: unknown[] = [];
    const look = async (): Promise<void> => {
      const { inspection, messages } = await lab.frame({ ...asked, elapsedMs: 0, inspect: of });
      const found = inspection?.inspection;
      ends.push(found?.type === 'message' ? found.end : found?.type);
      expect(messages.some(({ id }) => id === of.id)).toBe(ends.at(-1) === undefined);
    };
    await look();
    await lab.runFor(100);
    await look();
    await lab.seek(first.at / 1000);
    await look();
    await lab.seek(0);
    expect((await lab.frame({ ...asked, elapsedMs: 0, inspect: of })).inspection?.inspection.type).toBe(
      'gone',
    );
    expect(ends).toEqual([undefined, 'delivered', undefined]);
  });

  it('does not take an answer of a forgotten future for the one asked for', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const at = (await lab.state()).timeMs;
    await lab.runFor(1000);
    const id = (await lab.frame({ ...asked, elapsedMs: 0 })).timeline.arrows.at(-40)?.id ?? 0;
    const of = { type: 'message', id } as const;
    const before = (await lab.frame({ ...asked, elapsedMs: 0, inspect: of })).inspection?.inspection;
    expect(before).toMatchObject({ type: 'message', end: 'delivered' });
    await lab.seek(at);
    await lab.act({ type: 'heal' });
    await lab.runFor(1000);
    const after = (await lab.frame({ ...asked, elapsedMs: 0, inspect: of })).inspection?.inspection;
    expect(after).toEqual(await lab.inspect(of));
    expect(after).toMatchObject({ type: 'message' });
    // The command is an event more: what sent it has another number.
    expect(after?.type === 'message' && before?.type === 'message' && after.cause?.event).not.toBe(
      before?.type === 'message' && before.cause?.event,
    );
  });
});
