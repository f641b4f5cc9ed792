import type { Calls } from './call/calls.ts';
import type { LabPort } from './lab-port.ts';
import type { OnRun } from './on-run.ts';

export interface SearchCallsParts extends OnRun {
  readonly stopPlaying: () => void;
  readonly calls: Calls;
}

/** The port's calls for searches: where one begins, and what was found as a branch. Their code is loaded when somebody asks first. */
export function searchCalls({
  inTurn,
  stopPlaying,
  calls,
}: SearchCallsParts): Pick<LabPort, 'searchSetup' | 'openSchedule'> {
  return {
    searchSetup: () =>
      inTurn(async (run) => {
        const { searchSetup } = await import('./search/open-schedule.ts');
        return searchSetup(run);
      }),

    openSchedule: (actions) =>
      inTurn(async (run) => {
        const { openSchedule } = await import('./search/open-schedule.ts');
        stopPlaying();
        return openSchedule(run, actions, (command) => calls.act(run, command));
      }),
  };
}
