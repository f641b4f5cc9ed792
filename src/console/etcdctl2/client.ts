import { drawInt } from '../../base/random.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { encodeBase64 } from '../../etcd/rpc/base64.ts';
import type { Process, Running } from '../kernel/process.ts';
import { quote } from '../text/go-quote.ts';
import { cleanPath, formatUrl, parseUrl, type GoUrl } from '../text/go-url.ts';
import { ClientError, ClusterError, NO_ENDPOINTS } from './client-error.ts';
import { roundTrip, type HttpAnswer, type HttpCall } from './http.ts';

/** What is asked, the same at whichever endpoint. */
export interface Action {
  readonly method: string;
  /** From what the endpoint's own path is. */
  readonly pathAt: (endpointPath: string) => string;
  /** With its `?`. */
  readonly query?: string;
  readonly type?: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body?: string;
  /** It stays until something happens: no time-out for the answer to begin. */
  readonly isWait?: true;
  /** It is tried at one endpoint only, for it may have been done already. */
  readonly isOneShot?: true;
}

export interface ClientSettings {
  readonly endpoints: readonly string[];
  readonly credentials: { readonly name: string; readonly password: string } | undefined;
  /** --timeout; 0 and less: none. */
  readonly headTimeoutMs: number;
  /** --debug: each call is told as a line of curl. */
  readonly isTold: boolean;
}

/** More than this is no way, but a circle. */
const REDIRECTS_MAX = 10;
const STATUS_TEXT: Readonly<Record<number, string>> = {
  501: 'Not Implemented',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/** etcd's client package of the old API: endpoints in an order by chance, one after the other until one has answered. */
export class Client {
  readonly #process: Process;
  readonly #settings: ClientSettings;
  #urls: readonly GoUrl[];
  /** Where the last call was answered. */
  #pinned = 0;

  /** Throws an Error in Go's words: an endpoint is no URL. */
  constructor(process: Process, settings: ClientSettings) {
    this.#process = process;
    this.#settings = settings;
    this.#urls = this.#shuffled(settings.endpoints.map(parseUrl));
  }

  get endpoints(): readonly string[] {
    return this.#urls.map(formatUrl);
  }

  /** Throws ClientError. `until`: the instant when the command's time is over. */
  *do(action: Action, until: number): Running<HttpAnswer> {
    const errors: ClientError[] = [];
    const urls = this.#urls;
    if (urls.length === 0) throw new ClientError(NO_ENDPOINTS, false);
    const first = this.#pinned;
    for (let i = first; i < first + urls.length; i++) {
      const at = i % urls.length;
      const url = urls[at];
      if (url === undefined) break;
      const ended = yield* this.#attempt(action, url, until);
      if (!(ended instanceof ClientError)) {
        this.#pinned = at;
        return ended;
      }
      errors.push(ended);
      if (action.isOneShot === true) {
        this.#pinned = (at + 1) % urls.length;
        throw ended;
      }
    }
    throw new ClusterError(errors);
  }

  /** From now on these are the endpoints; nothing changes if they are the same ones. Throws an Error: one is no URL. */
  setEndpoints(urls: readonly string[]): void {
    const now = [...this.endpoints].sort();
    if (now.length === urls.length && urls.toSorted().every((url, i) => url === now[i])) return;
    this.#urls = this.#shuffled(urls.map(parseUrl));
    this.#pinned = 0;
  }

  /** What went wrong at this one endpoint; the command's time being over is thrown. */
  *#attempt(action: Action, url: GoUrl, until: number): Running<HttpAnswer | ClientError> {
    try {
      const answer = yield* this.#follow(this.#callAt(action, url), action, until);
      if (Math.floor(answer.status / 100) !== 5) return answer;
      return new ClientError(serverProblem(formatUrl(url), answer.status), false);
    } catch (error) {
      if (!(error instanceof ClientError) || error.name === 'DeadlineError') throw error;
      return error;
    }
  }

  *#follow(first: HttpCall, action: Action, until: number): Running<HttpAnswer> {
    let url = first.url;
    for (let i = 0; i <= REDIRECTS_MAX; i++) {
      const call: HttpCall = { ...first, url };
      this.#tell(call);
      const { nowMs } = this.#process;
      const { headTimeoutMs } = this.#settings;
      const head = action.isWait === true || headTimeoutMs <= 0 ? Infinity : nowMs + headTimeoutMs;
      const answer = yield* roundTrip(this.#process, call, { head, whole: until });
      if (Math.floor(answer.status / 100) !== 3) return answer;
      const place = answer.headers['Location'] ?? '';
      if (place === '') throw new ClientError('location header not set', false);
      url = locationOf(place);
    }
    throw new ClientError('client: too many redirects', false);
  }

  #callAt({ method, pathAt, query = '', type, body }: Action, url: GoUrl): HttpCall {
    const { credentials } = this.#settings;
    const headers: Record<string, string> = {};
    if (type !== undefined) headers['content-type'] = type;
    if (credentials !== undefined) {
      const { name, password } = credentials;
      headers['authorization'] = `Basic ${encodeBase64(encodeUtf8(`${name}:${password}`))}`;
    }
    const at = { ...url, path: pathAt(url.path), query };
    return { method, url: at, headers, ...(body === undefined ? {} : { body }) };
  }

  #tell({ method, url, body }: HttpCall): void {
    if (!this.#settings.isTold) return;
    const data = body === undefined ? '' : ` -d ${quote(body)}`;
    this.#process.write(2, `cURL Command: curl -X ${method} ${formatUrl(url)}${data}\n`);
  }

  #shuffled(urls: readonly GoUrl[]): readonly GoUrl[] {
    const shuffled: GoUrl[] = [];
    for (const [i, url] of urls.entries()) {
      const j = drawInt(this.#process.dice, 0, i);
      shuffled.push(shuffled[j] ?? url);
      shuffled[j] = url;
    }
    return shuffled;
  }
}

/** The path of a call beneath an endpoint (Go: path.Join). */
export function pathBeneath(...parts: readonly string[]): (endpointPath: string) => string {
  return (endpointPath) => cleanPath([endpointPath, ...parts].filter((part) => part !== '').join('/'));
}

function locationOf(place: string): GoUrl {
  try {
    return parseUrl(place);
  } catch {
    throw new ClientError(`location header not valid URL: ${place}`, false);
  }
}

function serverProblem(endpoint: string, status: number): string {
  if (status === 500 || status === 503) return `client: etcd member ${endpoint} has no leader`;
  return `client: etcd member ${endpoint} returns server error [${STATUS_TEXT[status] ?? ''}]`;
}
