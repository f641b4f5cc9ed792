import type { V2Request } from '../command.ts';

/** A request to the v2 tree with nothing said but this. */
export function v2Operation(
  method: string,
  path: string,
  value = '',
  more: Partial<Omit<V2Request, 'type' | 'method' | 'path' | 'value'>> = {},
): V2Request {
  return {
    type: 'v2',
    method,
    path,
    value,
    dir: false,
    prevValue: '',
    prevIndex: 0n,
    prevExist: undefined,
    expiration: 0n,
    wait: false,
    since: 0n,
    recursive: false,
    sorted: false,
    quorum: false,
    time: 0n,
    stream: false,
    refresh: undefined,
    ...more,
  };
}
