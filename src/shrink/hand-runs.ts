import type { NodeId } from '../base/flavor.ts';
import type { Command } from '../sim/command/command.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { Watcher } from '../sim/record/watcher.ts';
import { defaultLabConfig, type LabConfig } from '../sim/world/config.ts';
import { brokenIn, type Broken } from './broken.ts';
import { fewest } from './fewer.ts';
import { nodeOfStep, type HandStep } from './hand-step.ts';
import { playSteps } from './play-steps.ts';
import { withoutNode } from './without-node.ts';
import type { Shrunk } from './shrink.ts';
import type { Tries } from './tries.ts';

/** Something to be tried by hand: a configuration, and steps in their order. */
interface Attempt {
  readonly config: LabConfig;
  readonly steps: readonly HandStep[];
}

/** One that breaks the property, with the steps that were needed and the commands they came to. */
interface Success extends Attempt {
  readonly commands: readonly Command[];
  readonly broken: Broken;
}

interface HandParts {
  readonly config: LabConfig;
  readonly property: string;
  readonly factory: MemberFactory;
  readonly watcher: () => Watcher;
  readonly tries: Tries;
}

/** Settings by which runs by hand are harder to follow than they need be, and what they are in a plain one. */
const PLAIN: readonly (keyof LabConfig)[] = [
  'preVote',
  'checkQuorum',
  'readOnly',
  'bootstrap',
  'storage',
  'loss',
  'duplicate',
  'reorder',
  'latencyMs',
  'jitterMs',
  'fsyncMs',
  'applyMs',
  'electionTicks',
  'snapshotCount',
  'snapshotCatchUpEntries',
  'maxSizePerMsg',
  'maxInflightMsgs',
  'stepDownOnRemoval',
  'leaseCheckpoints',
  'crashLoses',
  'clientTimeoutMs',
  'watchProgressMs',
];
const plainOf: Readonly<Partial<Record<keyof LabConfig, unknown>>> = {
  ...defaultLabConfig,
  preVote: false,
  checkQuorum: false,
};

/** Runs by hand of one property, made smaller and smaller. */
export class HandRuns {
  readonly #parts: HandParts;

  constructor(parts: HandParts) {
    this.#parts = parts;
  }

  /** Undefined: said by hand the run does not break it. */
  async shrink(steps: readonly HandStep[]): Promise<Omit<Shrunk, 'tries'> | undefined> {
    const whole = await this.#play({ config: this.#parts.config, steps });
    if (whole === undefined) return undefined;
    let best = await this.#withoutGroups(whole);
    for (;;) {
      const before = best.steps.length;
      best = await this.#fewer(best);
      best = await this.#plainer(best);
      best = await this.#fewerNodes(best);
      best = await this.#fewerTicks(best);
      if (best.steps.length === before) break;
    }
    best = await this.#inOrder(best);
    const { config, commands, broken } = best;
    const byHand = { command: { type: 'byHand', on: true } } as const;
    return {
      recipe: { config, steps: [byHand, ...commands.map((command) => ({ command }))], end: 0 },
      violation: broken,
      steps: commands.length,
      byHand: true,
    };
  }

  /** The run as far as the property is broken; undefined: it is not. Steps that find nothing to do are left out. */
  async #play({ config, steps }: Attempt): Promise<Success | undefined> {
    const { factory, watcher, property } = this.#parts;
    let broken: Broken | undefined;
    const parts = { factory, watcher: watcher() };
    const { used, commands } = await playSteps(config, steps, parts, (cluster) => {
      broken = brokenIn(cluster, property);
      return broken !== undefined;
    });
    return broken && { config, steps: used, commands, broken };
  }

  async #try(attempted: Attempt, phase: 'events' | 'order'): Promise<Success | undefined> {
    if (!(await this.#parts.tries.next(phase, attempted.steps.length))) return undefined;
    return this.#play(attempted);
  }

  /** All ticks but those that end a timer; what one node hears; all messages of a type: many steps at once, where it will do. */
  async #withoutGroups(from: Success): Promise<Success> {
    let best = from;
    const leaveOut = async (isOut: (step: HandStep) => boolean): Promise<void> => {
      const steps = best.steps.filter((step) => !isOut(step));
      if (steps.length === best.steps.length) return;
      best = (await this.#try({ ...best, steps }, 'events')) ?? best;
    };
    await leaveOut(({ type }) => type === 'tick');
    await leaveOut((step) => 'message' in step && step.message.type.startsWith('MsgHeartbeat'));
    await leaveOut(({ type }) => type === 'report');
    await leaveOut(({ type }) => type === 'clientStep');
    await leaveOut(({ type }) => type === 'finishApply');
    for (const node of nodesOf(best.steps)) await leaveOut((step) => nodeOfStep(step) === node);
    return best;
  }

  async #fewer(from: Success): Promise<Success> {
    let best = from;
    await fewest(from.steps, async (steps) => {
      const found = await this.#try({ config: best.config, steps }, 'events');
      if (found !== undefined) best = found;
      return found?.steps;
    });
    return best;
  }

  /** Setting by setting. */
  async #plainer(from: Success): Promise<Success> {
    let best = from;
    for (const field of PLAIN) {
      if (best.config[field] === plainOf[field]) continue;
      const config: LabConfig = { ...best.config, [field]: plainOf[field] };
      if (config.readOnly === 'leaseBased' && !config.checkQuorum) continue;
      const found = await this.#try({ config, steps: best.steps }, 'events');
      if (found !== undefined && found.steps.length <= best.steps.length) best = found;
    }
    return best;
  }

  /** Without one node, or two at once, so that a majority stays half of what there is. */
  async #fewerNodes(from: Success): Promise<Success> {
    let best = from;
    for (let isSmaller = true; isSmaller;) {
      isSmaller = false;
      const total = best.config.nodes + best.config.learners;
      const all = Array.from({ length: total }, (_, i) => total - i);
      const pairs = all.flatMap((a) => all.filter((b) => b < a).map((b) => [a, b]));
      for (const nodes of [...pairs, ...all.map((one) => [one])]) {
        const attempted = nodes.reduce<Attempt | undefined>(withoutNode, best);
        const found = attempted && (await this.#try(attempted, 'events'));
        if (found === undefined) continue;
        best = found;
        isSmaller = true;
        break;
      }
    }
    return best;
  }

  /** Where several ticks of a node are left, one step that ends its timer may do. */
  async #fewerTicks(from: Success): Promise<Success> {
    let best = from;
    for (const node of nodesOf(from.steps)) {
      for (let end = best.steps.length - 1; end > 0; end--) {
        const isTick = (step: HandStep | undefined) => step?.type === 'tick' && step.node === node;
        if (!isTick(best.steps[end])) continue;
        const earlier = best.steps.slice(0, end).filter((step) => !isTick(step));
        if (earlier.length === end) continue;
        const steps: HandStep[] = [...earlier, { type: 'elapse', node }, ...best.steps.slice(end + 1)];
        const found = await this.#try({ config: best.config, steps }, 'events');
        if (found === undefined) continue;
        best = found;
        end = Math.min(end, best.steps.length);
      }
    }
    return best;
  }

  /** Each step as soon as it can be done: so what a step leads to stands right behind it. */
  async #inOrder(from: Success): Promise<Success> {
    let best = from;
    for (let i = 1; i < best.steps.length; i++) {
      const step = best.steps[i];
      if (step === undefined || step.type === 'command' || step.type === 'elapse') continue;
      for (let to = 0; to < i; to++) {
        if (nodeOfStep(best.steps[to] ?? step) === nodeOfStep(step) && to + 1 === i) break;
        const others = best.steps.toSpliced(i, 1);
        const found = await this.#try({ config: best.config, steps: others.toSpliced(to, 0, step) }, 'order');
        if (found === undefined || found.steps.length > best.steps.length) continue;
        if (!isSame(found.steps[to], step)) continue;
        best = found;
        break;
      }
    }
    return best;
  }
}

function isSame(one: HandStep | undefined, other: HandStep): boolean {
  return one === other;
}

function nodesOf(steps: readonly HandStep[]): NodeId[] {
  return [...new Set(steps.flatMap((step) => nodeOfStep(step) ?? []))].sort((a, b) => b - a);
}
