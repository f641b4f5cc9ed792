import type { Micros } from '../base/flavor.ts';
import type { BranchId } from '../history/position.ts';
import type { SavedBranch, SavedCommand, SavedLab } from './saved-lab.ts';

/** When an event of a branch happened, its parents' past included; of event 0: 0. */
export type EventTime = (event: number) => Micros;

/**
 * The commands of a branch with no more said of their places than a replay needs. While time goes by itself, a command that was
 * done later than the event before it found everything done that was due by then: its time says all. One that was done right
 * after an event, at its time, needs the number of events only. By hand the clock has a way of its own, and a crash takes the
 * place of what felled the member: there both are said, and wherever both are not known.
 */
export function impliedPlaces(lab: SavedLab, branch: SavedBranch, timeOf: EventTime): SavedCommand[] {
  let before = branch.parent?.event ?? 0;
  let isByHand = branch.parent !== undefined && wasByHand(lab, branch.parent.branch, before);
  return branch.commands.map((each): SavedCommand => {
    const { command, event, at } = each;
    if (event === undefined) return each;
    const last = timeOf(event - 1);
    const after = event - 1 - before;
    before = event;
    const isExact = isByHand || command.type === 'crashed';
    if (command.type === 'byHand') isByHand = command.on;
    if (isExact) return each;
    return at > last ? { at, command } : { after, command };
  });
}

/** Whether the clock stood in a branch after this event. */
function wasByHand(lab: SavedLab, id: BranchId, event: number): boolean {
  const branch = lab.branches.find((each) => each.id === id);
  const switched = branch?.commands.findLast(
    (each) => each.command.type === 'byHand' && each.event !== undefined && each.event <= event,
  );
  if (switched?.command.type === 'byHand') return switched.command.on;
  const parent = branch?.parent;
  return parent !== undefined && wasByHand(lab, parent.branch, Math.min(parent.event, event));
}
