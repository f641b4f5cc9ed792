import { expect, it } from 'vitest';
import { Console } from './console.ts';

it('talks to members with curl, http, benchmark, goreman and etcd', async () => {
  const console = await Console.open();
  console.look();
  const put = await console.line('curl -si http://127.0.0.1:2379/v2/keys/a -XPUT -d value="hello world"');
  expect(put).toMatch(/^HTTP\/1\.1 201 Created\r\n[^]*\r\nContent-Length: \d+\r\n\r\n\{"action":"set"/);
  const body = put.slice(put.indexOf('{'));
  expect(put).toContain(`Content-Length: ${body.length}\r\n`);
  expect(
    await console.line('curl -s localhost:22379/v2/keys/a?quorum=true | grep -o \'"value":"[^"]*"\''),
  ).toBe('"value":"hello world"\n');
  const range = 'curl -s 127.0.0.1:2379/v3/kv/range';
  expect(await console.line(`etcdctl put foo bar; ${range} -X POST -d '{"key": "Zm9v"}'`)).toContain(
    '"value":"YmFy"',
  );
  expect(await console.line('http -b :2379/version')).toBe('{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}\n');

  await console.tell({ type: 'line', text: "curl -s '127.0.0.1:2379/v2/keys/w?wait=true'" });
  await console.wait(1000);
  expect(console.look()).toBe('');
  await console.tell({ type: 'signal', signal: 'SIGINT' });
  await console.wait(100);

  const report = await console.line('benchmark put --total 30 --clients 5 --conns 3 --target-leader', 8000);
  expect(report).toMatch(/Summary:\n {2}Total:\t[\d.]+ secs\.\n[^]*Latency distribution:\n {2}10% in /);
  expect(report).not.toContain('Error distribution');

  expect(await console.line('goreman run stop infra2; goreman run status')).toBe(
    '*infra1\n infra2\n*infra3\n',
  );
  expect(await console.line('curl -s 127.0.0.1:22379/version; echo $?')).toBe('7\n');
  await console.line('etcd --name infra2 --snapshot-count 50 &', 4000);
  expect(
    await console.line('goreman run status; etcdctl get foo --endpoints 127.0.0.1:22379 | tail -1'),
  ).toBe('*infra1\n*infra2\n*infra3\nbar\n');
}, 60_000);
