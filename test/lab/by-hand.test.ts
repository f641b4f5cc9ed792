import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { bareFrameRequest } from '../../src/lab/play/opening.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

const makeLab = (): Lab =>
  new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });

async function standing(seed = 1): Promise<Lab> {
  const lab = makeLab();
  await lab.reset({ seed, nodes: 3 });
  await lab.byHand(true);
  return lab;
}

/** Delivers, writes and applies whatever waits, until nothing does. */
async function settleAll(lab: Lab): Promise<void> {
  for (;;) {
    const actions = await lab.enabledActions();
    const next = actions.find(
      ({ type }) => type === 'deliver' || type === 'finishWrite' || type === 'finishApply',
    );
    if (next === undefined) return;
    await lab.choose(next.id);
  }
}

const leaders = async (lab: Lab): Promise<number[]> =>
  (await lab.state()).nodes.filter(({ role }) => role === 'leader').map(({ id }) => id);

describe('a lab by hand', () => {
  it('elects the leader that is picked and commits a put, while the clock stands', async () => {
    const lab = await standing();
    const put = ask(lab, calls.put('a', '1'), 3);
    await lab.choose('elapse:3');
    expect((await lab.state()).nodes[2]?.role).toBe('precandidate');
    await settleAll(lab);
    expect(await leaders(lab)).toEqual([3]);
    const second = ask(lab, calls.put('b', '2'), 3);
    await settleAll(lab);
    expect(await second).toMatchObject({ status: 'ok', invokedAtMs: 0, returnedAtMs: 0 });
    expect(await put).toMatchObject({ status: 'failed' });
    expect(await lab.state()).toMatchObject({ timeMs: 0, byHand: true, violations: [] });
  });

  it('refuses what needs time to go on, and says what lets it', async () => {
    const lab = await standing();
    const hash = await lab.hash();
    for (const call of [
      () => lab.play(),
      () => lab.runFor(10),
      () => lab.step('event'),
      () => lab.runUntil('commit'),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'byHand', message: /byHand\(false\)/ });
    }
    await lab.runFor(0);
    expect(await lab.hash()).toBe(hash);
    expect(await lab.frame({ ...bareFrameRequest, elapsedMs: 100 })).toMatchObject({
      at: 0,
      playing: false,
      byHand: true,
    });
    await lab.byHand(false);
    await lab.runFor(2000);
    expect(await leaders(lab)).toHaveLength(1);
  });

  it('refuses an id that is not on the list with the reason, and changes nothing', async () => {
    const lab = await standing();
    await settleAll(lab);
    const hash = await lab.hash();
    const codes: Readonly<Record<string, string>> = {
      'deliver:1': 'messageGone',
      'finishWrite:1': 'nothingThere',
      'finishApply:2': 'nothingThere',
      'tick:9': 'unknownNode',
      'tick:x': 'badArgument',
      'restart:1': 'alreadyRunning',
      'resume:1': 'notPaused',
      'timeout:4': 'nothingThere',
      'report:4': 'nothingThere',
      'clientStep:nobody': 'unknownClient',
      '': 'notEnabled',
      'heal:1': 'notEnabled',
      'byHand:1': 'notEnabled',
    };
    for (const [id, code] of Object.entries(codes)) {
      await expect(lab.choose(id), id).rejects.toMatchObject({ code });
    }
    expect(await lab.hash()).toBe(hash);
    await lab.byHand(false);
    expect(await lab.enabledActions()).toEqual([]);
    await expect(lab.choose('tick:1')).rejects.toMatchObject({ code: 'notByHand' });
  });

  it('seeks, goes back, branches, and plays the record up to where time stands', async () => {
    const lab = await standing();
    await lab.choose('elapse:1');
    const elapsed = { hash: await lab.hash(), events: (await lab.state()).events };
    await settleAll(lab);
    const elected = { hash: await lab.hash(), actions: await lab.enabledActions() };
    await lab.seekEvent(elapsed.events);
    expect(await lab.hash()).toBe(elapsed.hash);
    await lab.back('event');
    await lab.step('event');
    expect(await lab.hash()).toBe(elapsed.hash);
    await lab.play(Infinity);
    for (let i = 0; i < 5; i++) await lab.frame({ ...bareFrameRequest, elapsedMs: 16 });
    expect(await lab.hash()).toBe(elected.hash);
    expect(await lab.frame(bareFrameRequest)).toMatchObject({ live: true, playing: false });
    expect(await lab.enabledActions()).toEqual(elected.actions);
    await lab.seekEvent(elapsed.events);
    await lab.choose('elapse:2');
    await settleAll(lab);
    expect(await lab.hash()).not.toBe(elected.hash);
    expect((await lab.frame(bareFrameRequest)).live).toBe(true);
  });

  it('shows nothing as about to happen by itself, and what may happen when that is asked for', async () => {
    const lab = await standing();
    await lab.choose('elapse:1');
    const frame = await lab.frame({ ...bareFrameRequest, actions: true });
    expect(frame.actions).toEqual(await lab.enabledActions());
    expect(frame.nodes.map(({ nextTickAt }) => nextTickAt)).toEqual([undefined, undefined, undefined]);
    const writes = frame.nodes.flatMap(({ diskQueue }) => diskQueue);
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.filter(({ dueAt }) => dueAt !== undefined)).toEqual([]);
    expect((await lab.frame(bareFrameRequest)).actions).toBeUndefined();
  });
});
