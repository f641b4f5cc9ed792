import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { applyPatch, patchOf } from '../../src/host/lab/patch.ts';
import type { Frame, FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from '../lab/ask.ts';

function windowAt(from: number, span: number, maxArrows: number): FrameRequest {
  return {
    elapsedMs: 0,
    log: 'tail',
    logColumns: 8,
    timeline: { from, to: from + span, maxArrows, hide: [] },
    store: { node: 1, revision: 0, limit: 5 },
  };
}

/** Frames of a run with puts and faults, through windows that slide, jump, shrink and are culled. */
async function frames(seed: number): Promise<Frame[]> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  const dice = makeDice(seed, 'frames');
  await lab.reset({ seed, nodes: 5, snapshotCount: 8 });
  const found: Frame[] = [];
  for (let i = 0; i < 40; i++) {
    const what = drawInt(dice, 0, 9);
    if (what < 4) void ask(lab, calls.put(`k${i % 3}`, String(i)));
    if (what === 4) await lab.act({ type: 'partition', groups: [[1, 2]] });
    if (what === 5) await lab.act({ type: 'heal' });
    if (what === 6) await lab.seek(drawInt(dice, 0, Math.floor((await lab.state()).timeMs)));
    else await lab.runFor(drawInt(dice, 0, 400));
    const from = drawInt(dice, 0, 3) === 0 ? drawInt(dice, 0, 4_000_000) : i * 100_000;
    found.push(await lab.frame(windowAt(from, drawInt(dice, 1, 2_000_000), drawInt(dice, 0, 1) * 300 + 20)));
  }
  await lab.reset({ seed, nodes: 3 });
  found.push(await lab.frame(windowAt(0, 1000, 10)));
  return found;
}

describe('a patch', () => {
  it('makes a frame again on the other side, whatever came before it', async () => {
    for (let seed = 1; seed <= 4; seed++) {
      let sent: Frame | undefined;
      let had: unknown;
      for (const frame of await frames(seed)) {
        had = applyPatch(had, structuredClone(patchOf(sent, frame)));
        sent = frame;
        expect(had, `seed ${seed}`).toEqual(frame);
      }
    }
  });

  it('carries only what is new, and keeps the rest as the very same objects', async () => {
    const found = (await frames(9)).find((frame) => frame.timeline.arrows.length > 5);
    const first = present(found, 'a frame with arrows');
    const { timeline } = first;
    const changed = { ...present(timeline.arrows[3], 'a fourth arrow'), reject: true };
    const arrows = timeline.arrows.slice(2).with(1, changed);
    const patch = patchOf(first, { ...first, timeline: { ...timeline, arrows } });
    expect(patch).toEqual({
      type: 'fields',
      fields: [
        [
          'timeline',
          {
            type: 'fields',
            fields: [
              [
                'arrows',
                {
                  type: 'list',
                  steps: [
                    -2,
                    1,
                    { change: { type: 'fields', fields: [['reject', { type: 'value', value: true }]] } },
                    arrows.length - 2,
                  ],
                },
              ],
            ],
          },
        ],
      ],
    });
    const next = applyPatch(first, structuredClone(patch)) as Frame;
    expect(next.timeline.arrows[0]).toBe(timeline.arrows[2]);
    expect(next.nodes).toBe(first.nodes);
  });

  it('turns any plain value into any other', () => {
    const scalar = fc.oneof(fc.integer(), fc.bigInt(), fc.string(), fc.boolean(), fc.constant(undefined));
    const small = fc.oneof(fc.constantFrom(0, 1, 2), fc.uint8Array({ maxLength: 2 }));
    const item = fc.record(
      { id: fc.nat(6), a: small, b: small },
      { requiredKeys: ['a'], noNullPrototype: true },
    );
    const value = fc.oneof(
      scalar,
      fc.array(fc.oneof(item, small)),
      fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.array(item), { noNullPrototype: true }),
    );
    fc.assert(
      fc.property(value, value, (old, next) => {
        const kept = structuredClone(old);
        expect(applyPatch(old, structuredClone(patchOf(old, next)))).toStrictEqual(next);
        expect(old).toStrictEqual(kept);
        expect(patchOf(next, structuredClone(next))).toBeUndefined();
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
