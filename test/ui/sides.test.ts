import { beforeAll, describe, expect, test } from 'vitest';
import type { BranchInfo, Frame } from '../../src/lab/frame/frame.ts';
import { sideChoices } from '../../src/ui/compare/sides.ts';
import { startMessages } from '../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../src/ui/messages/panels.ts';
import { useView } from '../../src/ui/view-state.ts';
import { splitFrame } from './fixtures/frame.ts';

function branch(id: number, endMs: number, current = false): BranchInfo {
  const parent = id === 1 ? undefined : 1;
  return {
    id,
    name: '',
    parent,
    event: id * 10,
    timeMs: id * 1000,
    endMs,
    events: 500,
    commands: 1,
    current,
  };
}

function frameOf(some: Partial<Frame>): Frame {
  const branches = [branch(1, 9000), branch(2, 4000), branch(3, 7000, true)];
  const frame = { ...splitFrame(), branch: 3, branches, events: 400, at: 6_204_000, moments: [], ...some };
  useView.setState({ frame });
  return frame;
}

describe('what can be compared', () => {
  beforeAll(async () => {
    await startMessages('en');
    addPanelMessages();
  });

  test('the instant shown, the end of every branch, and a branch at the time shown if it goes that far', () => {
    const choices = sideChoices(frameOf({}), undefined);
    expect(choices.map(({ side, words }) => [side, words])).toEqual([
      ['here', 'The instant shown: Branch 3 · 6.204 s'],
      ['end:1', 'Branch 1, its newest instant · 9.000 s'],
      ['time:1', 'Branch 1 at the time shown · 6.204 s'],
      ['end:2', 'Branch 2, its newest instant · 4.000 s'],
      ['end:3', 'Branch 3, its newest instant · 7.000 s'],
    ]);
    const asks = new Map(choices.map(({ side, ask }) => [side, ask]));
    expect(asks.get('here')).toEqual({ branch: 3, event: 400, atMs: 6204 });
    expect(asks.get('end:2')).toEqual({ branch: 2 });
    expect(asks.get('time:1')).toEqual({ branch: 1, atMs: 6204 });
  });

  test('moments with as much of their notes as a list has room for', () => {
    const note = `${'long '.repeat(20)}\nand more`;
    const choices = sideChoices(
      frameOf({ moments: [{ id: 4, note, branch: 2, event: 30, at: 3_500_000 }] }),
      undefined,
    );
    const words = choices.find(({ side }) => side === 'moment:4')?.words ?? '';
    expect(words).toMatch(/^Branch 2 · 3\.500 s · long .*…$/);
    expect(words.length).toBeLessThan(90);
  });

  test('the instant that is kept, as long as its branch is there', () => {
    const kept = { branch: 2, event: 30, at: 3_500_000 };
    const sides = (frame: Frame) => sideChoices(frame, kept).map(({ side }) => side);
    expect(sides(frameOf({}))).toContain('kept');
    expect(sides(frameOf({ branches: [branch(1, 9000), branch(3, 7000, true)] }))).not.toContain('kept');
  });
});
