import type { NodeId } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Life } from '../../timeline/spans.ts';
import type { Fact, Told } from './fact.ts';
import type { PlainValue } from './origin-step.ts';
import type { Stretch, Trail } from './trail.ts';

/** What is so since a life began. */
export interface Begun {
  readonly node: NodeId;
  readonly place: string;
  readonly value: PlainValue | undefined;
  /** The first event of the life. */
  readonly from: number;
  /** How it was before, where the disk has brought it; undefined: nothing has. */
  readonly onDisk: Fact | undefined;
}

/** The start of a life: with the run, with an empty disk, or with what a disk has kept. */
export async function tellBegin(trail: Trail, { node, place, value, from, onDisk }: Begun): Promise<Told> {
  const told = { node, place, value };
  if (from === 0) return { ...told, event: undefined, did: 'began', next: undefined };
  const event = await trail.event(from);
  const before = trail.lifeBefore(node, from);
  if (onDisk === undefined || before === undefined) return { ...told, event, did: 'began', next: undefined };
  return { ...told, event, did: 'readFromDisk', next: { fact: onDisk, at: before.to ?? from - 1 } };
}

/** The events in which a member lives that ran, or has last run, at an event: those up to that event. */
export function stretchOf(trail: Trail, node: NodeId, at: number): Stretch | undefined {
  const life: Life | undefined = trail.past.timeline.spans.lives(node, at).at(-1);
  if (life === undefined) return undefined;
  return { from: life.from, to: life.to === undefined ? at : Math.min(at, life.to - 1) };
}

export function isBoot({ output }: WorldEvent): boolean {
  return output?.changes.boot !== undefined;
}
