import { RUN_BEGINS_MS } from '../../../base/run-begins.ts';
import type { HttpHead } from '../../../etcd/gateway/http.ts';

/** Go's net/http has these words for the codes that etcd and its gateway answer with. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  499: 'status code 499',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function reasonOf(status: number): string {
  return REASONS[status] ?? `status code ${status}`;
}

/**
 * The lines of an answer's head as Go writes it: what the handler set by name, then what the server adds. `length`: of the body,
 * where it was whole when the head was sent; undefined: it comes in chunks.
 */
export function headLines(
  { status, headers }: HttpHead,
  length: number | undefined,
  nowMs: number,
): readonly string[] {
  const own = Object.entries(headers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}: ${value}`);
  const date = `Date: ${new Date(RUN_BEGINS_MS + Math.floor(nowMs)).toUTCString()}`;
  const hasBody = status !== 204 && status !== 304 && status >= 200;
  const carried = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  return [`HTTP/1.1 ${status} ${reasonOf(status)}`, ...own, date, ...(hasBody ? [carried] : [])];
}

export function headerOf({ headers }: HttpHead, name: string): string | undefined {
  return Object.entries(headers).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}
