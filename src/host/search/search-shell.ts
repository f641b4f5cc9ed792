import { present } from '../../base/assert.ts';
import type { Search } from '../../search/progress.ts';
import { openSearch } from '../../search/search.ts';
import { Shard, type StateBatch } from '../../search/shard.ts';
import type { SearchReply, SearchRequest, WorkerProgress } from './search-port.ts';

/** So many steps are done between two looks at what has come: some tens of milliseconds. */
const SLICE = 20_000;

/** What a worker of a search does. `breathe`: kept when what waits for this thread has had its turn. */
export class SearchShell {
  readonly #reply: (reply: SearchReply) => void;
  readonly #breathe: () => Promise<void>;
  #shard: Shard | undefined;
  #search: Search | undefined;
  #depth = 0;
  #sent: number[] = [];
  #received = 0;
  /** How many batches must have come before the level is closed; undefined: the level is not done. */
  #expected: number | undefined;
  #isPaused = false;
  #isWorking = false;
  /** The level is done, and not to be gone on with before the next `expand`. */
  #rests = true;

  constructor(reply: (reply: SearchReply) => void, breathe: () => Promise<void>) {
    this.#reply = reply;
    this.#breathe = breathe;
  }

  handle(request: SearchRequest): void {
    try {
      this.#serve(request);
    } catch (error) {
      this.#fail(error);
    }
  }

  #serve(request: SearchRequest): void {
    switch (request.type) {
      case 'begin':
        return this.#begin(request);
      case 'expand':
        this.#rests = false;
        this.#depth++;
        return this.#wake();
      case 'close':
        this.#expected = request.batches;
        return this.#maybeClose();
      case 'pause':
        this.#isPaused = true;
        return;
      case 'resume':
        this.#isPaused = false;
        return this.#wake();
      case 'cameFrom':
        return this.#reply({ type: 'cameFrom', step: this.#shard?.cameFrom(request.ref) });
      default:
    }
  }

  #begin({ plan, index, count, ports }: Extract<SearchRequest, { type: 'begin' }>): void {
    if (plan.strategy !== 'breadth') {
      this.#search = openSearch({ ...plan, seed: plan.seed + index });
      this.#rests = false;
      return this.#wake();
    }
    const shard = (this.#shard = new Shard(plan, index, count));
    this.#sent = ports.map(() => 0);
    shard.send = (to, batch) => {
      this.#sent[to] = (this.#sent[to] ?? 0) + 1;
      const { states, outcomes, pasts } = batch;
      const port = present(ports[to], 'there is a port to each of the others');
      port.postMessage(batch, [states.buffer, outcomes.buffer, pasts.buffer]);
    };
    for (const port of ports) {
      port?.addEventListener('message', ({ data }: MessageEvent<StateBatch>) => this.#receive(data));
      port?.start();
    }
    if (shard.found !== undefined)
      this.#reply({ type: 'found', step: shard.found, progress: this.#progress() });
  }

  #receive(batch: StateBatch): void {
    try {
      this.#shard?.receive(batch);
      this.#received++;
      this.#maybeClose();
    } catch (error) {
      this.#fail(error);
    }
  }

  #maybeClose(): void {
    const { shard, expected } = { shard: this.#shard, expected: this.#expected };
    if (shard === undefined || expected === undefined || this.#received < expected) return;
    this.#expected = undefined;
    this.#reply({ type: 'closed', level: shard.deeper(), progress: this.#progress() });
  }

  #wake(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#work()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#isWorking = false;
      });
  }

  async #work(): Promise<void> {
    while (!this.#isPaused && !this.#rests) {
      if (this.#search !== undefined) this.#goOn(this.#search);
      else if (this.#shard !== undefined) this.#expand(this.#shard);
      await this.#breathe();
    }
  }

  #goOn(search: Search): void {
    search.work(SLICE);
    const progress = search.progress();
    this.#rests = search.end !== undefined;
    if (search.end === undefined) this.#reply({ type: 'progress', progress });
    else this.#reply({ type: 'ended', end: search.end, progress });
  }

  #expand(shard: Shard): void {
    const goesOn = shard.expand(SLICE);
    if (shard.found !== undefined) {
      this.#rests = true;
      return this.#reply({ type: 'found', step: shard.found, progress: this.#progress() });
    }
    if (goesOn) return this.#reply({ type: 'progress', progress: this.#progress() });
    shard.flush();
    this.#rests = true;
    this.#reply({ type: 'expanded', sent: this.#sent, progress: this.#progress() });
  }

  #progress(): WorkerProgress {
    const { states = 0, steps = 0, waiting = 0 } = this.#shard ?? {};
    return { states, steps, waiting, depth: this.#depth, walks: 0 };
  }

  #fail(error: unknown): void {
    this.#rests = true;
    this.#reply({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}
