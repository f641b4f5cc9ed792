import { microsToMs, type Micros } from '../../base/flavor.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { campaignAt } from './campaign.ts';
import type { Frame, FrameRequest } from '../frame/frame.ts';
import type { LabPort } from '../lab-port.ts';

/** How long before the first campaign a run opens, in virtual milliseconds. */
const LEAD_MS = 15;
/** An election that takes longer than this, from there on, is shown from its beginning. */
const ELECTION_MS = 1000;
/** So much of the least time that a vote takes has gone by then. */
const FLOWN = 0.6;
const FIRST_VOTE = 'any(m in messages, m.type == MsgVoteResp)';

/** Where a story opens: a moment before somebody campaigns, or when the first vote is on its way back to the candidate. */
export type StoryStart = 'campaign' | 'votes';

/** What there is to see of a cluster before anything happened in it. */
type Beginning = Pick<Frame, 'at' | 'config' | 'nodes'>;

/**
 * Begins another run and brings it to where there is something to see; then it plays by meaning. Resolves with the number
 * of that run (`Frame.run`). Rejects, and the open run stays, if the configuration cannot be.
 */
export async function beginStory(
  lab: Pick<LabPort, 'reset' | 'picture' | 'runFor' | 'runUntil' | 'play'>,
  config?: Partial<LabConfig>,
  start: StoryStart = 'campaign',
): Promise<number> {
  await lab.reset(config);
  // Frames are the page's, which may be waiting for one.
  const beginning = await lab.picture(bareFrameRequest);
  await openStory(lab, beginning, start);
  return beginning.run;
}

/** A cluster in which nobody ever will campaign (learners only) is left at its beginning. */
export async function openStory(
  lab: Pick<LabPort, 'runFor' | 'runUntil' | 'play'>,
  frame: Beginning,
  start: StoryStart = 'campaign',
): Promise<void> {
  const at = firstCampaignAt(frame);
  if (at !== undefined) {
    const ms = microsToMs(at - frame.at) - LEAD_MS;
    if (ms > 0 && !(await isThere(() => lab.runFor(ms)))) return;
    if (start === 'votes' && !(await isThere(() => runToVotes(lab, frame.config.latencyMs)))) return;
  }
  await lab.play('meaning');
}

/** To where the first vote has come more than half of its way. */
async function runToVotes(lab: Pick<LabPort, 'runFor' | 'runUntil'>, latencyMs: number): Promise<void> {
  const { end } = await lab.runUntil(FIRST_VOTE, ELECTION_MS);
  if (end === 'found') await lab.runFor(FLOWN * latencyMs);
}

/** False: the viewer has stopped it, and the lab stays where and as it is then. */
async function isThere(go: () => Promise<unknown>): Promise<boolean> {
  try {
    await go();
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
  const times = frame.nodes.flatMap(({ member, status, view, nextTickAt, tick }) => {
    if (member !== 'voter' || status !== 'up' || view === undefined || nextTickAt === undefined) return [];
    return [campaignAt(view, nextTickAt, tick)];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** A frame with nothing in view, to look at the cluster before anybody does. */
export const bareFrameRequest: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};
