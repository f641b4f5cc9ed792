import { expect, it } from 'vitest';
import type { WatchRequest } from '../../../src/etcd/request.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';

function create(watchId: bigint, startRevision: number): WatchRequest {
  return {
    type: 'create',
    watchId,
    key: encodeUtf8('a'),
    rangeEnd: Uint8Array.from([0]),
    startRevision,
    progressNotify: true,
    filters: [],
    prevKv: false,
    fragment: false,
  };
}

it('a watch that has the number of marks for all: its marks say nothing of the others', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 1, watchProgressMs: 100 });
  await lab.runFor(3000);
  const stream = await lab.openStream({ kind: 'watch', first: create(-1n, 0) });
  await lab.sendStream(stream, create(2n, 9));
  await lab.runFor(500);
  const operation = { type: 'put', key: encodeUtf8('a'), value: encodeUtf8('1') } as const;
  void lab.call({ operation });
  await lab.runFor(1000);
  const [{ revision } = { revision: 0 }] = (await lab.state()).nodes;
  expect(revision).toBe(2);
  expect((await lab.state()).violations).toEqual([]);
});
