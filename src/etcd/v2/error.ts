import { jsonOfText } from '../rpc/json-write.ts';

/** Why a v2 request is refused (etcd: v2error.Error). Plain data: it goes to clients as it stands. */
export interface V2Error {
  readonly code: V2ErrorCode;
  readonly cause: string;
  /** Of the store when it was refused; 0 where no store was asked. */
  readonly index: number;
}

export type V2ErrorCode = keyof typeof messages;

/** etcd's numbers and words for them. */
const messages = {
  100: 'Key not found',
  101: 'Compare failed',
  102: 'Not a file',
  103: 'Reached the max number of peers in the cluster',
  104: 'Not a directory',
  105: 'Key already exists',
  106: 'The prefix of given key is a keyword in etcd',
  107: 'Root is read only',
  108: 'Directory not empty',
  109: 'Peer address has existed',
  110: 'The request requires user authentication',
  200: 'Value is Required in POST form',
  201: 'PrevValue is Required in POST form',
  202: 'The given TTL in POST form is not a number',
  203: 'The given index in POST form is not a number',
  204: 'Value or TTL is required in POST form',
  205: 'The given timeout in POST form is not a number',
  206: 'Name is required in POST form',
  207: 'Index or value is required',
  208: 'Index and value cannot both be specified',
  209: 'Invalid field',
  210: 'Invalid POST form',
  211: 'Value provided on refresh',
  212: 'A TTL must be provided on refresh',
  300: 'Raft Internal Error',
  301: 'During Leader Election',
  400: 'watcher is cleared due to etcd recovery',
  401: 'The event in requested index is outdated and cleared',
} as const;

/** The HTTP status of each; of those that are not here 400. */
const statuses: Readonly<Partial<Record<V2ErrorCode, number>>> = {
  100: 404,
  101: 412,
  102: 403,
  105: 412,
  108: 403,
  110: 401,
  300: 500,
  301: 500,
};

export function v2Error(code: V2ErrorCode, cause: string, index: number): V2Error {
  return { code, cause, index };
}

export function messageOfV2Error(code: V2ErrorCode): string {
  return messages[code];
}

export function statusOfV2Error(code: V2ErrorCode): number {
  return statuses[code] ?? 400;
}

/** `{"errorCode":100,"message":"Key not found","cause":"/a","index":3}`, without a line end. */
export function jsonOfV2Error({ code, cause, index }: V2Error): string {
  const why = cause === '' ? '' : `,"cause":${jsonOfText(cause)}`;
  return `{"errorCode":${code},"message":${jsonOfText(messages[code])}${why},"index":${index}}`;
}
