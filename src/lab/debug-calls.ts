import type { Sought } from './play/sought.ts';
import type { LabPort, StepKind } from './lab-port.ts';
import type { Breakpoints } from './debug/breakpoints.ts';
import { checkedMs, checkSteps, timeAfter } from './play/limits.ts';
import type { LongWork } from './play/long-work.ts';
import type { Playback } from './play/playback.ts';
import type { Run } from './play/run.ts';
import {
  isTarget,
  orSooner,
  runUntilSought,
  soughtByTarget,
  stepBack,
  stepForward,
  type Step,
} from './play/stepper.ts';
import type { OnRun } from './on-run.ts';

export interface DebugCallsParts extends OnRun {
  readonly playback: () => Playback;
}

type DebugCalls = Pick<
  LabPort,
  'step' | 'back' | 'runUntil' | 'setBreakpoints' | 'holds' | 'eventPage' | 'nextHit' | 'previousHit'
>;

/** A run to a target that does not come ends after so much virtual time, unless told otherwise. */
const UNTIL_MS = 60_000;

/** The port's calls of a debugger: to go on and back to what is looked for, to halt there, to ask the past. */
export function debugCalls({ inTurn, longWork, playback }: DebugCallsParts): DebugCalls {
  let breakpoints: Breakpoints | undefined;

  const steps = (
    call: 'step' | 'back',
    step: Step,
    count: number,
    take: (run: Run, work: LongWork) => Promise<void>,
  ): Promise<void> =>
    longWork(call, async (run, work) => {
      checkSteps(run, step, count);
      playback().stop();
      for (let i = 0; i < count; i++) {
        await take(run, work);
        if (call === 'step' && playback().noteHalt(run)) return;
        await work.rest((i + 1) / count);
      }
    });

  return {
    step: (kind: StepKind = 'event', count = 1, node) =>
      steps('step', { kind, node }, count, (run, work) =>
        stepForward(run, { kind, node }, work, playback().breakpoints),
      ),

    back: (kind: StepKind = 'event', count = 1, node) =>
      steps('back', { kind, node }, count, (run, work) => stepBack(run, { kind, node }, work)),

    runUntil: (target, maxMs = UNTIL_MS) =>
      longWork('runUntil', async (run, work) => {
        const until = timeAfter(run, checkedMs('maxMs', maxMs));
        const sought = isTarget(target) ? soughtByTarget(target) : await soughtByText(run, target, work);
        playback().stop();
        if (sought === undefined) return { end: 'found', ms: 0 };
        const end = await runUntilSought(
          run,
          orSooner(run, sought, work, playback().breakpoints),
          until,
          work,
        );
        if (end.end === 'found') playback().noteHalt(run);
        return end;
      }),

    setBreakpoints: (list) =>
      // Within its turn: what is asked after it must not go on before they are there.
      inTurn(async (run) => {
        // Nobody needs the language of conditions before somebody has one.
        const { Breakpoints: Known } = await import('./debug/breakpoints.ts');
        breakpoints ??= new Known();
        breakpoints.set(list);
        const active = breakpoints.isEmpty ? undefined : breakpoints;
        playback().breakpoints = active;
        run.halts = active;
      }),

    holds: (condition) =>
      longWork('holds', async (run, work) => {
        const { holds } = await import('./debug/holds.ts');
        return holds(run, condition, (progress) => work.rest(progress));
      }),

    eventPage: (ask) =>
      longWork('holds', async (run, work) => {
        const { eventPage } = await import('./debug/event-rows.ts');
        return eventPage(run, ask, (progress) => work.rest(progress));
      }),

    nextHit: (filter, from) =>
      longWork('holds', async (run, work) => {
        const { nextHit } = await import('./debug/event-rows.ts');
        return nextHit(run, filter, from ?? run.cluster.world.events, (progress) => work.rest(progress));
      }),

    previousHit: (filter, from) =>
      longWork('holds', async (run, work) => {
        const { previousHit } = await import('./debug/event-rows.ts');
        return previousHit(run, filter, from ?? run.cluster.world.events, (progress) => work.rest(progress));
      }),
  };
}

/** Undefined: it holds already. */
async function soughtByText(run: Run, text: unknown, work: LongWork): Promise<Sought | undefined> {
  const { soughtFrom } = await import('./debug/condition.ts');
  return soughtFrom(run, text, (progress) => work.rest(progress));
}
