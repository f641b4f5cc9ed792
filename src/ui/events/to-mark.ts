import { microsToMs, type Micros, type NodeId } from '../../base/flavor.ts';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { currentView } from '../view-state.ts';

/** A mark of the diagram: of an instant, at a node or at all of them. */
export interface MarkedInstant {
  readonly type: 'fault' | 'leader' | 'commit';
  readonly at: Micros;
  readonly node: NodeId | undefined;
}

/** Of so many events of a node at one instant the marked one is found. */
const AT_ONE_INSTANT = 50;

/** To the event that a mark of the diagram is of; there it is what is selected. */
export async function toMark(lab: LabPort, { type, at, node }: MarkedInstant): Promise<void> {
  await lab.seek(microsToMs(at));
  const { events } = await lab.state();
  const filter = { node: type === 'fault' ? undefined : node };
  const { rows } = await lab.eventPage({ filter, before: events + 1, limit: AT_ONE_INSTANT });
  const number = rows.findLast((row) => row.at === at && isMarked(row, type))?.number ?? events;
  if (number !== events) await lab.seekEvent(number);
  if (number > 0) currentView().select({ type: 'event', number });
}

function isMarked({ elected, committed, command }: EventRow, type: MarkedInstant['type']): boolean {
  if (type === 'leader') return elected;
  return type === 'commit' ? committed !== undefined : command !== undefined;
}
