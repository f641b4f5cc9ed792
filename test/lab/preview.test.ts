import { describe, expect, it } from 'vitest';
import { Previews } from '../../src/lab/debug/preview.ts';
import { begin, checkPreviews, heldAgainst } from './previews.ts';

describe('a preview', () => {
  it('says what then happens, whatever is picked or done, by hand and by time', async () => {
    const kinds = await checkPreviews(1, 10);
    for (const kind of [
      'deliver',
      'drop',
      'duplicate',
      'tick',
      'elapse',
      'kill',
      'restart',
      'finishWrite',
      'forge',
    ])
      expect([...kinds]).toContain(kind);
  });

  it('is of the playhead: in the past it tells what would happen there, and nothing becomes another branch', async () => {
    const run = await begin(3);
    await run.advance(2_000_000);
    await run.seekTime(1_000_000);
    const previews = new Previews();
    const command = { type: 'kill', node: 2 } as const;
    const said = await previews.of(run, command);
    expect(said.nodes.find(({ node }) => node === 2)?.fields[0]).toEqual({
      field: 'status',
      before: 'up',
      after: 'killed',
    });
    expect([run.branches.infos().length, run.isLive, run.cluster.world.now]).toEqual([1, false, 1_000_000]);
  });

  it('is made once for an instant, and anew for the next', async () => {
    const run = await begin(4);
    await run.act({ type: 'byHand', on: true }, () => undefined);
    const previews = new Previews();
    const first = previews.of(run, 'elapse:1');
    expect(previews.of(run, 'elapse:1')).toBe(first);
    await run.act({ type: 'elapse', node: 1 }, () => undefined);
    const second = previews.of(run, 'elapse:1');
    expect(second).not.toBe(first);
    expect((await first).sent.map(({ type }) => type)).not.toEqual([]);
    await heldAgainst(run, { type: 'elapse', node: 1 }, await second, 'the second');
  });
});
