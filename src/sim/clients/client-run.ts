import { present } from '../../base/assert.ts';
import type { Micros } from '../../base/flavor.ts';
import type { Client, RetryNote } from '../../client/client.ts';
import type { ClientEvent, ClientNote, ProgramOutcome } from '../../client/effect.ts';
import { SharedLog } from '../world/shared-log.ts';

/** Something a client has told of itself. */
export interface ClientLine {
  readonly at: Micros;
  readonly event: number;
  readonly note: ClientNote | RetryNote | { readonly type: 'done'; readonly outcome: ProgramOutcome };
}

/** A client program in the world, from its start on. Never changed once made, but for its log, which grows. */
export interface ClientRun {
  readonly name: string;
  /** How often a client of this name was started before: what was meant for an earlier one is void. */
  readonly life: number;
  readonly startedAt: Micros;
  /** paused: the process stands still, and what comes for it waits. */
  readonly status: 'running' | 'paused' | 'stopped' | 'done';
  readonly client: Client;
  /** So far is its own clock ahead of the world's: it was given by hand what comes later. 0 while time goes. */
  readonly ahead: Micros;
  /** What has come while it was paused, in order. */
  readonly waiting: readonly ClientEvent[];
  /** The client's numbers for calls and streams of the world that are open, by the world's. */
  readonly calls: ReadonlyMap<number, number>;
  readonly streams: ReadonlyMap<number, number>;
  readonly http: ReadonlyMap<number, number>;
  readonly log: SharedLog<ClientLine>;
}

/** All clients of a run by name, in the order of their first start. */
export class ClientRuns {
  #runs = new Map<string, ClientRun>();

  get(name: string): ClientRun | undefined {
    return this.#runs.get(name);
  }

  known(name: string): ClientRun {
    return present(this.#runs.get(name), `client ${name} is there`);
  }

  all(): IterableIterator<ClientRun> {
    return this.#runs.values();
  }

  start(client: Client, now: Micros): ClientRun {
    const before = this.#runs.get(client.name);
    const run: ClientRun = {
      name: client.name,
      life: before === undefined ? 0 : before.life + 1,
      startedAt: now,
      status: 'running',
      client,
      ahead: 0,
      waiting: [],
      calls: new Map(),
      streams: new Map(),
      http: new Map(),
      log: new SharedLog(),
    };
    this.#runs.set(client.name, run);
    return run;
  }

  set(run: ClientRun): void {
    this.#runs.set(run.name, run);
  }

  clone(): ClientRuns {
    const copy = new ClientRuns();
    for (const [name, run] of this.#runs) copy.#runs.set(name, { ...run, log: run.log.clone() });
    return copy;
  }
}
