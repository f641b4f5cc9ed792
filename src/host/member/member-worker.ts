import { brief } from '../../base/brief.ts';
import type { NodeId } from '../../base/flavor.ts';
import { largeBytes } from '../../base/large-bytes.ts';
import type { NodeAnswer, NodeReply, NodeRequest, NodeTask } from './node-port.ts';

/** The part of a Web Worker that a host needs; tests bring their own. */
export interface WorkerLike {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  /** It has ended by itself. Not every worker can tell. */
  addEventListener(type: 'close', listener: () => void): void;
  postMessage(request: NodeRequest): void;
  terminate(): void;
}

/** To copy so much from thread to thread, sum it and lay it on the disk takes less than a beat on a slow machine. */
const BYTES_PER_BEAT = 8 * 1024 * 1024;

/** What is not answered: the rest of its batch is. */
type Piece = Extract<NodeTask, { readonly type: 'begin' }>;
type Task = Exclude<NodeTask, Piece>;

interface Question {
  readonly round: number;
  readonly wantsRecords: boolean;
  readonly answer: (answer: NodeAnswer) => void;
  /** How many beats of the host's clock it has waited, and how many more it is given for what is large in it. */
  beats: number;
  readonly moreBeats: number;
}

/**
 * One member's worker as its host sees it. A question is always answered: by the worker, or, when that has died,
 * by an answer that says `crashed` and why. Questions may follow each other before the first is answered; answers come in
 * their order.
 */
export class MemberWorker {
  readonly #node: NodeId;
  readonly #worker: WorkerLike;
  /** Oldest first. */
  readonly #questions: Question[] = [];
  /** The number of the last question. */
  #round = 0;
  /** In large pieces of what was told since then. */
  #bytesTold = 0;
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
    worker.addEventListener('close', () =>
      this.die('its worker has closed: it has not answered, and never will'),
    );
  }

  /** Why the worker is no more. */
  get death(): string | undefined {
    return this.#death;
  }

  /** Something to begin with: the next question is about it as well. `bytes`: those in large pieces of it. */
  tell(piece: Piece, bytes = largeBytes(piece)): void {
    if (this.#death !== undefined) return;
    this.#bytesTold += bytes;
    this.#post({ ...piece, round: this.#round + 1 });
  }

  /** `bytes`: those in large pieces of the task, for which the worker gets more time. */
  ask(task: Task, bytes = largeBytes(task)): Promise<NodeAnswer> {
    if (this.#death !== undefined) return Promise.resolve(this.#lastWords(this.#death));
    return new Promise((answer) => {
      const round = ++this.#round;
      const wantsRecords = task.type === 'records' || ('want' in task && task.want === 'records');
      const moreBeats = Math.ceil((this.#bytesTold + bytes) / BYTES_PER_BEAT);
      this.#bytesTold = 0;
      this.#questions.push({ round, wantsRecords, answer, beats: 0, moreBeats });
      this.#post({ ...task, round });
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
    const patience = beatsMax + question.moreBeats;
    if (question.beats > patience) this.die(`its worker has not answered for ${patience} s`);
  }

  /** Ends the worker, with everything it had in memory. The first reason counts. */
  die(reason: string): void {
    if (this.#death !== undefined) return;
    this.#death = reason;
    this.#worker.terminate();
    for (const question of this.#questions.splice(0)) question.answer(this.#lastWords(reason));
  }

  #post(request: NodeRequest): void {
    try {
      this.#worker.postMessage(request);
    } catch (error) {
      this.die(`its worker could not be told: ${String(error)}`);
    }
  }

  #lastWords(reason: string): NodeAnswer {
    return { node: this.#node, count: 0, digest: 0, outputs: [], crashed: reason };
  }

  /** A worker that says anything but the answer to the oldest question is not to be trusted with a member. */
  #onReply(reply: unknown): void {
    if (this.#death !== undefined) return;
    const question = this.#questions[0];
    const wrong = question === undefined ? 'although nothing was asked' : flawOf(reply, question, this.#node);
    if (wrong !== undefined) return this.die(`its worker answered ${wrong}: ${brief(reply)}`);
    this.#questions.shift();
    question?.answer((reply as NodeReply).answer);
  }
}

/** What is wrong with a reply; undefined for one that may be held against the shadow's. */
function flawOf(reply: unknown, { round, wantsRecords }: Question, node: NodeId): string | undefined {
  if (!isRecord(reply)) return 'what is no reply';
  if (reply['round'] !== round) return `another question than number ${round}`;
  const answer = reply['answer'];
  if (!isRecord(answer)) return 'nothing';
  if (answer['node'] !== node) return 'for another node';
  if (!isCount(answer['count'])) return 'without saying how many outputs there are';
  if (!isCount(answer['digest'])) return 'without a digest';
  if (wantsRecords && !Array.isArray(answer['outputs'])) return 'without its records';
  const { crashed } = answer;
  return crashed === undefined || typeof crashed === 'string' ? undefined : 'with a crash that is no reason';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
