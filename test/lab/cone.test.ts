import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

describe('the cone of something in a lab', () => {
  it('is of an event or a message, in a window or the whole run, and says what has none', async () => {
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
    await lab.reset({ nodes: 3, seed: 3 });
    await lab.step('election');
    const { events, timeMs } = await lab.state();
    await lab.runFor(500);
    const last = (await lab.state()).events;
    const { past, future } = await lab.cone(events);
    expect(past).toMatchObject({ event: events, timeMs });
    expect(future?.timeMs).toBe(timeMs);
    // Who is elected has heard of a majority at least; soon everybody has heard of it.
    expect(past.reach.length).toBeGreaterThanOrEqual(2);
    expect(past.reach.every(({ event }) => event <= events)).toBe(true);
    expect(future?.reach.map(({ node }) => node)).toEqual([1, 2, 3]);
    const little = await lab.cone(events, { fromMs: timeMs - 5, toMs: timeMs + 1 });
    expect(little.past.count).toBeLessThan(past.count);
    expect(little.future?.count).toBeLessThan(future?.count ?? 0);

    await lab.act({ type: 'partition', groups: [[1], [2, 3]] });
    await expect(lab.cone(last + 1)).rejects.toThrow('happens at no node');
    await expect(lab.cone(0)).rejects.toThrow('before event 1');
    await expect(lab.cone(last + 99)).rejects.toThrow(`there is no event ${last + 99}`);
    await expect(lab.cone(events, { fromMs: timeMs + 1, toMs: timeMs + 9 })).rejects.toThrow(
      'not in the window',
    );
    await expect(lab.cone({ type: 'message', id: 1e6 })).rejects.toThrow('there is no message');
    // A message goes from where it was sent to where it arrived; one under way influences nothing yet.
    const message = await lab.cone({ type: 'message', id: 1 });
    expect(message.past.event).toBeLessThan(message.future?.event ?? 0);
    await lab.runFor(100);
    const { messages } = await lab.state();
    for (const { id } of messages.slice(0, 1))
      expect((await lab.cone({ type: 'message', id })).future).toBeUndefined();
  });
});
