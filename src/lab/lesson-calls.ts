import type { SoughtInstant } from '../lessons/course/instant-finder.ts';
import { CommandError } from '../sim/command/command.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { OnRun } from './on-run.ts';
import type { SideBySide } from './side/side-by-side.ts';
import { checkedMs, checkEvent } from './play/limits.ts';
import type { Playback } from './play/playback.ts';
import type { Run } from './play/run.ts';
import type { LabPort, PlayedLesson } from './lab-port.ts';

export interface LessonCallsParts extends OnRun {
  readonly playback: () => Playback;
  /** Another run in the place of the one that is open, which is kept if labs are. */
  readonly beginAnew: (config: LabConfig) => Promise<Run>;
  readonly keepLast: () => Promise<void>;
  /** Of the run that is open (`Frame.run`). */
  readonly runNumber: () => number;
  readonly factory: () => MemberFactory;
}

/** So much virtual time is looked through for the next decision, unless told otherwise. */
const DECISION_MS = 60_000;

type LessonCalls = Pick<LabPort, 'playLesson' | 'playTo' | 'decisions' | 'nextDecision' | 'sideBySide'>;

/** The port's calls of a course: a lesson's run, and going on in it from screen to screen. */
export function lessonCalls({
  inTurn,
  longWork,
  playback,
  beginAnew,
  keepLast,
  runNumber,
  factory,
}: LessonCallsParts): LessonCalls {
  return {
    async playLesson(script: string, instants: readonly SoughtInstant[]): Promise<PlayedLesson> {
      if (typeof script !== 'string' || !Array.isArray(instants))
        throw new CommandError('badArgument', 'playLesson: a script, and a list of instants');
      return longWork('script', async (_, work) => {
        const { playLesson } = await import('./script/play-lesson.ts');
        playback().stop();
        await keepLast();
        let run: Run | undefined;
        const played = await playLesson(script, instants, {
          begin: async (config) => {
            run = await beginAnew(config);
            run.playedTo = Infinity;
            return run;
          },
          rest: () => work.rest(),
        });
        if (run !== undefined) run.playedTo = played.last;
        return { run: runNumber(), ...played };
      });
    },

    playTo: (event, pace) =>
      inTurn(async (run) => {
        checkEvent(run, event);
        if (run.cluster.world.events > event) await run.seekEvent(event);
        playback().startTo(run, event, pace);
      }),

    async sideBySide(a: string, b: string): Promise<SideBySide> {
      if (typeof a !== 'string' || typeof b !== 'string')
        throw new CommandError('badArgument', 'sideBySide: two scripts');
      return longWork('script', async (_, work) => {
        const { sideBySide } = await import('./side/side-by-side.ts');
        return sideBySide(a, b, factory(), work);
      });
    },

    decisions: (ask) =>
      longWork('holds', async (run, work) => {
        const { decisions } = await import('./debug/decisions.ts');
        return decisions(run, ask, work);
      }),

    nextDecision: (node, maxMs = DECISION_MS) =>
      longWork('runUntil', async (run, work) => {
        const { nextDecision } = await import('./debug/decisions.ts');
        playback().stop();
        return nextDecision(run, node, checkedMs('maxMs', maxMs), work);
      }),
  };
}
