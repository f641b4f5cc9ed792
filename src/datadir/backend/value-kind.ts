import { decodeUtf8OrUndefined } from '../../base/utf8.ts';
import { unknown } from '../../protobuf/k8s-runtime.ts';
import { bytesOf, messageOf, NO_MESSAGE, textOf, type Message } from '../../protobuf/message.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import { decode } from '../../protobuf/wire-read.ts';

/** What a value is, as far as its bytes say. */
export type ValueKind =
  | { readonly type: 'empty' | 'text' | 'json' | 'binary' }
  /** A Kubernetes object; `rawBytes`: of the object itself. */
  | {
      readonly type: 'kubernetes';
      readonly form: 'protobuf' | 'json';
      /** `v1`, `apps/v1`. */
      readonly apiVersion: string;
      readonly kind: string;
      readonly contentType: string;
      readonly rawBytes: number;
    }
  /** Encrypted at rest by the API server, by this provider (`aescbc:v1:key1`). */
  | { readonly type: 'kubernetesEncrypted'; readonly provider: string };

const ENVELOPE = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);
const ENCRYPTED = /^k8s:enc:([\w-]{1,32}:[\w-]{1,16}:[^:]{1,128}):/u;
/** So much of a value tells the name of its provider. */
const HEAD = 200;
/** A longer value is not parsed as JSON: what it begins with decides. */
const PARSED_BYTES = 1 << 20;

export function valueKind(value: Uint8Array): ValueKind {
  if (value.length === 0) return { type: 'empty' };
  if (startsWith(value, ENVELOPE)) return kubernetesObject(value) ?? { type: 'binary' };
  const encrypted = ENCRYPTED.exec(String.fromCharCode(...value.subarray(0, HEAD)))?.[1];
  if (encrypted !== undefined) return { type: 'kubernetesEncrypted', provider: encrypted };
  const text = decodeUtf8OrUndefined(value);
  if (text === undefined || hasControls(text)) return { type: 'binary' };
  return jsonKind(text, value.length) ?? { type: 'text' };
}

function kubernetesObject(value: Uint8Array): ValueKind | undefined {
  let envelope: Message;
  try {
    envelope = decode(unknown, value.subarray(ENVELOPE.length));
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
  const meta = messageOf(envelope, 'typeMeta') ?? NO_MESSAGE;
  return {
    type: 'kubernetes',
    form: 'protobuf',
    apiVersion: textOf(meta, 'apiVersion'),
    kind: textOf(meta, 'kind'),
    contentType: textOf(envelope, 'contentType'),
    rawBytes: bytesOf(envelope, 'raw').length,
  };
}

/** JSON is an object or a list here: that a number or a word is JSON, too, tells nobody anything. */
function jsonKind(text: string, bytes: number): ValueKind | undefined {
  if (!/^\s*[{[]/u.test(text) || !/[}\]]\s*$/u.test(text)) return undefined;
  if (bytes > PARSED_BYTES) return { type: 'json' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Text that merely looks like JSON.
    return undefined;
  }
  if (typeof json !== 'object' || json === null || !('apiVersion' in json) || !('kind' in json))
    return { type: 'json' };
  const { apiVersion, kind } = json;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return { type: 'json' };
  const contentType = 'application/json';
  return { type: 'kubernetes', form: 'json', apiVersion, kind, contentType, rawBytes: bytes };
}

/** Control characters other than tab and the ends of lines. */
function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32) || code === 127) return true;
  }
  return false;
}

function startsWith(value: Uint8Array, head: Uint8Array): boolean {
  return head.every((byte, i) => value[i] === byte);
}
