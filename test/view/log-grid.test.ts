import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { logScene, type LogCell, type LogScene } from '../../src/view/log/log-grid.ts';
import {
  busyFrame,
  entries,
  frameOf,
  memberView,
  nodeFrame,
  progressView,
  splitFrame,
} from './fixtures/data-frame.ts';

/**
 * A row as text, a cell a word: `3*` committed, `3` not, `~` not yet synced, `!` in conflict, `.` missing, `S`
 * swallowed by the snapshot, `?` not in the frame; `'` behind an applied one.
 */
function drawCell(cell: LogCell): string {
  if (cell.type !== 'entry') return { missing: '.', swallowed: 'S', unread: '?' }[cell.type];
  const signs = [
    cell.committed ? '*' : '',
    cell.applied ? "'" : '',
    cell.stable ? '' : '~',
    cell.conflict ? '!' : '',
  ];
  return `${cell.term}${signs.join('')}`;
}

function draw(scene: LogScene): string[] {
  return scene.rows.map((row) => `n${row.id} ${row.cells.map(drawCell).join(' ')}`);
}

const progress = (match: number) => [progressView(3, { match, next: match + 1 })];

describe('the log scene', () => {
  it('aligns the columns of all members by index and tells committed, unsynced, missing and swallowed apart', () => {
    expect(draw(logScene(splitFrame(), { first: 6, last: 13 }))).toEqual([
      "n1 S 3*' 3*' 3*' 4*' 4 . .",
      "n2 S 3*' 3*' 3*' 4*' . . .",
      "n3 S 3*' 3*' 3*' 4*' . . .",
      "n4 S 3*' 3*' 3*' 4*' 4~ . .",
      'n5 S 3* 3* 3 . . . .',
    ]);
  });

  it('draws the commit line at the highest commit index and Match and Next as the leader has them', () => {
    const scene = logScene(splitFrame(), { first: 7, last: 13 });
    expect(scene.commit).toBe(10);
    expect(scene.leader).toBe(1);
    expect(scene.rows.map((row) => row.progress && [row.progress.match, row.progress.next])).toEqual([
      undefined,
      [10, 12],
      [10, 12],
      [11, 12],
      [8, 10],
    ]);
  });

  it('says what each member is doing', () => {
    const frame = splitFrame();
    const types = logScene(frame, { first: 7, last: 13 }).rows.map((row) => row.standing.type);
    expect(types).toEqual(['leader', 'progress', 'progress', 'progress', 'progress']);
    const leaderless = frameOf({
      nodes: frame.nodes.map((node) =>
        node.id === 1 ? nodeFrame(1, { view: memberView(1, { term: 4, lead: 0 }) }) : node,
      ),
    });
    expect(logScene(leaderless, { first: 1, last: 2 }).rows.map((row) => row.standing)).toEqual([
      { type: 'follower', lead: 0 },
      { type: 'follower', lead: 1 },
      { type: 'candidate', pre: true, term: 4, granted: 1, voters: 5 },
      { type: 'follower', lead: 1 },
      { type: 'killed', crashed: false, commit: 8, last: 9 },
    ]);
  });

  it('takes the view of the leader with the highest term, and calls the other one no longer current', () => {
    const scene = logScene(
      frameOf({
        nodes: [
          nodeFrame(1, { view: memberView(1, { state: 'StateLeader', term: 2, progress: progress(4) }) }),
          nodeFrame(2, { view: memberView(2, { state: 'StateLeader', term: 3, progress: progress(7) }) }),
          nodeFrame(3),
        ],
      }),
      { first: 1, last: 1 },
    );
    expect(scene.leader).toBe(2);
    expect(scene.rows[0]?.standing).toEqual({ type: 'leader', term: 2, current: false });
    expect(scene.rows[2]?.progress?.match).toBe(7);
  });

  it('marks an entry that will be overwritten, because another term is committed at its index', () => {
    const scene = logScene(
      frameOf({
        nodes: [
          nodeFrame(1, { view: memberView(1, { term: 2, last: 3, stable: 3, commit: 1 }) }),
          nodeFrame(2, { view: memberView(2, { term: 3, last: 3, stable: 3, commit: 3, applied: 2 }) }),
        ],
        log: {
          first: 1,
          last: 3,
          minFirst: 1,
          maxLast: 3,
          rows: [
            { id: 1, entries: entries(1, '1:a=1 2:b=1 2:b=2') },
            { id: 2, entries: entries(1, '1:a=1 3: 3:c=1') },
          ],
        },
      }),
      { first: 1, last: 4 },
    );
    expect(draw(scene)).toEqual(["n1 1*' 2! 2! .", "n2 1*' 3*' 3* ."]);
  });

  it('never guesses an entry that the frame does not carry', () => {
    const frame = frameOf({
      nodes: [nodeFrame(1, { view: memberView(1, { last: 6, stable: 6, commit: 6 }) })],
      log: {
        first: 3,
        last: 4,
        minFirst: 1,
        maxLast: 6,
        rows: [{ id: 1, entries: entries(3, '1:a=1 1:a=2') }],
      },
    });
    expect(draw(logScene(frame, { first: 1, last: 7 }))).toEqual(["n1 ? ? 1*' 1*' ? ? ."]);
  });

  it('shows entries that are kept behind a snapshot, and an incoming snapshot by its index', () => {
    const view = memberView(1, {
      first: 3,
      last: 5,
      stable: 5,
      commit: 5,
      snapshotIndex: 4,
      pendingSnapshotIndex: 9,
    });
    const frame = frameOf({
      nodes: [nodeFrame(1, { view })],
      log: {
        first: 1,
        last: 5,
        minFirst: 3,
        maxLast: 5,
        rows: [{ id: 1, entries: entries(3, '1:a=1 1:a=2 1:a=3') }],
      },
    });
    const [row] = logScene(frame, { first: 1, last: 5 }).rows;
    expect(row).toMatchObject({ swallowed: 2, snapshot: 4, incoming: 9 });
    expect(row?.cells.map(drawCell)).toEqual(['S', 'S', "1*'", "1*'", "1*'"]);
  });

  it('is all ghost columns before the first entry', () => {
    const scene = logScene(frameOf({ nodes: [nodeFrame(1), nodeFrame(2)] }), { first: 1, last: 3 });
    expect(draw(scene)).toEqual(['n1 . . .', 'n2 . . .']);
    expect([scene.maxLast, scene.commit, scene.leader]).toEqual([0, 0, 0]);
  });

  const runs = fc.record({
    seed: fc.nat(),
    nodes: fc.integer({ min: 1, max: 9 }),
    entries: fc.integer({ min: 0, max: 80 }),
  });
  const windows = fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 40 }))
    .map(([first, more]) => ({ first, last: first + more }));

  property.prop([runs, windows])(
    'every cell of every row is that of its index, with the frame as its witness',
    (run, window) => {
      const frame = busyFrame({ ...run, messages: 0, arrows: 0 });
      const scene = logScene(frame, window);
      frame.nodes.forEach((node, i) => {
        const row = scene.rows[i];
        const commit = node.view?.commit ?? node.disk?.commit ?? 0;
        const last = node.view?.last ?? node.disk?.last ?? 0;
        const known = new Map(frame.log.rows.find((r) => r.id === node.id)?.entries.map((e) => [e.index, e]));
        expect(row?.cells.length).toBe(window.last - window.first + 1);
        row?.cells.forEach((cell, column) => {
          expect(cell.index).toBe(window.first + column);
          expect(cell.type).toBe(cell.index > last ? 'missing' : 'entry');
          if (cell.type !== 'entry') return;
          expect(cell.term).toBe(known.get(cell.index)?.term);
          expect(cell.committed).toBe(cell.index <= commit);
          expect(cell.stable).toBe(cell.index <= (node.view?.stable ?? last));
          expect(cell.conflict).toBe(false);
        });
      });
    },
  );

  property.prop([runs, windows])('a cell does not depend on the window it is seen through', (run, window) => {
    const frame = busyFrame({ ...run, messages: 0, arrows: 0 });
    const whole = logScene(frame, { first: 1, last: window.last });
    const part = logScene(frame, window);
    expect(part.rows.map((row) => row.cells)).toEqual(
      whole.rows.map((row) => row.cells.slice(window.first - 1)),
    );
  });
});
