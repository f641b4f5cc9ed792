import { expect, it } from 'vitest';
import { currentLeader } from '../../../src/explain/situation.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { entryValue, nodeValues, progressValues, type Value } from '../../../src/ui/origin/values.ts';
import type { FrameRequest } from '../../../src/lab/frame/frame.ts';

const request: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 10,
  timeline: { from: 0, to: 60_000_000, maxArrows: 500, hide: [] },
  store: undefined,
};

it('every value that the menu lists has an origin, of nodes that run and of one that is down', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 5 });
  await lab.runFor(3000);
  void lab.call({ operation: { type: 'put', key: 'a', value: '1' } });
  await lab.runFor(500);
  await lab.act({ type: 'kill', node: 2 });
  await lab.runFor(2000);
  const frame = await lab.frame(request);
  const leader = currentLeader(frame.nodes);
  const values: Value[] = [];
  for (const node of frame.nodes) {
    values.push(...nodeValues(node), ...progressValues(node, leader).flatMap((peer) => peer.values));
    const entry = entryValue(frame, node.id, 1);
    if (entry !== undefined) values.push(entry);
  }
  expect(values.map(({ place }) => place)).toEqual(
    expect.arrayContaining([
      'node(2).hardState.vote',
      'node(2).last',
      `node(${leader?.id}).progress(2).next`,
    ]),
  );
  for (const { place, name, value } of values) {
    const [step] = await lab.origin(place);
    if (['term', 'commit', 'applied', 'revision'].includes(name))
      expect(String(step?.value), place).toBe(value);
    expect(step?.place, place).toMatch(/^node\(\d\)\./);
  }
  expect(values.length).toBeGreaterThan(25);
});
