import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { present } from '../../src/base/assert.ts';
import { median } from './median.ts';

const MEMBERS = 3;
const KEYS = 1000;
const KEY_BYTES = 8;
const VALUE_BYTES = 256;
const WARM_UP_MS = 1500;
const MEASURE_MS = 5000;
const START_TRIES = 100;
const TRY_EVERY_MS = 100;

/** The version of the etcd that is installed; undefined: none is. */
export async function installedEtcd(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('etcd', ['--version']);
    return /etcd Version: (\S+)/.exec(stdout)?.[1];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Three real etcd members on the loopback interface, each syncing to its data directory in a temporary folder. Members are
 * called through their JSON gateways over connections that stay open.
 */
export class EtcdCluster {
  readonly #folder: string;
  readonly #members: readonly ChildProcess[];
  readonly #ports: readonly number[];

  private constructor(folder: string, members: readonly ChildProcess[], ports: readonly number[]) {
    this.#folder = folder;
    this.#members = members;
    this.#ports = ports;
  }

  static async start(): Promise<EtcdCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'etcd-bench-'));
    const ports = await freePorts(2 * MEMBERS);
    const [clients, peers] = [ports.slice(0, MEMBERS), ports.slice(MEMBERS)];
    const all = peers.map((port, i) => `m${i}=http://127.0.0.1:${port}`).join(',');
    const members = clients.map((port, i) => startMember(folder, i, port, peers[i] ?? 0, all));
    const cluster = new EtcdCluster(folder, members, clients);
    try {
      await cluster.#untilHealthy();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  async stop(): Promise<void> {
    for (const member of this.#members) {
      if (member.exitCode !== null || member.signalCode !== null) continue;
      member.kill('SIGKILL');
      await once(member, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Milliseconds that a small write and its fsync take where the members have their data. */
  fsyncMs(): number {
    const file = openSync(join(this.#folder, 'probe'), 'w');
    const taken: number[] = [];
    for (let i = 0; i < 50; i++) {
      const begun = performance.now();
      writeSync(file, Buffer.alloc(512, i));
      fsyncSync(file);
      taken.push(performance.now() - begun);
    }
    closeSync(file);
    return median(taken);
  }

  /** Committed puts a second of so many clients at the leader, each with one put under way. */
  async measurePuts(clients: number): Promise<number> {
    const port = await this.#leaderPort();
    const agent = new Agent({ keepAlive: true, maxSockets: clients });
    let serial = 0;
    const runUntil = async (end: number): Promise<number> => {
      let done = 0;
      const client = async (): Promise<void> => {
        while (performance.now() < end) {
          await post(port, '/v3/kv/put', putBody(++serial), agent);
          done++;
        }
      };
      await Promise.all(Array.from({ length: clients }, client));
      return done;
    };
    try {
      await runUntil(performance.now() + WARM_UP_MS);
      const start = performance.now();
      const done = await runUntil(start + MEASURE_MS);
      return (done * 1000) / (performance.now() - start);
    } finally {
      agent.destroy();
    }
  }

  /** The client ports of who leads and who does not. */
  async roles(): Promise<{ readonly leader: number; readonly followers: readonly number[] }> {
    const leader = await this.#leaderPort();
    return { leader, followers: this.#ports.filter((port) => port !== leader) };
  }

  async #untilHealthy(): Promise<void> {
    for (let i = 0; i < START_TRIES; i++) {
      const dead = this.#members.findIndex(({ exitCode }) => exitCode !== null);
      if (dead >= 0) {
        const log = await readFile(join(this.#folder, `m${dead}.log`), 'utf8');
        throw new Error(`etcd member ${dead} has ended: ${log.slice(-500)}`);
      }
      const answers = await Promise.all(this.#ports.map((port) => status(port).catch(() => undefined)));
      const leaders = new Set(answers.map((answer) => answer?.leader));
      if (leaders.size === 1 && !leaders.has(undefined) && !leaders.has('0')) return;
      await wait(TRY_EVERY_MS);
    }
    throw new Error(`etcd has no leader after ${(START_TRIES * TRY_EVERY_MS) / 1000} s`);
  }

  async #leaderPort(): Promise<number> {
    for (const port of this.#ports) {
      const { leader, header } = await status(port);
      if (leader === header.member_id) return port;
    }
    throw new Error('none of the members leads');
  }
}

function startMember(folder: string, i: number, port: number, peer: number, all: string): ChildProcess {
  const log = openSync(join(folder, `m${i}.log`), 'w');
  const client = `http://127.0.0.1:${port}`;
  const own = `http://127.0.0.1:${peer}`;
  const flags = {
    name: `m${i}`,
    'data-dir': join(folder, `m${i}`),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': own,
    'initial-advertise-peer-urls': own,
    'initial-cluster': all,
    'snapshot-count': '100000',
    'enable-v2': 'true',
  };
  const words = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
  const member = spawn('etcd', words, { stdio: ['ignore', log, log] });
  closeSync(log);
  return member;
}

/** Ports of the loopback interface that nobody listens on now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** What the lab's clients put: 8-byte keys, 256-byte values. */
function putBody(serial: number): string {
  const key = Buffer.alloc(KEY_BYTES);
  key.writeUInt32BE(serial % KEYS, 4);
  const value = Buffer.alloc(VALUE_BYTES, serial & 0xff);
  return JSON.stringify({ key: key.toString('base64'), value: value.toString('base64') });
}

interface MemberStatus {
  readonly header: { readonly member_id: string };
  readonly leader?: string;
}

async function status(port: number): Promise<MemberStatus> {
  return JSON.parse(await post(port, '/v3/maintenance/status', '{}')) as MemberStatus;
}

/** The body of an answer 200; rejects on any other. */
function post(port: number, path: string, body: string, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else
          reject(
            new Error(`etcd answered ${path} with ${present(response.statusCode, 'a status')}: ${text}`),
          );
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
