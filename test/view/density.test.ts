import { describe, expect, it } from 'vitest';
import type { DensityRow, TimelineDensity } from '../../src/lab/frame/frame.ts';
import { densityScene, hitDensity } from '../../src/view/time/density.ts';

/** Three lanes, 100 and 200 pixels apart from the first; a bucket a pixel from x = 50 on. */
const place = {
  x: (at: number) => 50 + at / 1000,
  lanes: [1, 2, 3].map((id) => ({ id, y: 100 * id })),
};

function row(
  from: number,
  to: number,
  counts: readonly number[],
  some: Partial<DensityRow> = {},
): DensityRow {
  return {
    type: 'MsgApp',
    from,
    to,
    fate: 'arrived',
    counts: new Uint8Array(Uint32Array.from(counts).buffer),
    ...some,
  };
}

function density(rows: readonly DensityRow[]): TimelineDensity {
  return { begin: 0, width: 1000, length: 3, total: 0, rows };
}

describe('messages too many to be told apart', () => {
  it('are counted in each gap between lanes that they cross', () => {
    const scene = densityScene(
      density([
        row(1, 3, [5, 0, 1]),
        row(3, 2, [0, 70_000, 0], { type: 'MsgVoteResp', fate: 'refused' }),
        row(1, 3, [0, 0, 4], { fate: 'gone' }),
        row(2, 1, [9, 9, 9], { fate: 'flying' }),
      ]),
      place,
      undefined,
    );
    expect(scene).toMatchObject({
      left: 50,
      columnWidth: 1,
      columns: 3,
      gaps: 2,
      most: 70_000,
      total: 70_010,
    });
    expect([...(scene?.counts.plain ?? [])]).toEqual([5, 0, 1, 5, 0, 1]);
    expect([...(scene?.counts.refused ?? [])]).toEqual([0, 0, 0, 0, 70_000, 0]);
    // Half of its way is one gap.
    expect([...(scene?.counts.gone ?? [])]).toEqual([0, 0, 4, 0, 0, 0]);
  });

  it('say under a point how many of which type there are, and what became of them', () => {
    const rows = [
      row(1, 3, [2, 0, 3]),
      row(2, 3, [7, 0, 0], { type: 'MsgHeartbeat' }),
      row(3, 1, [1, 0, 0], { fate: 'gone' }),
    ];
    const scene = densityScene(density(rows), place, undefined);
    if (scene === undefined) throw new Error('there is something to draw');
    expect(hitDensity(scene, 50.5, 250)).toEqual({
      from: 0,
      to: 1000,
      total: 10,
      refused: 0,
      gone: 1,
      types: [
        { type: 'MsgHeartbeat', count: 7 },
        { type: 'MsgApp', count: 3 },
      ],
    });
    expect(hitDensity(scene, 50.5, 150)?.total).toBe(2);
    expect(hitDensity(scene, 51.5, 150)).toBeUndefined();
    expect(hitDensity(scene, 49, 150)).toBeUndefined();
    expect(densityScene(density(rows), place, 2)?.total).toBe(7);
    expect(
      densityScene(density(rows), { ...place, lanes: place.lanes.slice(0, 1) }, undefined),
    ).toBeUndefined();
  });
});
