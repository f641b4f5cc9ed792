import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

function makeLab(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

const election = ['cluster voters=1,2,3', 'tick 10', 'expect 1 role=L term=1', 'propose 1 a=1'];

describe('a script in the lab', () => {
  it('becomes the run, in the form of every world', async () => {
    const lab = makeLab();
    const lines = [...election, 'crash 3', 'hold 1>2', 'propose 1 b=2', 'tick 3'];
    expect(await lab.script(lines.join('\n'))).toEqual({ passed: 1, failed: 0, failures: [] });
    const state = await lab.state();
    expect(state).toMatchObject({
      timeMs: 13_000,
      byHand: true,
      nodes: [
        { id: 1, status: 'up', role: 'leader', member: 'voter', commitIndex: 2, lastIndex: 3, revision: 2 },
        { id: 2, status: 'up', role: 'follower', commitIndex: 2, lastIndex: 2 },
        { id: 3, status: 'killed', lastIndex: 2, log: [{ index: 1 }, { index: 2 }] },
      ],
      violations: [],
    });
    const held = state.messages.filter(({ from, to, fate }) => from === 1 && to === 2 && fate === 'held');
    expect(held.length).toBe(state.messages.length);
    expect(held.map(({ type }) => type)).toContain('MsgApp');
  });

  it('can be sought, stepped back and gone on with by hand, and is the same to the byte', async () => {
    const lab = makeLab();
    await lab.script(election.join('\n'));
    const [end, hash] = [await lab.state(), await lab.hash()];
    await lab.seek(9_000);
    expect((await lab.state()).nodes.every(({ role }) => role === 'follower')).toBe(true);
    await lab.live();
    expect(await lab.hash()).toBe(hash);
    await lab.back('election');
    await lab.back('event', 3);
    for (const event of [5, end.events >> 1, end.events]) await lab.seekEvent(event);
    expect([await lab.state(), await lab.hash()]).toEqual([end, hash]);
    const again = makeLab();
    await again.script(election.join('\n'));
    expect(await again.hash()).toBe(hash);
    const actions = await lab.enabledActions();
    expect(actions.map(({ id }) => id)).toContain('kill:1');
    await lab.choose('kill:1');
    expect((await lab.state()).nodes[0]).toMatchObject({ status: 'killed' });
  });

  it('says of each that fails at which line, what was expected and what there was, and shows the first of them', async () => {
    const lab = makeLab();
    const text = [
      'lesson A',
      'cluster voters=1',
      'expect 1 role=L',
      'lesson B',
      'cluster voters=1,2',
      'tick some',
      'lesson C',
      'cluster voters=1,2,3,4,5',
      'tick 1',
    ].join('\n');
    expect(await lab.script(text)).toEqual({
      passed: 1,
      failed: 2,
      failures: [
        { lesson: 'A', line: 3, text: 'expect 1 role=L', expected: 'n1 role=L', got: 'n1 role=F' },
        {
          lesson: 'B',
          line: 6,
          text: 'tick some',
          expected: 'a line that can be read',
          got: 'column 6: "some": a number of ticks is expected',
        },
      ],
    });
    expect((await lab.state()).nodes).toHaveLength(1);
  });

  it('that cannot be read, or has no cluster, leaves the open run as it is', async () => {
    const lab = makeLab();
    await lab.reset({ nodes: 3, seed: 9 });
    await lab.runFor(100);
    const before = await lab.state();
    expect(await lab.script('cluster voters=')).toMatchObject({ passed: 0, failed: 1 });
    expect(await lab.script('history A: w1[0,1] put x=1\nexpect A=ok')).toMatchObject({ passed: 1 });
    expect(await lab.script('tick 3')).toMatchObject({ failures: [{ line: 1 }] });
    expect(await lab.state()).toEqual(before);
  });

  it('passes in the lab as it does alone', async () => {
    const text = readFileSync(new URL('../lessons/scripts/transfer.txt', import.meta.url), 'utf8');
    expect(await makeLab().script(text)).toEqual({ passed: 3, failed: 0, failures: [] });
  });
});
