import { concatenate } from '../../base/large-bytes.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { HttpHead } from '../../etcd/gateway/http.ts';
import { encodeBase64 } from '../../etcd/rpc/base64.ts';
import { any, type Process, type Running } from '../kernel/process.ts';
import { HttpieUsageError, readLine, type HttpieLine } from './httpie/line.ts';
import { readAll } from './lines.ts';
import { exchange, unreached } from './web/exchange.ts';
import { headLines, reasonOf } from './web/head-lines.ts';
import { parseUrl, type Url } from './web/url.ts';

const VERSION = '3.2.4';
const EXIT_FAILED = 1;
const EXIT_LATE = 2;
const USAGE = 'usage:\n    http [METHOD] URL [REQUEST_ITEM ...]\n';
const JSON_ACCEPT = 'application/json, */*;q=0.5';

/** httpie's `http`, as at a terminal without colours and formatting (`--pretty=none`): head and body. */
export function* http(process: Process): Running<number> {
  yield* any({ isReady: true });
  try {
    const line = readLine(process.argv.slice(1));
    if (typeof line === 'string') {
      process.write(1, line === 'version' ? `${VERSION}\n` : USAGE);
      return 0;
    }
    return yield* send(process, line);
  } catch (error) {
    if (!(error instanceof HttpieUsageError)) throw error;
    process.write(
      2,
      `${USAGE}\nerror:\n    ${error.message}\n\nfor more information:\n    run 'http --help' or visit https://httpie.io/docs/cli\n\n`,
    );
    return EXIT_FAILED;
  }
}

function* send(process: Process, line: HttpieLine): Running<number> {
  const text = fullUrl(line.url);
  const url = parseUrl(text);
  if (url === undefined || url.scheme !== 'http') {
    process.write(2, `\nhttp: error: InvalidURL: Failed to parse: ${text}\n\n`);
    return EXIT_FAILED;
  }
  const target = withQuery(url, line);
  const body = yield* bodyOf(process, line);
  const method = body !== undefined && !line.hasMethod ? 'POST' : line.method;
  const headers = headersOf(line, url, body, method);
  const shownHeaders = [
    ...headers.filter(([name]) => name !== 'Host'),
    ...headers.filter(([name]) => name === 'Host'),
  ];
  if (line.print.includes('H'))
    process.write(
      1,
      [
        `${method} ${target} HTTP/1.1`,
        ...shownHeaders.map(([name, value]) => `${name}: ${value}`),
        '',
        '',
      ].join('\r\n'),
    );
  if (line.print.includes('B') && body !== undefined) process.write(1, body);
  if (line.isOffline) return 0;
  if (/[HB]/.test(line.print) && /[hb]/.test(line.print)) process.write(1, '\n\n');
  return yield* call(process, line, url, { method, path: target, headers, body });
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
}

function* call(process: Process, line: HttpieLine, url: Url, sent: Sent): Running<number> {
  const { host, port } = url;
  const missing = unreached(process, host, port);
  if (missing !== undefined) {
    process.write(2, `\nhttp: error: ConnectionError: ${unreachedText(missing, url, sent)}\n\n`);
    return EXIT_FAILED;
  }
  const late = line.timeoutMs === undefined ? undefined : process.timer(line.timeoutMs);
  const seen: { head?: HttpHead } = {};
  const end = yield* exchange(
    process,
    `${host}:${port}`,
    {
      method: sent.method,
      path: sent.path,
      headers: Object.fromEntries(sent.headers.map(([name, value]) => [name.toLowerCase(), value])),
      body: sent.body ?? new Uint8Array(0),
    },
    {
      head: (head, length) => {
        seen.head = head;
        const all = headLines(head, length, process.nowMs);
        if (line.print.includes('h')) process.write(1, [...all, '', ''].join('\r\n'));
        else if (line.checksStatus && head.status >= 300)
          process.write(2, `\nhttp: warning: HTTP ${head.status} ${reasonOf(head.status)}\n\n`);
      },
      body: (bytes) => {
        if (line.print.includes('b')) process.write(1, bytes);
      },
    },
    late,
  );
  late?.cancel();
  if (end === 'late') {
    if (seen.head === undefined) {
      process.write(2, `\nhttp: error: Request timed out (${(line.timeoutMs ?? 0) / 1000}s).\n`);
      return EXIT_LATE;
    }
    process.write(
      2,
      `\nhttp: error: ConnectionError: HTTPConnectionPool(host='${host}', port=${port}): Read timed out.\n\n`,
    );
    return EXIT_FAILED;
  }
  if (end === 'broken' || seen.head === undefined) {
    process.write(
      2,
      "\nhttp: error: ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))\n\n",
    );
    return EXIT_FAILED;
  }
  if (line.print.includes('b')) process.write(1, '\n');
  const kind = Math.floor(seen.head.status / 100);
  return line.checksStatus && kind >= 3 ? kind : 0;
}

function unreachedText(missing: 'noHost' | 'refused', { host, port }: Url, { method, path }: Sent): string {
  const cause =
    missing === 'refused'
      ? `NewConnectionError("HTTPConnection(host='${host}', port=${port}): Failed to establish a new connection: [Errno 111] Connection refused")`
      : `NameResolutionError("HTTPConnection(host='${host}', port=${port}): Failed to resolve '${host}' ([Errno -2] Name or service not known)")`;
  return `HTTPConnectionPool(host='${host}', port=${port}): Max retries exceeded with url: ${path} (Caused by ${cause}) while doing a ${method} request to URL: http://${host}:${port}${path}`;
}

/** `:2379/x` and `:/x` mean localhost; what has no scheme means http. */
function fullUrl(text: string): string {
  const [, port, rest] = /^:(?!:)(\d*)(\/?.*)$/.exec(text) ?? [];
  if (port !== undefined) return `http://localhost${port === '' ? '' : `:${port}`}${rest ?? ''}`;
  return text.includes('://') ? text : `http://${text}`;
}

function withQuery({ target }: Url, { query }: HttpieLine): string {
  if (query.length === 0) return target;
  return `${target}${target.includes('?') ? '&' : '?'}${formOf(query)}`;
}

const quoted = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');

/** As Python's urlencode writes them. */
function formOf(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${quoted(name)}=${quoted(value)}`).join('&');
}

/** As Python's json.dumps writes it. */
function jsonOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${jsonOf(each)}`)
    .join(', ')}}`;
}

function* bodyOf(process: Process, line: HttpieLine): Running<Uint8Array | undefined> {
  if (line.raw !== undefined) return encodeUtf8(line.raw);
  if (line.fields.length > 0) {
    if (line.isForm) return encodeUtf8(formOf(line.fields.map(({ name, value }) => [name, value])));
    const fields = line.fields.map(
      ({ name, value, isJson }) =>
        `${JSON.stringify(name)}: ${isJson ? jsonOf(JSON.parse(value)) : JSON.stringify(value)}`,
    );
    return encodeUtf8(`{${fields.join(', ')}}`);
  }
  // At a terminal nothing is read; what comes through a pipe is there already, or its writer is at work.
  if (!line.readsStdin || !process.stdin.isReady) return undefined;
  const bytes = concatenate(yield* readAll(process.stdin));
  return bytes.length === 0 ? undefined : bytes;
}

function headersOf(
  line: HttpieLine,
  { host, port, user }: Url,
  body: Uint8Array | undefined,
  method: string,
): readonly (readonly [string, string])[] {
  const isJson = body !== undefined && !line.isForm;
  const auth = line.auth ?? user;
  const base: (readonly [string, string | undefined])[] = [
    ['Host', port === '80' ? host : `${host}:${port}`],
    ['Accept-Encoding', 'gzip, deflate'],
    ['Accept', isJson ? undefined : '*/*'],
    ['Connection', 'keep-alive'],
    [
      'Content-Length',
      body === undefined
        ? ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)
          ? '0'
          : undefined
        : String(body.length),
    ],
    ['User-Agent', `HTTPie/${VERSION}`],
    ['Accept', isJson ? JSON_ACCEPT : undefined],
    [
      'Content-Type',
      body === undefined
        ? undefined
        : line.isForm
          ? 'application/x-www-form-urlencoded; charset=utf-8'
          : 'application/json',
    ],
    ['Authorization', auth === undefined ? undefined : `Basic ${encodeBase64(encodeUtf8(auth))}`],
  ];
  const isGiven = (name: string): boolean =>
    line.headers.some(([each]) => each.toLowerCase() === name.toLowerCase());
  const kept = base.filter(([name]) => !isGiven(name));
  return [...kept, ...line.headers].flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}
