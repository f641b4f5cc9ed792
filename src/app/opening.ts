import { microsToMs, type Micros } from '../base/flavor.ts';
import type { Frame, FrameRequest } from '../lab/frame.ts';
import type { LabPort } from '../lab/lab-port.ts';
import { CommandError } from '../sim/command.ts';

/** How long before the first campaign the page opens, in virtual milliseconds. */
const LEAD_MS = 60;
/** Virtual ms a real ms: slow enough to follow a vote from node to node (1 s shown as 25 s). */
export const OPENING_SPEED = 1 / 25;

/** What there is to see of a cluster before anything happened in it. */
type Beginning = Pick<Frame, 'at' | 'config' | 'nodes'>;

/**
 * Brings a fresh lab to where the page opens, a moment before somebody campaigns, and lets it play slowly. Leaves a
 * cluster in which nobody ever will (learners only) at its beginning.
 */
export async function openStory(lab: Pick<LabPort, 'runFor' | 'play'>, frame: Beginning): Promise<void> {
  const at = firstCampaignAt(frame);
  if (at !== undefined) {
    const ms = microsToMs(at - frame.at) - LEAD_MS;
    if (ms > 0 && !(await runAhead(lab, ms))) return;
  }
  await lab.play(OPENING_SPEED);
}

/** False: the viewer has stopped it, and the lab stays where and as it is then. */
async function runAhead(lab: Pick<LabPort, 'runFor'>, ms: number): Promise<boolean> {
  try {
    await lab.runFor(ms);
    return true;
  } catch (error) {
    if (error instanceof CommandError && error.code === 'stopped') return false;
    throw error;
  }
}

/**
 * When the first member will campaign: in a fresh cluster nobody speaks before that, so the election timers say it,
 * and the soonest is the answer.
 */
export function firstCampaignAt(frame: Beginning): Micros | undefined {
  const tick = frame.config.tickMs * 1000;
  const times = frame.nodes.flatMap(({ member, status, view, nextTickAt }) => {
    if (member !== 'voter' || status !== 'up' || view === undefined || nextTickAt === undefined) return [];
    const ticks = Math.max(1, view.randomizedElectionTimeout - view.electionElapsed);
    return [nextTickAt + (ticks - 1) * tick];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** A frame with nothing in view, to look at the cluster before the page does. */
export const bareFrameRequest: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};
