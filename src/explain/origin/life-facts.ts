import type { NodeId } from '../../base/flavor.ts';
import type { Command } from '../../sim/command/command.ts';
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
  return { ...told, event, did: 'readFromDisk', next: { fact: onDisk, at: from - 1 } };
}

/**
 * What a disk has that is not of a life before an event: a command has put it in the place of another, or it was so when the run
 * began. Undefined: the disk is the one that the last life has left, or writes to.
 */
export async function tellGivenDisk(
  trail: Trail,
  told: Pick<Told, 'node' | 'place' | 'value'>,
  at: number,
): Promise<Told | undefined> {
  const { spans } = trail.past.timeline;
  const life = spans.lives(told.node, at).at(-1);
  if (life !== undefined && life.to === undefined) return undefined;
  const given = trail.past.history
    .commandsAfter(life?.to ?? 0)
    .findLast(({ event, command }) => event <= at && isNewDisk(command, told.node));
  if (given !== undefined)
    return { ...told, event: await trail.event(given.event), did: 'commanded', next: undefined };
  return life === undefined ? { ...told, event: undefined, did: 'began', next: undefined } : undefined;
}

/** With these a killed node has another disk. */
function isNewDisk(command: Command, node: NodeId): boolean {
  return (command.type === 'loadDisk' || command.type === 'loseDisk') && command.node === node;
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
