import type { ConcurrencyRequest } from '../concurrency-request.ts';
import type { ClientOperation, LeaseId, WatchRequest } from '../request.ts';
import type { HttpReply, HttpRequest } from './http.ts';

/** What a request to the gateway asks of the member. `token`: of the Authorization header. */
export type GatewayCall =
  /** Answered by the gateway itself: not found, malformed, OPTIONS. */
  | ({ readonly type: 'reply' } & HttpReply)
  /** The gateway's handler fails and the connection is closed without a word. */
  | { readonly type: 'hangUp' }
  | { readonly type: 'unary'; readonly operation: ClientOperation; readonly token: string | undefined }
  /** The head goes out with the first message; the stream stays open until the client goes. */
  | {
      readonly type: 'watch';
      readonly requests: readonly WatchRequest[];
      readonly token: string | undefined;
    }
  /** Ends when all ids are answered; none: ends at once. */
  | {
      readonly type: 'leaseKeepAlive';
      readonly ids: readonly LeaseId[];
      readonly token: string | undefined;
    }
  | { readonly type: 'snapshot'; readonly token: string | undefined }
  | {
      readonly type: 'concurrency';
      readonly request: ConcurrencyRequest;
      readonly token: string | undefined;
    };

/** Never throws, whatever the bytes are. */
export function parseGateway(request: HttpRequest): GatewayCall {
  return {
    type: 'reply',
    head: { status: request.path === '/' ? 404 : 501, headers: {} },
    body: request.body,
  };
}
