import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OneMember } from './one-member.ts';

interface RecordedCall {
  readonly path: string;
  readonly request: unknown;
  readonly token?: number | string;
  readonly status: number;
  readonly response: unknown;
}

interface Recording {
  readonly peerUrl: string;
  readonly ops: readonly RecordedCall[];
}

const folder = new URL('recorded/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('random calls under authentication, as etcd 3.4.23 answered them', () => {
  test.each(names)('%s', (name) => {
    const { peerUrl, ops } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Recording;
    const member = new OneMember(peerUrl);
    const tokens: string[] = [];
    for (const [i, { path, request, token, status, response }] of ops.entries()) {
      const sent = typeof token === 'number' ? tokens[token] : token;
      const answer = member.post(path, request, sent);
      const call = { n: i, path, request, token };
      expect({ ...call, ...answer, body: bare(answer.body) }).toEqual({ ...call, status, body: response });
      if (path === '/v3/auth/authenticate' && status === 200) tokens.push(tokenOf(answer.body));
    }
    expect(tokens.length).toBeGreaterThan(10);
  });
});

function tokenOf(body: unknown): string {
  return (body as { readonly token: string }).token;
}

const leftOut: ReadonlySet<string> = new Set(['cluster_id', 'member_id', 'raft_term', 'hash', 'ID', 'token']);

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => !leftOut.has(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, bare(field)]));
}
