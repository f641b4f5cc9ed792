import { describe, expect, test } from 'vitest';
import { fc, test as property } from '@fast-check/vitest';
import {
  branchAt,
  branchTreeScene,
  type BranchTree,
  type TreeBranch,
} from '../../src/view/time/branch-tree.ts';

const room = {
  window: { from: 0, to: 10_000_000 },
  plot: { left: 50, right: 1050 },
  rowHeight: 20,
  gap: 6,
  nameWidth: () => 80,
};

function branch(id: number, from: number, until: number, options: Partial<TreeBranch> = {}): TreeBranch {
  const parent = id === 1 ? undefined : 1;
  return { id, name: '', parent, event: from, timeMs: from, endMs: until, current: false, ...options };
}

function tree(branches: readonly TreeBranch[], rest: Partial<BranchTree> = {}): BranchTree {
  return { branches, moments: [], kept: undefined, at: 0, ...rest };
}

describe('branches as lanes', () => {
  test('a branch begins where it leaves its parent, ends at its newest instant, and has its name behind that', () => {
    const { rows, height } = branchTreeScene(
      tree([branch(1, 0, 8000), branch(2, 3000, 5000, { current: true })]),
      room,
    );
    expect(height).toBe(40);
    expect(rows.map(({ id, y, line, end, nameX }) => ({ id, y, line, end, nameX }))).toEqual([
      { id: 1, y: 10, line: { left: 50, right: 850 }, end: 850, nameX: 856 },
      { id: 2, y: 30, line: { left: 350, right: 550 }, end: 550, nameX: 556 },
    ]);
    expect(rows[1]?.fork).toEqual({ x: 350, parentY: 10, onPath: true });
    expect(rows[1]?.from).toEqual({ id: 1, name: '', at: 3_000_000 });
  });

  test('the past of the current branch is on its parent up to where it leaves it', () => {
    const { rows } = branchTreeScene(
      tree([branch(1, 0, 8000), branch(2, 3000, 9000), branch(3, 6000, 7000, { parent: 2, current: true })]),
      room,
    );
    expect(rows.map(({ id, path }) => [id, path])).toEqual([
      [1, { left: 50, right: 350 }],
      [2, { left: 350, right: 650 }],
      [3, { left: 650, right: 750 }],
    ]);
  });

  test('of two branches of one parent the one that leaves later stands first', () => {
    const { rows } = branchTreeScene(
      tree([
        branch(1, 0, 8000),
        branch(2, 2000, 4000),
        branch(3, 6000, 7000),
        branch(4, 3000, 5000, { parent: 2 }),
      ]),
      room,
    );
    expect(rows.map(({ id, depth }) => [id, depth])).toEqual([
      [1, 0],
      [3, 1],
      [2, 1],
      [4, 2],
    ]);
  });

  test('a branch made in the past that its parent shares hangs from whom that past belongs to', () => {
    const { rows } = branchTreeScene(
      tree([branch(1, 0, 8000), branch(2, 5000, 7000), branch(3, 2000, 3000, { parent: 2 })]),
      room,
    );
    expect(rows.map(({ id, from }) => [id, from?.id])).toEqual([
      [1, undefined],
      [2, 1],
      [3, 1],
    ]);
  });

  test('what is out of view has its name at the edge it is behind', () => {
    const { rows } = branchTreeScene(
      tree([branch(1, 0, 2000), branch(2, 1000, 9000), branch(3, 8000, 9000)]),
      { ...room, window: { from: 3_000_000, to: 7_000_000 } },
    );
    const of = (id: number) => rows.find((row) => row.id === id);
    expect(of(1)).toMatchObject({ line: undefined, nameX: 50, end: undefined });
    expect(of(2)).toMatchObject({ line: { left: 50, right: 1050 }, nameX: 964, fork: undefined });
    expect(of(3)).toMatchObject({ line: undefined, nameX: 970 });
  });

  test('a short stretch at the right edge has its name before it', () => {
    const { rows } = branchTreeScene(tree([branch(1, 0, 9000), branch(2, 9700, 10_000)]), room);
    expect(rows[1]).toMatchObject({ line: { left: 1020, right: 1050 }, nameX: 934 });
  });

  test('moments stand on the branch that their event belongs to, the one that is kept too', () => {
    const branches = [branch(1, 0, 8000), branch(2, 3000, 5000)];
    const { rows } = branchTreeScene(
      tree(branches, {
        moments: [
          { branch: 2, event: 2000, at: 2_000_000 },
          { branch: 2, event: 4000, at: 4_000_000 },
        ],
        kept: { branch: 1, event: 7000, at: 7_000_000 },
      }),
      room,
    );
    expect(rows.map(({ marks }) => marks)).toEqual([
      [
        { type: 'moment', x: 250 },
        { type: 'kept', x: 750 },
      ],
      [{ type: 'moment', x: 450 }],
    ]);
  });

  test('a height in the tree is a branch', () => {
    const scene = branchTreeScene(tree([branch(1, 0, 8000), branch(2, 3000, 5000)]), room);
    expect(branchAt(scene, 19)?.id).toBe(1);
    expect(branchAt(scene, 21)?.id).toBe(2);
    expect(branchAt(scene, 41)).toBeUndefined();
  });

  const growing = fc
    .array(
      fc.record({ parent: fc.nat(), part: fc.double({ min: 0, max: 1, noNaN: true }), long: fc.nat(4000) }),
      {
        maxLength: 12,
      },
    )
    .map((made) => {
      const branches = [branch(1, 0, 5000)];
      for (const { parent, part, long } of made) {
        const from = branches[parent % branches.length];
        if (from === undefined) continue;
        const fork = Math.round(from.event + part * (from.endMs - from.event));
        branches.push(branch(branches.length + 1, fork, fork + long, { parent: from.id }));
      }
      return branches;
    });

  property.prop({ branches: growing })(
    'every branch has one lane, below its parent, and no line down to a branch crosses another’s stretch',
    ({ branches }) => {
      const { rows } = branchTreeScene(tree(branches), room);
      expect(rows.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(branches.map(({ id }) => id));
      for (const { fork, y } of rows) {
        if (fork === undefined) continue;
        expect(fork.parentY).toBeLessThan(y);
        for (const other of rows) {
          if (other.y <= fork.parentY || other.y >= y || other.line === undefined) continue;
          expect(fork.x <= other.line.left || fork.x > other.line.right).toBe(true);
        }
      }
    },
  );
});
