import { assert } from '../base/assert.ts';
import { argumentOf, codeOf, COPY, kindOf, LOSE, type ActionCode } from '../model/action.ts';
import type { Model } from '../model/model.ts';

/** How much of a model's tables somebody knows: so many outcomes of nodes, so many steps of pasts. */
export interface DictionaryPlace {
  readonly outcomes: number;
  readonly pasts: number;
}

/** What has come into a model's tables, in order, as numbers of that model. */
export interface DictionaryPart {
  /** One after the other: the node's state, the input, the state after it (-1: it fell), how many messages, the messages. */
  readonly outcomes: Int32Array;
  /** One after the other: the past, the outcome, whether it is a read, the past after it. */
  readonly pasts: Int32Array;
}

export function dictionarySince(model: Model, { outcomes, pasts }: DictionaryPlace): DictionaryPart {
  const nodes: number[] = [];
  for (let number = outcomes; number < model.nodes.outcomes; number++) {
    const { from, input } = model.nodes.derivations[number] as { from: number; input: number };
    const { to, sent } = model.nodes.outcome(number);
    nodes.push(from, input, to, sent.length, ...sent);
  }
  const steps: number[] = [];
  for (let number = pasts; number < model.pasts.derivations.length; number++) {
    const { from, outcome, isRead } = model.pasts.derivations[
      number
    ] as (typeof model.pasts.derivations)[number];
    steps.push(from, outcome, isRead ? 1 : 0, model.pasts.to(number));
  }
  return { outcomes: Int32Array.from(nodes), pasts: Int32Array.from(steps) };
}

/**
 * Another model's numbers in those of one's own. Nothing is sent but from what each thing came, and by which input: whoever gets it computes it again with
 * nodes of its own. Both begin with the same setup, so what there was at the beginning has the same numbers.
 */
export class Dictionary {
  readonly #model: Model;
  readonly #nodes: number[];
  readonly #messages: number[];
  readonly #pasts: number[] = [0];
  readonly #outcomes: number[];

  /** Before the model has made a step. */
  constructor(model: Model) {
    this.#model = model;
    this.#nodes = Array.from({ length: model.nodes.count }, (_, i) => i);
    this.#messages = Array.from({ length: model.nodes.messages.count }, (_, i) => i);
    this.#outcomes = Array.from({ length: model.nodes.outcomes }, (_, i) => i);
  }

  learn({ outcomes, pasts }: DictionaryPart): void {
    const { nodes, pasts: ownPasts } = this.#model;
    for (let at = 0; at < outcomes.length;) {
      const from = this.#nodes[outcomes[at] as number] as number;
      const input = this.action(outcomes[at + 1] as number);
      const to = outcomes[at + 2] as number;
      const count = outcomes[at + 3] as number;
      const own = nodes.step(from, kindOf(input), argumentOf(input), input);
      const outcome = nodes.outcome(own);
      assert(
        outcome.sent.length === count,
        'a node comes to the same by the same input, whoever computes it',
      );
      this.#outcomes.push(own);
      if (to >= 0) this.#nodes[to] = outcome.to;
      for (let i = 0; i < count; i++)
        this.#messages[outcomes[at + 4 + i] as number] = outcome.sent[i] as number;
      at += 4 + count;
    }
    for (let at = 0; at < pasts.length; at += 4) {
      const from = this.#pasts[pasts[at] as number] as number;
      const outcome = this.#outcomes[pasts[at + 1] as number] as number;
      const step = ownPasts.step(from, outcome, pasts[at + 2] === 1);
      this.#pasts[pasts[at + 3] as number] = ownPasts.to(step);
    }
  }

  action(code: ActionCode): ActionCode {
    const kind = kindOf(code);
    if (kind !== 0 && kind !== COPY && kind !== LOSE) return code;
    return codeOf(kind, this.#messages[argumentOf(code)] as number);
  }

  /** The state at `at` of `states` in one's own numbers. */
  state(states: Int32Array, at: number, length: number, into: Int32Array): void {
    const { size } = this.#model;
    for (let i = 0; i < size; i++) into[i] = this.#nodes[states[at + i] as number] as number;
    into[size] = this.#pasts[states[at + size] as number] as number;
    into[size + 1] = states[at + size + 1] as number;
    into[size + 2] = states[at + size + 2] as number;
    const first = size + 3;
    for (let i = first; i < length; i++) {
      const message = this.#messages[states[at + i] as number] as number;
      let to = i;
      while (to > first && (into[to - 1] as number) > message) {
        into[to] = into[to - 1] as number;
        to--;
      }
      into[to] = message;
    }
  }
}
