import { expect, it } from 'vitest';
import { Safety } from '../../../src/check/safety.ts';
import { decodeUtf8 } from '../../../src/base/utf8.ts';
import type { ConsoleInstruction } from '../../../src/console/kernel/heard.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

/** A console beside three real members. */
class Console {
  readonly #cluster: Cluster;
  #seen = 0;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  static async open(): Promise<Console> {
    const config = parseConfig({ nodes: 3, seed: 7, bootstrap: 'etcd', preVote: false });
    const cluster = await Cluster.create(config, new InProcessHost(Member), new Safety());
    const opened = new Console(cluster);
    await opened.wait(5000);
    await cluster.act({ type: 'startClient', client: 'c', endpoints: [1], program: { recipe: 'console' } });
    return opened;
  }

  async wait(ms: number): Promise<void> {
    const until = this.#cluster.world.now + ms * 1000;
    for (;;) {
      const step = this.#cluster.runNext(until, Infinity);
      if (step === 'nothing') break;
      if (step !== 'done') await step;
    }
    await this.#cluster.confirm();
    this.#cluster.setClock(until);
  }

  async tell(instruction: ConsoleInstruction): Promise<void> {
    await this.#cluster.act({ type: 'tellClient', client: 'c', instruction });
  }

  /** What has come since the last look. */
  look(): string {
    const log = this.#cluster.world.clients.get('c')?.log;
    const notes = log === undefined ? [] : log.slice(this.#seen);
    this.#seen += notes.length;
    return notes.map(({ note }) => (note.type === 'output' ? decodeUtf8(note.bytes) : '')).join('');
  }

  async line(text: string, ms = 2000): Promise<string> {
    await this.tell({ type: 'line', text });
    await this.wait(ms);
    return this.look();
  }
}

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
