import type { NodeId } from '../../base/flavor.ts';
import type { Decision } from '../../explain/decisions/decision.ts';
import {
  decisionOf,
  decisionsOf,
  FollowedMember,
  type DecisionsAsk,
} from '../../explain/decisions/decisions.ts';
import { CommandError } from '../../sim/command/command.ts';
import { checkEvent, timeAfter } from '../play/limits.ts';
import type { LongWork } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import type { Sought } from '../play/sought.ts';
import { runUntilSought } from '../play/stepper.ts';
import { pastOf } from './past-of.ts';

/** So many questions at most about one stretch. */
const DECISIONS_MAX = 500;

/** What a node decided in a stretch of the record, the first of it. */
export function decisions(run: Run, ask: DecisionsAsk, work: LongWork): Promise<readonly Decision[]> {
  const { node, from, to } = ask;
  checkNode(run, node);
  checkEvent(run, from);
  checkEvent(run, to);
  return decisionsOf(pastOf(run), ask, DECISIONS_MAX, (progress) => work.rest(progress));
}

/**
 * The next event after the playhead in which the node decides; time stands right before it. Beyond the record it is looked for as
 * `runUntil` does, and what was found is in the record then. Undefined, and the run stands where it was: none comes in that time.
 */
export async function nextDecision(
  run: Run,
  node: NodeId,
  maxMs: number,
  work: LongWork,
): Promise<Decision | undefined> {
  checkNode(run, node);
  const sought = decisionsAt(run, node, work);
  const { end } = await runUntilSought(run, sought, timeAfter(run, maxMs), work);
  if (end !== 'found') return undefined;
  const event = run.cluster.world.events;
  const [decision] = await decisionsOf(pastOf(run), { node, from: event, to: event });
  await run.seekEvent(event - 1);
  return decision;
}

function checkNode(run: Run, node: NodeId): void {
  const { machines } = run.live.world;
  if (!machines.has(node))
    throw new CommandError(
      'unknownNode',
      `there is no node ${String(node)} in this run; nodes are ${[...machines.keys()].join(', ')}`,
    );
}

function decisionsAt(run: Run, node: NodeId, work: LongWork): Sought {
  return {
    async next({ history: { events } }, after) {
      const ask = { node, from: after + 1, to: events.last };
      const [found] = await decisionsOf(pastOf(run), ask, 1, (progress) => work.rest(progress));
      return found?.event;
    },
    lookout(world) {
      const member = new FollowedMember(world.machines.get(node)?.fold);
      return (event) => {
        const step = member.add(event, node);
        return step !== undefined && decisionOf(event, step.before, step.after) !== undefined;
      };
    },
  };
}
