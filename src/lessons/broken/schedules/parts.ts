import type { ClientOperation, WatchRequest } from '../../../etcd/request.ts';
import type { Command } from '../../../sim/command/command.ts';
import { bytesOf } from '../../language/text.ts';

/** Every message waits to be delivered by a line of its own; Readys are worked off by themselves. */
export const HELD = 'hold 1-2,1-3,2-3';

/** n1 leads term 1 with the vote of n2, and has its first entry alone. */
export const N1_LEADS = `${HELD}
campaign 1
deliver 1>2 MsgVote
deliver 2>1 MsgVoteResp`;

/** n2 has acknowledged entries 2 and 3; then the message that brought it entry 2 comes again. */
export const OLD_APPEND = `${N1_LEADS}
deliver 1>2 MsgApp
deliver 2>1 MsgAppResp
propose 1 a=1
propose 1 b=2
dup 1>2 MsgApp nth=2
deliver 1>2 MsgApp nth=2
deliver 1>2 MsgApp nth=2
deliver 1>2 MsgApp nth=2
deliver 2>1 MsgAppResp nth=2`;

export function put(key: string, value: string): ClientOperation {
  return { type: 'put', key: bytesOf(key), value: bytesOf(value) };
}

/** A watch on the key a. */
export function watchFrom(startRevision: number): Extract<WatchRequest, { type: 'create' }> {
  return {
    type: 'create',
    key: bytesOf('a'),
    rangeEnd: new Uint8Array(0),
    startRevision,
    progressNotify: true,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
  };
}

/** A client that makes these calls one after the other, at node 1 unless another is named. */
export function startedBy(
  client: string,
  calls: readonly ClientOperation[],
  user?: string,
  node = 1,
): Command {
  const program = { recipe: 'calls', operations: calls, gapMs: 0, stays: false } as const;
  const who = user === undefined ? {} : { user: { name: user, password: user } };
  return { type: 'startClient', client, endpoints: [node], program, ...who };
}
