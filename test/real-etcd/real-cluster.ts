import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';

/** A request of etcd's JSON gateway, and what it answers: 64-bit numbers are strings there. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface RealMember {
  readonly name: string;
  readonly dir: string;
  readonly client: string;
  readonly peer: string;
  readonly log: string;
  process: ChildProcess | undefined;
}

export interface RealCluster {
  readonly binaries: Binaries;
  readonly members: readonly RealMember[];
  readonly flags: Readonly<Record<string, string>>;
}

const START_MS = 20_000;

/** A cluster that has not been started: its folders, and ports that nobody listens on now. */
export async function drawCluster(
  binaries: Binaries,
  folder: string,
  count: number,
  flags: Readonly<Record<string, string>>,
): Promise<RealCluster> {
  mkdirSync(folder, { recursive: true });
  const ports = await freePorts(2 * count);
  const members = Array.from({ length: count }, (_, i) => {
    const name = `m${i}`;
    return {
      name,
      dir: join(folder, name),
      client: `http://127.0.0.1:${ports[2 * i] ?? 0}`,
      peer: `http://127.0.0.1:${ports[2 * i + 1] ?? 0}`,
      log: join(folder, `${name}.log`),
      process: undefined,
    };
  });
  return { binaries, members, flags };
}

/** Starts a member; `extra` flags come last, so that they win. */
export function startMember(
  { binaries, members, flags }: RealCluster,
  member: RealMember,
  extra: Readonly<Record<string, string>> = {},
): void {
  const all: Record<string, string> = {
    name: member.name,
    'data-dir': member.dir,
    'listen-client-urls': member.client,
    'advertise-client-urls': member.client,
    'listen-peer-urls': member.peer,
    'initial-advertise-peer-urls': member.peer,
    'initial-cluster': members.map(({ name, peer }) => `${name}=${peer}`).join(','),
    'election-timeout': '200',
    'heartbeat-interval': '20',
    'unsafe-no-fsync': 'true',
    ...flags,
    ...extra,
  };
  const log = openSync(member.log, 'a');
  const words = Object.entries(all).map(([flag, value]) => `--${flag}=${value}`);
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], GOMAXPROCS: '2' };
  member.process = spawn(binaries.etcd, words, { stdio: ['ignore', log, log], env });
  closeSync(log);
}

/** Resolves when the member serves linearizable reads; `exited` when its process has ended instead. */
export async function ready(member: RealMember, within = START_MS): Promise<'ready' | 'exited' | 'silent'> {
  const until = Date.now() + within;
  while (Date.now() < until) {
    if (hasExited(member)) return 'exited';
    try {
      const answer = await fetch(`${member.client}/health`, { signal: AbortSignal.timeout(1000) });
      if (answer.ok) return 'ready';
    } catch {
      // It does not listen yet.
    }
    await wait(20);
  }
  return 'silent';
}

export function hasExited(member: RealMember): boolean {
  const running = member.process;
  return running === undefined || running.exitCode !== null || running.signalCode !== null;
}

/** Ends a member: `SIGTERM` lets it close its files, `SIGKILL` is a crash. */
export async function stopMember(member: RealMember, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const running = member.process;
  if (running === undefined) return;
  if (!hasExited(member)) {
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  }
  member.process = undefined;
}

export async function stopAll(
  cluster: RealCluster,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  await Promise.all(cluster.members.map((member) => stopMember(member, signal)));
}

export function logOf(member: RealMember): string {
  return readFileSync(member.log, 'utf8');
}

/** Etcd's answer; one that is no 200 is an Error with its text. */
export async function ask(member: RealMember, path: string, body: Json, token?: string): Promise<Json> {
  const answer = await fetch(`${member.client}/v3/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: token }),
    },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Json;
}

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
