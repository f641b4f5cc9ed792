import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { MessageType } from '../../raft/message.ts';
import type { Look, NodePart } from './lesson.ts';

export const node = (id: NodeId, part?: NodePart): Look => ({
  type: 'node',
  node: id,
  ...(part === undefined ? {} : { part }),
});
export const message = (type: MessageType, from?: NodeId, to?: NodeId): Look => ({
  type: 'message',
  message: type,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
export const link = (from: NodeId, to: NodeId): Look => ({ type: 'link', from, to });
/** Without a node: the whole column. */
export const entry = (index: LogIndex, of?: NodeId): Look => ({
  type: 'entry',
  index,
  ...(of === undefined ? {} : { node: of }),
});
export const log = (id: NodeId): Look => ({ type: 'log', node: id });
/** Without a node: the playhead. */
export const time = (id?: NodeId): Look => ({ type: 'time', ...(id === undefined ? {} : { node: id }) });
export const panel = (name: Extract<Look, { type: 'panel' }>['panel']): Look => ({
  type: 'panel',
  panel: name,
});
