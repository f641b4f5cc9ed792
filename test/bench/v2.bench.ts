import { Agent, request, type IncomingMessage } from 'node:http';
import { present } from '../../src/base/assert.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { HttpRequest } from '../../src/etcd/gateway/http.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { EtcdCluster, installedEtcd } from './etcd-cluster.ts';
import { printLine } from './print-line.ts';

// The v2 API of three members: sets a second by HTTP at the leader (16-byte keys, 256-byte values, 1 client and 100), and events a
// second that ten streams at a follower are told while one client sets. Members in this process without virtual delays, and in the
// same run three real etcd members on loopback where etcd is installed.

const CLIENTS = [1, 100];
const STREAMS = 10;
const KEYS = 1000;
const VALUE = 'x'.repeat(256);
const WARM_UP_MS = 1000;
const MEASURE_MS = 4000;
const STEP_MICROS = 100;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const WATCH_PATH = '/v2/keys/bench?wait=true&recursive=true&stream=true';

const pathOf = (serial: number): string => `/v2/keys/bench/k${String(serial % KEYS).padStart(9, '0')}`;

/** Something whose v2 API is measured. */
interface Subject {
  /** Keeps so many sets under way until then; how many were done. */
  setUntil(end: number, clients: number): Promise<number>;
  watch(): Promise<void>;
  /** Events that streams have been told so far. */
  heard(): number;
}

async function measure(name: string, subject: Subject, more: object = {}): Promise<void> {
  for (const clients of CLIENTS) {
    await subject.setUntil(performance.now() + WARM_UP_MS, clients);
    const start = performance.now();
    const done = await subject.setUntil(start + MEASURE_MS, clients);
    printLine(`v2/set/${name}/${clients}`, (done * 1000) / (performance.now() - start), 'sets/s', more);
  }
  for (let i = 0; i < STREAMS; i++) await subject.watch();
  await subject.setUntil(performance.now() + WARM_UP_MS, 1);
  const before = subject.heard();
  const start = performance.now();
  await subject.setUntil(start + MEASURE_MS, 1);
  const heard = subject.heard() - before;
  if (heard === 0) throw new Error(`v2/watch/${name}: no stream was told anything`);
  printLine(`v2/watch/${name}`, (heard * 1000) / (performance.now() - start), 'events/s', more);
}

class Members implements Subject {
  readonly #cluster: Cluster;
  readonly #leader: number;
  #serial = 0;
  #underWay: number[] = [];
  readonly #streams: number[] = [];

  private constructor(cluster: Cluster, leader: number) {
    this.#cluster = cluster;
    this.#leader = leader;
  }

  static async start(): Promise<Members> {
    const none = { latencyMs: 0, jitterMs: 0, fsyncMs: 0, applyMs: 0 };
    const config = parseConfig({ nodes: 3, ...none, snapshotCount: 100_000, enableV2: true });
    const cluster = await Cluster.create(config, new InProcessHost(Member), new NoWatcher());
    await cluster.run({ until: 3_000_000, events: Infinity });
    cluster.setClock(3_000_000);
    const leader = [...cluster.world.machines.values()].find(({ state }) => state === 'StateLeader');
    return new Members(cluster, present(leader, 'a leader').id);
  }

  async setUntil(end: number, clients: number): Promise<number> {
    const { world } = this.#cluster;
    let done = 0;
    while (performance.now() < end) {
      const left = this.#underWay.filter((id) => !this.#isOver(id));
      done += this.#underWay.length - left.length;
      this.#underWay = left;
      while (this.#underWay.length < clients) this.#underWay.push(await this.#set());
      await this.#cluster.run({ until: world.now + STEP_MICROS, events: Infinity });
      this.#cluster.setClock(world.now + 1);
    }
    return done;
  }

  async watch(): Promise<void> {
    const node = this.#leader === 1 ? 2 : 1;
    const http = { method: 'GET', path: WATCH_PATH, headers: {}, body: new Uint8Array(0) };
    this.#streams.push(await this.#send(node, http));
  }

  heard(): number {
    const { http } = this.#cluster.world;
    return this.#streams.reduce((sum, id) => sum + present(http.get(id), 'a stream').body.length, 0);
  }

  #set(): Promise<number> {
    const body = encodeUtf8(`value=${VALUE}`);
    return this.#send(this.#leader, { method: 'PUT', path: pathOf(++this.#serial), headers: FORM, body });
  }

  async #send(node: number, http: HttpRequest): Promise<number> {
    const id = this.#cluster.world.http.lastId + 1;
    await this.#cluster.act({ type: 'http', request: id, node, http });
    return id;
  }

  #isOver(id: number): boolean {
    const call = present(this.#cluster.world.http.get(id), 'a call that was sent');
    if (call.end === undefined) return false;
    const status = call.head?.status;
    if (status !== 200 && status !== 201) throw new Error(`a set was answered with ${status}`);
    return true;
  }
}

class Etcd implements Subject {
  readonly #leader: number;
  readonly #follower: number;
  #serial = 0;
  #heard = 0;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(leader: number, follower: number) {
    this.#leader = leader;
    this.#follower = follower;
  }

  async setUntil(end: number, clients: number): Promise<number> {
    let done = 0;
    const client = async (): Promise<void> => {
      while (performance.now() < end) {
        await this.#set();
        done++;
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return done;
  }

  watch(): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#follower, path: WATCH_PATH };
      const asked = request(options, (response) => {
        response.on('data', (chunk: Buffer) => {
          for (const byte of chunk) if (byte === 0x0a) this.#heard++;
        });
        response.on('error', () => undefined); // the member is stopped at the end
        resolve();
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  heard(): number {
    return this.#heard;
  }

  #set(): Promise<void> {
    const body = `value=${VALUE}`;
    const headers = { ...FORM, 'content-length': body.length };
    const path = pathOf(++this.#serial);
    const options = {
      host: '127.0.0.1',
      port: this.#leader,
      path,
      method: 'PUT',
      headers,
      agent: this.#agent,
    };
    return new Promise((resolve, reject) => {
      const done = (response: IncomingMessage): void => {
        response.resume();
        response.on('error', reject);
        response.on('end', resolve);
        const { statusCode } = response;
        if (statusCode !== 200 && statusCode !== 201)
          reject(new Error(`etcd answered a set with ${statusCode}`));
      };
      request(options, done).on('error', reject).end(body);
    });
  }
}

await measure('in-process', await Members.start());
const version = await installedEtcd();
if (version === undefined) {
  console.error('v2/…/etcd: skipped, as there is no etcd in the PATH');
} else {
  const etcd = await EtcdCluster.start();
  try {
    const { leader, followers } = await etcd.roles();
    await measure('etcd', new Etcd(leader, present(followers[0], 'a follower')), { version });
  } finally {
    await etcd.stop();
  }
}
