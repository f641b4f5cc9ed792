import type { LogIndex, Micros, NodeId } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';

/** Something the world is about to do. */
export type Upcoming = { readonly at: Micros } & (
  | {
      readonly type: 'message';
      readonly message: number;
      readonly messageType: BusMessageType;
      readonly from: NodeId;
      readonly to: NodeId;
    }
  /** Clocks that tick at the same moment. */
  | { readonly type: 'tick'; readonly nodes: readonly NodeId[] }
  | { readonly type: 'synced'; readonly node: NodeId; readonly entries: number }
  | { readonly type: 'applied'; readonly node: NodeId; readonly last: LogIndex }
);

/** What is due next, soonest first, as far as the frame knows: arrivals, ticks, disks, applies. By hand nothing is. */
export function upcoming(frame: Frame, limit: number): readonly Upcoming[] {
  if (frame.byHand) return [];
  const due: Upcoming[] = [];
  const ticks = new Map<Micros, NodeId[]>();
  for (const message of frame.messages) {
    if (message.fate !== 'flying') continue;
    due.push({
      type: 'message',
      at: message.dueAt,
      message: message.id,
      messageType: message.type,
      from: message.from,
      to: message.to,
    });
  }
  for (const node of frame.nodes) {
    if (node.status === 'killed') continue;
    if (node.nextTickAt !== undefined)
      ticks.set(node.nextTickAt, [...(ticks.get(node.nextTickAt) ?? []), node.id]);
    const [write] = node.diskQueue;
    if (write?.dueAt !== undefined) {
      due.push({ type: 'synced', at: write.dueAt, node: node.id, entries: write.entries });
    }
    const [apply] = node.applyQueue;
    if (apply?.dueAt !== undefined)
      due.push({ type: 'applied', at: apply.dueAt, node: node.id, last: apply.last });
  }
  for (const [at, nodes] of ticks) due.push({ type: 'tick', at, nodes });
  return due.sort((a, b) => a.at - b.at).slice(0, limit);
}
