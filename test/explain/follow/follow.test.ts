import { beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { followedOf } from '../../../src/explain/follow/followed-of.ts';
import { follow } from '../../../src/explain/follow/follow.ts';
import type { Story } from '../../../src/explain/follow/story.ts';
import * as calls from '../../../src/lab/call/operations.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { disksOf } from '../../../src/ui/follow/disks-of.ts';
import { randomRun } from '../recorded-run.ts';

/** What a story says, without when. */
function saidIn({ steps }: Story): readonly string[] {
  return steps.map(({ text }) => text);
}

describe('followed from its beginning to its end', () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  let [leader, other, third] = [0, 0, 0];

  beforeAll(async () => {
    await lab.reset({ nodes: 3, seed: 42 });
    await lab.runFor(2000);
    leader = present(
      (await lab.state()).nodes.find(({ role }) => role === 'leader'),
      'somebody leads',
    ).id;
    [other = 0, third = 0] = [1, 2, 3].filter((id) => id !== leader);
    void lab.call({ operation: calls.put('a', '1'), node: other });
    void lab.call({ operation: calls.get('a'), node: third });
    await lab.runFor(500);
    await lab.act({ type: 'partition', groups: [[leader], [other, third]] });
    void lab.call({ operation: calls.put('a', 'lost'), node: leader });
    await lab.runFor(3000);
    void lab.call({ operation: calls.put('a', 'kept'), node: other });
    await lab.runFor(1000);
    await lab.act({ type: 'heal' });
    await lab.runFor(1500);
  });

  it('a put by way of a follower', async () => {
    const story = await lab.follow('call(1)');
    expect(story).toMatchObject({ kind: 'entry', outcome: 'answered', index: 2, term: 1, call: 1 });
    const said = saidIn(story);
    expect(said.slice(0, 4)).toEqual([
      `A client made call 1 at node ${other}.`,
      `Node ${other} took the call up.`,
      `Node ${other} sent the proposal on to node ${leader}.`,
      `Node ${leader}, the leader, appended it as entry 2 of term 1.`,
    ]);
    for (const node of [other, third]) {
      const own = said.filter((text) => text.includes(`ode ${node} `) || text.includes(`node ${node}.`));
      expect(own).toEqual(
        expect.arrayContaining([
          `Node ${leader} sent it to node ${node}.`,
          `Node ${node} has it in its log.`,
          `Node ${node} has it on its disk.`,
          `Node ${node} was told that it is committed.`,
          `Node ${node} applied it.`,
        ]),
      );
    }
    expect(said.filter((text) => text.includes('so it is committed'))).toHaveLength(1);
    expect(said.at(-1)).toBe(`Node ${other} answered the client: ok.`);
    // The same from the entry, and as data.
    expect((await lab.follow('entry(2)')).steps).toEqual(story.steps);
    expect((await lab.follow({ type: 'entry', index: 2, node: third })).steps).toEqual(story.steps);
  });

  it('a linearizable read by way of a follower', async () => {
    const story = await lab.follow('call(2)');
    expect(story).toMatchObject({ kind: 'read', outcome: 'answered' });
    const did = story.steps.map((step) => step.did);
    expect(did).toEqual([
      'called',
      'tookUp',
      'readForwarded',
      'readAsked',
      'roundSent',
      'roundSent',
      'roundAnswered',
      'readConfirmed',
      'readHeard',
      'answered',
    ]);
  });

  it('an entry that got lost: overwritten where, and by whom', async () => {
    const story = await lab.follow('call(3)');
    expect(story).toMatchObject({ kind: 'entry', outcome: 'lost', index: 3, term: 1 });
    const gone = present(
      story.steps.find(({ did }) => did === 'overwritten'),
      'it is overwritten',
    );
    expect(gone).toMatchObject({ node: leader, numbers: { term: 2 } });
    expect([other, third]).toContain(gone.numbers['by']);
    expect(story.steps.filter(({ did }) => did === 'lost').map(({ numbers }) => numbers['end'])).toEqual([
      'cut',
      'cut',
    ]);
    // On the disk of who appended it from its write until it was overwritten, and on no other.
    const stored = present(
      story.steps.find(({ did }) => did === 'stored'),
      'it is stored',
    );
    expect(disksOf(story)).toEqual([
      {
        node: leader,
        since:
          present(
            story.steps.find(({ did }) => did === 'appended'),
            'it is appended',
          ).timeMs * 1000,
        stored: stored.timeMs * 1000,
        gone: gone.timeMs * 1000,
      },
    ]);
    // Before that it was under way: at the playhead the future is not known.
    await lab.seekEvent(gone.event - 1);
    expect((await lab.follow('entry(3, 1)')).outcome).toBe('underWay');
    await lab.live();
    // Where it stood another stands now, from which the inspector leads to it all the same.
    const instead = await lab.inspect({ type: 'entry', node: leader, index: 3 });
    expect(instead).toMatchObject({ entry: { term: 2 }, others: [{ index: 3, term: 1, node: leader }] });
    expect(await lab.follow('entry(3, 1)')).toMatchObject({ outcome: 'lost', steps: story.steps });
    await lab.seekEvent(1);
    const never = await lab.inspect({ type: 'entry', node: leader, index: 3 });
    expect(never).toEqual({ type: 'gone', entries: [] });
    await lab.live();
  });

  it('refuses what is not there', async () => {
    await expect(lab.follow('entry(99)')).rejects.toThrow('no leader has appended an entry 99');
    await expect(lab.follow('call(99)')).rejects.toThrow('there is no call 99');
    expect(() => followedOf('node(3)')).toThrow('cannot be followed');
    expect(() => followedOf('call(')).toThrow('at character');
    expect(() => followedOf({ type: 'entry' })).toThrow('entry(5)');
  });
});

it('every story of a run with all kinds of trouble is of events of the record, in their order', async () => {
  const { run, heard } = await randomRun(
    { nodes: 3, seed: 21, snapshotCount: 20, snapshotCatchUpEntries: 5 },
    ['kill', 'restart', 'partition', 'loss', 'duplicate', 'compaction', 'pause'],
    1200,
  );
  const past = new RunPast(run);
  let count = 0;
  for (let id = 1; id <= past.now.calls.lastId; id += 2) {
    const { steps, messages, outcome } = await follow(past, { type: 'call', id });
    expect(steps[0]?.did).toBe('called');
    expect(steps.map(({ event }) => event)).toEqual(
      steps.map(({ event }) => event).toSorted((a, b) => a - b),
    );
    for (const { event, node, did, message } of steps) {
      count++;
      const own = present(heard[event - 1], 'an event of the record');
      if (did === 'stored') expect(own.output?.changes.stable ?? own.output?.changes.boot).toBeDefined();
      if (did === 'applied') expect(own.output?.changes.applied).toBeDefined();
      if (did === 'sent') expect(own.sent.map((flight) => flight.id)).toContain(message);
      if (did !== 'called' && did !== 'forgotten' && did !== 'lost' && own.command === undefined)
        expect(own.node).toBe(node);
    }
    expect(messages).toEqual([...new Set(messages)]);
    // An entry that was answered ok is in the logs of those who know it committed.
    const status = past.now.calls.get(id)?.result?.status;
    if (status === 'ok') expect(outcome).toBe('answered');
  }
  expect(count).toBeGreaterThan(150);
});
