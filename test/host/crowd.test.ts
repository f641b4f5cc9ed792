import { describe, expect, it } from 'vitest';
import { chanceAt } from '../../src/explain/likelihood/chance.ts';
import type { CrowdJob } from '../../src/explain/likelihood/crowd.ts';
import type { CrowdReply, CrowdRequest, CrowdWorkerLike } from '../../src/host/crowd/crowd-port.ts';
import { CrowdShell } from '../../src/host/crowd/crowd-shell.ts';
import { crowdSize, WorkerCrowd } from '../../src/host/crowd/worker-crowd.ts';
import { runToThere } from '../../src/lab/debug/computed-past.ts';
import { goalOf } from '../../src/lab/debug/condition-goal.ts';
import { RunPast } from '../../src/lab/debug/run-past.ts';
import { Member } from '../../src/node/member.ts';
import { randomRun } from '../explain/recorded-run.ts';

type Listener = (event: never) => void;

/** A worker in this thread: what it is sent and what it says is cloned, as messages between threads are. */
class HereWorker implements CrowdWorkerLike {
  readonly #listeners: (readonly [type: string, listener: Listener])[] = [];
  readonly #shell: CrowdShell;
  isTerminated = false;
  readonly requests: CrowdRequest[] = [];

  /** After so many events it fails with an error of its own. */
  constructor(readonly failsAfter = Infinity) {
    this.#shell = new CrowdShell(Member, (reply) => this.#tell('message', { data: structuredClone(reply) }));
  }

  addEventListener(type: 'message', listener: (event: MessageEvent<CrowdReply>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push([type, listener]);
  }

  postMessage(request: CrowdRequest): void {
    this.requests.push(request);
    const events = this.requests.filter(({ type }) => type === 'event').length;
    if (events > this.failsAfter)
      this.#tell('error', { message: 'out of memory', preventDefault: () => undefined });
    else void this.#shell.handle(structuredClone(request));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  #tell(type: string, event: object): void {
    if (this.isTerminated) return;
    for (const [each, listener] of this.#listeners) if (each === type) listener(event as never);
  }
}

const noRest = () => Promise.resolve();

describe('a crowd of workers', async () => {
  const { run } = await randomRun({ nodes: 3, seed: 21 }, ['kill', 'restart'], 600);
  const condition = 'any(n in nodes, n.role == leader && n.term >= 2)';
  const plan = { runs: 4, seed: 5, until: run.live.world.now, reachedAt: 600, repeats: true };
  const job: CrowdJob = { run: await runToThere(run, 600), condition, plan };
  const events = [0, 100, 250, 400, 599];
  const here = async () => {
    const past = new RunPast(run);
    return Promise.all(events.map((event) => chanceAt(past, Member, event, plan, goalOf(condition), noRest)));
  };

  it('finds what is found in one thread, and tells how far it is', async () => {
    const workers: HereWorker[] = [];
    const spawn = () => workers[workers.push(new HereWorker()) - 1] ?? new HereWorker();
    const crowd = new WorkerCrowd(spawn, 2, job);
    expect(await Promise.all(events.map((event) => crowd.ask(event)))).toEqual(await here());
    expect(crowd.done).toBe(events.length * plan.runs);
    expect(workers).toHaveLength(2);
    // Each has done its share.
    for (const { requests } of workers) expect(requests.length).toBeGreaterThan(1);
    crowd.end();
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    await expect(crowd.ask(1)).rejects.toThrow('stopped');
  });

  it('goes on with the others when a worker fails, and says why when none is left', async () => {
    const spawned = [new HereWorker(1), new HereWorker()];
    const left = [...spawned];
    const crowd = new WorkerCrowd(() => left.shift() ?? new HereWorker(), 2, job);
    expect(await Promise.all(events.map((event) => crowd.ask(event)))).toEqual(await here());
    expect(spawned[0]?.isTerminated).toBe(true);
    crowd.end();
    const alone = new WorkerCrowd(() => new HereWorker(0), 1, job);
    await expect(alone.ask(3)).rejects.toThrow('out of memory');
    await expect(alone.ask(4)).rejects.toThrow('out of memory');
  });

  it('says so when the run it was given is another one', async () => {
    const other = { ...job, run: { ...job.run, config: { ...job.run.config, seed: 22 } } };
    const crowd = new WorkerCrowd(() => new HereWorker(), 1, other);
    await expect(crowd.ask(3)).rejects.toThrow('is another one by event');
  });

  it('leaves a core to the page', () => {
    expect([undefined, 1, 2, 4, 16].map(crowdSize)).toEqual([1, 1, 1, 3, 4]);
  });
});
