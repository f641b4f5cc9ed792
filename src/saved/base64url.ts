import { encodeUtf8 } from '../base/utf8.ts';
import { decodeBase64, encodeBase64 } from '../etcd/rpc/base64.ts';

/** The letters of RFC 4648, 5, without padding: nothing in them means anything in an address. */
export function toBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Undefined where letters are missing, or are none of these. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const padded = text
    .padEnd(Math.ceil(text.length / 4) * 4, '=')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const decoded = decodeBase64(encodeUtf8(padded));
  return decoded.ok ? decoded.bytes : undefined;
}
