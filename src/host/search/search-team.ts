import { present } from '../../base/assert.ts';
import type { ModelAction } from '../../model/action.ts';
import { checkPlan, type SearchPlan } from '../../search/plan.ts';
import type { SearchEnd, SearchProgress } from '../../search/progress.ts';
import { checked } from '../../search/schedule.ts';
import type { FoundStep } from '../../search/shard.ts';
import { NONE } from '../../search/visited.ts';
import type { SearchReply, SearchRequest, SearchWorkerLike, WorkerProgress } from './search-port.ts';

/** As many as there is room for beside the page and the lab, between one and four. */
export function teamSize(cores: number | undefined): number {
  return Math.min(WORKERS_MAX, Math.max(1, (cores ?? 2) - CORES_LEFT));
}

const WORKERS_MAX = 4;
const CORES_LEFT = 1;

/** What a team tells: how far it is, and at last how it ended; or that it has failed. */
export type TeamNews =
  | { readonly type: 'progress'; readonly progress: SearchProgress }
  | { readonly type: 'ended'; readonly end: SearchEnd; readonly progress: SearchProgress }
  | { readonly type: 'failed'; readonly reason: string };

const NOTHING_YET: WorkerProgress = { states: 0, steps: 0, waiting: 0, depth: 0, walks: 0 };

/**
 * A search by several workers. Breadth first they share the states by their terms and logs and go from level to level together: all do their part of it, then all wait
 * until what they have sent each other has arrived. Walks go side by side with dice of their own, and what goes depth first is one worker's work.
 */
export class SearchTeam {
  readonly #plan: SearchPlan;
  readonly #tell: (news: TeamNews) => void;
  readonly #workers: SearchWorkerLike[];
  readonly #progress: WorkerProgress[];
  readonly #sent: (readonly number[] | undefined)[];
  readonly #levels: (number | undefined)[];
  #level = 0;
  /** Steps of the schedule that was found, from the last to the first. */
  #path: ModelAction[] | undefined;
  #ended = 0;
  #isOver = false;

  /** Throws a SearchError that says what is wrong with the plan; then nothing has begun. */
  constructor(
    spawn: (index: number) => SearchWorkerLike,
    size: number,
    plan: SearchPlan,
    tell: (news: TeamNews) => void,
  ) {
    checkPlan(plan);
    this.#plan = plan;
    this.#tell = tell;
    const count = plan.strategy === 'deepening' ? 1 : size;
    this.#workers = Array.from({ length: count }, (_, i) => spawn(i));
    this.#progress = this.#workers.map(() => NOTHING_YET);
    this.#sent = this.#workers.map(() => undefined);
    this.#levels = this.#workers.map(() => undefined);
    const ports = portsBetween(count);
    this.#workers.forEach((worker, index) => {
      worker.addEventListener('message', ({ data }) => this.#hear(index, data));
      worker.addEventListener('error', (event) => {
        event.preventDefault?.();
        this.#fail(event.message === '' ? 'the script of a search worker did not load' : event.message);
      });
      const own = present(ports[index], 'each worker has its ports');
      const share = { ...plan, limits: { ...plan.limits, states: Math.ceil(plan.limits.states / count) } };
      worker.postMessage(
        { type: 'begin', plan: share, index, count, ports: own },
        own.flatMap((port) => port ?? []),
      );
    });
    if (plan.strategy === 'breadth') this.#all({ type: 'expand' });
  }

  get size(): number {
    return this.#workers.length;
  }

  pause(): void {
    this.#all({ type: 'pause' });
  }

  resume(): void {
    this.#all({ type: 'resume' });
  }

  /** Ends the workers: nothing more is told. */
  end(): void {
    this.#isOver = true;
    for (const worker of this.#workers) worker.terminate();
  }

  #all(request: SearchRequest): void {
    for (const worker of this.#workers) worker.postMessage(request, []);
  }

  #hear(index: number, reply: SearchReply): void {
    if (this.#isOver) return;
    if ('progress' in reply) this.#progress[index] = reply.progress;
    switch (reply.type) {
      case 'progress':
        return this.#goesOn();
      case 'expanded':
        this.#sent[index] = reply.sent;
        return this.#maybeClose();
      case 'closed':
        this.#levels[index] = reply.level;
        return this.#maybeDeeper();
      case 'found':
        return this.#follow(reply.step);
      case 'cameFrom':
        return reply.step === undefined ? this.#found() : this.#follow(reply.step, true);
      case 'ended':
        return this.#oneEnded(reply.end);
      case 'failed':
        return this.#fail(reply.reason);
      default:
    }
  }

  #goesOn(): void {
    const progress = this.#sum();
    const isBreadth = this.#plan.strategy === 'breadth';
    if (isBreadth && this.#path === undefined && progress.states >= this.#plan.limits.states)
      return this.#finish({ type: 'limit', limit: 'states' });
    this.#tell({ type: 'progress', progress });
  }

  /** All have done their part: each is told how many batches come to it. */
  #maybeClose(): void {
    this.#goesOn();
    if (this.#isOver || this.#path !== undefined || this.#sent.includes(undefined)) return;
    this.#workers.forEach((worker, to) => {
      const batches = this.#sent.reduce((sum, sent) => sum + (sent?.[to] ?? 0), 0);
      worker.postMessage({ type: 'close', batches }, []);
    });
    this.#sent.fill(undefined);
  }

  #maybeDeeper(): void {
    if (this.#levels.includes(undefined) || this.#path !== undefined) return;
    const states = this.#levels.reduce<number>((sum, level) => sum + (level ?? 0), 0);
    this.#levels.fill(undefined);
    this.#level++;
    if (states === 0) return this.#finish({ type: 'exhausted' });
    if (this.#level >= this.#plan.limits.depth) return this.#finish({ type: 'limit', limit: 'depth' });
    this.#goesOn();
    if (!this.#isOver) this.#all({ type: 'expand' });
  }

  /** The way back from the last step to the beginning, state by state, each asked of the worker that has it. */
  #follow({ from, action }: FoundStep, isAsked = false): void {
    // Of several that were found in one level the first is taken: all have as many steps.
    if (this.#path !== undefined && !isAsked) return;
    if (this.#path === undefined) this.#all({ type: 'pause' });
    this.#path ??= [];
    if (action !== undefined) this.#path.push(action);
    if (from === NONE) return this.#found();
    const owner = present(this.#workers[from % this.#workers.length], 'the state has a worker');
    owner.postMessage({ type: 'cameFrom', ref: from }, []);
  }

  #found(): void {
    const actions = (this.#path ?? []).toReversed();
    this.#finish({ type: 'found', schedule: checked(this.#plan, actions) });
  }

  /** Of walks side by side the first that finds something ends them all; else the last. */
  #oneEnded(end: SearchEnd): void {
    this.#ended++;
    if (end.type === 'found' || this.#ended === this.#workers.length) this.#finish(end);
  }

  #finish(end: SearchEnd): void {
    const progress = this.#sum();
    this.end();
    this.#tell({ type: 'ended', end, progress });
  }

  #fail(reason: string): void {
    if (this.#isOver) return;
    this.end();
    this.#tell({ type: 'failed', reason });
  }

  #sum(): SearchProgress {
    const sum = (field: keyof WorkerProgress): number =>
      this.#progress.reduce((total, progress) => total + progress[field], 0);
    const depth = Math.max(...this.#progress.map((progress) => progress.depth));
    return {
      states: sum('states'),
      steps: sum('steps'),
      waiting: sum('waiting'),
      walks: sum('walks'),
      depth,
    };
  }
}

/** Of each pair a channel: by worker, its ports to the others. */
function portsBetween(count: number): (MessagePort | undefined)[][] {
  const ports = Array.from({ length: count }, () =>
    Array.from({ length: count }, (): MessagePort | undefined => undefined),
  );
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const { port1, port2 } = new MessageChannel();
      present(ports[a], 'the worker is one of them')[b] = port1;
      present(ports[b], 'the worker is one of them')[a] = port2;
    }
  }
  return ports;
}
