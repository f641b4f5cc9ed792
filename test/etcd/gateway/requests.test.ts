import { describe, expect, it } from 'vitest';
import { allPaths } from '../../../src/etcd/gateway/routes.ts';
import { bytes } from '../operations.ts';
import { ask, post, shown } from './ask.ts';

const notFound = [404, 'Not Found\n'];
const noPage = [404, '404 page not found\n'];

/** As etcd 3.4.23 answered them. */
describe('a path', () => {
  it.each([
    ['POST', '/v3/kv/range', 'unary'],
    ['POST', '/v3beta/kv/range', 'unary'],
    ['POST', '/v3/kv%2frange', 'unary'],
    ['POST', '/v3/kv/range?key=Zm9v', 'unary'],
    ['POST', '/v3/watch', 'watch'],
    ['POST', '/v3/maintenance/snapshot', 'snapshot'],
    ['POST', '/v3/lock/lock', 'concurrency'],
    ['GET', '/v3/kv/range', [405, 'Method Not Allowed\n']],
    ['PUT', '/v3/kv/range', [405, 'Method Not Allowed\n']],
    ['put', '/v3/kv/range', [405, 'Method Not Allowed\n']],
    ['OPTIONS', '/v3/kv/range', [200, '']],
    ['OPTIONS', '/nothing', [200, '']],
    ['POST', '/v3/kv/nothing', notFound],
    ['GET', '/v3/', notFound],
    ['POST', '/v3beta/', notFound],
    ['POST', '/v3/kv/range/', notFound],
    ['POST', '/v3/kv/range:x', notFound],
    ['DELETE', '/v3/kv/:x', notFound],
    ['POST', '/v3alpha/kv/range', noPage],
    ['POST', '/v3beta', noPage],
    ['GET', '/', noPage],
    ['POST', '/v3/kv/ra%zznge', [400, '400 Bad Request']],
    ['POST', '/v3//kv/range', [301, '']],
    ['GET', '/v3//x?a=b', [301, '<a href="/v3/x?a=b">Moved Permanently</a>.\n\n']],
  ] as const)('%s %s', (method, path, expected) => {
    expect(shown(ask(method, path))).toEqual(expected);
  });

  it.each([
    ['/v3//kv/range', '/v3/kv/range'],
    ['/v3?a=b', '/v3/?a=b'],
    ['/v3/./kv/../kv/range?q=1', '/v3/kv/range?q=1'],
    ['/v3beta//kv/range', '/v3/kv/range'],
    ['//é', '/%C3%A9'],
  ])('%s is sent on to %s', (path, location) => {
    const call = ask('POST', path);
    expect(call.type === 'reply' ? call.head.headers['Location'] : call.type).toBe(location);
  });

  it('of the API is there for every call, and takes an empty body for an empty request', () => {
    expect(allPaths()).toHaveLength(48);
    for (const path of allPaths()) expect(['reply', 'hangUp'], path).not.toContain(post(path, '').type);
  });
});

function txnComparing(body: string): unknown {
  return post('/v3/kv/txn', `{"compare":[{"key":"YQ==",${body}}]}`);
}

function versionGreater(value: number): object {
  const compare = { result: 'GREATER', target: { type: 'VERSION', value }, key: bytes('a') };
  return { operation: { compare: [compare] } };
}

function txnNested(depth: number): string {
  return '{"success":[{"request_txn":'.repeat(depth) + '{}' + '}]}'.repeat(depth);
}

function putOfSize(size: number): unknown {
  const value = Buffer.alloc(size).toString('base64');
  return shown(post('/v3/kv/put', JSON.stringify({ key: 'Zg==', value })));
}

describe('a body', () => {
  it('is read up to the end of its first value', () => {
    const operation = { type: 'put', key: bytes('foo'), value: bytes('') };
    for (const rest of ['', '{}', 'x', '}', ' {"key":"YQ=="}']) {
      expect(post('/v3/kv/put', `{"key":"Zm9v"}${rest}`)).toEqual({
        type: 'unary',
        operation,
        token: undefined,
      });
    }
  });

  it('that is wrong is refused with the words of the decoder', () => {
    const text = "invalid character 'n' looking for beginning of object key string";
    expect(shown(post('/v3/kv/put', '{nonsense'))).toEqual([
      400,
      `{"error":"${text}","message":"${text}","code":3}`,
    ]);
    // A stream's is refused as an unknown error.
    expect(shown(post('/v3/watch', '{nonsense'))).toEqual([
      500,
      `{"error":"${text}","message":"${text}","code":2}`,
    ]);
  });

  it('of a stream is read value by value; what is wrong later ends it', () => {
    const call = post(
      '/v3/watch',
      '{"create_request":{"key":"Zm9v","filters":["NOPUT",7]}}{"frob":1}{"cancelRequest":{"watch_id":"-1"}} {"progress_request":{}}x{"progress_request":{}}',
    );
    expect(call).toEqual({
      type: 'watch',
      token: undefined,
      requests: [
        {
          type: 'create',
          key: bytes('foo'),
          rangeEnd: bytes(''),
          startRevision: 0,
          progressNotify: false,
          filters: ['NOPUT'],
          prevKv: false,
          watchId: 0n,
          fragment: false,
        },
        { type: 'cancel', watchId: -1n },
        { type: 'progress' },
      ],
    });
  });

  it.each(['{"compare":[null]}', '{"success":[null]}', '{"failure":[{"request_txn":{"success":[null]}}]}'])(
    'with nothing in a list of messages breaks the gateway, as it breaks that of etcd: %s',
    (body) => {
      expect(post('/v3/kv/txn', body).type).toBe('hangUp');
    },
  );

  it('in which a union is null leaves it empty', () => {
    const operation = { type: 'txn', compare: [], success: [{ type: 'empty' }], failure: [] };
    expect(post('/v3/kv/txn', '{"success":[{"request_txn":null}]}')).toMatchObject({ operation });
  });

  it('larger than the server takes is refused with its size', () => {
    expect(putOfSize(2_097_140)).toBe('unary');
    const text = 'grpc: received message larger than max (2097160 vs. 2097152)';
    expect(putOfSize(2_097_152)).toEqual([429, `{"error":"${text}","message":"${text}","code":8}`]);
  });

  it('of transactions within transactions is read to a depth of 300', () => {
    expect(shown(post('/v3/kv/txn', txnNested(300)))).toBe('unary');
    expect(shown(post('/v3/kv/txn', txnNested(301)))).toEqual([
      400,
      '{"error":"exceeded max depth","message":"exceeded max depth","code":3}',
    ]);
    // What nobody looks at may be deeper.
    expect(shown(post('/v3/kv/txn', `{"x":${'['.repeat(9999)}${']'.repeat(9999)}}`))).toBe('unary');
    expect(shown(post('/v3/kv/txn', `{"x":${'['.repeat(10_000)}`))).toEqual([
      400,
      expect.stringContaining("invalid character '[' exceeded max depth"),
    ]);
  });

  it('with values of enums that nobody knows is read as etcd reads it', () => {
    expect(post('/v3/kv/range', '{"key":"YQ==","sort_order":9,"sort_target":2}')).toMatchObject({
      operation: { type: 'range', key: bytes('a'), revision: 0, consistency: 'linearizable' },
    });
    expect(txnComparing('"result":7')).toMatchObject(versionGreater(-1));
    expect(txnComparing('"result":7,"target":"VALUE"')).toMatchObject(versionGreater(0));
    expect(txnComparing('"target":9,"version":5')).toMatchObject(versionGreater(-1));
    expect(txnComparing('"target":9,"result":"LESS"')).toMatchObject(versionGreater(Number.MAX_SAFE_INTEGER));
  });
});

describe('headers', () => {
  const body = '{"key":"YQ=="}';
  it('say who is asking', () => {
    expect(post('/v3/kv/range', body, { authorization: 'abc.5' })).toMatchObject({ token: 'abc.5' });
    expect(post('/v3/kv/range', body, { 'grpc-metadata-token': 'abc.6' })).toMatchObject({ token: 'abc.6' });
  });

  it.each([
    [{ 'grpc-timeout': 'x1' }, 'invalid grpc-timeout: x1'],
    [
      { 'grpc-metadata-foo-bin': '!' },
      'invalid binary header Grpc-Metadata-Foo-Bin: illegal base64 data at input byte 0',
    ],
  ])('that are no gRPC metadata are refused: %j', (headers, text) => {
    expect(shown(post('/v3/kv/range', body, headers))).toEqual([
      400,
      `{"error":"${text}","message":"${text}","code":3}`,
    ]);
  });

  it('of a form may name another method, and what it holds is then no JSON', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const call = post('/v3/kv/range', body, { ...form, 'x-http-method-override': 'get' });
    expect(shown(call)).toEqual([405, 'Method Not Allowed\n']);
    expect(post('/v3/kv/range', body, { ...form, 'x-http-method-override': 'post' })).toMatchObject({
      operation: { key: bytes('') },
    });
    expect(post('/v3/kv/range', body, form)).toMatchObject({ operation: { key: bytes('a') } });
  });
});
