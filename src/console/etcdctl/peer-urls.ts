import { quote } from '../text/go-quote.ts';

/**
 * Checks URLs as etcd's pkg/types does for --peer-urls and --initial-cluster; each comes back without blanks around it.
 * Throws an Error in Go's words.
 */
export function checkUrls(urls: readonly string[]): readonly string[] {
  if (urls.length === 0) throw new Error('no valid URLs given');
  return urls.map((url) => checkUrl(url.trim()));
}

function checkUrl(url: string): string {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    const failure = parseFailure(url);
    if (failure !== undefined) throw new Error(`parse ${quote(url)}: ${failure}`);
  }
  if (scheme === undefined || !/^(http|https|unix|unixs)$/.test(scheme)) {
    throw new Error(`URL scheme must be http, https, unix, or unixs: ${url}`);
  }
  const [, authority = '', path = ''] = /^[^:]*:(?:\/\/([^/?#]*))?([^?#]*)/.exec(url) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /:(?<port>[^\]:]*)$/.exec(host)?.groups?.['port'];
  if (port !== undefined && !/^\d*$/.test(port)) {
    throw new Error(`parse ${quote(url)}: invalid port ${quote(`:${port}`)} after host`);
  }
  if (!/^[^:]*:[^:]*$|^\[[^\]]*\]:[^:]*$/.test(host)) {
    throw new Error(`URL address does not have the form "host:port": ${url}`);
  }
  if (path !== '') throw new Error(`URL must not contain a path: ${url}`);
  return url;
}

/** What Go's url.Parse makes of a text without a scheme. */
function parseFailure(url: string): string | undefined {
  if (url.startsWith(':')) return 'missing protocol scheme';
  const first = url.split('/')[0] ?? '';
  return first.includes(':') ? 'first path segment in URL cannot contain colon' : undefined;
}
