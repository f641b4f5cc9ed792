import type { HttpHead } from '../../../etcd/gateway/http.ts';
import { headerOf } from '../web/head-lines.ts';

/** What `--write-out` may tell of a transfer that is over. */
export interface Transfer {
  readonly url: string;
  readonly effectiveUrl: string;
  readonly method: string;
  readonly host: string;
  readonly port: string;
  readonly head: HttpHead | undefined;
  readonly headBytes: number;
  readonly bodyBytes: number;
  readonly sentBytes: number;
  readonly redirects: number;
  readonly ms: number;
  readonly exitCode: number;
  readonly error: string;
  readonly number: number;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(6);

const VARIABLES: Readonly<Record<string, (transfer: Transfer) => string>> = {
  http_code: ({ head }) => String(head?.status ?? 0).padStart(3, '0'),
  response_code: ({ head }) => String(head?.status ?? 0).padStart(3, '0'),
  content_type: ({ head }) => (head === undefined ? '' : (headerOf(head, 'Content-Type') ?? '')),
  redirect_url: ({ head }) => (head === undefined ? '' : (headerOf(head, 'Location') ?? '')),
  num_headers: ({ head }) => String(head === undefined ? 0 : Object.keys(head.headers).length + 2),
  size_download: ({ bodyBytes }) => String(bodyBytes),
  size_upload: ({ sentBytes }) => String(sentBytes),
  size_header: ({ headBytes }) => String(headBytes),
  url: ({ url }) => url,
  url_effective: ({ effectiveUrl }) => effectiveUrl,
  urlnum: ({ number }) => String(number),
  method: ({ method }) => method,
  num_redirects: ({ redirects }) => String(redirects),
  num_connects: ({ head }) => (head === undefined ? '0' : '1'),
  time_total: ({ ms }) => seconds(ms),
  time_starttransfer: ({ ms, head }) => seconds(head === undefined ? 0 : ms),
  time_connect: () => seconds(0),
  time_namelookup: () => seconds(0),
  time_appconnect: () => seconds(0),
  time_pretransfer: () => seconds(0),
  time_redirect: () => seconds(0),
  speed_download: ({ bodyBytes, ms }) => String(ms === 0 ? 0 : Math.floor((bodyBytes * 1000) / ms)),
  http_version: ({ head }) => (head === undefined ? '0' : '1.1'),
  scheme: ({ head }) => (head === undefined ? '' : 'HTTP'),
  remote_ip: ({ head }) => (head === undefined ? '' : '127.0.0.1'),
  remote_port: ({ head, port }) => (head === undefined ? '0' : port),
  exitcode: ({ exitCode }) => String(exitCode),
  errormsg: ({ error }) => error,
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The text of `-w` with its variables in place, by where it goes, and what is to be said of names that curl has not. */
export function writtenOut(
  format: string,
  transfer: Transfer,
): {
  readonly parts: readonly { readonly fd: 1 | 2; readonly text: string }[];
  readonly unknown: readonly string[];
} {
  const parts: { fd: 1 | 2; text: string }[] = [{ fd: 1, text: '' }];
  const unknown: string[] = [];
  const add = (text: string): void => {
    const last = parts.at(-1);
    if (last !== undefined) last.text += text;
  };
  for (const piece of format.match(/%%|%header\{[^}]*\}|%\{[^}]*\}|\\[^]|[^%\\]+|[^]/g) ?? []) {
    const [, name] = /^%\{(.*)\}$/.exec(piece) ?? [];
    const [, header] = /^%header\{(.*)\}$/.exec(piece) ?? [];
    if (piece === '%%') add('%');
    else if (header !== undefined)
      add(transfer.head === undefined ? '' : (headerOf(transfer.head, header) ?? ''));
    else if (name === 'stdout' || name === 'stderr') parts.push({ fd: name === 'stdout' ? 1 : 2, text: '' });
    else if (name === 'onerror') {
      if (transfer.exitCode === 0) break;
    } else if (name !== undefined) {
      const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
      if (variable === undefined) unknown.push(name);
      else add(variable(transfer));
    } else if (piece.startsWith('\\')) add(ESCAPES[piece.slice(1)] ?? piece);
    else add(piece);
  }
  return { parts, unknown };
}
