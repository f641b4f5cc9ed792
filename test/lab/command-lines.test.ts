import { expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

async function labWithLeader(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 5 });
  await lab.runFor(3000);
  return lab;
}

it('runs etcdctl lines at a member and settles in virtual time', async () => {
  const lab = await labWithLeader();
  let settled = false;
  const put = lab.etcdctl({ line: 'put fruit "an apple"' }).then((result) => {
    settled = true;
    return result;
  });
  await lab.state();
  expect(settled).toBe(false);
  await lab.runFor(500);
  expect(await put).toEqual({ stdout: 'OK\n', stderr: '', exitCode: 0 });

  const fromStdin = lab.etcdctl({ line: 'etcdctl put pear', stdin: 'green\n', node: 2 });
  const both = lab.etcdctl({ line: 'get "" --prefix', node: 2 });
  await lab.runFor(500);
  expect(await fromStdin).toMatchObject({ stdout: 'OK\n', exitCode: 0 });
  expect(await both).toMatchObject({ exitCode: 0 });
  const after = lab.etcdctl({ line: 'get pear --print-value-only' });
  await lab.runFor(500);
  expect(await after).toEqual({ stdout: 'green\n\n', stderr: '', exitCode: 0 });
});

it('asks the member that it is at, and not the one at etcdctl’s default port', async () => {
  const lab = await labWithLeader();
  await lab.act({ type: 'kill', node: 1 });
  await lab.runFor(3000);
  const status = lab.etcdctl({ line: 'endpoint status', node: 2 });
  await lab.runFor(500);
  expect((await status).stdout).toMatch(/^127\.0\.0\.1:22379, /);
  const asked = lab.etcdctl({ line: 'endpoint health --endpoints=127.0.0.1:32379', node: 2 });
  await lab.runFor(500);
  expect((await asked).stderr + (await asked).stdout).toContain('127.0.0.1:32379 is healthy');
});

it('says what is wrong at once, while time stands, and changes nothing', async () => {
  const lab = await labWithLeader();
  const hash = await lab.hash();
  expect(await lab.etcdctl({ line: 'put a "b' })).toEqual({
    stdout: '',
    stderr: 'Error: the quote " at column 7 is not closed\n',
    exitCode: 1,
  });
  expect(await lab.hash()).toBe(hash);
  expect(await lab.etcdctl({ line: 'frobnicate' })).toMatchObject({ stdout: '', exitCode: 1 });
  expect(await lab.etcdctl({ line: 'get' })).toMatchObject({ exitCode: 128 });
});

it('ends a command whose run is left', async () => {
  const lab = await labWithLeader();
  const watching = lab.etcdctl({ line: 'watch a' });
  await lab.runFor(100);
  await lab.reset({ nodes: 1, seed: 5 });
  expect(await watching).toMatchObject({ exitCode: 137 });
});
