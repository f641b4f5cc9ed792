import { describe, expect, it } from 'vitest';
import { concatenate } from '../../../src/base/large-bytes.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { valueKind } from '../../../src/datadir/backend/value-kind.ts';
import { unknown } from '../../../src/protobuf/k8s-runtime.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';

const ENVELOPE = encodeUtf8('k8s\0');

function object(apiVersion: string, kind: string, raw: Uint8Array): Uint8Array {
  return concatenate([ENVELOPE, encode(unknown, { typeMeta: { apiVersion, kind }, raw })]);
}

describe('what a value is', () => {
  it('is a Kubernetes object in protobuf, with its kind', () => {
    expect(valueKind(object('apps/v1', 'Deployment', encodeUtf8('whatever')))).toEqual({
      type: 'kubernetes',
      form: 'protobuf',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      contentType: '',
      rawBytes: 8,
    });
  });

  it('is the object that an API server wrote', () => {
    // The first bytes of a namespace as kube-apiserver keeps it: the envelope, its type, and 5 bytes instead of the object.
    const hex = '6b3873000a0f0a02763112094e616d657370616365120568656c6c6f1a002200';
    expect(valueKind(new Uint8Array(Buffer.from(hex, 'hex')))).toMatchObject({
      type: 'kubernetes',
      apiVersion: 'v1',
      kind: 'Namespace',
      rawBytes: 5,
    });
  });

  it.each([
    ['', { type: 'empty' }],
    ['hello, 世界\n', { type: 'text' }],
    ['42', { type: 'text' }],
    ['{"a": [1, 2]}', { type: 'json' }],
    [' [1]\n', { type: 'json' }],
    ['{not json}', { type: 'text' }],
    ['a\u0001b', { type: 'binary' }],
    ['k8s:enc:aescbc:v1:key1:\u0001\u0002', { type: 'kubernetesEncrypted', provider: 'aescbc:v1:key1' }],
    [
      '{"apiVersion": "example.com/v1", "kind": "Thing"}',
      { type: 'kubernetes', form: 'json', apiVersion: 'example.com/v1', kind: 'Thing' },
    ],
  ])('is told of %j', (text, kind) => {
    expect(valueKind(encodeUtf8(text))).toMatchObject(kind);
  });

  it('is binary where an envelope is broken, or text is none', () => {
    expect(valueKind(concatenate([ENVELOPE, Uint8Array.of(0x0a, 0xff)]))).toEqual({ type: 'binary' });
    expect(valueKind(Uint8Array.of(0xff, 0xfe))).toEqual({ type: 'binary' });
  });
});
