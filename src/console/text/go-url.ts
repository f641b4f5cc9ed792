import { encodeUtf8 } from '../../base/utf8.ts';
import { quote } from './go-quote.ts';

const SPACE = 0x20;
const DELETE = 0x7f;

/** A URL as Go's net/url reads it. */
export interface GoUrl {
  /** In lower case; '': none. */
  readonly scheme: string;
  /** Behind a scheme without a slash: `2379` of `localhost:2379`. */
  readonly opaque: string;
  /** With its port. */
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** With its `?`; '': none. */
  readonly query: string;
}

/** Throws an Error in Go's words. */
export function parseUrl(text: string): GoUrl {
  const fail = (why: string) => new Error(`parse ${quote(text)}: ${why}`);
  const whole = text.replace(/#.*$/s, '');
  if (encodeUtf8(whole).some((byte) => byte < SPACE || byte === DELETE))
    throw fail('net/url: invalid control character in URL');
  if (whole.startsWith(':')) throw fail('missing protocol scheme');
  const [, given] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(whole) ?? [];
  const scheme = (given ?? '').toLowerCase();
  const beyond = given === undefined ? whole : whole.slice(given.length + 1);
  const mark = beyond.indexOf('?');
  const rest = mark < 0 ? beyond : beyond.slice(0, mark);
  const query = mark < 0 ? '' : beyond.slice(mark);
  if (!rest.startsWith('/')) {
    if (given !== undefined) return { scheme, opaque: rest, host: '', path: '', query };
    if ((rest.split('/')[0] ?? '').includes(':')) {
      throw fail('first path segment in URL cannot contain colon');
    }
  }
  const hasHost = rest.startsWith('//') && (given !== undefined || !rest.startsWith('///'));
  const [, authority = ''] = hasHost ? (/^\/\/([^/]*)/.exec(rest) ?? []) : [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const problem = hostProblem(host);
  if (problem !== undefined) throw fail(problem);
  const path = unescapePath(hasHost ? rest.slice(2 + authority.length) : rest);
  if ('wrong' in path) throw fail(`invalid URL escape ${quote(path.wrong)}`);
  return { scheme, opaque: '', host, path: path.text, query };
}

/** As Go prints it. */
export function formatUrl({ scheme, opaque, host, path, query }: GoUrl): string {
  const start = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') return start + opaque + query;
  const slashes = host !== '' || (scheme !== '' && path !== '') ? '//' : '';
  const between = path !== '' && !path.startsWith('/') && host !== '' ? '/' : '';
  return start + slashes + host + between + escapePath(path) + query;
}

function hostProblem(host: string): string | undefined {
  const [, wrong] = /([\s"<>\\^`{|}])/.exec(host) ?? [];
  if (wrong !== undefined) return `invalid character ${quote(wrong)} in host name`;
  const [, port] = /(:[^\]]*)$/.exec(host.replace(/^\[[^\]]*\]/, '')) ?? [];
  const last = port === undefined ? undefined : port.slice(port.lastIndexOf(':'));
  if (last !== undefined && !/^:\d*$/.test(last)) return `invalid port ${quote(last)} after host`;
  return undefined;
}

function unescapePath(path: string): { readonly text: string } | { readonly wrong: string } {
  const [wrong] = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(path) ?? [];
  if (wrong !== undefined) return { wrong };
  try {
    return { text: decodeURIComponent(path) };
  } catch {
    // Escaped bytes that are no text: they stay as they are written.
    return { text: path };
  }
}

/** In a path `$&+,/:;=@` stand for themselves. */
export function escapePath(path: string): string {
  return escape(path, /[A-Za-z0-9\-_.~$&+,/:;=@]/);
}

/** A form, or what stands behind `?`: by its names in order, a blank as `+`. */
export function encodeForm(values: readonly (readonly [name: string, value: string])[]): string {
  return values
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${escapeField(name)}=${escapeField(value)}`)
    .join('&');
}

function escapeField(text: string): string {
  return escape(text, /[A-Za-z0-9\-_.~ ]/).replaceAll(' ', '+');
}

function escape(text: string, plain: RegExp): string {
  let escaped = '';
  for (const byte of encodeUtf8(text)) {
    const character = String.fromCharCode(byte);
    if (plain.test(character)) escaped += character;
    else escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** Go's path.Clean of a path that begins with a slash. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** etcd's pkg/pathutil: cleaned, from the root, and a slash at its end stays. */
export function canonicalPath(path: string): string {
  const clean = cleanPath(path);
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}
