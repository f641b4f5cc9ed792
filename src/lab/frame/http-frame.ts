import type { HttpPort } from '../../etcd/gateway/http.ts';
import type { HttpCall } from '../../sim/clients/http-call.ts';
import type { RequestFrame } from './call-frame.ts';
import { remembered } from './remembered.ts';

/** What only an HTTP call has. */
export interface HttpPart {
  readonly method: string;
  readonly path: string;
  /** undefined: the client port. */
  readonly port: HttpPort | undefined;
  /** undefined until the answer begins. */
  readonly status: number | undefined;
}

/** An HTTP call in the form of the other calls; its number is one of the HTTP calls'. */
export type HttpFrame = RequestFrame & { readonly kind: 'http'; readonly http: HttpPart };

/** The same object as long as nothing has changed but its body. */
export const httpFrame = remembered((call: HttpCall): HttpFrame => {
  const { id, node, http, client, startedAt, endedAt, head } = call;
  const { method, path, port } = http;
  return {
    id,
    node,
    kind: 'http',
    label: `${method} ${path}`,
    client,
    consistency: undefined,
    invokedAt: startedAt,
    returnedAt: endedAt,
    status: statusOf(call),
    error: undefined,
    revision: undefined,
    staleBy: 0,
    kvs: [],
    http: { method, path, port, status: head?.status },
  };
});

/** A client's error has changed nothing; what the server could not do, or nobody has answered, may have. */
function statusOf({ end, head }: HttpCall): RequestFrame['status'] {
  if (end === undefined) return 'pending';
  const status = head?.status ?? 0;
  if (end === 'broken' || status === 0 || status >= 500) return 'unknown';
  return status >= 400 ? 'failed' : 'ok';
}
