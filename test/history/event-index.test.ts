import { describe, expect, it } from 'vitest';
import { CHUNK } from '../../src/base/column.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { touches, type Touch } from '../../src/node/report/touched.ts';
import type { MemberView } from '../../src/node/report/view.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { World } from '../../src/sim/world/world.ts';
import { tellRun } from './told-run.ts';

/** What of a member each bit stands for, as a look into it shows it. */
const shown: Readonly<Partial<Record<Touch, (view: MemberView) => unknown>>> = {
  role: (view) => view.state,
  term: (view) => view.term,
  vote: (view) => [view.vote, view.votes],
  lead: (view) => view.lead,
  commit: (view) => view.commit,
  log: (view) => [view.first, view.last, view.snapshotIndex],
  stable: (view) => [view.stable, view.hardState],
  applied: (view) => view.applied,
  progress: (view) => [view.progress, view.leadTransferee],
  config: (view) => view.confState,
  store: (view) => [view.revision, view.kvHash, view.compactRevision],
};

/** Of each node what each bit stands for, as text. */
type Shown = Record<string, string>;

function lookAt(world: World): Shown[] {
  const all: Shown[] = [];
  for (const { id, image, status } of world.machines.values()) {
    const view = image?.view();
    const texts: Shown = {};
    for (const [touch, show] of Object.entries(shown))
      texts[touch] = view === undefined ? 'none' : textOf(show(view));
    texts['role'] += status;
    all[id] = texts;
  }
  return all;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

describe('the index of events', () => {
  const seed = 31;

  it('says of every event which node it touched and what of it, as looks before and after it show', async () => {
    let before: Shown[] = [];
    const missed: string[] = [];
    const seen = new Set<string>();
    await tellRun({
      seed,
      events: 3000,
      after: (event, cluster) => {
        const now = lookAt(cluster.world);
        for (const [id, after] of now.entries())
          for (const [touch, text] of Object.entries(after ?? {})) {
            const was = before[id]?.[touch];
            if (was === undefined || was === text) continue;
            seen.add(touch);
            if (event.node === id && (event.touched & touches[touch as Touch]) !== 0) continue;
            missed.push(`event ${event.number}, ${event.type} of ${event.node}: node ${id}, ${touch}`);
          }
        before = now;
      },
    });
    expect(missed, `seed ${seed}`).toEqual([]);
    expect([...seen].sort()).toEqual(Object.keys(shown).sort());
  });
});

describe('passing over events', () => {
  const seed = 32;

  it('finds the same events as one look after the other, forwards and backwards, in the run and in a branch of it', async () => {
    const { recorder, events } = await tellRun({ seed, events: 2.5 * CHUNK });
    const dice = makeDice(seed, 'places');
    const branch = recorder.history.branch(drawInt(dice, CHUNK + 1, 2 * CHUNK)).events;
    const bits = [...Object.values(touches), touches.role | touches.config, touches.lead | touches.leases];
    for (const log of [recorder.history.events, branch]) {
      const told = events.slice(0, log.last);
      for (const [i, event] of told.entries()) {
        expect(log.nodeOf(i + 1)).toBe(event.node);
        expect(log.touchedOf(i + 1)).toBe(touchedBy(event));
      }
      for (const touched of bits)
        for (const node of [0, 1, 2, 3])
          for (let i = 0; i < 5; i++) {
            const from = drawInt(dice, 0, log.last + 1);
            const isSo = (event: WorldEvent): boolean =>
              (node === 0 || event.node === node) && (touchedBy(event) & touched) !== 0;
            const where = `seed ${seed}: ${touched} of ${node} from ${from}`;
            expect(log.nextTouch(node, touched, from), where).toBe(told.slice(from).find(isSo)?.number);
            expect(log.previousTouch(node, touched, from), where).toBe(
              told.slice(0, Math.max(0, from - 1)).findLast(isSo)?.number,
            );
          }
    }
  });
});

function touchedBy(event: WorldEvent): number {
  return event.touched | ((event.output?.trace.length ?? 0) > 0 ? touches.decided : 0);
}
