import type { Run } from '../../src/lab/play/run.ts';
import type { SavedLab } from '../../src/saved/saved-lab.ts';
import { ENGINE } from '../../src/sim/world/engine.ts';

/** A run as a lab of one branch, with the playhead at its end: what the format is about, without what the lab does with it. */
export function savedRun(run: Run): SavedLab {
  const { world } = run.live;
  const end = { event: world.events, at: world.now };
  return {
    engine: ENGINE,
    name: '',
    config: run.config,
    branches: [
      {
        id: 1,
        name: '',
        commands: run.history.commands,
        end,
        waypoints: [{ event: end.event, hash: world.hash.hex() }],
      },
    ],
    current: 1,
    playhead: { branch: 1, ...end },
    moments: [],
    view: {},
  };
}
