import type { Micros } from '../base/flavor.ts';
import type { StateTrace } from '../raft/state-trace.ts';
import { stateTraceEvent } from './state-trace-text.ts';
import type { Writer } from './writer.ts';

/**
 * The steps of every member's raft in the order of the run, one JSON object a line, as etcd-io/raft writes them when it is
 * built with the tag with_tla and its specification Traceetcdraft.tla reads them. The specification takes each node's first
 * lines for its start, so a trace begins with the run. `ts` is the virtual time in seconds.
 */
export class TlaWriter implements Writer {
  readonly #now: () => Micros;
  readonly #lines: string[] = [];

  constructor(now: () => Micros) {
    this.#now = now;
  }

  /** To be told of what the members' raft does. */
  readonly tracer = (trace: StateTrace): void => {
    const event = stateTraceEvent(trace);
    if (event === undefined) return;
    this.#lines.push(JSON.stringify({ tag: 'trace', ts: this.#now() / MICROS_PER_SECOND, event }, plain));
  };

  /** All there is to say the members say themselves. */
  append(): void {}

  end(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}

const MICROS_PER_SECOND = 1e6;

/** A term beyond the exact numbers is decimal text. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
