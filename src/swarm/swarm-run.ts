import { microsToMs, type Micros } from '../base/flavor.ts';
import { drawUnit, makeDice, type Dice } from '../base/random.ts';
import { Monitors } from '../check/monitors.ts';
import { brokenIn, type Broken } from '../shrink/broken.ts';
import { attempt, goTo, type RecipeStep, type RunRecipe } from '../shrink/recipe.ts';
import { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../sim/in-process-host.ts';
import { calmCommands } from './calm.ts';
import { SwarmClients } from './clients.ts';
import { drawConfig } from './draw-config.ts';
import { livenessPhase } from './liveness-phase.ts';
import type { SwarmOptions } from './swarm-options.ts';
import { drawOfScale, Trouble } from './trouble.ts';

/** The first thing that went wrong. */
export interface SwarmFailure {
  readonly phase: 'safety' | 'liveness';
  readonly property: string;
  readonly event: number;
  readonly atMs: number;
  readonly detail: string;
}

/** How a random run went. */
export interface SwarmReport {
  readonly failure: SwarmFailure | undefined;
  readonly events: number;
  readonly timeMs: number;
  /** Entries committed, calls answered ok: so that a quiet run is not taken for a good one. */
  readonly committed: number;
  readonly answered: number;
  /** Whether the end was a cluster that could be asked to converge. */
  readonly judgedLive: boolean;
  readonly hash: string;
  /** The very same run, as data; and its safety phase alone. */
  readonly recipe: RunRecipe;
  readonly safety: RunRecipe;
}

/** The longest gap between two actions, as a multiple of the mean of the run. */
const GAP_MAX = 2;
/** After so many actions in a row in which nothing has happened everything is made whole. */
const STILL_MAX = 20;

/** The same options give the same run: its fingerprint is in the report. */
export async function runSwarm(options: SwarmOptions, factory: MemberFactory): Promise<SwarmReport> {
  const config = drawConfig(options);
  const cluster = await Cluster.create(config, new InProcessHost(factory), new Monitors());
  const run = new SwarmRun(cluster, options);
  const onTheWay = await run.safetyPhase();
  const { world } = cluster;
  const safety: RunRecipe = { config, steps: run.steps, end: world.now };
  const after = onTheWay === undefined ? await livenessPhase(cluster) : undefined;
  return {
    failure: onTheWay ?? (after?.broken && failureOf(after.broken, 'liveness')),
    events: world.events,
    timeMs: microsToMs(world.now),
    committed: Math.max(0, ...[...world.machines.values()].map(({ image }) => image?.view().commit ?? 0)),
    answered: world.calls.ended.slice(0).filter((call) => call.result?.status === 'ok').length,
    judgedLive: after?.isJudged === true,
    hash: world.hash.hex(),
    recipe: { config, steps: [...run.steps, ...(after?.steps ?? [])], end: world.now },
    safety,
  };
}

class SwarmRun {
  readonly #cluster: Cluster;
  readonly #events: number;
  readonly #property: string | undefined;
  readonly #dice: Dice;
  readonly #clients: SwarmClients;
  readonly #trouble: Trouble;
  /** In microseconds, from one action to the next. */
  readonly #meanGap: Micros;
  readonly steps: RecipeStep[] = [];

  constructor(cluster: Cluster, options: SwarmOptions) {
    this.#cluster = cluster;
    this.#events = options.events;
    this.#property = options.property;
    this.#dice = makeDice(options.seed, 'swarm');
    this.#clients = new SwarmClients(options.seed);
    this.#trouble = new Trouble(options, cluster.world.config);
    this.#meanGap = drawOfScale(this.#dice, 5000, 400_000);
  }

  /** Clients at work and trouble. */
  async safetyPhase(): Promise<SwarmFailure | undefined> {
    const { world } = this.#cluster;
    let still = 0;
    while (world.events < this.#events) {
      const before = world.events;
      const gap = 1 + Math.floor(drawUnit(this.#dice) * GAP_MAX * this.#meanGap);
      if (await this.#goOn(gap)) return this.#failure;
      still = world.events === before ? still + 1 : 0;
      for (const command of still > STILL_MAX ? calmCommands(world) : this.#draw()) await this.#act(command);
      if (this.#isBroken) return this.#failure;
    }
    return undefined;
  }

  #draw(): readonly Command[] {
    const { world } = this.#cluster;
    const trouble = this.#trouble.draw(world);
    if (trouble !== undefined) return trouble;
    const command = this.#clients.draw(world);
    return command === undefined ? [] : [command];
  }

  get #isBroken(): boolean {
    return brokenIn(this.#cluster, this.#property) !== undefined;
  }

  /** True: something broke on the way. */
  #goOn(gap: Micros): Promise<boolean> {
    return goTo(this.#cluster, this.#cluster.world.now + gap, () => this.#isBroken);
  }

  async #act(command: Command): Promise<void> {
    const at = this.#cluster.world.now;
    if (await attempt(this.#cluster, command)) this.steps.push({ at, command });
  }

  get #failure(): SwarmFailure | undefined {
    const broken = brokenIn(this.#cluster, this.#property);
    return broken && failureOf(broken, 'safety');
  }
}

function failureOf({ property, event, at, detail }: Broken, phase: SwarmFailure['phase']): SwarmFailure {
  return { phase, property, event, atMs: microsToMs(at), detail };
}
