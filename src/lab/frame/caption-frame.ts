import type { TimelineArrow } from './timeline-frame.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import type { CallChange, WorldEvent } from '../../sim/record/world-event.ts';
import type { Command, CommandLabel } from '../../sim/command/command.ts';
import type { ClientLine } from '../../sim/clients/client-run.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { entryOf } from '../../sim/command/table.ts';
import type { Happening } from '../../sim/record/happening.ts';
import type { World } from '../../sim/world/world.ts';
import { callFrame } from './call-frame.ts';
import type { Run } from '../play/run.ts';
import type { Timeline } from '../../timeline/timeline.ts';

/**
 * One event in codes and numbers, for the sentence that says where we are. The same object as long as it is the same
 * event.
 */
export interface CaptionFrame {
  readonly event: number;
  readonly at: Micros;
  readonly type: WorldEvent['type'];
  /** 0: nobody. */
  readonly node: NodeId;
  /** It waits in the inbox of a paused member. */
  readonly waits: boolean;
  /** What was delivered or died. */
  readonly message:
    | (Pick<Arrow, 'id' | 'type' | 'from' | 'to' | 'term' | 'reject' | 'entries' | 'index'> & {
        readonly end: TimelineArrow['end'];
      })
    | undefined;
  readonly command: { readonly type: Command['type']; readonly label: CommandLabel } | undefined;
  readonly trace: readonly NodeTrace[];
  /** Clients' calls that begin or end in it. */
  readonly calls: readonly {
    readonly id: number;
    readonly label: string;
    readonly status: CallChange['status'] | 'taken';
    readonly isOfLoad: boolean;
  }[];
  readonly client: string | undefined;
  readonly note: ClientLine['note'] | undefined;
}

const known = new WeakMap<Happening, CaptionFrame>();

/** Where we are: the event at the very instant of the clock while time stands, else the last worth a sentence. */
export function captionFrame(run: Run, isPlaying: boolean): CaptionFrame | undefined {
  const { present, notable, now } = run.cluster.world;
  const standsAtEvent = !isPlaying && present?.at === now;
  const happening = standsAtEvent ? present : notable;
  if (happening === undefined) return undefined;
  const found = known.get(happening) ?? captionOf(run.timeline, run.cluster.world, happening);
  known.set(happening, found);
  return found;
}

/** An event that the world has just had, as the sentence that says what happened in it takes it. */
export function captionOf(timeline: Timeline, world: World, happening: Happening): CaptionFrame {
  const { event, at, type, node, waits, trace, client, note, command } = happening;
  return {
    event,
    at,
    type,
    node,
    waits,
    message: messageOf(timeline, happening),
    command: command && { type: command.type, label: entryOf(command.type).label(command) },
    trace,
    calls: callsOf(world, happening),
    client,
    note,
  };
}

function messageOf(timeline: Timeline, happening: Happening): CaptionFrame['message'] {
  const arrow = timeline.arrows.at(happening.message);
  if (arrow === undefined) return undefined;
  const { id, type, from, to, term, reject, entries, index } = arrow;
  return { id, type, from, to, term, reject, entries, index, end: happening.end };
}

function callsOf(world: World, { calls, request }: Happening): CaptionFrame['calls'] {
  const taken = request > 0 && !calls.some((change) => change.request === request);
  const all = taken ? [{ request, status: 'taken' as const }, ...calls] : calls;
  return all.flatMap(({ request: id, status }) => {
    const call = callOf(world, id);
    return call === undefined ? [] : [{ id, label: callFrame(call).label, status, isOfLoad: call.isOfLoad }];
  });
}

/** Among the pending and the newest that have ended: the event is the present or not long ago. */
function callOf({ calls }: World, id: number): ClientCall | undefined {
  const pending = calls.pendingCall(id);
  if (pending !== undefined) return pending;
  const { ended } = calls;
  for (let i = ended.length - 1; i >= Math.max(0, ended.length - 100); i--) {
    const call = ended.at(i);
    if (call?.id === id) return call;
  }
  return undefined;
}
