import { assert } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import type { NodeBatchResult } from '../sim/node-host.ts';
import type { NodeReply, NodeRequest } from './node-port.ts';

/** The part of a Web Worker that a host needs; tests bring their own. */
export interface WorkerLike {
  addEventListener(type: 'message', listener: (event: MessageEvent<NodeReply>) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  postMessage(request: NodeRequest): void;
  terminate(): void;
}

interface Question {
  readonly round: number;
  readonly answer: (result: NodeBatchResult) => void;
  /** How many beats of the host's clock it has waited. */
  beats: number;
}

/**
 * One member's worker as its host sees it. A question is always answered: by the worker, or, when that has died,
 * by a result that says `crashed` and why. Questions may follow each other before the first is answered; answers come in
 * their order.
 */
export class MemberWorker {
  readonly #node: NodeId;
  readonly #worker: WorkerLike;
  /** Oldest first. */
  readonly #questions: Question[] = [];
  #death: string | undefined;

  constructor(node: NodeId, worker: WorkerLike) {
    this.#node = node;
    this.#worker = worker;
    worker.addEventListener('message', (event) => this.#onReply(event.data));
    worker.addEventListener('messageerror', () => this.die('its worker sent what cannot be read'));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.die(`its worker failed: ${event.message || 'the script did not load'}`);
    });
  }

  /** Why the worker is no more. */
  get death(): string | undefined {
    return this.#death;
  }

  ask(request: NodeRequest): Promise<NodeBatchResult> {
    if (this.#death !== undefined) return Promise.resolve(this.#lastWords(this.#death));
    return new Promise((answer) => {
      this.#questions.push({ round: request.round, answer, beats: 0 });
      try {
        this.#worker.postMessage(request);
      } catch (error) {
        this.die(`its worker could not be told: ${String(error)}`);
      }
    });
  }

  /**
   * The host's clock, for the deadline. It counts beats instead of time, so that a tab that was frozen for an hour
   * has waited one beat and not an hour.
   */
  beat(beatsMax: number): void {
    const question = this.#questions[0];
    if (question === undefined) return;
    question.beats++;
    if (question.beats > beatsMax) this.die(`its worker has not answered for ${beatsMax} s`);
  }

  /** Ends the worker, with everything it had in memory. The first reason counts. */
  die(reason: string): void {
    if (this.#death !== undefined) return;
    this.#death = reason;
    this.#worker.terminate();
    for (const question of this.#questions.splice(0)) question.answer(this.#lastWords(reason));
  }

  #lastWords(reason: string): NodeBatchResult {
    return { node: this.#node, outputs: [], crashed: reason };
  }

  #onReply(reply: NodeReply): void {
    const question = this.#questions[0];
    if (this.#death !== undefined || question === undefined) return;
    assert(reply.round === question.round, 'a reply belongs to the oldest question');
    this.#questions.shift();
    question.answer(reply.result);
  }
}
