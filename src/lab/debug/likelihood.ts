import { microsToMs, msToMicros } from '../../base/flavor.ts';
import { chanceAt, type ContinuationPlan } from '../../explain/likelihood/chance.ts';
import type { OpenCrowd } from '../../explain/likelihood/crowd.ts';
import {
  bendOf,
  boundsOf,
  chancesOver,
  type AskChances,
  type Bend,
  type Chance,
} from '../../explain/likelihood/likelihood.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { LongWork } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import { runToThere } from './computed-past.ts';
import { checkEvent } from '../play/limits.ts';
import { conditionOf } from './condition.ts';
import { goalOf } from './condition-goal.ts';
import { pastOf } from './past-of.ts';
import { Hits } from './record-search.ts';

/** When did a state become inevitable? What is left out is chosen. */
export interface LikelihoodAsk {
  /** The state that was reached, in the language of conditions. */
  readonly condition: string;
  /** The event that reached it; left out: the last at or before the playhead at which it began to hold. */
  readonly event?: number | undefined;
  /** From here on it is asked; left out: a few thousand events before. */
  readonly fromMs?: number | undefined;
  /** Continuations from each instant; left out: 40. */
  readonly runs?: number | undefined;
  /** Instants; left out: 24. */
  readonly instants?: number | undefined;
  /** A continuation may take so much longer to reach it than the record did; left out: 2,000 ms. */
  readonly withinMs?: number | undefined;
  /** What people did after the instant happens again at its time; left out: yes. */
  readonly repeats?: boolean | undefined;
}

/** The likelihood of a state over the instants before it was reached. */
export interface Likelihood {
  readonly condition: string;
  readonly reachedEvent: number;
  readonly reachedAtMs: number;
  readonly repeats: boolean;
  /** Ascending by event. */
  readonly points: readonly LikelihoodPoint[];
  /** Where it rose most; absent: it was as likely all the way. */
  readonly bend?: Bend & { readonly fromMs: number; readonly toMs: number };
}

export interface LikelihoodPoint extends Chance {
  readonly timeMs: number;
  /** Within these the true likelihood lies 95 times of 100. */
  readonly low: number;
  readonly high: number;
}

const EVENTS_BACK = 4000;
const defaults = { runs: 40, instants: 24, withinMs: 2000 } as const;
const limits = { runs: [1, 1000], instants: [2, 400], withinMs: [0, 600_000] } as const;
const SEED = 1;

/** Finds out when a state became inevitable. The run stays as it is. */
export async function likelihood(
  run: Run,
  ask: LikelihoodAsk,
  work: LongWork,
  openCrowd: OpenCrowd | undefined,
): Promise<Likelihood> {
  const { events } = run.history;
  conditionOf('likelihood', ask.condition);
  const runs = within(ask, 'runs');
  const instants = within(ask, 'instants');
  const reachedEvent = await reachedBy(run, ask, work);
  const reachedAt = events.timeOf(reachedEvent);
  const plan: ContinuationPlan = {
    runs,
    seed: SEED,
    until: reachedAt + msToMicros(within(ask, 'withinMs')),
    reachedAt: reachedEvent,
    repeats: ask.repeats ?? true,
  };
  const first =
    ask.fromMs === undefined
      ? Math.max(0, reachedEvent - EVENTS_BACK)
      : events.lastAt(msToMicros(ask.fromMs));
  const last = reachedEvent - 1;
  if (first > last) {
    const at = microsToMs(reachedAt);
    throw new CommandError(
      'badArgument',
      `${ask.condition} is reached at ${at} ms: fromMs must be before that`,
      { key: 'reachedBefore', values: { condition: ask.condition, ms: at } },
    );
  }
  const total = Math.min(instants, last - first + 1) * runs;
  const window = { first, last, instants };
  const chances =
    openCrowd === undefined
      ? await chancesOver(window, here(run, ask.condition, plan, total, work))
      : await withCrowd(run, ask.condition, plan, openCrowd, total, work, (asks) =>
          chancesOver(window, asks),
        );
  return told(run, ask, reachedEvent, chances);
}

/** Throws a CommandError if no event is found, or none before it. */
async function reachedBy(run: Run, { condition, event }: LikelihoodAsk, work: LongWork): Promise<number> {
  if (event !== undefined) {
    checkEvent(run, event);
    if (event > 0) return event;
    throw new CommandError('badArgument', 'event 0 is the beginning: nothing was before it', {
      key: 'beginning',
      values: {},
    });
  }
  const hits = await Hits.of(run, conditionOf('likelihood', condition));
  await hits.findUpTo(run.cluster.world.events, (progress) => work.rest(progress));
  const found = hits.events.length === 0 ? 0 : hits.events.at(hits.events.length - 1);
  if (found > 0) return found;
  throw new CommandError(
    'badArgument',
    `${condition} was not reached before the playhead: go to an instant after it was, or name the event`,
    { key: 'notReached', values: { condition } },
  );
}

/** In this thread, between whose slices others are let in. */
function here(
  run: Run,
  condition: string,
  plan: ContinuationPlan,
  total: number,
  work: LongWork,
): AskChances {
  const past = pastOf(run);
  const goal = goalOf(condition);
  let done = 0;
  const rest = (): Promise<void> => work.rest(++done / total);
  return async (asked) => {
    const chances: Chance[] = [];
    for (const event of asked) chances.push(await chanceAt(past, run.factory, event, plan, goal, rest));
    return chances;
  };
}

/** Side by side in workers, each of which has computed the run up to there once. */
async function withCrowd(
  run: Run,
  condition: string,
  plan: ContinuationPlan,
  openCrowd: OpenCrowd,
  total: number,
  work: LongWork,
  find: (ask: AskChances) => Promise<readonly Chance[]>,
): Promise<readonly Chance[]> {
  const crowd = openCrowd({ run: await runToThere(run, plan.reachedAt), condition, plan });
  try {
    return await find(async (asked) => {
      const answers: Promise<Chance>[] = asked.map((event) => crowd.ask(event));
      const all = Promise.all(answers).then((chances) => ({ chances }));
      // Whoever stops the work gets its error; that the workers were ended then is no other one.
      all.catch(() => undefined);
      for (;;) {
        const ended = await Promise.race([all, crowd.beat()]);
        await work.rest(Math.min(1, crowd.done / total));
        if (ended !== undefined) return ended.chances;
      }
    });
  } finally {
    crowd.end();
  }
}

function told(run: Run, ask: LikelihoodAsk, reachedEvent: number, chances: readonly Chance[]): Likelihood {
  const timeMs = (event: number): number => microsToMs(run.history.events.timeOf(event));
  const bend = bendOf(chances, reachedEvent);
  return {
    condition: ask.condition,
    reachedEvent,
    reachedAtMs: timeMs(reachedEvent),
    repeats: ask.repeats ?? true,
    points: chances.map((chance) => {
      const [low, high] = boundsOf(chance);
      return { ...chance, timeMs: timeMs(chance.event), low, high };
    }),
    ...(bend === undefined ? {} : { bend: { ...bend, fromMs: timeMs(bend.from), toMs: timeMs(bend.to) } }),
  };
}

function within(ask: LikelihoodAsk, name: keyof typeof limits): number {
  const value = ask[name] ?? defaults[name];
  const [least, most] = limits[name];
  const isTime = name === 'withinMs';
  const isRight = isTime ? Number.isFinite(value) : Number.isSafeInteger(value);
  if (isRight && value >= least && value <= most) return value;
  throw new CommandError(
    'badArgument',
    `${name} is ${value}, but must be a ${isTime ? '' : 'whole '}number from ${least} to ${most}`,
    { key: isTime ? 'notBetween' : 'notWholeBetween', values: { name, value: String(value), least, most } },
  );
}
