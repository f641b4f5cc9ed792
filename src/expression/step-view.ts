import type { NodeId } from '../base/flavor.ts';
import type { MemberView } from '../node/report/view.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';
import type { Value } from './value.ts';

/** The record of a step: the world right after an event, and the event. Undefined: the beginning of the run. */
export interface StepView {
  readonly event: WorldEvent | undefined;
  readonly world: World;
}

/** The few numbers of a member that most conditions ask for: a column each is enough to answer them. */
export const factNames = ['state', 'term', 'vote', 'lead', 'commit', 'applied', 'last', 'revision'] as const;
export type FactName = (typeof factNames)[number];
export type MemberFacts = Pick<MemberView, FactName>;

/** Where an expression that asks for facts alone (`Compiled.factsOnly`) finds them: a world is not needed. */
export interface FactsView {
  /** Machines in ascending order. */
  readonly nodes: readonly NodeId[];
  /** Undefined: no member lives there. */
  facts(node: NodeId): MemberFacts | undefined;
}

/**
 * What an expression remembers from step to step (`was`, `changed`, `count`): a map for each place where it does, by the values
 * of the variables around it. Plain data. One memory follows one line of steps, each once and in order.
 */
export interface Memory {
  readonly slots: Map<string, Value>[];
}

export function cloneMemory({ slots }: Memory): Memory {
  return { slots: slots.map((slot) => new Map(slot)) };
}

/** Where the closures of an expression read from while it is evaluated. */
export class Scope {
  #step: StepView | undefined;
  #facts: FactsView;
  memory: Memory;
  /** Of the variables of `any(n in nodes, ..)`, by their numbers. */
  readonly variables: Value[] = [];

  constructor(step: StepView | FactsView, memory: Memory) {
    this.#step = 'world' in step ? step : undefined;
    this.#facts = 'world' in step ? new WorldFacts(step.world) : step;
    this.memory = memory;
  }

  get event(): WorldEvent | undefined {
    return this.#step?.event;
  }

  get world(): World {
    if (this.#step === undefined)
      throw new TypeError('an expression that asks for more than facts has a world');
    return this.#step.world;
  }

  get nodes(): readonly NodeId[] {
    return this.#facts.nodes;
  }

  has(node: NodeId): boolean {
    return this.#step === undefined ? this.nodes.includes(node) : this.#step.world.machines.has(node);
  }

  facts(node: NodeId): MemberFacts | undefined {
    return this.#facts.facts(node);
  }

  view(node: NodeId): MemberView | undefined {
    return this.world.machines.get(node)?.image?.view();
  }
}

class WorldFacts implements FactsView {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get nodes(): readonly NodeId[] {
    return [...this.#world.machines.keys()];
  }

  facts(node: NodeId): MemberFacts | undefined {
    return this.#world.machines.get(node)?.image?.view();
  }
}
