import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseExact, printExact } from '../../src/cli/conformance-etcd/exact-json.ts';
import { Bindings } from '../../src/cli/conformance-etcd/placeholders.ts';
import { runTranscript } from '../../src/cli/conformance-etcd/run-transcript.ts';
import { findTranscripts } from '../../src/cli/conformance-etcd/transcript-file.ts';

const folder = fileURLToPath(new URL('../transcripts/etcd', import.meta.url));
const files = ['random', 'scenarios', 'own', 'field', 'members', 'v2', 'v2cli', 'cli'].flatMap((kind) =>
  findTranscripts(join(folder, kind)),
);

describe('transcripts of a real etcd', () => {
  it.each(files.map((file) => [file.slice(folder.length + 1), file] as const))(
    '%s is what our members answer',
    async (_, file) => {
      expect(await runTranscript(file)).toEqual({ type: 'passed' });
    },
    60_000,
  );
});

function headed(revision: string, term: string): object {
  return { header: { cluster_id: '<ID_1:dec>', member_id: '<ID_2:dec>', revision, raft_term: term } };
}

const noSpace = 'etcdserver: mvcc: database space exceeded';

describe('a transcript', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'conformance-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  function write(document: unknown): string {
    const file = join(scratch, 'transcript.json');
    writeFileSync(file, JSON.stringify(document));
    return file;
  }

  const put = { path: '/v3/kv/put', request: { key: 'YQ==' }, status: 200 };
  const nodes = [{ name: 'default', clientURL: 'http://localhost:2379', peerURL: 'http://localhost:2380' }];

  it('of other answers fails at the first of them', async () => {
    const ops = [
      { ...put, response: { header: { revision: '2' } } },
      { ...put, response: { header: { revision: '4' } } },
    ];
    expect(await runTranscript(write({ kind: 'random-v3', ops }))).toEqual({
      type: 'failed',
      step: 'call 1: /v3/kv/put {"key":"YQ=="}',
      difference: { place: '.header.revision', expected: '"4"', got: '"3"' },
    });
  });

  it('of other events at its end fails there', async () => {
    const finalWatch = { key: 'AA==', range_end: 'AA==', start_revision: '1', events: [] };
    const ops = [{ ...put, response: { header: { revision: '2' } } }];
    expect(await runTranscript(write({ kind: 'random-v3', ops, finalWatch }))).toMatchObject({
      type: 'failed',
      step: 'the watch at the end',
    });
  });

  it('fails where an id is not what etcd makes of the URLs', async () => {
    const steps = [
      {
        n: 1,
        kind: 'http',
        method: 'POST',
        path: '/v3/cluster/member/remove',
        body: { ID: '<MEMBER_1:dec>' },
        status: 500,
      },
    ];
    const right = { cluster: { nodes }, bindings: { '<MEMBER_1>': '8e9e05c52164694d' }, steps };
    expect(await runTranscript(write(right))).toEqual({ type: 'passed' });
    const wrong = { ...right, bindings: { '<MEMBER_1>': '8e9e05c52164694e' } };
    expect(await runTranscript(write(wrong))).toMatchObject({
      type: 'failed',
      difference: { place: 'status' },
    });
  });

  it('of three members stops and starts them, and binds terms where they are first seen', async () => {
    const ports = [2379, 22379, 32379];
    const three = ports.map((port, i) => ({
      name: `infra${i + 1}`,
      clientURL: `http://localhost:${port}`,
      peerURL: `http://localhost:${i + 1}2380`,
    }));
    const call = { kind: 'http', method: 'POST', port: 22379, status: 200 };
    const before = { ...call, path: '/v3/kv/put', body: { key: 'YQ==' }, response: headed('2', '<TERM_1>') };
    const steps = [
      before,
      { kind: 'node', action: 'kill', node: 'infra1' },
      { ...before, response: headed('3', '<TERM_2>') },
      { kind: 'node', action: 'start', node: 'infra1' },
      {
        ...call,
        path: '/v3/kv/range',
        body: { key: 'YQ==', serializable: true, count_only: true },
        response: { ...headed('3', '<TERM_2>'), count: '1' },
      },
    ];
    expect(await runTranscript(write({ cluster: { nodes: three }, steps }))).toEqual({ type: 'passed' });
    const sameTerm = steps.with(2, { ...before, response: headed('3', '<TERM_1>') });
    const outcome = await runTranscript(write({ cluster: { nodes: three }, steps: sameTerm }));
    expect(outcome).toMatchObject({ type: 'failed', difference: { place: 'response.header.raft_term' } });
  });

  it('may fill the store until the quota is reached, and go on from the revision there', async () => {
    const call = { kind: 'http', method: 'POST', status: 200 };
    const fill = {
      kind: 'fill',
      method: 'POST',
      path: '/v3/kv/put',
      keyTemplate: 'fill/%04d',
      valueBytes: 65536,
    };
    const refused = { status: 429, response: { error: noSpace, message: noSpace, code: 8 } };
    const steps = [
      { ...fill, accepted: '<COUNT>', refused },
      { ...call, path: '/v3/kv/compaction', body: { revision: '<CURRENT_REVISION>' } },
      { ...call, path: '/v3/kv/range', body: { key: 'YQ==' }, response: headed('<REVISION>', '2') },
    ];
    const cluster = { nodes, flags: ['--quota-backend-bytes=2097152'] };
    expect(await runTranscript(write({ cluster, steps }))).toEqual({ type: 'passed' });
    const other = { ...fill, refused: { ...refused, status: 400 } };
    expect(await runTranscript(write({ cluster, steps: [other] }))).toMatchObject({ type: 'failed' });
  });

  it.each([
    [{ kind: 'gdb', args: ['attach'] }, 'gdb: not served'],
    [{ kind: 'node', action: 'replace' }, "a node's replace: not served"],
  ])('with a step that is not served is skipped as a whole: %j', async (step, reason) => {
    const document = { cluster: { nodes }, steps: [step] };
    expect(await runTranscript(write(document))).toEqual({ type: 'skipped', reason });
  });

  it('of a server started with a flag that is not served is skipped', async () => {
    const cluster = { nodes, flags: ['--experimental-peer-skip-client-san-verification=true'] };
    const outcome = await runTranscript(write({ cluster, steps: [] }));
    expect(outcome).toEqual({
      type: 'skipped',
      reason: 'etcd --experimental-peer-skip-client-san-verification=true: not served',
    });
  });
});

describe('numbers of a transcript', () => {
  it('are sent as they were, whether JavaScript would print them so or not', () => {
    const text = '{"a":[1.0,-2,18446744073709551616,1e3],"9007199254740993":"1.0 \\\\","b":"\\"2.0"}';
    expect(printExact(parseExact(text))).toBe(text);
  });
});

describe('placeholders', () => {
  it('stand for what they are first seen with, printed either way', () => {
    const bindings = new Bindings({});
    expect(bindings.matches('id <LEASE_1:hex>, <LEASE_1:dec>', 'id ff, 255')).toBe(true);
    expect(bindings.matches('<LEASE_1:dec>', '256')).toBe(false);
    expect(bindings.fill('{"ID":"<LEASE_1:dec>"}')).toBe('{"ID":"255"}');
  });

  it('are found within base64', () => {
    const bindings = new Bindings({ '<ID_1>': '65' });
    expect(bindings.matches('<b64:L/<ID_1:hex>>', 'TC82NQ==')).toBe(true);
    expect(bindings.matches('<b64:L/<ID_1:hex>>', 'TC82Ng==')).toBe(false);
    expect(bindings.fill('<b64:L/<ID_1:hex>>')).toBe('TC82NQ==');
  });

  it('of what changes all the time stand for anything', () => {
    const bindings = new Bindings({});
    for (const name of ['<SIZE>', '<HASH>', '<REMAINING>', '<N>', '<REVISION>']) {
      expect(bindings.matches(name, '20480') && bindings.matches(name, '24576'), name).toBe(true);
    }
  });

  it('of ids, terms and tokens stand for one value each', () => {
    const bindings = new Bindings({ '<CLUSTER>': 'ff' });
    for (const name of ['<CLUSTER:dec>', '<LEASE_1:dec>', '<ID_2:dec>', '<TERM_1>', '<TOKEN_12>', '<T1>']) {
      expect(bindings.matches(name, '255') && !bindings.matches(name, '256'), name).toBe(true);
    }
  });
});
