import { expect, it } from 'vitest';
import { Console } from './console.ts';

it('a stream that wants a leader ends when its member has known of none for long, others do not', async () => {
  const console = await Console.open();
  const { streams } = console.world;
  const open = { type: 'openStream', node: 1, kind: 'watch' } as const;
  await console.act({ ...open, stream: 1, needsLeader: true });
  await console.act({ ...open, stream: 2 });
  for (const node of [2, 3]) await console.act({ type: 'kill', node });
  await console.wait(2500);
  expect(streams.open()).toHaveLength(2);
  await console.wait(2500);
  await console.act({ ...open, stream: 3, needsLeader: true });
  await console.act({ ...open, stream: 4, kind: 'leaseKeepAlive' });
  await console.wait(100);
  expect(streams.open().map(({ id }) => id)).toEqual([2, 4]);
  expect([1, 3].map((id) => streams.get(id)?.story.error)).toEqual(['noLeader', 'noLeader']);
});

/** A console at a member whose two companions have been killed: etcdctl 3.4.23 beside etcd 3.4.23 has said the same. */
it('watches and keep-alives of etcdctl want a leader', async () => {
  const console = await Console.open();
  await console.line('etcdctl lease grant 4 > lease');
  await console.line('etcdctl put foo a');
  console.look();
  await console.tell({ type: 'line', text: 'etcdctl watch foo; echo code $?' });
  await console.wait(500);
  for (const node of [2, 3]) await console.act({ type: 'kill', node });
  await console.wait(2500);
  // Three looks in a row find none, one each election timeout, and it takes as long until the member has none.
  expect(console.look()).toBe('');
  await console.wait(2500);
  expect(console.look()).toBe(
    'watch was canceled (etcdserver: no leader)\nError: watch is canceled by the server\ncode 5\n',
  );

  // Where there is none it is refused at once, and a watch on lines hears of it and goes on with the next line.
  expect(await console.line('etcdctl watch foo; echo code $?', 100)).toContain(
    'no leader)\nError: watch is can',
  );
  expect(await console.line('(echo watch foo; sleep 1) | etcdctl watch -i; echo code $?')).toBe(
    'watch was canceled (etcdserver: no leader)\nError: Error reading watch request line: EOF\ncode 3\n',
  );
  // What keeps a lease alive tries again until the lease must be over; a single keep-alive waits at the member.
  const id = '$(cut -d" " -f2 lease)';
  expect(await console.line(`etcdctl lease keep-alive ${id}; echo code $?`, 4000)).toMatch(
    /^lease [0-9a-f]+ expired or revoked\.\ncode 0\n$/,
  );
  expect(await console.line(`etcdctl lease keep-alive --once ${id}; echo code $?`, 9000)).toBe(
    'Error: etcdserver: no leader\ncode 2\n',
  );

  for (const node of [2, 3]) await console.act({ type: 'restart', node });
  await console.wait(4000);
  await console.tell({ type: 'line', text: 'etcdctl watch foo' });
  await console.wait(1000);
  await console.act({ type: 'transferLeader', to: 2 });
  await console.wait(9000);
  await console.tell({ type: 'signal', signal: 'SIGINT' });
  await console.wait(100);
  expect(console.look()).toBe('');
});
