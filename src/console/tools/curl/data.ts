import { concatenate } from '../../../base/large-bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import type { Process, Running } from '../../kernel/process.ts';
import { readAll } from '../lines.ts';
import type { CurlOptions } from './options.ts';

const DATA = ['data', 'data-ascii', 'data-binary', 'data-raw', 'data-urlencode', 'json'];
const JOINT = encodeUtf8('&');

export function hasData(options: CurlOptions): boolean {
  return options.list(...DATA).length > 0;
}

/** All that `-d` and its kin give, one after the other. `warn`: of files that are not there. */
export function* dataOf(
  process: Process,
  options: CurlOptions,
  warn: (text: string) => void,
): Running<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const { name, value } of options.lists) {
    if (!DATA.includes(name)) continue;
    if (pieces.length > 0 && name !== 'json') pieces.push(JOINT);
    pieces.push(yield* pieceOf(process, name, value, warn));
  }
  return concatenate(pieces);
}

function* pieceOf(
  process: Process,
  name: string,
  value: string,
  warn: (text: string) => void,
): Running<Uint8Array> {
  if (name === 'data-urlencode') {
    const [, label, sign, rest] = /^([^=@]*)([=@])([^]*)$/.exec(value) ?? [];
    if (sign === undefined || label === undefined || rest === undefined)
      return encodeUtf8(urlEncoded(encodeUtf8(value)));
    const bytes = sign === '=' ? encodeUtf8(rest) : yield* fileOf(process, rest, value, warn);
    return encodeUtf8(`${label === '' ? '' : `${label}=`}${urlEncoded(bytes)}`);
  }
  if (name === 'data-raw' || !value.startsWith('@')) return encodeUtf8(value);
  const bytes = yield* fileOf(process, value.slice(1), value.slice(1), warn);
  if (name === 'data-binary' || name === 'json') return bytes;
  return bytes.filter((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0);
}

/** A file of the console; `-`: standard input. */
export function* fileOf(
  process: Process,
  name: string,
  told: string,
  warn: (text: string) => void,
): Running<Uint8Array> {
  if (name === '-') return concatenate(yield* readAll(process.stdin));
  const bytes = process.files.read(name);
  if (bytes === undefined) warn(`Couldn't read data from file "${told}", this makes an empty POST.`);
  return bytes ?? new Uint8Array(0);
}

/** What curl leaves of bytes: letters, digits and -._~; a blank becomes +. */
function urlEncoded(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => {
      const c = String.fromCharCode(byte);
      if (c === ' ') return '+';
      return /[A-Za-z0-9\-._~]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** Data as a part of a URL's query: what curl changes of it there. */
export function asQuery(data: Uint8Array): string {
  return decodeUtf8(data).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
}
