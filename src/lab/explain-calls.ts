import type { OpenCrowd } from '../explain/likelihood/crowd.ts';
import type { Previews } from './debug/preview.ts';
import type { LabPort } from './lab-port.ts';
import type { OnRun } from './on-run.ts';

export interface ExplainCallsParts extends OnRun {
  /** Nothing plays any more. */
  readonly stopPlaying: () => void;
  readonly openCrowd: () => OpenCrowd | undefined;
}

type ExplainCalls = Pick<
  LabPort,
  | 'preview'
  | 'stepToCause'
  | 'stepToEffect'
  | 'likelihood'
  | 'why'
  | 'origin'
  | 'cone'
  | 'follow'
  | 'clientHistory'
>;

/**
 * The port's calls that explain a run: what would come of something, why it is as it is, where it comes from, what became of it.
 * Their code is loaded when somebody asks first, in the call's turn: what was asked later waits for it.
 */
export function explainCalls({ inTurn, longWork, stopPlaying, openCrowd }: ExplainCallsParts): ExplainCalls {
  let previews: Previews | undefined;
  return {
    preview: (ask) =>
      inTurn(async (run) => {
        const { Previews: Known } = await import('./debug/preview.ts');
        previews ??= new Known();
        return previews.of(run, ask);
      }),

    stepToCause: (of) =>
      longWork('back', async (run, work) => {
        const { stepToCause } = await import('./debug/beside.ts');
        stopPlaying();
        return stepToCause(run, of, work);
      }),

    stepToEffect: (of) =>
      longWork('step', async (run, work) => {
        const { stepToEffect } = await import('./debug/beside.ts');
        stopPlaying();
        return stepToEffect(run, of, work);
      }),

    likelihood: (ask) =>
      longWork('likelihood', async (run, work) => {
        const { likelihood } = await import('./debug/likelihood.ts');
        stopPlaying();
        return likelihood(run, ask, work, openCrowd());
      }),

    why: (subject) =>
      inTurn(async (run) => {
        const { why } = await import('./debug/why.ts');
        return why(run, subject);
      }),

    origin: (place) =>
      inTurn(async (run) => {
        const { originOf } = await import('./debug/origin.ts');
        return originOf(run, place);
      }),

    cone: (of, window) =>
      longWork('cone', async (run, work) => {
        const { cone } = await import('./debug/cone.ts');
        return cone(run, of, window, work);
      }),

    follow: (followed) =>
      inTurn(async (run) => {
        const { storyOf } = await import('./debug/origin.ts');
        return storyOf(run, followed);
      }),

    clientHistory: () =>
      inTurn(async (run) => {
        const { clientHistory } = await import('./look/client-history.ts');
        return clientHistory(run);
      }),
  };
}
