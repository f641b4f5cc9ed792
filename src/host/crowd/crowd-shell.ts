import { CommandError } from '../../sim/command/command.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import { chanceAt } from '../../explain/likelihood/chance.ts';
import type { CrowdJob } from '../../explain/likelihood/crowd.ts';
import { goalOf } from '../../lab/debug/condition-goal.ts';
import { computePast } from '../../lab/debug/computed-past.ts';
import type { CrowdReply, CrowdRequest } from './crowd-port.ts';

/** What a worker of the crowd does: it computes the run again once, and then makes continuations of it. */
export class CrowdShell {
  readonly #factory: MemberFactory;
  readonly #reply: (reply: CrowdReply) => void;
  #job: CrowdJob | undefined;
  #past: ReturnType<typeof computePast> | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(factory: MemberFactory, reply: (reply: CrowdReply) => void) {
    this.#factory = factory;
    this.#reply = reply;
  }

  /** Requests are served one after the other. */
  handle(request: CrowdRequest): Promise<void> {
    this.#queue = this.#queue.then(() => this.#serve(request)).catch((error: unknown) => this.#fail(error));
    return this.#queue;
  }

  async #serve(request: CrowdRequest): Promise<void> {
    if (request.type === 'job') {
      this.#job = request.job;
      this.#past = computePast(request.job.run, this.#factory);
      await this.#past;
      return;
    }
    if (this.#job === undefined || this.#past === undefined) {
      throw new CommandError('badArgument', 'a crowd is asked for events after it was given its job');
    }
    const { plan, condition } = this.#job;
    const rest = async (): Promise<void> => this.#reply({ type: 'run' });
    const goal = goalOf(condition);
    const chance = await chanceAt(await this.#past, this.#factory, request.event, plan, goal, rest);
    this.#reply({ type: 'chance', chance });
  }

  #fail(error: unknown): void {
    this.#reply({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}
