import type { Micros } from '../base/flavor.ts';
import { Monitors } from '../check/monitors.ts';
import { fragmentOf } from '../saved/link.ts';
import type { SavedLab } from '../saved/saved-lab.ts';
import type { RecordedCommand } from '../history/command-list.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import { ENGINE } from '../sim/world/engine.ts';
import { runRecipe, type RunRecipe } from './recipe.ts';

/** A run as a lab that can be opened: one branch, with the playhead at its newest instant. `timeOf`: when an event happened. */
export async function labOfRecipe(
  recipe: RunRecipe,
  factory: MemberFactory,
  name: string,
): Promise<{ readonly lab: SavedLab; readonly timeOf: (event: number) => Micros }> {
  const times: Micros[] = [0];
  const commands: RecordedCommand[] = [];
  const journal = {
    append: ({
      number,
      at,
      command,
    }: {
      number: number;
      at: Micros;
      command: RecordedCommand['command'] | undefined;
    }) => {
      times[number] = at;
      if (command !== undefined) commands.push({ event: number, at, command });
    },
  };
  const { cluster } = await runRecipe(recipe, { factory, watcher: new Monitors(), journal });
  const { events: event, now: at, hash } = cluster.world;
  const lab: SavedLab = {
    engine: ENGINE,
    name,
    config: recipe.config,
    branches: [{ id: 1, name: '', commands, end: { event, at }, waypoints: [{ event, hash: hash.hex() }] }],
    current: 1,
    playhead: { branch: 1, event, at },
    moments: [],
    view: {},
  };
  return { lab, timeOf: (number) => times[number] ?? at };
}

/** The fragment of a link to the run, without `#`. */
export async function linkOf(recipe: RunRecipe, factory: MemberFactory, name: string): Promise<string> {
  const { lab, timeOf } = await labOfRecipe(recipe, factory, name);
  return fragmentOf(lab, () => timeOf);
}
