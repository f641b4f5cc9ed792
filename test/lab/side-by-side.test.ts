import { describe, expect, test } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { sideScene } from '../../src/view/side/side-scene.ts';

const home = (protocol: string): string => `cluster voters=1,2,3 ${protocol}
campaign 1
expect 1 role=L
isolate 3
tick 60
heal
tick 10
`;

function newLab(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

describe('two protocols side by side', () => {
  test('the node that comes home: with PreVote its term does not rise, and the leader stays', async () => {
    const lab = newLab();
    const { events, timeMs } = await lab.state();
    const lines = await lab.sideBySide(home(''), home('preVote'));
    expect(lines.map(({ a, b }) => [a.text, b.text])).toEqual([
      ['cluster voters=1,2,3', 'cluster voters=1,2,3 preVote'],
      ['campaign 1', 'campaign 1'],
      ['isolate 3', 'isolate 3'],
      ['tick 60', 'tick 60'],
      ['heal', 'heal'],
      ['tick 10', 'tick 10'],
    ]);
    const scenes = lines.map(sideScene);
    expect(scenes.map(({ differing }) => differing.nodes)).toEqual([0, 0, 0, 1, 1, 3]);
    expect(scenes[3]?.nodes[2]).toMatchObject({
      a: { role: 'StateCandidate', term: 5 },
      b: { role: 'StatePreCandidate', term: 1 },
      differs: { role: true, term: true, commit: false, log: false },
    });
    // A campaign with PreVote asks twice.
    const sent = new Map(scenes[1]?.sent.map((count) => [count.type, count]));
    expect(sent.get('MsgPreVote')).toEqual({ type: 'MsgPreVote', a: 0, b: 2 });
    expect(sent.get('MsgVote')).toEqual({ type: 'MsgVote', a: 2, b: 2 });
    // The open run has not moved.
    expect(await lab.state()).toMatchObject({ events, timeMs });
  });

  test('lines that only one side has, and one that cannot be done there', async () => {
    const lab = newLab();
    const lines = await lab.sideBySide(
      'cluster voters=1,2,3\ncampaign 1\npropose 1 a=1\ncrash 2\ncrash 2\n',
      'cluster voters=1,2,3\ncampaign 1\ncrash 2\ntick 3\n',
    );
    expect(lines.map(({ a, b }) => [a.text, b.text])).toEqual([
      ['cluster voters=1,2,3', 'cluster voters=1,2,3'],
      ['campaign 1', 'campaign 1'],
      ['propose 1 a=1', undefined],
      ['crash 2', 'crash 2'],
      ['crash 2', 'tick 3'],
    ]);
    expect(lines[2]?.b.frame).toBe(lines[1]?.b.frame);
    expect(lines[4]?.a.refused).toContain('2');
    expect(lines[4]?.b.refused).toBeUndefined();
  });

  test.each([
    ['', 'cluster voters=1', /a, line 1/],
    ['cluster voters=1', 'cluster voters=1\nfly 3', /b, line 2, column 1: .*fly/],
    ['tick 3', 'cluster voters=1', /a begins with a line cluster/],
  ])('%j beside %j is refused', async (a, b, reason) => {
    await expect(newLab().sideBySide(a, b)).rejects.toThrow(reason);
  });
});
