import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { ask, type Json, type RealMember } from './real-cluster.ts';

/** What a running etcd says of itself and its data, as its gateway answers: 64-bit numbers are strings. */
export interface Answers {
  readonly line: string;
  readonly status: Json;
  readonly members: Json;
  readonly alarms: Json;
  readonly leases: Json;
  readonly users: Json;
  readonly roles: Json;
  /** Of the newest revision. */
  readonly hashKv: { readonly hash: number; readonly compactRevision: number };
  /** Every revision that is not compacted, newest last: all keys as they were then, in order. */
  readonly revisions: readonly { readonly revision: number; readonly kvs: readonly AnsweredKey[] }[];
}

export interface AnsweredKey {
  readonly key: string;
  readonly value?: string;
  readonly create_revision: string;
  readonly mod_revision: string;
  readonly version: string;
  readonly lease?: string;
}

/** Asks a running member for everything. `revisions`: how many of the newest ones are read whole. */
export async function askAll(
  binaries: Binaries,
  member: RealMember,
  { token, revisions = 400 }: { token?: string | undefined; revisions?: number } = {},
): Promise<Answers> {
  const get = (path: string, body: Json = {}): Promise<Json> => ask(member, path, body, token);
  const status = await get('maintenance/status');
  const { header } = status as { header: { revision?: string } };
  const revision = Number(header.revision ?? 1);
  const hashKv = await askHashKv(binaries, member, token);
  const from = Math.max(1, hashKv.compactRevision, revision - revisions + 1);
  const all = { key: 'AA==', range_end: 'AA==' };
  const read: Answers['revisions'][number][] = [];
  for (let at = from; at <= revision; at++) {
    const answer = (await get('kv/range', { ...all, revision: String(at) })) as { kvs?: AnsweredKey[] };
    read.push({ revision: at, kvs: answer.kvs ?? [] });
  }
  return {
    line: binaries.line,
    status,
    members: await get('cluster/member/list'),
    alarms: await get('maintenance/alarm'),
    leases: await get(binaries.line === '3.4' ? 'lease/leases' : 'lease/leases'),
    users: await get('auth/user/list'),
    roles: await get('auth/role/list'),
    hashKv,
    revisions: read,
  };
}

/** The gateway of 3.4 has no HashKV (its `maintenance/hash` is the hash of the whole file), so there etcdctl asks. */
/** Of the newest revision. */
export async function askHashKv(
  { line, etcdctl }: Binaries,
  member: RealMember,
  token: string | undefined,
): Promise<Answers['hashKv']> {
  if (line !== '3.4') {
    const answer = (await ask(member, 'maintenance/hashkv', {}, token)) as {
      hash: number;
      compact_revision?: string;
    };
    return { hash: answer.hash, compactRevision: Number(answer.compact_revision ?? 0) };
  }
  const options = token === undefined ? [] : ['--user', 'root:root'];
  const text = run(etcdctl, ['--endpoints', member.client, ...options, 'endpoint', 'hashkv', '-w', 'json']);
  const [answer] = JSON.parse(text) as { HashKV: { hash: number; compact_revision?: number } }[];
  if (answer === undefined) throw new Error(`no hashkv: ${text}`);
  return { hash: answer.HashKV.hash, compactRevision: answer.HashKV.compact_revision ?? 0 };
}

/** What the tools say of the files of a member that does not run. */
export interface ToolAnswers {
  readonly snapshotStatus: {
    readonly hash: number;
    readonly revision: number;
    readonly totalKey: number;
    readonly totalSize: number;
  };
  /** `bbolt check`: true for OK. */
  readonly bboltCheck: boolean | undefined;
  readonly bboltPages: readonly { readonly id: number; readonly type: string }[];
}

export function askTools({ etcdctl, etcdutl, bbolt }: Binaries, dir: string): ToolAnswers {
  const db = join(dir, 'member/snap/db');
  const status = run(etcdutl ?? etcdctl, ['snapshot', 'status', db, '-w', 'json']);
  return {
    snapshotStatus: JSON.parse(status) as ToolAnswers['snapshotStatus'],
    bboltCheck: bbolt === undefined ? undefined : run(bbolt, ['check', db]).includes('OK'),
    bboltPages: bbolt === undefined ? [] : pagesOf(run(bbolt, ['pages', db])),
  };
}

function pagesOf(text: string): ToolAnswers['bboltPages'] {
  return text
    .split('\n')
    .map((line) => /^(\d+)\s+(\S+)/.exec(line))
    .flatMap((match) => (match === null ? [] : [{ id: Number(match[1]), type: match[2] ?? '' }]));
}

function run(program: string, words: readonly string[]): string {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ETCDCTL_API: '3' };
  return execFileSync(program, words, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
