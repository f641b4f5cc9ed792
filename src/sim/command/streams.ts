import * as v from 'valibot';
import { fields, id, isFields, node, text, word } from '../../base/schema.ts';
import { bytes, streamRequest } from '../../etcd/operation-schema.ts';
import { listens } from '../clients/client-http.ts';
import { breakStream } from '../clients/end-call.ts';
import { entry, ofNode, type CommandLabel } from './entry.ts';
import { checkNewId, knownHttpCall, knownMachine, knownStream } from './known.ts';
import { tell } from './tell.ts';

const http = fields({
  method: text,
  path: text,
  headers: v.pipe(
    v.custom<Record<string, string>>(isFields, 'an object of texts'),
    v.record(text, text, 'an object of texts'),
  ),
  body: bytes,
  port: v.exactOptional(word(['peer', 'keyServer'])),
});

/** Streams and HTTP calls: connections that clients keep open to a member. A killed member refuses them. */
export const streamCommands = {
  /** Its number is a new one of the streams'. */
  openStream: entry('openStream', {
    fields: {
      stream: id,
      node,
      kind: word(['watch', 'leaseKeepAlive', 'snapshot']),
      client: v.exactOptional(text),
      token: v.exactOptional(text),
      needsLeader: v.exactOptional(v.literal(true)),
    },
    check: (world, command) => {
      knownMachine(world, command.node);
      checkNewId('stream', command.stream, world.streams.lastId);
    },
    perform: (world, command, event) => {
      const { stream, node: asked, kind, client, token, needsLeader } = command;
      world.streams.begin(stream, asked, kind, client, world.now);
      if (world.machine(asked).status === 'killed') return breakStream(world, stream, 'unhealthy', event);
      const withToken = token === undefined ? {} : { token };
      const bound = needsLeader === undefined ? {} : { needsLeader };
      return tell(world, asked, { type: 'openStream', stream, kind, ...withToken, ...bound });
    },
    isFault: false,
    label: ofNode,
    doc: 'watch(watch, {node?, client?, token?, needsLeader?}): a stream to a member, with a watch on it; resolves to its number. needsLeader: the member ends it once it has known of no leader for three looks, one each election timeout (clientv3: WithRequireLeader). Errors: unknownNode, badArgument.',
  }),
  sendStream: entry('sendStream', {
    fields: { stream: id, message: streamRequest },
    check: (world, command) => void knownStream(world, command.stream),
    perform: (world, command, event) => {
      tell(world, knownStream(world, command.stream).node, command);
      world.streams.send(command.stream, command.message, world.now, event.number);
    },
    isFault: false,
    label: ofStream,
    doc: 'By the page and client programs: a message on an open stream (create, cancel, progress, keepAlive). Errors: streamGone, badArgument.',
  }),
  closeStream: entry('closeStream', {
    fields: { stream: id },
    check: (world, command) => void knownStream(world, command.stream),
    perform: (world, command) => {
      tell(world, knownStream(world, command.stream).node, command);
      world.streams.end(command.stream, world.now);
    },
    isFault: false,
    label: ofStream,
    doc: 'closeStream(id): its client closes an open stream. Errors: streamGone.',
  }),
  /** An HTTP request at a member's client port; its number is a new one of the HTTP calls'. */
  http: entry('http', {
    fields: { request: id, node, http },
    check: (world, command) => {
      knownMachine(world, command.node);
      checkNewId('request', command.request, world.http.lastId);
    },
    perform: (world, command) => {
      const { request, node: asked, http: asks } = command;
      world.http.begin(request, asked, asks, world.now);
      if (!listens(world, asked, asks)) world.http.end(request, 'broken', world.now);
      else tell(world, asked, { type: 'http', request, http: asks });
    },
    isFault: false,
    label: ofNode,
    doc: 'http(method, path, {node?, port?, headers?, body?}): an HTTP request at a member’s port; resolves to its answer (openHttp: to its number). Errors: unknownNode, badArgument.',
  }),
  /** The client of an HTTP call hangs up. */
  httpGone: entry('httpGone', {
    fields: { request: id },
    check: (world, command) => void knownHttpCall(world, command.request),
    perform: (world, { request }) => {
      const { node: asked } = knownHttpCall(world, request);
      world.http.end(request, 'gone', world.now);
      tell(world, asked, { type: 'httpGone', request });
    },
    isFault: false,
    label: () => ({}),
    doc: 'closeHttp(id): the client of an HTTP call hangs up. Errors: streamGone.',
  }),
};

function ofStream({ stream }: { readonly stream: number }): CommandLabel {
  return { object: `#${stream}` };
}
