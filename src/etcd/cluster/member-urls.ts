import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { goQuote } from '../rpc/go-quote.ts';

const schemes: ReadonlySet<string> = new Set(['http', 'https', 'unix', 'unixs']);

/**
 * The URLs in their normal form and order, or undefined if one of them is not "SCHEME://HOST:PORT" without a path, or
 * if there are none (etcd: pkg/types/urls.go, NewURLs, over Go's net/url). Unlike a browser's URL this keeps a default
 * port and case of the host, and knows no address from a name.
 */
export function parseMemberUrls(urls: readonly string[]): readonly string[] | undefined {
  const parsed: string[] = [];
  for (const url of urls) {
    const normal = normalUrl(url.replace(goSpace, ''));
    if (normal === undefined) return undefined;
    parsed.push(normal);
  }
  return parsed.length === 0 ? undefined : parsed.sort((a, b) => (a < b ? -1 : Number(a > b)));
}

/** What Go's strings.TrimSpace takes away. */
const goSpace =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/gu;

/** What etcd says of URLs that `parseMemberUrls` does not take; undefined: it takes them. */
export function memberUrlsProblem(urls: readonly string[]): string | undefined {
  if (urls.length === 0) return 'no valid URLs given';
  for (const each of urls) {
    const url = each.replace(goSpace, '');
    if (normalUrl(url) === undefined) return problemOf(url);
  }
  return undefined;
}

/** In the order in which Go's net/url and then etcd look at it. */
function problemOf(url: string): string {
  const parsing = parseProblem(url);
  if (parsing !== undefined) return `parse ${quote(url)}: ${parsing}`;
  const [, scheme = '', rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):([^#]*)/su.exec(url) ?? [];
  if (!schemes.has(scheme.toLowerCase())) return `URL scheme must be http, https, unix, or unixs: ${url}`;
  const authority = /^\/\/([^/?]*)/u.exec(rest)?.[1] ?? '';
  const host = unescapeHost(authority.slice(authority.lastIndexOf('@') + 1));
  if (host === undefined || !isHostAndPort(host)) {
    return `URL address does not have the form "host:port": ${url}`;
  }
  return `URL must not contain a path: ${url}`;
}

/** Why Go's url.Parse refuses a text; undefined: it takes it. */
function parseProblem(url: string): string | undefined {
  const [beforeFragment = '', fragment = ''] = cut(url, '#');
  if (hasControlByte(beforeFragment)) return 'net/url: invalid control character in URL';
  if (beforeFragment.startsWith(':')) return 'missing protocol scheme';
  const escape = /%(?![0-9A-Fa-f]{2}).{0,2}/su.exec(`${withoutQuery(beforeFragment)}#${fragment}`)?.[0];
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/u.exec(beforeFragment)?.[0];
  const rest = beforeFragment.slice(scheme?.length ?? 0);
  if (scheme === undefined && !rest.startsWith('/') && /^[^/]*:/u.test(rest)) {
    return 'first path segment in URL cannot contain colon';
  }
  if (rest.startsWith('//')) {
    const authority = /^\/\/([^/?]*)/u.exec(rest)?.[1] ?? '';
    const problem = authorityProblem(authority);
    if (problem !== undefined) return problem;
  }
  const isOpaque = scheme !== undefined && !rest.startsWith('/');
  return escape === undefined || isOpaque ? undefined : `invalid URL escape ${quote(escape)}`;
}

function withoutQuery(url: string): string {
  return cut(url, '?')[0] ?? '';
}

function authorityProblem(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && normalUser(authority.slice(0, at)) === undefined) return 'net/url: invalid userinfo';
  const host = authority.slice(at + 1);
  const bracket = host.startsWith('[') ? host.lastIndexOf(']') : undefined;
  if (bracket === -1) return "missing ']' in host";
  const colon = host.lastIndexOf(':');
  const port = bracket !== undefined ? host.slice(bracket + 1) : colon < 0 ? '' : host.slice(colon);
  if (!/^(:[0-9]*)?$/u.test(port)) return `invalid port ${quote(port)} after host`;
  const wrong = /[\s\\^`{}|]/u.exec(host)?.[0];
  return wrong === undefined ? undefined : `invalid character ${quote(wrong)} in host name`;
}

/** Go's %q, of what URLs hold. */
function quote(text: string): string {
  return goQuote(encodeUtf8(text));
}

function normalUrl(url: string): string | undefined {
  const [beforeFragment = '', fragment = ''] = cut(url, '#');
  if (hasControlByte(beforeFragment) || !isEscaped(fragment)) return undefined;
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?]*)(\?.*)?$/su.exec(beforeFragment);
  const [, scheme = '', authority = '', query = ''] = match ?? [];
  if (!schemes.has(scheme.toLowerCase())) return undefined;
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : normalUser(authority.slice(0, at));
  const host = unescapeHost(authority.slice(at + 1));
  if (user === undefined || host === undefined || !isHostAndPort(host)) return undefined;
  const tail = query + (fragment === '' ? '' : `#${escapeText(decodeEscapes(fragment), isFragmentByte)}`);
  return `${scheme.toLowerCase()}://${user}${escapeText(encodeUtf8(host), isHostByte)}${tail}`;
}

function hasControlByte(text: string): boolean {
  return encodeUtf8(text).some((byte) => byte < 0x20 || byte === 0x7f);
}

function cut(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** "USER[:PASSWORD]@" in its normal form. */
function normalUser(userInfo: string): string | undefined {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/u.test(userInfo) || !isEscaped(userInfo)) return undefined;
  const parts = cut(userInfo, ':').map((part) => escapeText(decodeEscapes(part), isUserByte));
  return `${parts.join(':')}@`;
}

/** The host with its port as it is meant, or undefined where net/url finds a wrong port, escape or character. */
function unescapeHost(host: string): string | undefined {
  const bracket = host.startsWith('[') ? host.lastIndexOf(']') : undefined;
  if (bracket === -1) return undefined;
  const colon = host.lastIndexOf(':');
  const port = bracket !== undefined ? host.slice(bracket + 1) : colon < 0 ? '' : host.slice(colon);
  if (!/^(:[0-9]*)?$/u.test(port) || !isEscaped(host)) return undefined;
  const zone = bracket === undefined ? -1 : host.indexOf('%25');
  for (const escape of host.matchAll(/%(..)/gu)) {
    const byte = Number.parseInt(escape[1] ?? '', 16);
    if (zone >= 0 && escape.index > zone ? !isZoneEscape(byte) : !isHostEscape(byte)) return undefined;
  }
  const isAllowed = [...encodeUtf8(host)].every(
    (byte) => byte >= 0x80 || byte === PERCENT || isHostByte(byte),
  );
  return isAllowed ? decodeUtf8(decodeEscapes(host)) : undefined;
}

/** Go's net.SplitHostPort: one colon outside of brackets, and brackets only around the whole host. */
function isHostAndPort(host: string): boolean {
  const match = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^:[\]]*)$/u.exec(host);
  return match !== null;
}

const PERCENT = 0x25;
const BLANK = 0x20;

/** Only what is not ASCII may be escaped, and the sign of an escape itself, */
function isHostEscape(byte: number): boolean {
  return byte >= 0x80 || byte === PERCENT;
}

/** but in the zone of an IPv6 address, "[fe80::1%25eth0]", what needs none. */
function isZoneEscape(byte: number): boolean {
  return byte === PERCENT || byte === BLANK || isHostByte(byte);
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/u.test(text);
}

function decodeEscapes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length;) {
    const escape = /^%([0-9A-Fa-f]{2})/u.exec(text.slice(i, i + 3))?.[1];
    if (escape === undefined) {
      const character = String.fromCodePoint(text.codePointAt(i) ?? 0);
      bytes.push(...encodeUtf8(character));
      i += character.length;
    } else {
      bytes.push(Number.parseInt(escape, 16));
      i += 3;
    }
  }
  return Uint8Array.from(bytes);
}

function escapeText(bytes: Uint8Array, isPlain: (byte: number) => boolean): string {
  return Array.from(bytes, (byte) => (isPlain(byte) ? String.fromCharCode(byte) : escapeByte(byte))).join('');
}

function escapeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function isHostByte(byte: number): boolean {
  return /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/u.test(String.fromCharCode(byte));
}

function isUserByte(byte: number): boolean {
  return /[A-Za-z0-9\-_.~$&+,;=]/u.test(String.fromCharCode(byte));
}

function isFragmentByte(byte: number): boolean {
  return /[A-Za-z0-9\-_.~!$&'()*+,;=:/?@]/u.test(String.fromCharCode(byte));
}
