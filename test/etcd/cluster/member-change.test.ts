import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import {
  confChangeTypeOf,
  decodeAttributes,
  decodeMemberChange,
  encodeAttributes,
  encodeMemberChange,
  MemberChangeFormatError,
  memberIdOf,
  type MemberChange,
} from '../../../src/etcd/cluster/member-change.ts';

/** Changes with the JSON that etcd 3.4.23 writes for them. */
const changes: readonly (readonly [change: MemberChange, type: string, json: string | undefined])[] = [
  [
    {
      type: 'add',
      member: {
        id: 10276657743932975437n,
        name: 'default',
        peerUrls: ['http://localhost:2380'],
        clientUrls: [],
        isLearner: false,
      },
    },
    'ConfChangeAddNode',
    '{"id":10276657743932975437,"peerURLs":["http://localhost:2380"],"name":"default"}',
  ],
  [
    {
      type: 'add',
      member: {
        id: 18289544758717466537n,
        name: '',
        peerUrls: ['http://127.0.0.1:9'],
        clientUrls: [],
        isLearner: true,
      },
    },
    'ConfChangeAddLearnerNode',
    '{"id":18289544758717466537,"peerURLs":["http://127.0.0.1:9"],"isLearner":true}',
  ],
  [
    {
      type: 'add',
      member: {
        id: 13045534229457725779n,
        name: 'näme<&>\u2028\b',
        peerUrls: ['http://127.0.0.1:9'],
        clientUrls: [],
        isLearner: true,
      },
    },
    'ConfChangeAddLearnerNode',
    String.raw`{"id":13045534229457725779,"peerURLs":["http://127.0.0.1:9"],"isLearner":true,"name":"näme\u003c\u0026\u003e\u2028\u0008"}`,
  ],
  [{ type: 'promote', id: 7n }, 'ConfChangeAddNode', '{"id":7,"peerURLs":null,"isPromote":true}'],
  [
    { type: 'update', id: 7n, peerUrls: ['http://a:1', 'http://b:2'] },
    'ConfChangeUpdateNode',
    '{"id":7,"peerURLs":["http://a:1","http://b:2"]}',
  ],
  [{ type: 'remove', id: 7n }, 'ConfChangeRemoveNode', undefined],
];

describe('a change of members in the log', () => {
  test.each(changes.map((row) => ({ change: row[0], type: row[1], json: row[2] })))(
    '$change.type is a $type with the context $json',
    ({ change, type, json }) => {
      expect(confChangeTypeOf(change)).toBe(type);
      const context = encodeMemberChange(change);
      expect(context === undefined ? undefined : decodeUtf8(context)).toBe(json);
      expect(decodeMemberChange(confChangeTypeOf(change), memberIdOf(change), context)).toEqual(change);
    },
  );

  test('is refused if it is not about the member it names, or is no change at all', () => {
    for (const json of [
      '{"id":8,"peerURLs":[]}',
      '{}',
      '',
      '[',
      'null',
      '{"id":7,"name":3}',
      '{"id":7,"peerURLs":{}}',
    ]) {
      expect(() => decodeOf7(json)).toThrow(MemberChangeFormatError);
    }
    expect(() => decodeOf7(undefined)).toThrow(MemberChangeFormatError);
  });

  test('what looks like an id inside of a name is none', () => {
    const member = { id: 7n, name: '"id":9', peerUrls: [], clientUrls: [], isLearner: false };
    const context = encodeUtf8(String.raw`{"name":"\"id\":9","id":7}`);
    expect(decodeMemberChange('ConfChangeAddNode', 7n, context)).toEqual({ type: 'add', member });
  });
});

test('what a member tells of itself is written as etcd writes it', () => {
  const attributes = { name: 'infra1', clientUrls: ['http://127.0.0.1:2379'] };
  expect(encodeAttributes(attributes)).toBe('{"name":"infra1","clientURLs":["http://127.0.0.1:2379"]}');
  expect(decodeAttributes(encodeAttributes(attributes))).toEqual(attributes);
  expect(encodeAttributes({ name: '', clientUrls: [] })).toBe('{}');
  expect(decodeAttributes('{}')).toEqual({ name: '', clientUrls: [] });
});

/** The addition of member 7 with this context. */
function decodeOf7(json: string | undefined): MemberChange {
  return decodeMemberChange('ConfChangeAddNode', 7n, json === undefined ? undefined : encodeUtf8(json));
}
