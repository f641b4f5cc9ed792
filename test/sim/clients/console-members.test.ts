import { expect, it } from 'vitest';
import { Console } from './console.ts';

const NOBODY = 'etcdctl member list | grep unstarted | cut -d, -f4';

it.each([
  [
    'etcdctl',
    'etcdctl member add infra4 --peer-urls=http://127.0.0.1:42380 | head -1',
    /^Member [0-9a-f]+ added to cluster/,
  ],
  [
    'the gateway',
    `curl -s http://127.0.0.1:2379/v3/cluster/member/add -d '{"peerURLs":["http://127.0.0.1:42380"]}'`,
    /"member":\{"ID":"\d+","peerURLs":/,
  ],
  [
    '/v2/members',
    `curl -s http://127.0.0.1:2379/v2/members -H 'Content-Type: application/json' -d '{"peerURLs":["http://127.0.0.1:42380"]}'`,
    /"id":"[0-9a-f]+"/,
  ],
])('a member added by %s has no machine until somebody starts it', async (_, add, said) => {
  const console = await Console.open();
  // etcd refuses to add while its members have not been connected for five seconds (--strict-reconfig-check).
  await console.wait(5000);
  expect(await console.line(add)).toMatch(said);
  await console.wait(5000);
  expect([...console.world.machines.keys()]).toEqual([1, 2, 3]);
  console.look();
  expect(await console.line(NOBODY)).toBe(' http://127.0.0.1:42380\n');

  await console.line('etcd --name infra4 --initial-cluster-state existing &', 5000);
  expect([...console.world.machines.keys()]).toEqual([1, 2, 3, 4]);
  expect(await console.line(NOBODY)).toBe('');
  expect(await console.line('etcdctl member list | wc -l; etcdctl put a b --endpoints 127.0.0.1:42379')).toBe(
    '4\nOK\n',
  );
});
