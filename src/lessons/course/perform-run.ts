import { parseScripts, type ParseError } from '../language/parse-script.ts';
import { Performance, type Library, type ScriptFailure } from '../run/run-script.ts';
import type { ScriptStage } from '../run/stage.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { World } from '../../sim/world/world.ts';
import { InstantFinder, type Position, type SoughtInstant } from './instant-finder.ts';

/** How a run of a lesson went. */
export interface PerformedRun {
  /** Of its instants, in order; undefined: it never came. */
  readonly positions: readonly (Position | undefined)[];
  /** The line at which the script failed, or that cannot be read; undefined: all it expects held. */
  readonly failure: ScriptFailure | undefined;
  /** How many events there were when each line had been done, by its number from 1. */
  readonly lines: ReadonlyMap<number, number>;
}

/** Who looks on while a run is performed. */
export interface Onlooker {
  readonly onEvent?: (event: WorldEvent, world: World) => void;
  /** The world stands at an instant, by its index. */
  readonly onInstant?: (index: number, world: World) => void;
}

/** Plays the script of a run on a stage and finds its instants. Throws an InstantError if a condition means nothing. */
export async function performRun(
  script: string,
  instants: readonly SoughtInstant[],
  stage: ScriptStage,
  library?: Library,
  { onEvent, onInstant }: Onlooker = {},
): Promise<PerformedRun> {
  const finder = new InstantFinder(instants, onInstant);
  const [parsed] = parseScripts(script, 'lesson');
  const lines = new Map<number, number>();
  if (parsed === undefined || !parsed.ok) {
    return { positions: instants.map(() => undefined), failure: parsed && unreadable(parsed.error), lines };
  }
  const heard = new HeardStage(stage, (event) => {
    onEvent?.(event, stage.world);
    finder.look(event, stage.world);
  });
  const run = new Performance(parsed.script, heard, library ?? (() => undefined));
  let failure: ScriptFailure | undefined;
  for (const step of parsed.script.steps) {
    const difference = await run.take(step);
    if (run.cluster !== undefined) lines.set(step.line, stage.world.events);
    if (difference !== undefined) {
      failure = { line: step.line, text: step.text, ...difference };
      break;
    }
    if (run.cluster !== undefined) finder.lineDone(step.line, stage.world);
  }
  const { found } = finder;
  return { positions: instants.map((_, i) => found[i]), failure, lines };
}

/** A stage on which somebody else hears the events, too. */
class HeardStage implements ScriptStage {
  readonly #stage: ScriptStage;
  readonly #hear: (event: WorldEvent) => void;

  constructor(stage: ScriptStage, hear: (event: WorldEvent) => void) {
    this.#stage = stage;
    this.#hear = hear;
  }

  get world(): World {
    return this.#stage.world;
  }

  /** What happens while the cluster begins is nobody's instant. */
  async begin(config: Partial<LabConfig>, listen: (event: WorldEvent) => void): Promise<void> {
    let begun = false;
    await this.#stage.begin(config, (event) => {
      listen(event);
      if (begun) this.#hear(event);
    });
    begun = true;
  }

  act: ScriptStage['act'] = (command) => this.#stage.act(command);
}

function unreadable({ line, column, text, reason }: ParseError): ScriptFailure {
  return { line, text, expected: 'a line that can be read', got: `column ${column}: ${reason}` };
}
