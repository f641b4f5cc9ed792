import { beforeAll, describe, expect, it } from 'vitest';
import { Server, type Answer } from '../../src/cli/conformance-etcd/server.ts';
import type { HttpPort } from '../../src/etcd/gateway/http.ts';

const LIST = /^# TYPE (\S+) (\S+)$/gm;

function labels(method: string): string {
  return `grpc_method="${method}",grpc_service="etcdserverpb.KV",grpc_type="unary"`;
}

/** One member as etcd starts it, and what it answers as etcd 3.4.23 does: recorded from one. */
describe('the doors of a member', () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start({ nodes: 1, enableV2: true });
  });

  async function ask(
    method: string,
    path: string,
    {
      body = '',
      headers = {},
      port,
    }: { body?: string; headers?: Record<string, string>; port?: HttpPort } = {},
  ): Promise<Answer> {
    const request = { method, path, headers, ...(port && { port }) };
    const id = await server.send(1, request, body);
    return server.until(id, ({ isOver }) => isOver, 10_000);
  }

  it.each([
    ['HEAD', '/version', 405, 'GET', ''],
    ['PUT', '/health', 405, 'GET', 'Method Not Allowed\n'],
    ['OPTIONS', '/metrics', 200, undefined, ''],
    ['POST', '/debug/vars', 405, 'GET', 'Method Not Allowed\n'],
    ['GET', '/config/local/log', 405, 'PUT', 'Method Not Allowed\n'],
    ['PUT', '/config/local/log', 400, undefined, '{"message":"Invalid json body"}'],
    ['PATCH', '/v2/members', 405, 'GET,POST,DELETE,PUT', 'Method Not Allowed\n'],
    ['PUT', '/v2/members', 405, undefined, 'Method Not Allowed\n'],
    ['POST', '/v2/members', 415, undefined, '{"message":"Bad Content-Type , accept application/json"}'],
    ['PUT', '/v2/members/leader', 404, undefined, '{"message":"No such member: leader"}'],
    ['POST', '/v2/machines', 405, 'GET,HEAD', 'Method Not Allowed\n'],
    ['GET', '/v2/machines/', 404, undefined, '404 page not found\n'],
    ['GET', '/version/', 404, undefined, '404 page not found\n'],
    ['GET', '/debug/pprof/', 404, undefined, '404 page not found\n'],
    ['GET', '/v2/../version', 301, undefined, '<a href="/version">Moved Permanently</a>.\n\n'],
    ['GET', '/v2/%zz', 400, undefined, '400 Bad Request'],
  ])('%s %s: %i', async (method, path, status, allow, text) => {
    const { head, body } = await ask(method, path);
    expect(head?.status).toBe(status);
    expect(head?.headers['Allow']).toBe(allow);
    expect(body).toBe(text);
  });

  it.each([
    ['GET', '/', 404, '404 page not found\n'],
    ['POST', '/version', 405, 'Method Not Allowed\n'],
    ['GET', '/version', 200, '{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}'],
    ['POST', '/raft', 412, 'incompatible version\n'],
    ['GET', '/v2/keys', 404, '404 page not found\n'],
    ['GET', '/v3/kv/range', 404, '404 page not found\n'],
    ['GET', '/health', 404, '404 page not found\n'],
    ['GET', '//version', 301, '<a href="/version">Moved Permanently</a>.\n\n'],
  ])('at the peer port: %s %s: %i', async (method, path, status, text) => {
    const { head, body } = await ask(method, path, { port: 'peer' });
    expect([head?.status, body]).toEqual([status, text]);
  });

  it('names a member at the peer port as Go writes it', async () => {
    const { body } = await ask('GET', '/members', { port: 'peer' });
    expect(body).toMatch(
      /^\[\{"id":\d+,"peerURLs":\["[^"]+"\],"name":"infra1","clientURLs":\["[^"]+"\]\}\]\n$/,
    );
  });

  it('says what is wrong with URLs of a member to come', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const problems = [
      ['{"peerURLs":["nonsense"]}', 'URL scheme must be http, https, unix, or unixs: nonsense'],
      ['{"peerURLs":["http://a"]}', 'URL address does not have the form \\"host:port\\": http://a'],
      ['{"peerURLs":["http://a:1/x"]}', 'URL must not contain a path: http://a:1/x'],
      ['{"peerURLs":["1:2"]}', 'parse \\"1:2\\": first path segment in URL cannot contain colon'],
      ['{"peerURLs":["http://a:x"]}', 'parse \\"http://a:x\\": invalid port \\":x\\" after host'],
      ['{"peerURLs":[]}', 'no valid URLs given'],
      ['{}', 'no valid URLs given'],
      ['', 'unexpected end of JSON input'],
    ];
    for (const [body = '', problem] of problems) {
      const answer = await ask('POST', '/v2/members', { body, headers });
      expect([body, answer.head?.status, answer.body]).toEqual([body, 400, `{"message":"${problem}"}`]);
    }
  });

  it('counts in its metrics what clients do', async () => {
    const put = JSON.stringify({ key: 'YQ==', value: 'YQ==' });
    await ask('POST', '/v3/kv/put', { body: put });
    await ask('POST', '/v3/kv/put', { body: put });
    await ask('POST', '/v3/kv/range', { body: '{}' });
    const { head, body } = await ask('GET', '/metrics');
    expect(head?.headers['Content-Type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const sample = (name: string) =>
      Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(body)?.[1]);
    expect(sample('etcd_mvcc_put_total')).toBe(2);
    expect(sample('etcd_debugging_mvcc_current_revision')).toBe(3);
    expect(sample('etcd_debugging_mvcc_compact_revision')).toBe(-1);
    expect(sample('etcd_server_has_leader')).toBe(1);
    expect(sample('etcd_server_is_leader')).toBe(1);
    expect(sample('etcd_server_leader_changes_seen_total')).toBe(1);
    expect(sample(`grpc_server_handled_total{grpc_code="OK",${labels('Put')}}`)).toBe(2);
    expect(sample(`grpc_server_handled_total{grpc_code="InvalidArgument",${labels('Range')}}`)).toBe(1);
    expect(sample(`grpc_server_started_total{${labels('Range')}}`)).toBe(1);
    // Each sync of its disk took a millisecond of the run's time.
    const syncs = sample('etcd_disk_wal_fsync_duration_seconds_count');
    expect(syncs).toBeGreaterThan(2);
    expect(sample('etcd_disk_wal_fsync_duration_seconds_sum')).toBeCloseTo(syncs * 0.001);
    const names = [...body.matchAll(LIST)].map(([, name = '']) => name);
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(body).not.toMatch(/NaN|undefined/);
  });

  it('says where raft stands in its debug variables', async () => {
    const { body } = await ask('GET', '/debug/vars');
    const vars = JSON.parse(body) as { 'raft.status': Record<string, unknown> };
    const { commit, applied, lead, id, raftState, progress } = vars['raft.status'];
    expect(commit).toBe(applied);
    expect(lead).toBe(id);
    expect(raftState).toBe('StateLeader');
    expect(progress).toEqual({
      [String(id)]: { match: commit, next: Number(commit) + 1, state: 'StateReplicate' },
    });
  });

  it('changes members through the log, in the words of the old API', async () => {
    const headers = { 'content-type': 'application/json' };
    const added = await ask('POST', '/v2/members', {
      body: '{"peerURLs":["http://127.0.0.1:9999"]}',
      headers,
    });
    expect(added.head?.status).toBe(201);
    const { id, name, peerURLs, clientURLs } = JSON.parse(added.body) as Record<string, unknown>;
    expect({ name, peerURLs, clientURLs }).toEqual({
      name: '',
      peerURLs: ['http://127.0.0.1:9999'],
      clientURLs: [],
    });
    expect((await ask('GET', '/v2/members')).body).toContain(`"id":"${String(id)}"`);
  });
});
