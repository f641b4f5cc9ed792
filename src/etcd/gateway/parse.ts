import { unreachable } from '../../base/assert.ts';
import type { ConcurrencyRequest } from '../concurrency-request.ts';
import type { ClientOperation, LeaseId, WatchRequest } from '../request.ts';
import { concurrencyRequestOfMessage, concurrencyTables } from '../rpc/concurrency-message.ts';
import { hasNullItem, JsonFormatError, messageOfJson } from '../rpc/json-read.ts';
import { readNextJson } from '../rpc/json-tree.ts';
import { leaseKeepAliveRequest } from '../../protobuf/etcdserverpb/lease.ts';
import { snapshotRequest } from '../../protobuf/etcdserverpb/maintenance.ts';
import { idOf, type Message } from '../../protobuf/message.ts';
import { operationOfMessage, requestTables } from '../rpc/request-message.ts';
import type { MessageTable } from '../../protobuf/table.ts';
import { watchRequestOfMessage } from '../rpc/watch-message.ts';
import { watchRequest } from '../../protobuf/etcdserverpb/watch.ts';
import { encode } from '../../protobuf/wire-write.ts';
import { readMetadata } from './call-metadata.ts';
import type { HttpReply, HttpRequest } from './http.ts';
import { errorReply, plainReply } from './reply.ts';
import { routeOf, type Route } from './routes.ts';
import { readTarget } from './target.ts';

/** What a request to the gateway asks of the member. `token`: what says who is asking. */
export type GatewayCall =
  /** Answered by the gateway itself: not found, malformed, OPTIONS. */
  | ({ readonly type: 'reply' } & HttpReply)
  /** The gateway's handler breaks, and the connection is closed without a word. */
  | { readonly type: 'hangUp' }
  | { readonly type: 'unary'; readonly operation: ClientOperation; readonly token: string | undefined }
  /** The head goes out with the first message; the stream stays open until the client goes. */
  | { readonly type: 'watch'; readonly requests: readonly WatchRequest[]; readonly token: string | undefined }
  /** Ends when all ids are answered; without any, at once and without a word. */
  | { readonly type: 'leaseKeepAlive'; readonly ids: readonly LeaseId[]; readonly token: string | undefined }
  | { readonly type: 'snapshot'; readonly token: string | undefined }
  | {
      readonly type: 'concurrency';
      readonly request: ConcurrencyRequest;
      readonly token: string | undefined;
    };

/** What etcd's gRPC server takes beyond --max-request-bytes. */
export const MESSAGE_OVERHEAD_BYTES = 512 * 1024;
const MESSAGE_BYTES_MAX = 1.5 * 1024 * 1024 + MESSAGE_OVERHEAD_BYTES;

/** Never throws, whatever the bytes are. messageBytesMax: of the message that the body becomes. */
export function parseGateway(request: HttpRequest, messageBytesMax: number = MESSAGE_BYTES_MAX): GatewayCall {
  const target = readTarget(request);
  if (target.type === 'reply') return reply(target.reply);
  if (!isGatewayPath(target.path)) return reply(plainReply(404, '404 page not found'));
  return parseGatewayAt(target.path, request, messageBytesMax);
}

/** Whether the gateway serves this path, which `readTarget` gave. */
export function isGatewayPath(path: string): boolean {
  return path.startsWith('/v3/');
}

/** The same for a path of the gateway that `readTarget` gave. */
export function parseGatewayAt(path: string, request: HttpRequest, messageBytesMax: number): GatewayCall {
  const route = routeOf(path);
  if (route === undefined) return reply(plainReply(404));
  // A form may say that it means another method; what it holds has then been read as a form, and not as JSON.
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  const override =
    request.method === 'POST' && isForm ? request.headers['x-http-method-override'] : undefined;
  const method = override === undefined || override === '' ? request.method : override.toUpperCase();
  if (method !== 'POST') return reply(plainReply(405));
  const metadata = readMetadata(request.headers);
  if (metadata.problem !== undefined) return refuse(metadata.problem);
  const body = method === override?.toUpperCase() ? new Uint8Array(0) : request.body;
  return read(route, body, metadata.token, messageBytesMax);
}

function read(
  route: Route,
  body: Uint8Array,
  token: string | undefined,
  messageBytesMax: number,
): GatewayCall {
  switch (route.type) {
    case 'unary': {
      const { operation } = route;
      return readOne(requestTables[operation], body, messageBytesMax, (message) => ({
        type: 'unary',
        operation: operationOfMessage(operation, message),
        token,
      }));
    }
    case 'concurrency':
      return readOne(concurrencyTables[route.request].request, body, messageBytesMax, (message) => ({
        type: 'concurrency',
        request: concurrencyRequestOfMessage(route.request, message),
        token,
      }));
    case 'snapshot':
      return readOne(snapshotRequest, body, messageBytesMax, () => ({ type: 'snapshot', token }));
    case 'watch':
      return readStream(watchRequest, body, (messages) => ({
        type: 'watch',
        requests: messages.flatMap((message) => watchRequestOfMessage(message) ?? []),
        token,
      }));
    case 'leaseKeepAlive':
      return readStream(leaseKeepAliveRequest, body, (messages) => ({
        type: 'leaseKeepAlive',
        ids: messages.map((message) => idOf(message, 'ID')),
        token,
      }));
    default:
      return unreachable(route);
  }
}

/** The first value of the body, and nothing of what follows it; of an empty body an empty message. */
function readOne(
  table: MessageTable,
  body: Uint8Array,
  messageBytesMax: number,
  make: (message: Message) => GatewayCall,
): GatewayCall {
  const read = readMessage(table, body, 0);
  if (read.type === 'wrong') return refuse(read.problem);
  const message = read.type === 'end' ? {} : read.message;
  if (hasNullItem(message)) return { type: 'hangUp' };
  if (body.length > messageBytesMax) {
    const { length } = encode(table, message);
    const text = `grpc: received message larger than max (${length} vs. ${messageBytesMax})`;
    if (length > messageBytesMax) return reply(errorReply({ code: 'ResourceExhausted', text }, 'server'));
  }
  return make(message);
}

/** All values of the body. What is wrong with the first is answered; with a later one, it ends what is asked for. */
function readStream(
  table: MessageTable,
  body: Uint8Array,
  make: (messages: readonly Message[]) => GatewayCall,
): GatewayCall {
  const messages: Message[] = [];
  for (let from = 0; ;) {
    const read = readMessage(table, body, from);
    if (read.type === 'wrong' && messages.length === 0) {
      return reply(errorReply({ code: 'Unknown', text: read.problem }, 'gateway'));
    }
    if (read.type !== 'message') return make(messages);
    messages.push(read.message);
    from = read.next;
  }
}

type ReadMessage =
  | { readonly type: 'message'; readonly message: Message; readonly next: number }
  | { readonly type: 'end' }
  | { readonly type: 'wrong'; readonly problem: string };

function readMessage(table: MessageTable, body: Uint8Array, from: number): ReadMessage {
  const read = readNextJson(body, from);
  if (read.type !== 'value') return read;
  try {
    return { type: 'message', message: messageOfJson(table, read.node), next: read.next };
  } catch (error) {
    if (error instanceof JsonFormatError) return { type: 'wrong', problem: error.message };
    throw error;
  }
}

function refuse(problem: string): GatewayCall {
  return reply(errorReply({ code: 'InvalidArgument', text: problem }, 'gateway'));
}

function reply(answer: HttpReply): GatewayCall {
  return { type: 'reply', ...answer };
}
