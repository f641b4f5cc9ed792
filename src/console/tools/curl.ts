import { encodeBase64 } from '../../etcd/rpc/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { HttpHead, HttpRequest } from '../../etcd/gateway/http.ts';
import { any, type Process, type Reply, type Running } from '../kernel/process.ts';
import { asQuery, dataOf, fileOf, hasData } from './curl/data.ts';
import { GlobError, globbed } from './curl/glob.ts';
import { readOptions, type CurlOptions } from './curl/options.ts';
import { writtenOut, type Transfer } from './curl/write-out.ts';
import { exchange, unreached } from './web/exchange.ts';
import { headerOf, headLines } from './web/head-lines.ts';
import { parseUrl, type Url } from './web/url.ts';

const VERSION = '7.88.1';
const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const EXIT = {
  noProtocol: 1,
  wrongLine: 2,
  wrongUrl: 3,
  noHost: 6,
  noConnection: 7,
  broken: 18,
  httpError: 22,
  notWritten: 23,
  late: 28,
  noTls: 35,
  redirects: 47,
  nothing: 52,
} as const;
const REDIRECTS_MAX = 50;

const HELP = `Usage: curl [options...] <url>
${(
  [
    ['-d, --data <data>', 'HTTP POST data'],
    ['-f, --fail', 'Fail fast with no output on HTTP errors'],
    ['-h, --help <category>', 'Get help for commands'],
    ['-i, --include', 'Include protocol response headers in the output'],
    ['-o, --output <file>', 'Write to file instead of stdout'],
    ['-O, --remote-name', 'Write output to a file named as the remote file'],
    ['-s, --silent', 'Silent mode'],
    ['-T, --upload-file <file>', 'Transfer local FILE to destination'],
    ['-u, --user <user:password>', 'Server user and password'],
    ['-A, --user-agent <name>', 'Send User-Agent <name> to server'],
    ['-v, --verbose', 'Make the operation more talkative'],
    ['-V, --version', 'Show version number and quit'],
  ] as const
)
  .map(([option, does]) => ` ${option.padEnd(26)} ${does}\n`)
  .join('')}`;

/** A transfer that failed: curl's number and words. */
class CurlError extends Error {
  override name = 'CurlError';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** `curl [options] URL…`, as curl 7.88 at a terminal: no progress meter. */
export function* curl(process: Process): Running<number> {
  yield* any({ isReady: true });
  const options = readOptions(process.argv.slice(1));
  if (typeof options === 'string') {
    process.write(2, `curl: ${options}\n${TRY_HELP}`);
    return EXIT.wrongLine;
  }
  if (options.has('help')) {
    process.write(1, HELP);
    return 0;
  }
  if (options.has('version')) {
    process.write(1, `curl ${VERSION}\nProtocols: http\n`);
    return 0;
  }
  const urls = options.list('url');
  if (urls.length === 0) {
    process.write(2, process.argv.length > 1 ? `curl: no URL specified!\n${TRY_HELP}` : TRY_HELP);
    return EXIT.wrongLine;
  }
  if (options.has('head') && hasData(options) && !options.has('get')) {
    process.write(
      2,
      'Warning: You can only select one HTTP request method! You asked for both POST \nWarning: (-d, --data) and HEAD (-I, --head).\n',
    );
    return EXIT.wrongLine;
  }
  return yield* new Curl(process, options).all(urls);
}

class Curl {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #isSilent: boolean;
  readonly #late: Reply<true> | undefined;
  readonly #beganMs: number;
  /** Where answers go, each of `-o` and `-O` for one URL. */
  readonly #outputs: { readonly name: string; readonly value: string }[];
  /** Files that this line has begun to write. */
  readonly #begun = new Set<string>();

  constructor(process: Process, options: CurlOptions) {
    this.#process = process;
    this.#options = options;
    this.#isSilent = options.has('silent');
    this.#beganMs = process.nowMs;
    const seconds = Number(options.values.get('max-time') ?? '0');
    this.#late = seconds > 0 ? process.timer(seconds * 1000) : undefined;
    this.#outputs = options.lists.filter(({ name }) => name === 'output' || name === 'remote-name');
  }

  *all(urls: readonly string[]): Running<number> {
    let code = 0;
    let number = 0;
    try {
      const data = yield* this.#data();
      for (const text of urls) {
        const output = this.#outputs.shift();
        const each = this.#globbed(text);
        if (typeof each === 'number') return each;
        for (const url of each) {
          code = yield* this.#one(url, data, output, number++);
          if (code !== 0 && this.#options.has('fail-early')) return code;
        }
      }
    } finally {
      this.#late?.cancel();
    }
    return code;
  }

  #globbed(text: string): readonly string[] | number {
    if (this.#options.has('globoff')) return [text];
    try {
      return globbed(text);
    } catch (error) {
      if (!(error instanceof GlobError)) throw error;
      this.#tell(`curl: (${EXIT.wrongUrl}) ${error.message}\n`);
      return EXIT.wrongUrl;
    }
  }

  /** What is sent; undefined: nothing. */
  *#data(): Running<Uint8Array | undefined> {
    const warn = (text: string): void => {
      if (!this.#isSilent) this.#process.write(2, `Warning: ${text}\n`);
    };
    const upload = this.#options.values.get('upload-file');
    if (upload !== undefined) return yield* fileOf(this.#process, upload, upload, warn);
    return hasData(this.#options) ? yield* dataOf(this.#process, this.#options, warn) : undefined;
  }

  #tell(text: string): void {
    if (!this.#isSilent || this.#options.has('show-error')) this.#process.write(2, text);
  }

  *#one(
    text: string,
    data: Uint8Array | undefined,
    output: { readonly name: string; readonly value: string } | undefined,
    number: number,
  ): Running<number> {
    const from = this.#process.nowMs;
    const seen = {
      method: '',
      effectiveUrl: text,
      host: '',
      port: '',
      head: undefined as HttpHead | undefined,
      headBytes: 0,
      bodyBytes: 0,
      sentBytes: data?.length ?? 0,
      redirects: 0,
    };
    let exitCode = 0;
    let error = '';
    try {
      yield* this.#transfer(text, data, output, seen);
    } catch (problem) {
      if (!(problem instanceof CurlError)) throw problem;
      exitCode = problem.code;
      error = problem.message;
    }
    this.#writeOut({ ...seen, url: text, ms: this.#process.nowMs - from, exitCode, error, number });
    if (error !== '') this.#tell(`curl: (${exitCode}) ${error}\n`);
    return exitCode;
  }

  #writeOut(transfer: Transfer): void {
    const given = this.#options.values.get('write-out');
    if (given === undefined) return;
    const file = given.startsWith('@') ? this.#process.files.read(given.slice(1)) : undefined;
    const { parts, unknown } = writtenOut(file === undefined ? given : decodeUtf8(file), transfer);
    for (const name of unknown) this.#process.write(2, `curl: unknown --write-out variable: '${name}'\n`);
    for (const { fd, text } of parts) if (text !== '') this.#process.write(fd, text);
  }

  *#transfer(
    text: string,
    data: Uint8Array | undefined,
    output: { readonly name: string; readonly value: string } | undefined,
    seen: {
      method: string;
      effectiveUrl: string;
      host: string;
      port: string;
      head: HttpHead | undefined;
      headBytes: number;
      bodyBytes: number;
      redirects: number;
    },
  ): Running<void> {
    const options = this.#options;
    let url = this.#url(text, options.has('get') ? data : undefined);
    const to = this.#outputOf(output, url);
    let body = options.has('get') ? undefined : data;
    let method =
      options.values.get('request') ??
      (options.has('head')
        ? 'HEAD'
        : options.has('upload-file')
          ? 'PUT'
          : body === undefined
            ? 'GET'
            : 'POST');
    for (;;) {
      Object.assign(seen, { method, host: url.host, port: url.port });
      seen.effectiveUrl =
        seen.redirects === 0 ? text : `${url.scheme}://${url.host}:${url.port}${url.target}`;
      const head = yield* this.#call(url, method, body, to, seen);
      const where = head.status >= 300 && head.status < 400 ? headerOf(head, 'Location') : undefined;
      if (!options.has('location') || where === undefined) break;
      if (++seen.redirects > Number(options.values.get('max-redirs') ?? REDIRECTS_MAX)) {
        const most = options.values.get('max-redirs') ?? REDIRECTS_MAX;
        throw new CurlError(EXIT.redirects, `Maximum (${most}) redirects followed`);
      }
      url = this.#url(where.startsWith('/') ? `${url.scheme}://${url.host}:${url.port}${where}` : where);
      if (head.status < 304 && method === 'POST') {
        method = options.values.get('request') ?? 'GET';
        body = undefined;
      }
    }
  }

  /** `query`: what `-G` puts behind it. */
  #url(text: string, query?: Uint8Array): Url {
    const url = parseUrl(text);
    const added = query === undefined ? '' : asQuery(query);
    if (url === undefined || /\s/.test(added))
      throw new CurlError(EXIT.wrongUrl, 'URL using bad/illegal format or missing URL');
    if (!['http', 'https'].includes(url.scheme))
      throw new CurlError(EXIT.noProtocol, `Protocol "${url.scheme}" not supported or disabled in libcurl`);
    if (added === '') return url;
    const whole = parseUrl(
      `${url.scheme}://${url.host}${url.target}${url.target.includes('?') ? '&' : '?'}${added}`,
    );
    return { ...url, target: whole?.target ?? url.target };
  }

  #outputOf(
    output: { readonly name: string; readonly value: string } | undefined,
    url: Url,
  ): (bytes: Uint8Array) => void {
    const [, last = ''] = /([^/?]*)(?:\?.*)?$/.exec(url.target) ?? [];
    const name = output?.name === 'remote-name' ? last : output?.value;
    if (output?.name === 'remote-name' && name === '') {
      this.#process.write(2, 'curl: Remote file name has no length!\n');
      throw new CurlError(EXIT.notWritten, 'Failed writing received data to disk/application');
    }
    if (name === undefined || name === '-' || name === '/dev/stdout')
      return (bytes) => this.#process.write(1, bytes);
    return this.#file(name);
  }

  /** A file of the console: what was in it goes with the first bytes. */
  #file(name: string): (bytes: Uint8Array) => void {
    return (bytes) => {
      if (name === '/dev/null') return;
      if (this.#begun.has(name)) this.#process.files.append(name, bytes);
      else this.#process.files.write(name, bytes);
      this.#begun.add(name);
    };
  }

  /** One request and what comes of it. */
  *#call(
    url: Url,
    method: string,
    body: Uint8Array | undefined,
    to: (bytes: Uint8Array) => void,
    seen: { head: HttpHead | undefined; headBytes: number; bodyBytes: number },
  ): Running<HttpHead> {
    const options = this.#options;
    const { host, port } = url;
    const isTalking = options.has('verbose');
    const say = (text: string): void => {
      if (isTalking) this.#process.write(2, text);
    };
    const address = host === 'localhost' ? '127.0.0.1' : host;
    const missing = unreached(this.#process, host, port);
    if (missing === 'noHost') {
      say(`* Could not resolve host: ${host}\n* Closing connection 0\n`);
      throw new CurlError(EXIT.noHost, `Could not resolve host: ${host}`);
    }
    say(`*   Trying ${address}:${port}...\n`);
    if (missing === 'refused') {
      const failed = `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`;
      say(
        `* connect to ${address} port ${port} failed: Connection refused\n* ${failed}\n* Closing connection 0\n`,
      );
      throw new CurlError(EXIT.noConnection, failed);
    }
    say(`* Connected to ${host} (${address}) port ${port} (#0)\n`);
    if (url.scheme === 'https') {
      say('* Closing connection 0\n');
      const failed = `OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to ${host}:${port} `;
      throw new CurlError(EXIT.noTls, failed);
    }
    const headers = this.#headers(url, body);
    const [user] = (options.values.get('user') ?? url.user ?? '').split(':');
    if (user !== '') say(`* Server auth using Basic with user '${user ?? ''}'\n`);
    const lines = [
      `${method} ${url.target} HTTP/1.1`,
      ...headers.map(([name, value]) => lineOf(name, value)),
    ];
    say([...lines, ''].map((line) => `> ${line}\r\n`).join(''));
    const request: HttpRequest = {
      method,
      path: url.target,
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      body: body ?? new Uint8Array(0),
    };
    let isQuiet = method === 'HEAD';
    const showsHead = options.has('include') || options.has('head');
    const dump = options.values.get('dump-header');
    const toDump = dump === undefined || dump === '-' ? to : this.#file(dump);
    const end = yield* exchange(
      this.#process,
      `${host}:${port}`,
      request,
      {
        head: (head, length) => {
          seen.head = head;
          const all = headLines(head, length, this.#process.nowMs);
          const bytes = encodeUtf8([...all, ''].map((line) => `${line}\r\n`).join(''));
          seen.headBytes += bytes.length;
          say([...all, ''].map((line) => `< ${line}\r\n`).join(''));
          if (showsHead) to(bytes);
          if (dump !== undefined) toDump(bytes);
          // With -L a redirection's body is passed over.
          if (options.has('location') && headerOf(head, 'Location') !== undefined) isQuiet = true;
          if (head.status >= 400 && options.has('fail')) isQuiet = true;
        },
        body: (bytes) => {
          if (isQuiet) return;
          seen.bodyBytes += bytes.length;
          to(bytes);
        },
      },
      this.#late,
    );
    const { head } = seen;
    this.#checkEnd(end, head, seen.bodyBytes, say);
    say(`* Connection #0 to host ${host} left intact\n`);
    return head ?? { status: 0, headers: {} };
  }

  #checkEnd(
    end: 'served' | 'broken' | 'late',
    head: HttpHead | undefined,
    bodyBytes: number,
    say: (text: string) => void,
  ): void {
    const failed = (code: number, message: string): CurlError => {
      say(`* ${message}\n* Closing connection 0\n`);
      return new CurlError(code, message);
    };
    if (end === 'late') {
      const ms = Math.round(this.#process.nowMs - this.#beganMs);
      const got = `with ${bodyBytes} bytes received`;
      throw failed(EXIT.late, `Operation timed out after ${ms} milliseconds ${got}`);
    }
    if (head === undefined) throw failed(EXIT.nothing, 'Empty reply from server');
    if (head.status >= 400 && (this.#options.has('fail') || this.#options.has('fail-with-body')))
      throw failed(EXIT.httpError, `The requested URL returned error: ${head.status}`);
    if (end === 'broken') throw failed(EXIT.broken, 'transfer closed with outstanding read data remaining');
  }

  /** In curl's order: its own, with what -H puts in their places, what -H adds, those of the body. */
  #headers(url: Url, body: Uint8Array | undefined): readonly (readonly [name: string, value: string])[] {
    const options = this.#options;
    const json = options.list('json').length > 0;
    const own = options.list('header').map((text) => {
      const [, name = text, sign = '', value = ''] = /^([^:;]*)([:;])\s*([^]*)$/.exec(text) ?? [];
      return { name: name.trim(), value, isEmpty: sign === ';' };
    });
    if (json && !own.some(({ name }) => name.toLowerCase() === 'content-type'))
      own.push({ name: 'Content-Type', value: 'application/json', isEmpty: false });
    if (json && !own.some(({ name }) => name.toLowerCase() === 'accept'))
      own.push({ name: 'Accept', value: 'application/json', isEmpty: false });
    const isGiven = (name: string): boolean =>
      own.some((each) => each.name.toLowerCase() === name.toLowerCase());
    const user = options.values.get('user') ?? url.user;
    const port = url.port === '80' ? '' : `:${url.port}`;
    const first: (readonly [string, string | undefined])[] = [
      ['Host', own.find(({ name }) => name.toLowerCase() === 'host')?.value ?? `${url.host}${port}`],
      [
        'Authorization',
        user === undefined || isGiven('authorization')
          ? undefined
          : `Basic ${encodeBase64(encodeUtf8(user.includes(':') ? user : `${user}:`))}`,
      ],
      [
        'User-Agent',
        isGiven('user-agent') ? undefined : (options.values.get('user-agent') ?? `curl/${VERSION}`),
      ],
      ['Accept', isGiven('accept') ? undefined : '*/*'],
      ['Referer', isGiven('referer') ? undefined : options.values.get('referer')],
      ['Cookie', isGiven('cookie') ? undefined : options.values.get('cookie')],
    ];
    const added = own
      .filter(({ name, value, isEmpty }) => name.toLowerCase() !== 'host' && (value !== '' || isEmpty))
      .map(({ name, value }) => [name, value] as const);
    const last: (readonly [string, string | undefined])[] =
      body === undefined
        ? []
        : [
            ['Content-Length', isGiven('content-length') ? undefined : String(body.length)],
            [
              'Content-Type',
              isGiven('content-type') || options.has('upload-file')
                ? undefined
                : 'application/x-www-form-urlencoded',
            ],
          ];
    const all = [...first, ...added, ...last];
    return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  }
}

function lineOf(name: string, value: string): string {
  return value === '' ? `${name}:` : `${name}: ${value}`;
}
