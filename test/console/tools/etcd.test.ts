import { expect, it } from 'vitest';
import { Terminal, threeMachines } from './terminal.ts';

it('starts a killed machine with its flags, and ends it when it is stopped', () => {
  const terminal = new Terminal();
  terminal.run('goreman run stop infra2');
  terminal.begin(
    'etcd --name infra2 --data-dir /tmp/x --snapshot-count=10 --pre-vote --election-timeout 2000 --listen-client-urls http://127.0.0.1:22379',
  );
  terminal.wait(3000);
  expect(terminal.exit).toBeUndefined();
  expect(terminal.acts).toEqual(['kill 2', 'configure 2', 'restart 2']);
  terminal.tell({ type: 'signal', signal: 'SIGINT' });
  expect(terminal.exit).toBe(130);
  expect(terminal.acts.at(-1)).toBe('kill 2');
});

it.each([
  ['etcd --name infra1', 'bind: address already in use', 1],
  ['etcd --listen-client-urls http://0.0.0.0:32379', 'listen tcp 127.0.0.1:32379: bind', 1],
  ['etcd --name other1', 'no machine is called other1: here are infra1, infra2, infra3', 1],
  ['etcd --nope', 'flag provided but not defined: -nope', 2],
  ['etcd --name', 'flag needs an argument: -name', 2],
  ['etcd --snapshot-count x', 'invalid value "x" for flag -snapshot-count: parse error', 2],
  ['etcd --heartbeat-interval 150 --name infra1', 'a whole number of ticks', 1],
  ['etcd --auto-compaction-mode x --name infra1', 'unsupported auto-compaction-mode "x"', 1],
  ['etcd --version', 'etcd Version: 3.4.23\n', 0],
  ['etcd --help', '--force-new-cluster', 0],
])('%s', (line, text, code) => {
  const terminal = new Terminal();
  expect(terminal.run(line)).toContain(text);
  expect(terminal.exit).toBe(code);
});

it('raftexample starts the machine that has its key server', () => {
  const [one, two] = threeMachines;
  if (one === undefined || two === undefined) throw new Error('there are three');
  const terminal = new Terminal([one, { ...two, keyServerPort: '22380' }]);
  const line = 'raftexample --id 2 --cluster http://127.0.0.1:12379,http://127.0.0.1:22379 --port 22380';
  expect(terminal.run(line)).toContain('listen tcp :22380: bind: address already in use');
  terminal.run('goreman run stop infra2');
  terminal.begin(line);
  expect(terminal.acts).toEqual(['kill 2', 'restart 2']);
  terminal.tell({ type: 'signal', signal: 'SIGTERM' });
  expect(terminal.acts.at(-1)).toBe('kill 2');
  expect(terminal.run('raftexample --id 9')).toContain('here is no machine 9');
  expect(new Terminal().run('raftexample --id 2')).toContain('the setting keyServer is off');
});
