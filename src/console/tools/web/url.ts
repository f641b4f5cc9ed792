/** A URL's parts, as they are: nothing is decoded. */
export interface Url {
  readonly scheme: string;
  /** `name:password`, where the URL has them. */
  readonly user: string | undefined;
  readonly host: string;
  readonly port: string;
  /** Path and query, without the fragment; at least `/`. */
  readonly target: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ftp: '21' };

/** Undefined: it is no URL. What is said without a scheme is meant as http. */
export function parseUrl(text: string): Url | undefined {
  const [, scheme = 'http', rest] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([!-~\u0080-\uffff]+)$/.exec(text) ?? [];
  if (rest === undefined || text.endsWith('://')) return undefined;
  const [, authority = '', target = ''] = /^([^/?#]*)([^#]*)/.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : decoded(authority.slice(0, at));
  const [, host, port] = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]+)(?::(\d*))?$/.exec(authority.slice(at + 1)) ?? [];
  if (host === undefined || Number(port ?? '0') > 65_535) return undefined;
  const lower = scheme.toLowerCase();
  return {
    scheme: lower,
    user,
    host: host.toLowerCase(),
    port: port === undefined || port === '' ? (DEFAULT_PORTS[lower] ?? '') : port,
    target: withoutDots(target.startsWith('/') ? target : `/${target}`),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `.` and `..` of a path gone, as RFC 3986 wants it; what no request line can have is encoded. */
function withoutDots(target: string): string {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  const kept: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (part === '..') kept.pop();
    if (part !== '.' && part !== '..') kept.push(part);
    else if (isLast) kept.push('');
  }
  const rest = query < 0 ? '' : target.slice(query);
  return `/${kept.join('/')}${rest}`.replace(/[^!-~]+/g, (text) => encodeURIComponent(text).toLowerCase());
}
