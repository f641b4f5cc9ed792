import type { NodeId } from '../../base/flavor.ts';
import type { NodeInput } from '../../node/io.ts';
import type { Due } from '../world/due-queue.ts';
import { isVoid } from '../take-batch.ts';
import type { Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';

/** Everything that waits to be picked by hand, in the order in which it would be due; nothing that has been overtaken. */
export function waiting(world: World): Due[] {
  return world.due.parked().filter((item) => !isVoid(world, item));
}

/** The first that waits and is meant; undefined if none does. */
export function firstWaiting(world: World, isMeant: (item: Due) => boolean): Due | undefined {
  return world.due.parked().find((item) => isMeant(item) && !isVoid(world, item));
}

/** The first that waits and is meant happens now. */
export function pickFirst(world: World, isMeant: (item: Due) => boolean): void {
  const picked = firstWaiting(world, isMeant);
  if (picked !== undefined) happenNow(world, picked);
}

/** The oldest write of the machine's disk that waits is done now. */
export function finishWrite(world: World, { id, disk }: Machine): void {
  const picked = firstWaiting(world, (item) => isWork(item, 'writeDone', id));
  if (picked?.type !== 'input' || picked.input.type !== 'writeDone') return;
  disk.hurry(picked.input.write, world.now);
  happenNow(world, picked);
}

/**
 * What comes next for the client comes now. Its own clock goes ahead of the world's by as much as it would have had to
 * wait, so that of two timers the one that ends first comes first however often it is set again.
 */
export function stepClient(world: World, client: string): void {
  const picked = firstWaiting(world, (item) => isForClient(item, client));
  if (picked === undefined) return;
  const run = world.clients.known(client);
  world.clients.set({ ...run, ahead: Math.max(run.ahead, picked.at - world.now) });
  happenNow(world, picked);
}

function happenNow(world: World, picked: Due): void {
  world.due.dropParked((item) => item === picked);
  world.due.pushAtOnce(world.now, picked);
}

/** A write of this node's disk, or work of its apply thread, that will be done. */
export function isWork(item: Due, type: 'writeDone' | 'applyDone', node: NodeId): boolean {
  return item.type === 'input' && item.input.type === type && item.node === node;
}

/** What the transport under a member has to tell it. Its number is the item's. */
export function isReport(item: Due): item is ReportItem {
  return item.type === 'input' && (item.input.type === 'unreachable' || item.input.type === 'snapshotStatus');
}

export type ReportItem = Due & {
  readonly type: 'input';
  readonly input: Extract<NodeInput, { type: 'unreachable' | 'snapshotStatus' }>;
};

export function isForClient(item: Due, client: string): boolean {
  return item.type === 'client' && item.client === client;
}

export function isEndOfCall(item: Due, request: number): boolean {
  return item.type === 'timeout' && item.request === request;
}
