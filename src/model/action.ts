import type { NodeId } from '../base/flavor.ts';
import type { Message } from '../raft/message.ts';

/** One step of the small world. Plain data. */
export type ModelAction =
  /** copy: the message arrives and stays under way. lose: it is gone. */
  | { readonly type: 'deliver' | 'copy' | 'lose'; readonly message: Message }
  /**
   * campaign: its election timer runs out. beat: its heartbeat timer does. crash: it falls and is started again with what its disk has. write: the
   * oldest write of its disk is done. propose: it is given a client command, the next by number. read: a linearizable read is asked of it.
   */
  | { readonly type: 'campaign' | 'beat' | 'crash' | 'write' | 'propose' | 'read'; readonly node: NodeId };

export type ModelActionType = ModelAction['type'];

/**
 * An action as one number: its kind in the upper bits, below them a message (deliver, copy, lose) or a node's place. Numbers of messages are of one
 * Model only.
 */
export type ActionCode = number;

export const kinds = [
  'deliver',
  'copy',
  'lose',
  'campaign',
  'beat',
  'crash',
  'write',
  'propose',
  'read',
] as const satisfies ModelActionType[];

const KIND_SHIFT = 26;
const ARGUMENT_MASK = (1 << KIND_SHIFT) - 1;

export const DELIVER = 0;
export const COPY = 1;
export const LOSE = 2;
export const CAMPAIGN = 3;
export const BEAT = 4;
export const CRASH = 5;
export const WRITE = 6;
export const PROPOSE = 7;
export const READ = 8;

export function codeOf(kind: number, argument: number): ActionCode {
  return (kind << KIND_SHIFT) | argument;
}

export function kindOf(code: ActionCode): number {
  return code >>> KIND_SHIFT;
}

export function argumentOf(code: ActionCode): number {
  return code & ARGUMENT_MASK;
}
