import { present } from '../../base/assert.ts';
import type { ScriptStage } from '../../lessons/run/stage.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { parseConfig } from '../../sim/world/parse-config.ts';
import type { World } from '../../sim/world/world.ts';
import type { Run } from '../play/run.ts';

export interface RunStageParts {
  /** Begins the run in which the script plays. */
  readonly begin: (config: LabConfig) => Promise<Run>;
  /** After each command: others may look on, or stop it. */
  readonly rest: () => Promise<void>;
}

/** A run of the lab, with its record: what a script does in it can be sought, stepped back and shown like anything else. */
export class RunStage implements ScriptStage {
  readonly #parts: RunStageParts;
  #run: Run | undefined;

  constructor(parts: RunStageParts) {
    this.#parts = parts;
  }

  /** Undefined: no script has begun one. */
  get run(): Run | undefined {
    return this.#run;
  }

  get world(): World {
    return this.#playing.live.world;
  }

  async begin(config: Partial<LabConfig>, listen: (event: WorldEvent) => void): Promise<void> {
    this.#run?.listen(undefined);
    this.#run = await this.#parts.begin(parseConfig(config));
    this.#run.listen(listen);
  }

  async act(command: Command): Promise<void> {
    // Nothing lies ahead of a script: it plays at the live edge.
    await this.#playing.act(command, () => undefined);
    await this.#parts.rest();
  }

  /** The script has ended: nobody listens any more. */
  end(): void {
    this.#run?.listen(undefined);
  }

  get #playing(): Run {
    return present(this.#run, 'a script begins with a cluster');
  }
}
