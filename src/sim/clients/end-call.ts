import type { EtcdErrorCode, ResponseIdentity } from '../../etcd/request.ts';
import type { ClientAnswer, StreamOutput } from '../../node/io.ts';
import { hearAnswer, hearStream } from './client-hearing.ts';
import { withOne, type OpenEvent } from '../record/world-event.ts';
import type { World } from '../world/world.ts';

/** The call is answered or given up; whoever made it hears of it. */
export function endCall(
  world: World,
  request: number,
  result: ClientAnswer['result'],
  event: OpenEvent,
): void {
  const call = world.calls.end(request, result, world.now);
  const { node, isOfLoad } = call;
  event.calls = withOne(event.calls, { request, node, status: result.status, isOfLoad });
  hearAnswer(world, call, result);
}

/** Something has come on a stream, if it is still open; whoever opened it hears of it. */
export function receiveOnStream(world: World, output: StreamOutput, event: number): void {
  const stream = world.streams.get(output.stream);
  if (stream === undefined || !world.streams.receive(output, world.now, event)) return;
  hearStream(world, stream, output.message, output.identity);
}

/** The connection of a stream is lost: its client is told so. */
export function breakStream(world: World, stream: number, error: EtcdErrorCode, event: OpenEvent): void {
  receiveOnStream(world, { stream, message: { type: 'end', error }, identity: NOBODY }, event.number);
}

const NOBODY: ResponseIdentity = { clusterId: 0n, memberId: 0n, raftTerm: 0 };
