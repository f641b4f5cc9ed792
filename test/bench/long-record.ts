import type { Page } from '@playwright/test';

/**
 * A run of so many events on the page, paused at its newest instant: five nodes, an election, puts all the time, a member that falls
 * and comes back. Gives the number of events.
 */
export async function recordRun(page: Page, events: number): Promise<number> {
  return page.evaluate(async (wanted) => {
    const q = window.quorumscope;
    await q.ready;
    await q.pause();
    await q.reset({ nodes: 5, seed: 3, snapshotCount: 1000 });
    await q.step('election');
    for (let round = 0; (await q.state()).events < wanted; round++) {
      for (let i = 0; i < 40; i++) {
        void q.put(`k${i}`, String(round));
        if (i % 8 === 7) await q.runFor(20);
      }
      const { nodes } = await q.state();
      const victim = nodes.find(({ status }) => status === 'killed')?.id;
      if (round % 10 === 4) await q.kill(1 + (round % 5));
      else if (victim !== undefined && round % 10 === 9) await q.restart(victim);
      await q.runFor(1000);
    }
    return (await q.state()).events;
  }, events);
}
