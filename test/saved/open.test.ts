import { describe, expect, it } from 'vitest';
import { put } from '../../src/lab/call/operations.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { decodeLab, encodeLab } from '../../src/saved/format.ts';
import { labOfFragment, LINK_CHARS_MAX, toFragment } from '../../src/saved/link.ts';
import type { OpenableLab } from '../../src/saved/saved-lab.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

async function makeLab(nodes: number): Promise<Lab> {
  const lab = new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => 0,
    eventsMax: 20_000,
  });
  await lab.reset({ nodes, seed: 3 });
  await lab.runFor(3000);
  await lab.act({ type: 'kill', node: 1 });
  await lab.runFor(2000);
  return lab;
}

/** The fragment of a link to a lab, in which something is otherwise. */
async function linkTo(
  lab: Lab,
  change: (saved: OpenableLab) => OpenableLab = (saved) => saved,
): Promise<string> {
  const link = await lab.link();
  if (!('fragment' in link)) throw new Error(`a link of ${link.tooLong} characters`);
  return toFragment(encodeLab(change(labOfFragment(link.fragment))));
}

/** With other digits in the first waypoint. */
function mistaken(saved: OpenableLab): OpenableLab {
  const [first, ...others] = saved.branches;
  const [, ...waypoints] = first?.waypoints ?? [];
  if (first === undefined) return saved;
  return {
    ...saved,
    branches: [{ ...first, waypoints: [{ event: 5, hash: 'abcdef' }, ...waypoints] }, ...others],
  };
}

describe('a lab that is open', () => {
  it('stays as it is while nothing that comes can be opened, whatever is wrong with it', async () => {
    const lab = await makeLab(3);
    const other = await makeLab(5);
    const before = [await lab.state(), await lab.hash(), await lab.branches()];
    const file = await other.save();
    const never = { ...decodeLab(file), moments: [] };
    const [branch] = never.branches;
    if (branch === undefined) throw new Error('a lab has a branch');
    const refused: readonly [code: string, opening: () => Promise<unknown>][] = [
      ['notALab', () => lab.open(new Uint8Array(100))],
      ['labCut', () => lab.open(file.slice(0, -1))],
      ['labDamaged', () => lab.open(file.with(40, (file[40] ?? 0) ^ 4))],
      ['labCut', async () => lab.openLink((await linkTo(other)).slice(0, -9))],
      ['differs', async () => lab.openLink(await linkTo(other, mistaken))],
      // An instant that is not there, a node that is not there, more events than any record has.
      ['labWrong', () => lab.open(encodeLab({ ...never, playhead: { ...never.playhead, event: 1e9 } }))],
      [
        'differs',
        () =>
          lab.open(
            encodeLab({
              ...never,
              branches: [
                { ...branch, commands: [{ event: 9, at: 900_000, command: { type: 'kill', node: 12 } }] },
              ],
            }),
          ),
      ],
      [
        'recordFull',
        () => lab.open(encodeLab({ ...never, branches: [{ ...branch, end: { event: 1e9, at: 1e13 } }] })),
      ],
    ];
    for (const [code, opening] of refused) {
      await expect(opening(), code).rejects.toMatchObject({ code });
      expect([await lab.state(), await lab.hash(), await lab.branches()], code).toEqual(before);
    }
  });

  it('gives way to one that is computed differently only when it is told to', async () => {
    const lab = await makeLab(3);
    const other = await makeLab(5);
    const opened = await lab.openLink(await linkTo(other, mistaken), { anyway: true });
    expect(opened.differs).toMatchObject({ branch: 1, upTo: 5 });
    // It is the other all the same: only the waypoint was mistaken.
    expect(await lab.hash()).toBe(await other.hash());
  });

  it('is linked while that is short enough, and else says how long the link would be', async () => {
    const lab = await makeLab(1);
    for (let i = 0; i < 60; i++) {
      const value = Array.from({ length: 40 }, (_, j) => ((i + 3) * (j + 7) * 7919).toString(36)).join('');
      void lab.call({ operation: put('k', value) });
    }
    const link = await lab.link();
    expect('tooLong' in link && link.tooLong).toBeGreaterThan(LINK_CHARS_MAX);
    const again = await makeLab(3);
    await again.open(await lab.save());
    expect(await again.hash()).toBe(await lab.hash());
  });
});
